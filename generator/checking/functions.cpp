#include "checking/functions.hpp"

#include "support/names.hpp"

#include <algorithm>
#include <array>

namespace rowsmith::checking {

namespace {

using model::Scalar;
using Values = std::vector<Value>;

Null null_of(const Values& values) {
    Null null = Null::no;
    for (const auto& value : values)
        null = any_null(null, value.null);
    return null;
}

Value counted(const Values&) {
    return {.type = plain_type(Scalar::int64), .null = Null::no};
}

Value measured(const Values& values) {
    return {.type = plain_type(Scalar::int64), .null = null_of(values)};
}

Value text(const Values& values) {
    return {.type = plain_type(Scalar::string), .null = null_of(values)};
}

Value joined_text(const Values&) {
    return {.type = plain_type(Scalar::string), .null = Null::yes};
}

Value summed(const Values& values) {
    return values.size() == 1 ? sum_of(values[0]) : Value{};
}

Value averaged(const Values& values) {
    if (values.size() != 1 || !sum_of(values[0]).known())
        return {};
    return {.type = plain_type(Scalar::float64), .null = Null::yes};
}

/// The largest, the first, the next: one of the values, where there is one.
Value picked(const Values& values) {
    if (values.size() != 1)
        return {};
    Value value = values[0];
    value.null = Null::yes;
    return value;
}

Value neighbour(const Values& values) {
    return values.empty() ? Value{} : picked({values[0]});
}

Value first_there(const Values& values) {
    Value value = common(values);
    const auto is = [](Null wanted) { return [wanted](const Value& it) { return it.null == wanted; }; };
    value.null = std::ranges::any_of(values, is(Null::no))    ? Null::no
                 : std::ranges::all_of(values, is(Null::yes)) ? Null::yes
                                                              : Null::unknown;
    return value;
}

Value unless_equal(const Values& values) {
    return values.size() == 2 ? picked({values[0]}) : Value{};
}

Value same(const Values& values) {
    const bool number = values.size() == 1 && sum_of(values[0]).known();
    return number ? values[0] : Value{};
}

struct Function {
    std::string_view name;
    Value (*value)(const Values&);
};
constexpr std::array functions{
    Function{"abs", same},
    Function{"avg", averaged},
    Function{"char_length", measured},
    Function{"coalesce", first_there},
    Function{"count", counted},
    Function{"dense_rank", counted},
    Function{"first_value", picked},
    Function{"group_concat", joined_text},
    Function{"ifnull", first_there},
    Function{"lag", neighbour},
    Function{"last_value", picked},
    Function{"lead", neighbour},
    Function{"length", measured},
    Function{"lower", text},
    Function{"ltrim", text},
    Function{"max", picked},
    Function{"min", picked},
    Function{"nth_value", neighbour},
    Function{"ntile", counted},
    Function{"nullif", unless_equal},
    Function{"rank", counted},
    Function{"replace", text},
    Function{"row_number", counted},
    Function{"rtrim", text},
    Function{"string_agg", joined_text},
    Function{"substr", text},
    Function{"substring", text},
    Function{"sum", summed},
    Function{"trim", text},
    Function{"upper", text},
};

struct Cast {
    std::string_view type;
    Scalar scalar;
};
constexpr std::array casts{
    Cast{"int", Scalar::int64},    Cast{"integer", Scalar::int64},
    Cast{"bigint", Scalar::int64}, Cast{"smallint", Scalar::int64},
    Cast{"text", Scalar::string},  Cast{"varchar", Scalar::string},
    Cast{"real", Scalar::float64}, Cast{"double precision", Scalar::float64},
};

}

Value call_value(std::string_view name, const std::vector<Value>& arguments) {
    const auto found = std::ranges::find(functions, name, &Function::name);
    return found == functions.end() ? Value{} : found->value(arguments);
}

std::optional<model::Type> cast_type(std::string type) {
    type = lower_ascii(type);
    const auto found = std::ranges::find(casts, std::string_view(type), &Cast::type);
    return found == casts.end() ? std::nullopt : std::optional(plain_type(found->scalar));
}

}
