#include "checking/types.hpp"

#include <algorithm>

namespace rowsmith::checking {

namespace {

using model::Scalar;

/// So many digits a database computes exactly that keeps decimals as floating-point numbers.
constexpr int most_digits = 15;

bool is_number(const Value& value) {
    return is_integer(value) || is_real(value) || is_decimal(value);
}

int scale_of(const Value& value) {
    return is_decimal(value) ? value.type->scale : 0;
}

bool is_large_decimal(const Value& value) {
    return is_decimal(value) && value.type->precision > most_digits;
}

std::optional<model::Type> common_number(const Value& one, const Value& other) {
    if (is_integer(one) && is_integer(other))
        return plain_type(std::max(one.type->scalar, other.type->scalar));
    if (is_real(one) || is_real(other))
        return plain_type(Scalar::float64);
    if (is_large_decimal(one) || is_large_decimal(other))
        return std::nullopt;
    return decimal_type(std::max(scale_of(one), scale_of(other)));
}

std::optional<model::Type> common_type(const Value& one, const Value& other) {
    if (*one.type == *other.type)
        return one.type;
    if (is_number(one) && is_number(other))
        return common_number(one, other);
    if (is_text(one) && is_text(other))
        return plain_type(Scalar::string);
    return std::nullopt;
}

Value both(const Value& one, const Value& other) {
    if (one.is_null || other.is_null) {
        Value value = one.is_null ? other : one;
        value.null = Null::yes;
        return value;
    }
    if (!one.known() || !other.known())
        return {};
    const bool alike = *one.type == *other.type && one.cpp == other.cpp;
    return {.type = one.cpp.name.empty() && other.cpp.name.empty() ? common_type(one, other)
                    : alike                                        ? one.type
                                                                   : std::nullopt,
            .cpp = alike ? one.cpp : model::CppType{},
            .null = any_null(one.null, other.null)};
}

}

Null any_null(Null one, Null other) {
    if (one == Null::yes || other == Null::yes)
        return Null::yes;
    return one == Null::no && other == Null::no ? Null::no : Null::unknown;
}

bool is_integer(const Value& value) {
    return value.known() && value.cpp.name.empty() && !value.type->array &&
           (value.type->scalar == Scalar::int16 || value.type->scalar == Scalar::int32 ||
            value.type->scalar == Scalar::int64);
}

bool is_real(const Value& value) {
    return value.known() && value.cpp.name.empty() && !value.type->array &&
           (value.type->scalar == Scalar::float32 || value.type->scalar == Scalar::float64);
}

bool is_decimal(const Value& value) {
    return value.known() && value.cpp.name.empty() && !value.type->array &&
           value.type->scalar == Scalar::decimal;
}

bool is_text(const Value& value) {
    return value.known() && value.cpp.name.empty() && !value.type->array &&
           value.type->scalar == Scalar::string;
}

model::Type plain_type(Scalar scalar) {
    return {.scalar = scalar};
}

std::optional<model::Type> decimal_type(int scale) {
    if (scale > most_digits)
        return std::nullopt;
    return model::Type{.scalar = Scalar::decimal, .precision = most_digits, .scale = scale};
}

Value common(const std::vector<Value>& values) {
    if (values.empty())
        return {};
    Value all = values.front();
    for (std::size_t at = 1; at < values.size(); ++at)
        all = both(all, values[at]);
    return all;
}

Value arithmetic(const Value& left, const Value& right, std::string_view sign) {
    if (!is_number(left) || !is_number(right))
        return {};
    Value value{.type = common_number(left, right), .null = any_null(left.null, right.null)};
    const bool divides = sign == "/" || sign == "%";
    if (divides)
        value.null = Null::yes; // by zero
    if (value.type && value.type->scalar != Scalar::decimal)
        return value;
    if (divides) // databases keep different numbers of decimals
        return {};
    if (sign == "*" && value.type)
        value.type = decimal_type(scale_of(left) + scale_of(right));
    return value;
}

Value sum_of(const Value& value) {
    Value sum{.type = std::nullopt, .null = Null::yes};
    if (is_integer(value))
        sum.type = plain_type(Scalar::int64);
    else if (is_real(value))
        sum.type = plain_type(Scalar::float64);
    else if (is_decimal(value) && !is_large_decimal(value))
        sum.type = decimal_type(value.type->scale);
    return sum;
}

}
