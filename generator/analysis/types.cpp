#include "analysis/types.hpp"

#include "analysis/views.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace rowsmith::analysis {

namespace {

using model::Scalar;

struct Word {
    std::string_view name;
    Scalar scalar;
    std::size_t least_arguments = 0;
    std::size_t most_arguments = 0;
};

constexpr std::array words{
    Word{"bool", Scalar::boolean},
    Word{"int16", Scalar::int16},
    Word{"int32", Scalar::int32},
    Word{"int64", Scalar::int64},
    Word{"float32", Scalar::float32},
    Word{"float64", Scalar::float64},
    Word{"decimal", Scalar::decimal, 2, 2},
    Word{"string", Scalar::string, 0, 1},
    Word{"bytes", Scalar::bytes},
    Word{"date", Scalar::date},
    Word{"time", Scalar::time},
    Word{"timestamp", Scalar::timestamp},
    Word{"uuid", Scalar::uuid},
    Word{"json", Scalar::json},
};

constexpr int longest_string = 10'485'760;
constexpr int most_digits = 38;

struct Foreign {
    std::string_view name;   // in lower case
    std::string_view wanted; // {} stands for the arguments as written
};

/// How other languages and databases spell the types.
constexpr std::array foreign_words{
    Foreign{"int", "int32"},          Foreign{"integer", "int32"},       Foreign{"bigint", "int64"},
    Foreign{"long", "int64"},         Foreign{"smallint", "int16"},      Foreign{"tinyint", "int16"},
    Foreign{"short", "int16"},        Foreign{"int8", "int16"},          Foreign{"int4", "int32"},
    Foreign{"int2", "int16"},         Foreign{"uint8", "int16"},         Foreign{"uint16", "int32"},
    Foreign{"uint32", "int64"},       Foreign{"uint64", "int64"},        Foreign{"unsigned", "int64"},
    Foreign{"serial", "int32"},       Foreign{"bigserial", "int64"},     Foreign{"boolean", "bool"},
    Foreign{"bit", "bool"},           Foreign{"double", "float64"},      Foreign{"float", "float64"},
    Foreign{"real", "float64"},       Foreign{"float8", "float64"},      Foreign{"float4", "float32"},
    Foreign{"numeric", "decimal{}"},  Foreign{"number", "decimal{}"},    Foreign{"money", "decimal{}"},
    Foreign{"varchar", "string{}"},   Foreign{"nvarchar", "string{}"},   Foreign{"char", "string{}"},
    Foreign{"nchar", "string{}"},     Foreign{"character", "string{}"},  Foreign{"varchar2", "string{}"},
    Foreign{"text", "string"},        Foreign{"clob", "string"},         Foreign{"citext", "string"},
    Foreign{"str", "string"},         Foreign{"blob", "bytes"},          Foreign{"bytea", "bytes"},
    Foreign{"binary", "bytes"},       Foreign{"varbinary", "bytes"},     Foreign{"byte", "bytes"},
    Foreign{"datetime", "timestamp"}, Foreign{"datetime2", "timestamp"}, Foreign{"timestamptz", "timestamp"},
    Foreign{"instant", "timestamp"},  Foreign{"guid", "uuid"},           Foreign{"uniqueidentifier", "uuid"},
    Foreign{"jsonb", "json"},
};

const Word* word_of(std::string_view name) {
    const auto found = std::ranges::find(words, name, &Word::name);
    return found == words.end() ? nullptr : &*found;
}

/// "(12, 2)" as it was written, or nothing.
std::string arguments_of(const syntax::TypeName& type) {
    std::string joined;
    for (const auto& argument : type.arguments)
        joined += (joined.empty() ? "(" : ", ") + argument.text;
    return joined.empty() ? joined : joined + ")";
}

/// The Rowsmith type that a word of another language stands for; empty when it is none.
std::string translated(const syntax::TypeName& type) {
    const auto name = lower_ascii(type.name.text);
    if (const auto* word = word_of(name))
        return std::string(word->name) + (word->most_arguments > 0 ? arguments_of(type) : "");
    const auto found = std::ranges::find(foreign_words, name, &Foreign::name);
    if (found == foreign_words.end())
        return {};
    if (!found->wanted.ends_with("{}"))
        return std::string(found->wanted);
    const std::string wanted(found->wanted.substr(0, found->wanted.size() - 2));
    const auto arguments = arguments_of(type);
    if (!arguments.empty())
        return wanted + (wanted == "decimal" && type.arguments.size() == 1
                             ? "(" + type.arguments[0].text + ", 0)"
                             : arguments);
    return wanted == "decimal" ? "decimal(12, 2)" : wanted;
}

void report_unknown(Work& work, const syntax::TypeName& type) {
    auto help = translated(type);
    if (help.empty() && !work.scope.complete[type.name.span.file])
        return;
    if (!help.empty())
        help = fmt::format("write `{}`", help);
    else {
        auto candidates = visible_names<syntax::Table>(work, type.name.span.file);
        std::ranges::copy(visible_names<syntax::Enum>(work, type.name.span.file),
                          std::back_inserter(candidates));
        std::ranges::transform(words, std::back_inserter(candidates), &Word::name);
        help = help_for_missing(work, type.name, candidates);
    }
    if (help.empty() && type.name.text == "primary")
        help = "a type comes before it, as in `id: int64 primary`";
    if (help.empty())
        help = "a type is a word like int64 or string(50), or the name of an enum or a table";
    work.report(mistake("RS0302", type.name.span, fmt::format("unknown type '{}'", type.name.text), help));
}

/// An argument's value; nothing when it is no whole number.
std::optional<int> whole(const syntax::Number& number) {
    int value = 0;
    const auto* end = number.text.data() + number.text.size();
    const auto read = std::from_chars(number.text.data(), end, value);
    return read.ec == std::errc() && read.ptr == end ? std::optional(value) : std::nullopt;
}

bool check_argument(Work& work, const syntax::Number& number, int least, int most, std::string_view what) {
    const auto value = whole(number);
    if (value && *value >= least && *value <= most)
        return true;
    work.report(mistake("RS0402", number.span,
                        fmt::format("the {} must be a whole number from {} to {}", what, least, most),
                        what == "scale" ? "the digits of the scale are among those of the precision" : ""));
    return false;
}

std::string_view arguments_wanted(const Word& word) {
    if (word.scalar == Scalar::decimal)
        return "say how many digits there are in all and behind the point: `decimal(12, 2)`";
    return word.scalar == Scalar::string ? "write `string`, or `string(50)` for at most 50 characters"
                                         : "leave out what is in parentheses";
}

bool check_arguments(Work& work, const syntax::TypeName& type, const Word& word) {
    const auto count = type.arguments.size();
    if (count < word.least_arguments || count > word.most_arguments) {
        const auto message = word.most_arguments == 0 ? fmt::format("'{}' takes no arguments", word.name)
                             : word.scalar == Scalar::decimal
                                 ? fmt::format("'decimal' takes two arguments, precision and scale")
                                 : fmt::format("'string' takes one argument at most, its length");
        work.report(mistake("RS0401", type.span, message, std::string(arguments_wanted(word))));
        return false;
    }
    if (count == 2)
        return check_argument(work, type.arguments[0], 1, most_digits, "precision") &&
               check_argument(work, type.arguments[1], 0, *whole(type.arguments[0]), "scale");
    return count == 0 || check_argument(work, type.arguments[0], 1, longest_string, "length");
}

void resolve_word(Work& work, FieldDraft& field, const Word& word) {
    const auto& type = field.syntax->type;
    if (!check_arguments(work, type, word))
        return;
    if (type.array && word.scalar == Scalar::json) {
        work.report(mistake("RS0403", type.span, "there are no arrays of json",
                            "write `json`: it can hold an array"));
        return;
    }
    field.kind = FieldKind::column;
    field.type.scalar = word.scalar;
    if (word.scalar == Scalar::decimal) {
        field.type.precision = *whole(type.arguments[0]);
        field.type.scale = *whole(type.arguments[1]);
    } else if (!type.arguments.empty())
        field.type.length = *whole(type.arguments[0]);
}

void resolve_name(Work& work, FieldDraft& field, const Declaration& declaration) {
    const auto& type = field.syntax->type;
    const bool is_enum = std::holds_alternative<const syntax::Enum*>(declaration.node);
    if (!is_enum && !std::holds_alternative<const syntax::Table*>(declaration.node)) {
        work.report(mistake(
            "RS0305", type.name.span,
            fmt::format("'{}' is {}, not a type", type.name.text, a_kind_of(declaration)),
            std::holds_alternative<const syntax::Mixin*>(declaration.node)
                ? fmt::format("a mixin stands behind the table's name: `table Name : {}`", type.name.text)
            : std::holds_alternative<const syntax::Query*>(declaration.node)
                ? "name a type, an enum or a table"
                : fmt::format("write `int64 = next({})`", type.name.text),
            {}, {{declaration.name->span, "declared here"}}));
        return;
    }
    if (!type.arguments.empty()) {
        work.report(mistake("RS0401", type.span, fmt::format("'{}' takes no arguments", type.name.text),
                            "leave out what is in parentheses"));
        return;
    }
    if (!is_enum && std::get<const syntax::Table*>(declaration.node)->view) {
        report_view_as_target(work, type.name, declaration);
        return;
    }
    if (is_enum) {
        field.kind = FieldKind::column;
        field.type.scalar = Scalar::enumeration;
        field.type.enumeration = declaration.index;
    } else {
        field.kind = type.array ? FieldKind::many_to_many : FieldKind::relation;
        field.target = declaration.index;
        field.has_target = !type.array;
    }
}

}

bool is_type_word(std::string_view name) {
    return word_of(name) != nullptr;
}

bool is_integer(Scalar scalar) {
    return scalar == Scalar::int16 || scalar == Scalar::int32 || scalar == Scalar::int64;
}

std::string spelling(const model::Type& type, const model::Schema& schema) {
    const auto word = std::ranges::find(words, type.scalar, &Word::scalar);
    std::string text(word == words.end() ? schema.enums[type.enumeration].name : word->name);
    if (type.scalar == Scalar::decimal)
        text += fmt::format("({}, {})", type.precision, type.scale);
    else if (type.length > 0)
        text += fmt::format("({})", type.length);
    return type.array ? text + "[]" : text;
}

void resolve_type(Work& work, FieldDraft& field) {
    const auto& type = field.syntax->type;
    field.type.array = type.array;
    field.type.nullable = type.nullable;
    if (const auto* word = word_of(type.name.text))
        resolve_word(work, field, *word);
    else if (const auto* declaration = look_up(work, type.name))
        resolve_name(work, field, *declaration);
    else
        report_unknown(work, type);
}

}
