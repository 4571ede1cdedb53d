#include "analysis/literals.hpp"

namespace rowsmith::analysis {

namespace {

constexpr int deepest = 64;

/// Reads one JSON value from the front of `rest`; false when there is none.
struct JsonReader {
    std::string_view rest;
    int depth = 0;

    void skip_space() {
        const auto next = rest.find_first_not_of(" \t\r\n");
        rest.remove_prefix(next == std::string_view::npos ? rest.size() : next);
    }
    bool take(std::string_view word) {
        if (!rest.starts_with(word))
            return false;
        rest.remove_prefix(word.size());
        return true;
    }
    bool digits() {
        const auto end = rest.find_first_not_of("0123456789");
        const auto count = end == std::string_view::npos ? rest.size() : end;
        rest.remove_prefix(count);
        return count > 0;
    }
    bool value();
    bool number();
    bool text();
    bool escape();
    bool member();
    bool items(char close, bool members);
};

bool JsonReader::number() {
    take("-");
    if (!take("0") && !digits())
        return false;
    if (take(".") && !digits())
        return false;
    if (take("e") || take("E")) {
        if (!take("+"))
            take("-");
        return digits();
    }
    return true;
}

bool JsonReader::escape() {
    if (!take("u")) {
        const bool known =
            !rest.empty() && std::string_view("\"\\/bfnrt").find(rest.front()) != std::string_view::npos;
        rest.remove_prefix(known ? 1 : 0);
        return known;
    }
    const bool hex = rest.size() >= 4 &&
                     rest.substr(0, 4).find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
    rest.remove_prefix(hex ? 4 : 0);
    return hex;
}

bool JsonReader::text() {
    if (!take("\""))
        return false;
    while (!rest.empty() && !rest.starts_with('"')) {
        const auto c = static_cast<unsigned char>(rest.front());
        rest.remove_prefix(1);
        if (c < 0x20 || (c == '\\' && !escape()))
            return false;
    }
    return take("\"");
}

bool JsonReader::member() {
    skip_space();
    if (!text())
        return false;
    skip_space();
    return take(":") && value();
}

bool JsonReader::items(char close, bool members) {
    const std::string_view end(&close, 1);
    skip_space();
    if (take(end))
        return true;
    if (++depth > deepest)
        return false;
    do {
        if (!(members ? member() : value()))
            return false;
        skip_space();
    } while (take(","));
    --depth;
    return take(end);
}

bool JsonReader::value() {
    skip_space();
    if (take("{"))
        return items('}', true);
    if (take("["))
        return items(']', false);
    if (rest.starts_with('"'))
        return text();
    return take("true") || take("false") || take("null") || number();
}

}

bool is_json(std::string_view text) {
    JsonReader reader{.rest = text};
    if (!reader.value())
        return false;
    reader.skip_space();
    return reader.rest.empty();
}

}
