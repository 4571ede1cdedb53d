#include "options.hpp"

#include <charconv>

namespace bench {
namespace {

bool set_count(std::size_t& to, std::string_view text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    return error == std::errc{} && end == text.data() + text.size() && to > 0;
}

bool set_work(std::optional<Work>& to, std::string_view text) {
    for (const WorkInfo& info : works) {
        if (info.name == text)
            to = info.work;
    }
    return to.has_value();
}

bool set_side(Side& to, std::string_view text) {
    to = text == "raw" ? Side::raw : Side::session;
    return text == "raw" || text == "session";
}

bool set(Options& options, std::string_view name, std::string_view value) {
    if (name == "--rounds")
        return set_count(options.rounds, value);
    if (name == "--rows")
        return set_count(options.rows, value);
    if (name == "--only")
        return set_work(options.only, value);
    return name == "--side" && set_side(options.side, value);
}

}

std::optional<Options> parse_options(int count, const char* const* arguments) {
    Options options;
    for (int at = 1; at < count; at += 2) {
        if (at + 1 == count || !set(options, arguments[at], arguments[at + 1]))
            return std::nullopt;
    }
    return options;
}

}
