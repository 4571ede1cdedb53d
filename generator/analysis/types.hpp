#pragma once
// What the word in the place of a type means: a scalar, an enum, or a table, which makes the field a
// relation.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

[[nodiscard]] bool is_type_word(std::string_view name);
/// "int64", "string(50)", "OrderStatus", "decimal(12, 2)[]", as a schema says it, without the mark for NULL.
[[nodiscard]] std::string spelling(const model::Type& type, const model::Schema& schema);
[[nodiscard]] bool is_integer(model::Scalar scalar);

/// Fills in kind, type and target of a field; it stays broken after a mistake.
void resolve_type(Work& work, FieldDraft& field);

}
