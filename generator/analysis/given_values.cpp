#include "analysis/given_values.hpp"

#include "analysis/literals.hpp"
#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

using model::Scalar;

struct Form {
    Scalar scalar;
    std::string_view wanted;  // "the default of a date is ..."
    std::string_view example; // what may stand behind `=`
};

/// In the order of Scalar.
constexpr std::array forms{
    Form{Scalar::boolean, "true or false", "true"},
    Form{Scalar::int16, "a whole number", "0"},
    Form{Scalar::int32, "a whole number", "0"},
    Form{Scalar::int64, "a whole number", "0"},
    Form{Scalar::float32, "a number", "0.5"},
    Form{Scalar::float64, "a number", "0.5"},
    Form{Scalar::decimal, "a number without exponent", "0.50"},
    Form{Scalar::string, "a text in quotes", "\"text\""},
    Form{Scalar::bytes, "an SQL expression", "sql \"x'00ff'\""},
    Form{Scalar::date, "a day in quotes", "\"2024-12-31\""},
    Form{Scalar::time, "a time in quotes", "\"23:59:00\""},
    Form{Scalar::timestamp, "now() or an instant of UTC in quotes", "\"2024-12-31 23:59:00\""},
    Form{Scalar::uuid, "uuid() or a UUID in quotes", "uuid()"},
    Form{Scalar::json, "a JSON text in quotes", "\"[]\""},
    Form{Scalar::enumeration, "the name of one of its values", {}},
};

/// Where no call may stand.
constexpr Form bound_of_timestamp{Scalar::timestamp, "an instant of UTC in quotes, or a day",
                                  "\"2024-12-31 23:59:00\""};
constexpr Form bound_of_uuid{Scalar::uuid, "a UUID in quotes", "\"123e4567-e89b-12d3-a456-426614174000\""};
constexpr Form bound_of_bytes{Scalar::bytes, "a value that a schema can write, and no bytes are", {}};

constexpr std::array<std::pair<std::string_view, std::string_view>, 3> calls{{
    {"now", "now()"},
    {"uuid", "uuid()"},
    {"next", "next(sequence)"},
}};

bool is_bound(const GivenValue& value) {
    return value.use == ValueUse::bound;
}

const Form& form_of(const GivenValue& value) {
    const auto scalar = value.type.scalar;
    if (is_bound(value) && scalar == Scalar::timestamp)
        return bound_of_timestamp;
    if (is_bound(value) && scalar == Scalar::uuid)
        return bound_of_uuid;
    if (is_bound(value) && scalar == Scalar::bytes)
        return bound_of_bytes;
    return forms[static_cast<std::size_t>(scalar)];
}

std::string type_of(const GivenValue& value) {
    return spelling(value.type, value.work.schema);
}

/// Bounds have a code of their own.
std::optional<std::string> refuse(const GivenValue& value, std::string_view code, std::string message,
                                  std::string help) {
    value.work.report(
        mistake(is_bound(value) ? "RS0521" : code, value.given.span, std::move(message), std::move(help)));
    return std::nullopt;
}

std::optional<std::string> instant_or_day(std::string_view text) {
    const auto day = canonical_date(text);
    return day ? std::optional(*day + " 00:00:00.000000") : canonical_timestamp(text);
}

std::string values_of(const model::Enum& enumeration) {
    std::string list;
    for (const auto& value : enumeration.values)
        list += (list.empty() ? "" : ", ") + value.name;
    return "its values are " + list;
}

std::string values_wanted(const GivenValue& value) {
    const bool enumeration = value.type.scalar == Scalar::enumeration;
    return enumeration
               ? values_of(value.work.schema.enums[value.type.enumeration])
               : fmt::format("for example `{}{}`", is_bound(value) ? "" : "= ", form_of(value).example);
}

/// A word instead of a value: NULL, or a function without its parentheses.
std::string help_for_word(const GivenValue& value, std::string_view word) {
    if (word == "null")
        return "a column whose type is marked with `?` is NULL when nothing is given: leave `= null` out";
    const auto call = std::ranges::find(calls, word, [](const auto& it) { return it.first; });
    return call == calls.end() ? values_wanted(value) : fmt::format("write `= {}`", call->second);
}

std::optional<std::string> refuse_bound(const GivenValue& value) {
    return refuse(
        value, {},
        fmt::format("a bound of a column of type {} must be {}", type_of(value), form_of(value).wanted),
        value.type.scalar == Scalar::bytes ? "partition by something else, or by hash"
                                           : values_wanted(value));
}

std::optional<std::string> refuse_form(const GivenValue& value) {
    if (is_bound(value))
        return refuse_bound(value);
    const auto* given = std::get_if<syntax::WordDefault>(&value.given.value);
    const auto word = given != nullptr ? lower_ascii(given->word.text) : std::string();
    return refuse(value, "RS0404",
                  word == "null" ? "NULL is not written as a default"
                                 : fmt::format("the default of a column of type {} must be {}",
                                               type_of(value), form_of(value).wanted),
                  given != nullptr ? help_for_word(value, word) : values_wanted(value));
}

std::optional<std::string> refuse_value(const GivenValue& value, std::string_view text, std::string help) {
    return refuse(value, "RS0405", fmt::format("{} does not fit a column of type {}", text, type_of(value)),
                  std::move(help));
}

const syntax::Number* number_of(const GivenValue& value) {
    return std::get_if<syntax::Number>(&value.given.value);
}

