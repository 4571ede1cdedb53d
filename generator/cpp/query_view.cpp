// Named SQL as C++: a function, the struct of a row, the struct of many parameters.

#include "cpp/defaults.hpp"
#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "model/words.hpp"
#include "sql/named_statement.hpp"
#include "support/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rowsmith::cpp {
namespace {

using model::QueryKind;

/// A struct that is no table's, for what knows tables.
model::Table struct_of(const model::Query& query, std::string name,
                       const std::vector<model::Column>& columns) {
    return {.file = query.file, .name = std::move(name), .columns = columns};
}

// ---- words

std::string_view kind_words(QueryKind kind) {
    switch (kind) {
    case QueryKind::one:
        return "The only row: one statement. Throws rowsmith::NotFound, rowsmith::TooManyRows.";
    case QueryKind::optional:
        return "The only row, if there is one: one statement. Throws rowsmith::TooManyRows.";
    case QueryKind::many:
        return "All rows: one statement.";
    case QueryKind::stream:
        return "The rows one by one, in constant memory: one statement, which begins now.";
    case QueryKind::exec:
        return "The number of rows that were changed: one statement.";
    }
    return "";
}

std::string function_doc(const model::Query& query) {
    const std::string words(kind_words(query.kind));
    return doc_comment(query.doc.empty() ? words : query.doc + "\n" + words);
}

// ---- the function

std::string returned_type(const model::Query& query, const std::string& row) {
    switch (query.kind) {
    case QueryKind::one:
        return row;
    case QueryKind::optional:
        return fmt::format("std::optional<{}>", row);
    case QueryKind::many:
        return fmt::format("std::vector<{}>", row);
    case QueryKind::stream:
        return fmt::format("rowsmith::Stream<{}>", row);
    case QueryKind::exec:
        return "std::int64_t";
    }
    return {};
}

std::string call_of(const model::Query& query, const std::string& row) {
    return query.kind == QueryKind::exec ? "execute"
                                         : fmt::format("{}<{}>", model::query_kind_word(query.kind), row);
}

/// Texts are taken as views, small values by value, others by reference.
std::string argument_type(const model::Schema& schema, std::size_t file, const model::Column& parameter) {
    const bool text = parameter.type.scalar == model::Scalar::string && !parameter.type.array;
    if (text)
        return parameter.type.nullable ? "std::optional<std::string_view>" : "std::string_view";
    if (!parameter.type.nullable)
        return parameter_type_of(schema, file, parameter);
    const bool small = !parameter_type_of(schema, file, parameter).ends_with('&');
    const std::string type = type_of(schema, file, parameter);
    return small ? type : fmt::format("const {}&", type);
}

/// What the function's code says of others, no parameter may hide.
std::string argument_name(const model::Query& query, const model::Column& parameter) {
    const std::string name = cpp_identifier(parameter.name);
    return name == "rowsmith" || name == "std" || name == type_name(query.name) ? name + "_" : name;
}

std::string session_name(const model::Query& query) {
    std::string name = "session";
    const auto taken = [&](const model::Column& parameter) {
        return argument_name(query, parameter) == name;
    };
    while (std::ranges::any_of(query.parameters, taken))
        name += name.ends_with('_') ? "x_" : "_";
    return name;
}

std::string parameter_list(const model::Schema& schema, const model::Query& query, const QueryView& view) {
    std::string list = fmt::format("rowsmith::Session& {}", view.session);
    if (!view.parameters_type.empty())
        return list + fmt::format(", const {}& parameters", view.parameters_type);
    for (const model::Column& parameter : query.parameters)
        list += fmt::format(", {} {}", argument_type(schema, query.file, parameter),
                            argument_name(query, parameter));
    return list;
}

std::string argument_list(const model::Query& query, const QueryView& view) {
    const model::Table type = struct_of(query, view.parameters_type, query.parameters);
    std::vector<std::string> arguments;
    for (const model::Column& parameter : query.parameters)
        arguments.push_back(fmt::format("rowsmith::detail::argument({})",
                                        view.parameters_type.empty()
                                            ? argument_name(query, parameter)
                                            : "parameters." + member_name(type, parameter)));
    return fmt::format("{}", fmt::join(arguments, ", "));
}

void add_function(QueryView& view, const model::Schema& schema, const model::Query& query) {
    const std::string head = fmt::format("{} {}({})", returned_type(query, view.row),
                                         function_name(query.name), parameter_list(schema, query, view));
    view.declaration = (query.kind == QueryKind::exec ? "" : "[[nodiscard]] ") + head + ";";
    view.definition = head;
    view.call = call_of(query, view.row);
    view.arguments = argument_list(query, view);
}

// ---- structs, and what the runtime is told

std::vector<ColumnView> members_of(const model::Schema& schema, const model::Table& type) {
    std::vector<ColumnView> members;
    for (const model::Column& column : type.columns)
        members.push_back({.doc = doc_comment(column.doc),
                           .type = type_of(schema, type.file, column),
                           .name = member_name(type, column),
                           .initializer = initializer_of(schema, type.file, column),
                           .constant = {},
                           .index = {}});
    return members;
}

/// Values stand for themselves; `given` keeps their descriptions apart from those of the result.
void add_parameters(QueryView& view, const model::Schema& schema, const model::Query& query) {
    model::Table values = struct_of(query, "", query.parameters);
    for (model::Column& value : values.columns) {
        value.name = "given_" + value.name;
        value.type.nullable = false;
    }
    add_column_entries(view.types, view.parameters, schema, values,
                       std::vector<bool>(values.columns.size(), false));
}

void add_structs(QueryView& view, const model::Schema& schema, const model::Query& query) {
    if (!view.row.empty()) {
        const model::Table row = struct_of(query, view.row, query.columns);
        view.columns = members_of(schema, row);
        add_column_entries(view.types, view.results, schema, row,
                           std::vector<bool>(row.columns.size(), false));
    }
    if (!view.parameters_type.empty())
        view.members = members_of(schema, struct_of(query, view.parameters_type, query.parameters));
    add_parameters(view, schema, query);
}

struct OwnStatement {
    std::string_view dialect;
    sql::NamedStatement statement;
};

std::vector<OwnStatement> statements_of(const model::Schema& schema, const model::Query& query,
                                        const ViewOptions& options) {
    std::vector<OwnStatement> statements;
    for (const sql::Dialect* dialect : options.dialects)
        if (const model::QueryText* text = query.of(dialect->name))
            statements.push_back({dialect->name, sql::named_statement(*dialect, schema, query, *text)});
    return statements;
}

/// One for all where they are the same.
void add_statements(QueryView& view, const model::Schema& schema, const model::Query& query,
                    const ViewOptions& options) {
    auto statements = statements_of(schema, query, options);
    const bool alike = statements.size() == options.dialects.size() &&
                       std::ranges::all_of(statements, [&](const OwnStatement& own) {
                           return own.statement == statements.front().statement;
                       });
    if (alike)
        statements.resize(1);
    for (std::size_t at = 0; at < statements.size(); ++at)
        view.statements.push_back(
            {.dialect = alike ? "" : string_literal(statements[at].dialect),
             .sql = sql_literal(statements[at].statement.sql),
             .name = fmt::format("order_{}", at),
             .order = fmt::format("{}", fmt::join(statements[at].statement.parameters, ", "))});
}

}

QueryView query_view(const model::Schema& schema, const model::Query& query, const ViewOptions& options) {
    const std::string type = type_name(query.name);
    const bool joins = query.parameters.size() > model::most_plain_parameters;
    QueryView view{.doc = function_doc(query),
                   .row_doc = doc_comment(fmt::format("A row of the query {}.", query.name)),
                   .parameters_doc = doc_comment(fmt::format("What the query {} takes.", query.name)),
                   .row = query.kind == QueryKind::exec ? "" : type,
                   .parameters_type = joins ? pascal_case(query.name) + "Parameters" : "",
                   .declaration = {},
                   .definition = {},
                   .scope = stem(query.name) + "_query",
                   .full_name = string_literal(namespace_name(schema.files[query.file]) + "::" + query.name),
                   .call = {},
                   .arguments = {},
                   .session = joins ? "session" : session_name(query),
                   .writes = query.writes,
                   .columns = {},
                   .members = {},
                   .types = {},
                   .parameters = {},
                   .results = {},
                   .statements = {}};
    add_function(view, schema, query);
    add_structs(view, schema, query);
    add_statements(view, schema, query, options);
    return view;
}

}
