#pragma once
// Spellings of names: case conversions, the words that C++ keeps for itself, and suggestions for misspelt words.

#include <span>
#include <string>
#include <string_view>

namespace rowsmith {

/// `order_item`, `orderItem` and `OrderItem` give `OrderItem`.
[[nodiscard]] std::string pascal_case(std::string_view name);
/// `OrderItem` and `orderItem` give `order_item`; `HTTPServer` gives `http_server`.
[[nodiscard]] std::string snake_case(std::string_view name);
/// `OrderItem` and `order_item` give `orderItem`; `HTTPServer` gives `httpServer`.
[[nodiscard]] std::string camel_case(std::string_view name);
/// Capital letters of ASCII made small: the letters that SQLite takes for equal in names.
[[nodiscard]] std::string lower_ascii(std::string_view text);
/// The English plural of a name's last word: `order_item` gives `order_items`, `SalesPerson` gives `SalesPeople`.
/// Words that have no plural (`equipment`) or look like one (`users`) stay as they are. It goes by rules and a short
/// list, and is wrong for some words: a schema then says the name itself.
[[nodiscard]] std::string plural(std::string_view name);
/// True for keywords of C++20 (contextual and alternative tokens too) and for macros that common system headers
/// define (`errno`, `EOF`, `NULL`, `linux`, ...); such a name is escaped with a trailing underscore in generated code.
[[nodiscard]] bool is_reserved_in_cpp(std::string_view name);
/// `class` gives `class_`; other names are returned as they are.
[[nodiscard]] std::string cpp_identifier(std::string_view name);
/// The candidate nearest to `name` by edit distance (with transpositions), or an empty view when none is near enough.
[[nodiscard]] std::string_view nearest(std::string_view name, std::span<const std::string_view> candidates);

/// `did you mean ...?` where `word` is nearly one of the candidates, else `otherwise`.
[[nodiscard]] std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                                  std::string_view otherwise = {});

}
