#pragma once
// The functions of SQL that have the same name and the same type on all databases.

#include "checking/types.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::checking {

/// What a function gives, its name in small letters; unknown for those that are not in the list.
[[nodiscard]] Value call_value(std::string_view name, const std::vector<Value>& arguments);
/// The type that `cast(... as type)` gives on all databases; nothing where they differ.
[[nodiscard]] std::optional<model::Type> cast_type(std::string type);

}
