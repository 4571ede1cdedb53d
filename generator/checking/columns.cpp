#include "checking/columns.hpp"

#include "checking/derived.hpp"
#include "checking/report.hpp"
#include "checking/spelling.hpp"
#include "model/words.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::checking {

namespace {

using Found = std::vector<FoundColumn>;

/// What C++ can have for a name, be it with an underscore behind it.
bool is_plain_name(std::string_view name) {
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto is_part = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_part) &&
           name.find("__") == std::string_view::npos;
}

/// Databases call an expression without a name by its text.
std::string usable_name(std::string_view name) {
    return is_plain_name(name) ? std::string(name) : std::string();
}

std::string name_of(const Statement& statement, const Item& item) {
    const auto last = item.name ? *item.name : item.expression.end - 1;
    const bool named =
        item.name || item.expression.size() == 1 || statement.sql.sign(item.expression.end - 2, ".");
    return named && statement.sql.name(last)
               ? usable_name(sql::name_in(statement.sql.text, statement.sql.tokens[last]))
               : std::string();
}

// ---- together with what is declared

const model::Column* declared_of(const model::Query& query, std::string_view name) {
    const auto found = std::ranges::find(query.columns, name, &model::Column::name);
    return found == query.columns.end() ? nullptr : &*found;
}

bool is_numeric(const model::Type& type) {
    using enum model::Scalar;
    return !type.array && (type.scalar <= decimal);
}

/// A number is no text on any database.
void check_declared(const model::Schema& schema, const model::Column& declared, const FoundColumn& found,
                    Diagnostics& diagnostics) {
    if (!found.value.known() || !found.value.cpp.name.empty() ||
        is_numeric(declared.type) == is_numeric(*found.value.type))
        return;
    auto report = mistake("RS0816", declared.place,
                          fmt::format("column '{}' is declared as {}, and the SQL gives {}", declared.name,
                                      spelled(schema, declared.type), spelled(schema, *found.value.type)),
                          "declare what the SQL gives, or change the SQL");
    report.related.push_back({.span = to_span(found.place), .label = "given here"});
    diagnostics.report(std::move(report));
}

/// `-> many { total: int64? }`
std::string declaration_help(const model::Schema& schema, const model::Query& query,
                             const FoundColumn& found) {
    const auto kind = model::query_kind_word(query.kind);
    if (!found.value.known())
        return fmt::format(
            "declare it: `-> {} {{ {}: int64? }}`, with its type, and `?` where it may be NULL", kind,
            found.name);
    const auto type = spelled(schema, *found.value.type);
    return fmt::format("declare it: `-> {0} {{ {1}: {2} }}`, or `{1}: {2}?` where it may be NULL", kind,
                       found.name, type);
}

void report_unknown(const model::Schema& schema, const model::Query& query, const FoundColumn& found,
                    Diagnostics& diagnostics) {
    const bool typed = found.value.known();
    diagnostics.report(mistake(
        typed ? "RS0807" : "RS0806", found.place,
        typed ? fmt::format("whether column '{}' may be NULL cannot be known from the SQL", found.name)
              : fmt::format("the type of column '{}' cannot be known from the SQL", found.name),
        declaration_help(schema, query, found)));
}

std::optional<model::Column> resolved_column(const model::Schema& schema, const model::Query& query,
                                             const FoundColumn& found, Diagnostics& diagnostics) {
    if (found.name.empty()) {
        diagnostics.report(mistake("RS0804", found.place, "this column of the result has no name for C++",
                                   "give it one, as in `count(*) as total`"));
        return std::nullopt;
    }
    if (const auto* declared = declared_of(query, found.name)) {
        check_declared(schema, *declared, found, diagnostics);
        model::Column column = *declared;
        if (found.value.known() && !found.value.cpp.name.empty())
            column.cpp = found.value.cpp;
        return column;
    }
    if (!found.value.known() || found.value.null == Null::unknown) {
        report_unknown(schema, query, found, diagnostics);
        return std::nullopt;
    }
    model::Column column{.name = found.name, .db_name = found.name, .type = *found.value.type};
    column.type.nullable = found.value.null == Null::yes;
    column.cpp = found.value.cpp;
    column.place = found.place;
    return column;
}

