#pragma once
// C++ types and the runtime's descriptions of them.

#include "model/model.hpp"

#include <string>
#include <string_view>

namespace rowsmith::cpp {

/// `std::optional<std::string>`, as code in `file`'s namespace writes it.
[[nodiscard]] std::string type_of(const model::Schema& schema, std::size_t file, const model::Type& type);
/// The same without the optional.
[[nodiscard]] std::string value_type_of(const model::Schema& schema, std::size_t file, model::Type type);
/// How a function takes such a value: small ones by value, others by const reference.
[[nodiscard]] std::string parameter_type_of(const model::Schema& schema, std::size_t file,
                                            const model::Type& type);
/// The enumerator of rowsmith::ColumnKind for a scalar: "int64".
[[nodiscard]] std::string_view kind_of(model::Scalar scalar);
/// The standard header that a type needs, such as "optional"; empty when rowsmith/types.hpp or nothing will
/// do.
[[nodiscard]] std::string_view standard_header(model::Scalar scalar);

}
