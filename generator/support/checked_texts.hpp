#pragma once
// Texts of a schema that are copied into C++ or into a column's declaration. They are held to a small
// grammar, so that no schema can write code. What cannot stand there is said in words that continue a
// sentence: "it contains `;`".

#include <optional>
#include <string>
#include <string_view>

namespace rowsmith {

/// `acme::Money`, `std::array<acme::Point, 4>`: names joined by `::`, with types and numbers as template
/// arguments.
[[nodiscard]] std::optional<std::string> cpp_type_fault(std::string_view text);

/// `acme/money.hpp`: a path below an include folder.
[[nodiscard]] std::optional<std::string> header_fault(std::string_view text);

/// `citext`, `numeric(20, 4)`, `timestamp(3) with time zone`, `geometry(Point, 4326)`, `public.citext[]`.
[[nodiscard]] std::optional<std::string> database_type_fault(std::string_view text);

}