void check_distinct(const Found& found, Diagnostics& diagnostics) {
    for (auto it = found.begin(); it != found.end(); ++it) {
        const auto first = std::find_if(found.begin(), it, [&](const FoundColumn& earlier) {
            return !it->name.empty() && cpp_identifier(earlier.name) == cpp_identifier(it->name);
        });
        if (first == it)
            continue;
        auto report =
            mistake("RS0805", it->place, fmt::format("two columns of the result are called '{}'", it->name),
                    "give one of them another name with `as`");
        report.related.push_back({.span = to_span(first->place), .label = "the first"});
        diagnostics.report(std::move(report));
    }
}

/// A struct cannot have a member that is called like the type of a member; of declared ones that was said.
void check_type_names(const model::Schema& schema, const model::Query& query,
                      const std::vector<model::Column>& columns, Diagnostics& diagnostics) {
    for (const auto& column : columns) {
        const auto is_hidden = [&](const model::Column& other) {
            return other.type.scalar == model::Scalar::enumeration &&
                   cpp_identifier(pascal_case(schema.enums[other.type.enumeration].name)) ==
                       cpp_identifier(column.name);
        };
        if (declared_of(query, column.name) == nullptr && std::ranges::any_of(columns, is_hidden))
            diagnostics.report(mistake(
                "RS0338", column.place,
                fmt::format("column '{}' and the enum of a column would have one name in C++", column.name),
                fmt::format("give it another name, as in `as {}`", snake_case(column.name))));
    }
}

void check_surplus(const model::Query& query, const Found& found, Diagnostics& diagnostics) {
    std::vector<std::string_view> names;
    for (const auto& column : found)
        names.push_back(column.name);
    for (const auto& declared : query.columns)
        if (std::ranges::find(names, declared.name) == names.end())
            diagnostics.report(mistake("RS0808", declared.place,
                                       fmt::format("the SQL gives no column '{}'", declared.name),
                                       suggest(declared.name, names, "leave it out, or select it")));
}

}

Found found_columns(Probe& probe, const model::Schema& schema, const model::Query& query,
                    const std::vector<bool>& files, const model::QueryText& text, const Statement& parsed,
                    const Prepared& prepared) {
    Statement statement = parsed;
    const bool understood =
        !statement.branches.empty() && statement.branches.front().items.size() == prepared.columns.size();
    if (understood)
        note_plain_names(statement, prepared);
    Derivations derivations{probe, schema, query, files};
    Found found;
    for (std::size_t at = 0; at < prepared.columns.size(); ++at) {
        FoundColumn column{.name = usable_name(prepared.columns[at].name), .place = text.place, .value = {}};
        if (understood) {
            column.place = place_of(text, statement.sql, statement.branches.front().items[at].expression);
            column.value = derivations.value_of(statement, at);
        }
        if (!column.value.known())
            column.value = {.type = prepared.columns[at].type, .null = column.value.null};
        found.push_back(std::move(column));
    }
    return found;
}

std::optional<Found> named_columns(const model::QueryText& text, const Statement& statement) {
    if (statement.branches.empty())
        return std::nullopt;
    Found found;
    for (const auto& item : statement.branches.front().items)
        found.push_back({.name = name_of(statement, item),
                         .place = place_of(text, statement.sql, item.expression),
                         .value = {}});
    return found;
}

bool reports_star(const model::QueryText& text, const Statement& statement, Diagnostics& diagnostics) {
    for (const auto& branch : statement.branches)
        for (const auto& item : branch.items) {
            const auto last = item.expression.end - 1;
            const bool alone = item.expression.size() == 1 || statement.sql.sign(last - 1, ".");
            if (!statement.sql.sign(last, "*") || !alone)
                continue;
            diagnostics.report(mistake("RS0810", place_of(text, statement.sql, item.expression),
                                       "what `*` gives depends on which columns the database's table has",
                                       "name the columns"));
            return true;
        }
    return false;
}

std::vector<model::Column> resolved_columns(const model::Schema& schema, const model::Query& query,
                                            const Found& found, Diagnostics& diagnostics) {
    check_distinct(found, diagnostics);
    check_surplus(query, found, diagnostics);
    std::vector<model::Column> columns;
    for (const auto& column : found)
        if (auto made = resolved_column(schema, query, column, diagnostics))
            columns.push_back(std::move(*made));
    check_type_names(schema, query, columns, diagnostics);
    return columns;
}

}
