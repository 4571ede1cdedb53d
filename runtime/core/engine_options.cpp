#include "core/engine_options.hpp"

#include "rowsmith/error.hpp"

#include <array>
#include <charconv>
#include <string>
#include <string_view>

namespace rowsmith {
namespace {

using std::chrono::milliseconds;

struct NumberOption {
    std::string_view name;
    int PoolOptions::*member;
};
constexpr std::array number_options{
    NumberOption{"pool_size", &PoolOptions::size},
    NumberOption{"max_overflow", &PoolOptions::overflow},
};

struct LimitOption {
    std::string_view name;
    milliseconds PoolOptions::*member;
};
constexpr std::array limit_options{
    LimitOption{"pool_timeout", &PoolOptions::wait},
    LimitOption{"pool_ping_after", &PoolOptions::ping_after},
    LimitOption{"pool_max_lifetime", &PoolOptions::max_lifetime},
    LimitOption{"pool_max_idle", &PoolOptions::max_idle},
    LimitOption{"pool_reconnect", &PoolOptions::reconnect},
};

[[noreturn]] void refuse(std::string_view name, std::string_view takes) {
    throw ConfigError("option '" + std::string(name) + "' takes " + std::string(takes));
}

/// Takes the option out of the URL; nothing when it is not there.
std::optional<int> take_number(Url& url, std::string_view name, std::string_view unit) {
    const auto found = url.query.find(std::string(name));
    if (found == url.query.end())
        return std::nullopt;
    const std::string text = found->second;
    url.query.erase(found);
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size() || number < 0)
        refuse(name, unit);
    return number;
}

void check(const EngineOptions& options) {
    for (const NumberOption& option : number_options) {
        if (options.pool.*option.member < 0)
            refuse(option.name, "a number, 0 or more");
    }
    for (const LimitOption& option : limit_options) {
        if ((options.pool.*option.member).count() < 0)
            refuse(option.name, "a number of milliseconds, 0 or more");
    }
    if (options.pool.size == 0 && options.pool.overflow == 0)
        throw ConfigError("pool_size and max_overflow are both 0: there would be no connection");
    if (options.statement_timeout.count() < 0)
        refuse("statement_timeout", "a number of milliseconds, 0 for none");
}

}

EngineOptions take_engine_options(Url& url, EngineOptions options) {
    for (const NumberOption& option : number_options) {
        if (const auto number = take_number(url, option.name, "a number, 0 or more"))
            options.pool.*option.member = *number;
    }
    for (const LimitOption& option : limit_options) {
        if (const auto number = take_number(url, option.name, "a number of milliseconds, 0 or more"))
            options.pool.*option.member = milliseconds(*number);
    }
    if (const auto number = take_number(url, "statement_timeout", "a number of milliseconds, 0 for none"))
        options.statement_timeout = milliseconds(*number);
    check(options);
    return options;
}

}
