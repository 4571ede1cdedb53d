#pragma once
// C++ types and the runtime's descriptions of them.

#include "model/model.hpp"

#include <string>
#include <string_view>

namespace rowsmith::cpp {

/// What the schema's type is in C++, without the optional of a nullable one, as code in `file`'s namespace
/// writes it: `std::string`.
[[nodiscard]] std::string value_type_of(const model::Schema& schema, std::size_t file,
                                        const model::Type& type);
/// The member of the model: `std::optional<std::string>`, the schema's `as cpp` type,
/// `rowsmith::Deferred<...>`.
[[nodiscard]] std::string type_of(const model::Schema& schema, std::size_t file, const model::Column& column);
/// How a function takes a value of the column: small ones by value, others by const reference.
[[nodiscard]] std::string parameter_type_of(const model::Schema& schema, std::size_t file,
                                            const model::Column& column);
/// The enumerator of rowsmith::ColumnKind for a scalar: "int64".
[[nodiscard]] std::string_view kind_of(model::Scalar scalar);
/// The standard header that a type needs, such as "optional"; empty when rowsmith/types.hpp or nothing will
/// do.
[[nodiscard]] std::string_view standard_header(model::Scalar scalar);

}
