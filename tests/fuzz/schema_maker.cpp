#include "schema_maker.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::fuzz {
namespace {

using Texts = std::span<const std::string_view>;

constexpr std::array<std::string_view, 34> words{
    "id",      "name",
    "user",    "order",
    "select",  "class",
    "errno",   "NULL",
    "major",   "linux",
    "add",     "all",
    "rows",    "mapping",
    "key",     "value",
    "Ref",     "std",
    "table",   "index",
    "unique",  "primary",
    "check",   "version",
    "from",    "where",
    "naming",  "get",
    "session", "rowsmith",
    "stored",  "deferred",
    "a",       "abcdefghijklmnopqrstuvwxyz_abcdefghijklmnopqrstuvwxyz_abcdefghi"};

// The first ones are no names in a database.
constexpr std::size_t impossible_names = 3;
constexpr std::array<std::string_view, 26> hostile_texts{
    "",
    "\\u{0}",
    "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffggggggggg",
    "\\\\",
    "*/ int x; /*",
    ")sql\\\"",
    "\\\"; drop table t; --",
    "'",
    "''",
    "`",
    "]",
    "?\?/",
    "?\?=",
    "\\n",
    "\\t\\r",
    "\\u{202E}x",
    "\\u{7F}",
    "\\u{1F600}",
    "é世",
    "%s ${x}",
    "% end",
    "## x",
    "$$",
    "/*",
    "--",
    "#error"};

constexpr std::array<std::string_view, 8> documentation_lines{
    "plain words", "ends in \\", "?\?/", "*/ int x; /*", "% for x in y", "${doc}", "é世😀", "\\\" ' ` ] \\n"};

constexpr std::array<std::string_view, 15> scalars{
    "bool",  "int16", "int32", "int64",     "float32", "float64", "decimal(12, 2)", "string", "string(50)",
    "bytes", "date",  "time",  "timestamp", "uuid",    "json"};

// Of columns of any type.
constexpr std::array<std::string_view, 3> marks{"readonly", "deferred", "renamed from \"old\""};

constexpr std::array<std::string_view, 5> key_types{"int64", "int32", "uuid", "string(20)", "date"};

constexpr std::array<std::string_view, 14> numbers{"0",
                                                   "1",
                                                   "-1",
                                                   "42",
                                                   "0.5",
                                                   "9.99",
                                                   "1e300",
                                                   "-32768",
                                                   "32768",
                                                   "2147483648",
                                                   "9223372036854775807",
                                                   "-9223372036854775808",
                                                   "9223372036854775808",
                                                   "99999999999999999999999.000001"};

constexpr std::array<std::string_view, 20> attributes{"unique",
                                                      "primary",
                                                      "identity",
                                                      "deferrable",
                                                      "version",
                                                      "deferred",
                                                      "readonly",
                                                      "check \"1 = 1\"",
                                                      "check sqlite \"1 = 1\" postgres none",
                                                      "computed \"1\" stored",
                                                      "computed \"1 + 1\" virtual",
                                                      "on delete cascade",
                                                      "on delete set null",
                                                      "on update restrict",
                                                      "on delete set default",
                                                      "= now()",
                                                      "= uuid()",
                                                      "= sql \"1\"",
                                                      "as cpp \"acme::Money\" header \"acme/money.hpp\"",
                                                      "as postgres \"citext\""};

}

SchemaMaker::SchemaMaker(unsigned int seed, Declared declared)
    : random_(seed), careful_(!one_in(4)), declared_(std::move(declared)) {
}

std::string SchemaMaker::name() {
    return std::string{pick(words)};
}

/// A name that was not made before, as far as can be told; now and then a mistake.
std::string SchemaMaker::fresh(std::string_view stem) {
    if (one_in(12))
        return name() + (mistake() ? "" : std::to_string(names_++));
    return std::string{stem} + std::to_string(names_++ + below(1000) * 100);
}

std::string SchemaMaker::text() {
    if (one_in(2))
        return "\"" + fresh("text") + "\"";
    const Texts texts = Texts{hostile_texts}.subspan(mistake() ? 0 : impossible_names);
    return "\"" + std::string{pick(texts)} + (one_in(2) ? std::string{pick(texts)} : "") + "\"";
}

std::string SchemaMaker::number() {
    return one_in(2) ? std::to_string(below(100)) : std::string{pick(numbers)};
}

std::string SchemaMaker::documentation(std::string_view indent) {
    std::string result;
    for (std::size_t lines = below(3); lines > 0; --lines)
        result += std::string{indent} + "/// " + std::string{pick(documentation_lines)} + "\n";
    return result;
}

std::string SchemaMaker::database_name() {
    if (one_in(4))
        return " as " + text();
    return one_in(24) && mistake() ? " renamed from " + text() : "";
}

std::string SchemaMaker::type() {
    if (!declared_.enums.empty() && one_in(5))
        return declared_.enums[below(declared_.enums.size())];
    return std::string{pick(scalars)};
}

/// A default that fits the type, or none.
std::string SchemaMaker::value_for(std::string_view type) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> values{
        {{"bool", "true"},
         {"int16", "-7"},
         {"int32", "7"},
         {"int64", "7"},
         {"float32", "0.5"},
         {"float64", "2.5e3"},
         {"decimal(12, 2)", "9.90"},
         {"date", "\"2024-02-29\""},
         {"time", "\"13:45:10.5\""},
         {"timestamp", "now()"},
         {"uuid", "uuid()"},
         {"json", "\"{\\\"a\\\": [1]}\""},
         {"string(50)", "\"short\""},
         {"bytes", "sql \"x'00'\""}}};
    if (type == "string")
        return " = " + text();
    const auto* const found =
        std::ranges::find(values, type, &std::pair<std::string_view, std::string_view>::first);
    return found == values.end() ? "" : " = " + std::string{found->second};
}

