#pragma once
// What is known of a value that SQL gives, and what becomes of several values.

#include "model/model.hpp"

#include <optional>
#include <string_view>
#include <vector>

namespace rowsmith::checking {

enum class Null { no, yes, unknown };

/// `nullable` of the type is false; what is known of NULL stands beside it.
struct Value {
    std::optional<model::Type> type;
    model::CppType cpp = {};
    Null null = Null::unknown;
    bool is_null = false; // the word NULL, which has no type

    [[nodiscard]] bool known() const { return type.has_value(); }
};

/// NULL when one of them is.
[[nodiscard]] Null any_null(Null one, Null other);

[[nodiscard]] bool is_integer(const Value& value);
[[nodiscard]] bool is_real(const Value& value);
[[nodiscard]] bool is_decimal(const Value& value);
[[nodiscard]] bool is_text(const Value& value);

[[nodiscard]] model::Type plain_type(model::Scalar scalar);
/// A decimal of so many decimals that all databases compute exactly; nothing when there is none.
[[nodiscard]] std::optional<model::Type> decimal_type(int scale);

/// The type that can hold each of the values, of which some may be NULL; unknown when there is none.
[[nodiscard]] Value common(const std::vector<Value>& values);
/// Of `+`, `-`, `*`, `/` and `%`.
[[nodiscard]] Value arithmetic(const Value& left, const Value& right, std::string_view sign);
[[nodiscard]] Value sum_of(const Value& value);

}
