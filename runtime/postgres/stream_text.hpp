#pragma once
// The SQL of cursors. Names are those that the connection gives to its statements: they need no quotes.

#include <string>
#include <string_view>

namespace rowsmith::postgres {

/// `parameters` of `select` become those of this statement.
[[nodiscard]] inline std::string declare_cursor(std::string_view name, std::string_view select) {
    return std::string("declare ").append(name).append(" no scroll cursor without hold for ").append(select);
}

[[nodiscard]] inline std::string fetch_from(std::string_view name, int rows) {
    return "fetch forward " + std::to_string(rows) + " from " + std::string(name);
}

[[nodiscard]] inline std::string close_cursor(std::string_view name) {
    return "close " + std::string(name);
}

}