std::string SchemaMaker::attribute() {
    if (one_in(10))
        return "= " + (one_in(2) ? text() : number());
    if (one_in(8) && !declared_.sequences.empty())
        return "= next(" + declared_.sequences[below(declared_.sequences.size())] + ")";
    return one_in(5) ? "as " + text() : std::string{pick(attributes)};
}

std::string SchemaMaker::column() {
    const std::string scalar = type();
    std::string line = fresh("column");
    columns_.push_back(line);
    line += ": " + scalar;
    if (one_in(8) && (scalar != "json" || mistake())) {
        line += "[]";
    } else {
        line += one_in(3) ? "?" : "";
        line += one_in(3) ? value_for(scalar) : "";
        line += one_in(8) ? " unique" : "";
    }
    line += database_name();
    line += one_in(12) ? " " + std::string{pick(marks)} : "";
    return one_in(10) && mistake() ? line + " " + attribute() : line;
}

std::string SchemaMaker::relation() {
    if (declared_.tables.empty())
        return column();
    const std::string target = declared_.tables[below(declared_.tables.size())];
    const bool own = target == declared_.tables.back();
    std::string line = fresh("relation") + ": " + target;
    if (one_in(6)) {
        line += "[] through \"" + fresh("link") + "\"";
        line += own || one_in(2) ? " (" + fresh("near") + ", " + fresh("far") + ")" : "";
    } else {
        line += own || one_in(2) ? "?" : "";
        line += one_in(5) ? " unique" : "";
        line += one_in(4) ? " on delete cascade" : "";
        line += one_in(6) ? " deferrable" : "";
        line += one_in(5) ? " via " + fresh("via") : "";
    }
    return one_in(2) ? line + " inverse " + fresh("inverse") : line;
}

/// `(a, b)` of the table's columns.
std::string SchemaMaker::columns(std::size_t most) {
    if (columns_.size() < 2) // the key's columns are unique already
        return "(id)";
    std::string list = "(";
    const std::size_t count = columns_.size() - 1;
    const std::size_t first = below(count);
    for (std::size_t at = 0; at < std::min(1 + below(most), count); ++at)
        list += (at == 0 ? "" : ", ") + columns_[1 + (first + at) % count];
    return list + ")";
}

std::string SchemaMaker::key_line() {
    const std::string given = one_in(2) ? fresh("key") + " " : "";
    switch (below(4)) {
    case 0:
        if (columns_.size() < 2 && careful_)
            return "check \"2 = 2\"";
        return "unique " + given + columns(3) + database_name();
    case 1:
        return "check " + given + "\"1 = 1\"";
    case 2:
        return "index " + given + columns(3) + (one_in(4) ? " unique" : "") +
               (one_in(5) && mistake() ? " where \"1 = 1\"" : "") + database_name();
    default:
        return "index " + given + "(" + (columns_.empty() ? "id" : columns_[below(columns_.size())]) +
               " desc)";
    }
}

std::string SchemaMaker::member() {
    if (one_in(5))
        return key_line();
    return one_in(4) ? relation() : column();
}

std::string SchemaMaker::table() {
    const std::string own = fresh("Table");
    std::string result = documentation("") + "table " + own;
    if (!declared_.mixins.empty() && one_in(4))
        result += " : " + declared_.mixins[below(declared_.mixins.size())];
    result += database_name() + (one_in(20) && mistake() ? " methods \"methods.hpp\"" : "") + " {\n";
    columns_.clear();
    if (one_in(3)) {
        const auto key = pick(key_types);
        columns_.push_back(fresh("id"));
        result += "  " + columns_.back() + ": " + std::string{key} + " primary\n";
    } else {
        columns_.emplace_back("id");
        result += "  id: int64 primary identity\n";
    }
    declared_.tables.push_back(own);
    for (std::size_t lines = below(7); lines > 0; --lines) {
        result += documentation("  ");
        result += "  " + member() + "\n";
    }
    return result + "}\n";
}

std::string SchemaMaker::mixin() {
    declared_.mixins.push_back(fresh("Mixin"));
    std::string result = "mixin " + declared_.mixins.back() + " {\n";
    columns_.clear();
    for (std::size_t lines = 1 + below(3); lines > 0; --lines)
        result += "  " + column() + "\n";
    return result + "}\n";
}

std::string SchemaMaker::enumeration() {
    declared_.enums.push_back(fresh("Enum"));
    std::string result = documentation("") + "enum " + declared_.enums.back() + database_name() + " {\n";
    for (std::size_t values = 1 + below(5); values > 0; --values)
        result += documentation("  ") + "  " + fresh("value") + database_name() + "\n";
    return result + "}\n";
}

std::string SchemaMaker::sequence() {
    declared_.sequences.push_back(fresh("sequence"));
    std::string result = "sequence " + declared_.sequences.back() + database_name() + " { ";
    result += one_in(2) ? "start " + (mistake() ? number() : std::to_string(below(1000))) + " " : "";
    return result + "}\n";
}

std::string SchemaMaker::declaration() {
    switch (below(8)) {
    case 0:
        return enumeration();
    case 1:
        return sequence();
    case 2:
        return mixin();
    default:
        return table();
    }
}

std::string SchemaMaker::schema() {
    std::string result =
        one_in(8) && mistake() ? "" : "namespace made" + std::string{one_in(4) ? "::inner" : ""} + "\n\n";
    if (one_in(3) && mistake())
        result += "naming { table snake_plural, column snake }\n\n";
    for (std::size_t count = 1 + below(6); count > 0; --count)
        result += declaration() + "\n";
    return result;
}

}