std::optional<std::string> boolean_literal(const GivenValue& value) {
    const auto* word = std::get_if<syntax::WordDefault>(&value.given.value);
    if (word == nullptr || (word->word.text != "true" && word->word.text != "false"))
        return refuse_form(value);
    return word->word.text;
}

std::optional<std::string> integer_literal(const GivenValue& value) {
    const auto* number = number_of(value);
    const auto text = number != nullptr ? canonical_integer(number->text) : std::nullopt;
    if (!text)
        return refuse_form(value);
    const auto range = range_of(value.type.scalar);
    if (!in_range(*text, range))
        return refuse_value(value, *text, fmt::format("it holds {} to {}", range.least, range.greatest));
    return text;
}

std::optional<std::string> float_literal(const GivenValue& value) {
    const auto* number = number_of(value);
    if (number == nullptr)
        return refuse_form(value);
    const auto text = canonical_float(number->text, value.type.scalar);
    return text ? text : refuse_value(value, number->text, "the number must be finite in this type");
}

std::optional<std::string> decimal_literal(const GivenValue& value) {
    const auto* number = number_of(value);
    const auto& type = value.type;
    const auto literal =
        number != nullptr ? canonical_decimal(number->text, type.precision, type.scale) : std::nullopt;
    if (!literal)
        return refuse_form(value);
    if (!literal->fits)
        return refuse_value(value, number->text,
                            fmt::format("it holds {} digits before the point and {} behind it",
                                        type.precision - type.scale, type.scale));
    return literal->text;
}

std::optional<std::string> string_literal(const GivenValue& value) {
    const auto* text = std::get_if<syntax::Text>(&value.given.value);
    if (text == nullptr)
        return refuse_form(value);
    const auto count = count_characters(text->value);
    const auto limit = static_cast<std::size_t>(value.type.length);
    if (limit > 0 && count > limit)
        return refuse_value(value, fmt::format("a text of {} characters", count),
                            fmt::format("it holds {} at most", limit));
    return text->value;
}

template <typename Canonical>
std::optional<std::string> text_literal(const GivenValue& value, std::string_view what, Canonical canonical) {
    const auto* text = std::get_if<syntax::Text>(&value.given.value);
    if (text == nullptr)
        return refuse_form(value);
    std::optional<std::string> form = canonical(text->value);
    if (form)
        return form;
    constexpr std::size_t longest_quoted = 60;
    const auto subject =
        text->value.size() <= longest_quoted ? fmt::format("'{}'", text->value) : "this text";
    return refuse(value, "RS0407", fmt::format("{} is not {}", subject, what), values_wanted(value));
}

std::optional<std::string> json_literal(const GivenValue& value) {
    return text_literal(value, "JSON", [](const std::string& text) {
        return is_json(text) ? std::optional(text) : std::nullopt;
    });
}

/// Whether values of the enum are missing because they could not be read.
bool lacks_values(const GivenValue& value) {
    return std::ranges::any_of(value.work.scope.declarations, [&](const Declaration& declaration) {
        const auto* const* node = std::get_if<const syntax::Enum*>(&declaration.node);
        return node != nullptr && !declaration.repeated && declaration.index == value.type.enumeration &&
               !(*node)->complete;
    });
}

std::optional<std::string> enum_literal(const GivenValue& value) {
    const auto& values = value.work.schema.enums[value.type.enumeration].values;
    const auto* word = std::get_if<syntax::WordDefault>(&value.given.value);
    const auto* text = std::get_if<syntax::Text>(&value.given.value);
    if (word == nullptr && text == nullptr)
        return refuse_form(value);
    const auto& label = word != nullptr ? word->word.text : text->value;
    std::vector<std::string_view> names;
    std::ranges::transform(values, std::back_inserter(names), &model::EnumValue::name);
    const bool known = std::ranges::find(names, label) != names.end();
    if (known && word != nullptr)
        return label;
    if (known)
        return refuse(value, "RS0404", "a value of an enum is written without quotes",
                      fmt::format("write `{}{}`", is_bound(value) ? "" : "= ", label));
    if (lacks_values(value))
        return std::nullopt;
    return refuse(value, "RS0406", fmt::format("'{}' is not a value of enum '{}'", label, type_of(value)),
                  suggest(label, names, values_wanted(value)));
}

}

std::optional<std::string> resolve_value(const GivenValue& value) {
    switch (value.type.scalar) {
    case Scalar::boolean:
        return boolean_literal(value);
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
        return integer_literal(value);
    case Scalar::float32:
    case Scalar::float64:
        return float_literal(value);
    case Scalar::decimal:
        return decimal_literal(value);
    case Scalar::string:
        return string_literal(value);
    case Scalar::bytes:
        return refuse_form(value);
    case Scalar::date:
        return text_literal(value, "a day from year 1 to 9999", canonical_date);
    case Scalar::time:
        return text_literal(value, "a time of day with at most six decimals", canonical_time);
    case Scalar::timestamp:
        return text_literal(value, "an instant of UTC with at most six decimals",
                            [&](const std::string& text) {
                                return is_bound(value) ? instant_or_day(text) : canonical_timestamp(text);
                            });
    case Scalar::uuid:
        return text_literal(value, "a UUID", canonical_uuid);
    case Scalar::json:
        return json_literal(value);
    case Scalar::enumeration:
        return enum_literal(value);
    }
    return std::nullopt;
}

}
