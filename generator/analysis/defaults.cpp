#include "analysis/defaults.hpp"

#include "analysis/literals.hpp"
#include "analysis/sql_text.hpp"
#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

using model::DefaultKind;
using model::Scalar;

struct Form {
    Scalar scalar;
    std::string_view wanted;  // "the default of a date is ..."
    std::string_view example; // what may stand behind `=`
};

/// In the order of Scalar.
constexpr std::array forms{
    Form{Scalar::boolean, "true or false", "= true"},
    Form{Scalar::int16, "a whole number", "= 0"},
    Form{Scalar::int32, "a whole number", "= 0"},
    Form{Scalar::int64, "a whole number", "= 0"},
    Form{Scalar::float32, "a number", "= 0.5"},
    Form{Scalar::float64, "a number", "= 0.5"},
    Form{Scalar::decimal, "a number without exponent", "= 0.50"},
    Form{Scalar::string, "a text in quotes", "= \"text\""},
    Form{Scalar::bytes, "an SQL expression", "= sql \"x'00ff'\""},
    Form{Scalar::date, "a day in quotes", "= \"2024-12-31\""},
    Form{Scalar::time, "a time in quotes", "= \"23:59:00\""},
    Form{Scalar::timestamp, "now() or an instant of UTC in quotes", "= \"2024-12-31 23:59:00\""},
    Form{Scalar::uuid, "uuid() or a UUID in quotes", "= uuid()"},
    Form{Scalar::json, "a JSON text in quotes", "= \"[]\""},
    Form{Scalar::enumeration, "the name of one of its values", {}},
};

struct Function {
    std::string_view name;
    DefaultKind kind;
    std::string_view call;
    std::string_view columns; // that it is for
};

