#pragma once
// The words that a C++ program cannot use as names, as data.

#include <string_view>

namespace rowsmith {

/// Keywords of C++20, alternative tokens (`and`, `not`), and the words that are keywords in some places
/// (`final`, `import`) or with extensions (`typeof`).
[[nodiscard]] bool is_cpp_keyword(std::string_view name);

/// Macros that the headers of the C++ library and of the system define.
[[nodiscard]] bool is_system_macro(std::string_view name);

/// Names that a generated repository has besides its columns and relations.
[[nodiscard]] bool is_repository_member(std::string_view name);

/// Names that refs have besides their relations.
[[nodiscard]] bool is_ref_member(std::string_view name);

}
