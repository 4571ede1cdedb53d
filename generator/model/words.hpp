#pragma once
// The schema language's words for what the model knows as enumerators.

#include "model/model.hpp"

#include <string_view>

namespace rowsmith::model {

/// `int64`, `string`; `enum` for all enums.
[[nodiscard]] std::string_view scalar_word(Scalar scalar);
/// `range`, `list`, `hash`.
[[nodiscard]] std::string_view method_word(PartitionMethod method);
/// `minvalue`, `maxvalue`, or the value.
[[nodiscard]] std::string_view bound_word(const PartitionBound& bound);
/// `set null`; empty for none.
[[nodiscard]] std::string_view action_word(Action action);
/// "one", "many", ...
[[nodiscard]] std::string_view query_kind_word(QueryKind kind);

}