constexpr std::array functions{
    Function{"now", DefaultKind::now, "now()", "timestamp columns"},
    Function{"uuid", DefaultKind::uuid, "uuid()", "uuid columns"},
    Function{"next", DefaultKind::sequence, "next(sequence)", "integer columns"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> foreign_functions{{
    {"current_timestamp", "now()"},
    {"current_time", "now()"},
    {"getdate", "now()"},
    {"utcnow", "now()"},
    {"localtimestamp", "now()"},
    {"gen_random_uuid", "uuid()"},
    {"newid", "uuid()"},
    {"nextval", "next(sequence)"},
    {"autoincrement", "identity"},
}};

struct Column {
    Work& work;
    const FieldDraft& field;
    const syntax::Default& given;

    [[nodiscard]] const Form& form() const { return forms[static_cast<std::size_t>(field.type.scalar)]; }
    [[nodiscard]] std::string example() const;
    [[nodiscard]] std::string type() const { return spelling(field.type, work.schema); }
    std::optional<std::string> refuse(std::string_view code, std::string message, std::string help) const {
        work.report(mistake(code, given.span, std::move(message), std::move(help)));
        return std::nullopt;
    }
};

std::string values_of(const model::Enum& enumeration) {
    std::string list;
    for (const auto& value : enumeration.values)
        list += (list.empty() ? "" : ", ") + value.name;
    return "its values are " + list;
}

std::string Column::example() const {
    if (field.type.scalar == Scalar::enumeration)
        return values_of(work.schema.enums[field.type.enumeration]);
    return fmt::format("for example `{}`", form().example);
}

/// A word instead of a value: NULL, or a function without its parentheses.
std::string help_for_word(const Column& column, std::string_view word) {
    if (word == "null")
        return "a column whose type is marked with `?` is NULL when nothing is given: leave `= null` out";
    const auto function = std::ranges::find(functions, word, &Function::name);
    return function == functions.end() ? column.example() : fmt::format("write `= {}`", function->call);
}

std::optional<std::string> refuse_form(const Column& column) {
    const auto* given = std::get_if<syntax::WordDefault>(&column.given.value);
    const auto word = given != nullptr ? lower_ascii(given->word.text) : std::string();
    return column.refuse("RS0404",
                         word == "null" ? "NULL is not written as a default"
                                        : fmt::format("the default of a column of type {} must be {}",
                                                      column.type(), column.form().wanted),
                         given != nullptr ? help_for_word(column, word) : column.example());
}

std::optional<std::string> refuse_value(const Column& column, std::string_view text, std::string help) {
    return column.refuse("RS0405", fmt::format("{} does not fit a column of type {}", text, column.type()),
                         std::move(help));
}

const syntax::Number* number_of(const Column& column) {
    return std::get_if<syntax::Number>(&column.given.value);
}

std::optional<std::string> boolean_literal(const Column& column) {
    const auto* word = std::get_if<syntax::WordDefault>(&column.given.value);
    if (word == nullptr || (word->word.text != "true" && word->word.text != "false"))
        return refuse_form(column);
    return word->word.text;
}

std::optional<std::string> integer_literal(const Column& column) {
    const auto* number = number_of(column);
    const auto text = number != nullptr ? canonical_integer(number->text) : std::nullopt;
    if (!text)
        return refuse_form(column);
    const auto range = range_of(column.field.type.scalar);
    if (!in_range(*text, range))
        return refuse_value(column, *text, fmt::format("it holds {} to {}", range.least, range.greatest));
    return text;
}

std::optional<std::string> float_literal(const Column& column) {
    const auto* number = number_of(column);
    if (number == nullptr)
        return refuse_form(column);
    const auto text = canonical_float(number->text, column.field.type.scalar);
    return text ? text : refuse_value(column, number->text, "the number must be finite in this type");
}

std::optional<std::string> decimal_literal(const Column& column) {
    const auto* number = number_of(column);
    const auto& type = column.field.type;
    const auto literal =
        number != nullptr ? canonical_decimal(number->text, type.precision, type.scale) : std::nullopt;
    if (!literal)
        return refuse_form(column);
    if (!literal->fits)
        return refuse_value(column, number->text,
                            fmt::format("it holds {} digits before the point and {} behind it",
                                        type.precision - type.scale, type.scale));
    return literal->text;
}

std::optional<std::string> string_literal(const Column& column) {
    const auto* text = std::get_if<syntax::Text>(&column.given.value);
    if (text == nullptr)
        return refuse_form(column);
    const auto count = count_characters(text->value);
    const auto limit = static_cast<std::size_t>(column.field.type.length);
    if (limit > 0 && count > limit)
        return refuse_value(column, fmt::format("a text of {} characters", count),
                            fmt::format("it holds {} at most", limit));
    return text->value;
}

template <typename Canonical>
std::optional<std::string> text_literal(const Column& column, std::string_view what, Canonical canonical) {
    const auto* text = std::get_if<syntax::Text>(&column.given.value);
    if (text == nullptr)
        return refuse_form(column);
    std::optional<std::string> form = canonical(text->value);
    if (form)
        return form;
    constexpr std::size_t longest_quoted = 60;
    const auto subject =
        text->value.size() <= longest_quoted ? fmt::format("'{}'", text->value) : "this text";
    return column.refuse("RS0407", fmt::format("{} is not {}", subject, what), column.example());
}

std::optional<std::string> json_literal(const Column& column) {
    return text_literal(column, "JSON", [](const std::string& text) {
        return is_json(text) ? std::optional(text) : std::nullopt;
    });
}

/// Whether values of a column's enum are missing because they could not be read.
bool lacks_values(const Column& column) {
    const auto* found = look_up(column.work, column.field.syntax->type.name);
    const auto* const* node = found == nullptr ? nullptr : std::get_if<const syntax::Enum*>(&found->node);
    return node != nullptr && !(*node)->complete;
}

std::optional<std::string> enum_literal(const Column& column) {
    const auto& values = column.work.schema.enums[column.field.type.enumeration].values;
    const auto* word = std::get_if<syntax::WordDefault>(&column.given.value);
    const auto* text = std::get_if<syntax::Text>(&column.given.value);
    if (word == nullptr && text == nullptr)
        return refuse_form(column);
    const auto& label = word != nullptr ? word->word.text : text->value;
    std::vector<std::string_view> names;
    std::ranges::transform(values, std::back_inserter(names), &model::EnumValue::name);
    const bool known = std::ranges::find(names, label) != names.end();
    if (known && word != nullptr)
        return label;
    if (known)
        return column.refuse("RS0404", "a value of an enum is written without quotes",
                             fmt::format("write `= {}`", label));
    if (lacks_values(column))
        return std::nullopt;
    return column.refuse("RS0406", fmt::format("'{}' is not a value of enum '{}'", label, column.type()),
                         suggest(label, names, column.example()));
}

std::optional<std::string> literal(const Column& column) {
    switch (column.field.type.scalar) {
    case Scalar::boolean:
        return boolean_literal(column);
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
        return integer_literal(column);
    case Scalar::float32:
    case Scalar::float64:
        return float_literal(column);
    case Scalar::decimal:
        return decimal_literal(column);
    case Scalar::string:
        return string_literal(column);
    case Scalar::bytes:
        return refuse_form(column);
    case Scalar::date:
        return text_literal(column, "a day from year 1 to 9999", canonical_date);
    case Scalar::time:
        return text_literal(column, "a time of day with at most six decimals", canonical_time);
    case Scalar::timestamp:
        return text_literal(column, "an instant of UTC with at most six decimals", canonical_timestamp);
    case Scalar::uuid:
        return text_literal(column, "a UUID", canonical_uuid);
    case Scalar::json:
        return json_literal(column);
    case Scalar::enumeration:
        return enum_literal(column);
    }
    return std::nullopt;
}

bool takes(Scalar scalar, DefaultKind function) {
    if (function == DefaultKind::now)
        return scalar == Scalar::timestamp;
    return function == DefaultKind::uuid ? scalar == Scalar::uuid : is_integer(scalar);
}

const Function* function_of(Work& work, const syntax::Name& name) {
    const auto found = std::ranges::find(functions, name.text, &Function::name);
    if (found != functions.end())
        return &*found;
    const auto lowered = lower_ascii(name.text);
    const auto foreign =
        std::ranges::find(foreign_functions, lowered, [](const auto& it) { return it.first; });
    std::vector<std::string_view> names;
    std::ranges::transform(functions, std::back_inserter(names), &Function::name);
    const auto near = nearest(lowered, names);
    std::string help = "`now()`, `uuid()` and `next(sequence)` are known; other SQL is written `sql \"...\"`";
    if (foreign != foreign_functions.end())
        help = fmt::format("write `{}`", foreign->second);
    else if (!near.empty())
        help = fmt::format("did you mean `{}`?", std::ranges::find(functions, near, &Function::name)->call);
    work.report(mistake("RS0408", name.span,
                        fmt::format("there is no function '{}' for a default", name.text), help));
    return nullptr;
}

std::optional<std::size_t> find_sequence(Work& work, const syntax::Name& name) {
    const auto* found = look_up(work, name);
    if (found != nullptr && std::holds_alternative<const syntax::Sequence*>(found->node))
        return found->index;
    if (found != nullptr)
        work.report(mistake(
            "RS0305", name.span, fmt::format("'{}' is {}, not a sequence", name.text, a_kind_of(*found)),
            "`next` takes what is declared with `sequence`", {}, {{found->name->span, "declared here"}}));
    else if (work.scope.complete[name.span.file]) {
        auto help = help_for_missing(work, name, visible_names<syntax::Sequence>(work, name.span.file));
        work.report(mistake("RS0303", name.span, fmt::format("there is no sequence '{}'", name.text),
                            help.empty() ? fmt::format("declare it: `sequence {} {{}}`", name.text) : help));
    }
    return std::nullopt;
}

void resolve_sequence(Work& work, FieldDraft& column, const syntax::Name& name) {
    const auto index = find_sequence(work, name);
    if (!index)
        return;
    column.initial.kind = DefaultKind::sequence;
    column.initial.sequence = *index;
    const auto start = work.schema.sequences[*index].start;
    const auto range = range_of(column.type.scalar);
    if (start < range.least || start > range.greatest)
        work.report(mistake("RS0405", name.span,
                            fmt::format("sequence '{}' starts at {}, which does not fit a column of type {}",
                                        name.text, start, spelling(column.type, work.schema)),
                            fmt::format("it holds {} to {}", range.least, range.greatest)));
}

void resolve_call(Work& work, FieldDraft& column, const syntax::Default& given,
                  const syntax::CallDefault& call) {
    const auto* function = function_of(work, call.function);
    if (function == nullptr)
        return;
    if (!takes(column.type.scalar, function->kind)) {
        work.report(mistake(
            "RS0409", given.span,
            fmt::format("`{}` is no default for type {}", function->call, spelling(column.type, work.schema)),
            fmt::format("it is for {}", function->columns)));
        return;
    }
    const bool wants_argument = function->kind == DefaultKind::sequence;
    if (wants_argument != call.argument.has_value()) {
        work.report(
            mistake("RS0410", given.span,
                    fmt::format("'{}' {}", function->name,
                                wants_argument ? "needs the name of a sequence" : "takes no argument"),
                    fmt::format("write `{}`", function->call)));
        return;
    }
    if (wants_argument)
        resolve_sequence(work, column, *call.argument);
    else
        column.initial.kind = function->kind;
}

void resolve_given(Work& work, FieldDraft& column, const syntax::Default& given) {
    if (const auto* sql = std::get_if<syntax::SqlDefault>(&given.value)) {
        if (auto resolved = resolve_sql(work, sql->sql))
            column.initial = {.kind = DefaultKind::sql, .sql = std::move(*resolved)};
        return;
    }
    if (column.type.array) {
        work.report(mistake("RS0411", given.span, "an array takes no default but `sql \"...\"`",
                            "leave it out: without a default an empty array is written"));
        return;
    }
    if (const auto* call = std::get_if<syntax::CallDefault>(&given.value)) {
        resolve_call(work, column, given, *call);
        return;
    }
    if (auto text = literal({.work = work, .field = column, .given = given}))
        column.initial = {.kind = DefaultKind::literal, .text = std::move(*text)};
}

void resolve_identity(Work& work, FieldDraft& column, Span place) {
    if (is_integer(column.type.scalar) && !column.type.array) {
        column.initial.kind = DefaultKind::identity;
        return;
    }
    work.report(mistake("RS0412", place,
                        fmt::format("`identity` counts, and a column of type {} holds no number",
                                    spelling(column.type, work.schema)),
                        "it is for int16, int32 and int64"));
}

}

void resolve_default(Work& work, FieldDraft& column) {
    Span identity_place;
    Span default_place;
    const bool identity = attribute<syntax::Identity>(*column.syntax, &identity_place) != nullptr;
    const auto* given = attribute<syntax::Default>(*column.syntax, &default_place);
    if (identity && given != nullptr)
        work.report(mistake("RS0412", identity_place, "a column has either `identity` or a default",
                            "leave out one of them", {}, {{default_place, "the default"}}));
    else if (identity)
        resolve_identity(work, column, identity_place);
    else if (given != nullptr)
        resolve_given(work, column, *given);
}

}
