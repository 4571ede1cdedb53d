#include "analysis/queries.hpp"

#include "analysis/dialect_words.hpp"
#include "analysis/identifiers.hpp"
#include "analysis/sql_text.hpp"
#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

using Values = std::vector<syntax::Value>;

// ---- parameters and columns

std::optional<model::Type> resolve_value_type(Work& work, const syntax::Value& value) {
    const syntax::Field field{.doc = {}, .name = value.name, .type = value.type, .attributes = {}};
    FieldDraft draft{.syntax = &field};
    resolve_type(work, draft);
    if (draft.kind == FieldKind::column)
        return draft.type;
    if (draft.kind != FieldKind::broken)
        work.report(mistake("RS0339", value.type.span,
                            fmt::format("'{}' is a table, not a type of a value", value.type.name.text),
                            "name the type of its key, or of the column that is meant"));
    return std::nullopt;
}

void report_repeated(Work& work, const syntax::Value& value, const syntax::Value& first,
                     std::string_view what) {
    work.report(mistake("RS0338", value.name.span,
                        value.name.text == first.name.text
                            ? fmt::format("{} '{}' is declared twice", what, value.name.text)
                            : fmt::format("{}s '{}' and '{}' {}", what, first.name.text, value.name.text,
                                          likeness(first.name.text, value.name.text)),
                        "give one of them another name", {}, {{first.name.span, "first declared here"}}));
}

void check_names(Work& work, const Values& values, std::string_view what) {
    for (auto it = values.begin(); it != values.end(); ++it) {
        const auto first = std::find_if(values.begin(), it, [&](const auto& earlier) {
            return cpp_identifier(earlier.name.text) == cpp_identifier(it->name.text);
        });
        if (first != it)
            report_repeated(work, *it, *first, what);
    }
}

/// What is called like the type of another one hides it, in a struct and in a list of parameters.
void check_type_names(Work& work, const std::vector<model::Column>& values, std::string_view what) {
    for (const auto& value : values) {
        const auto is_hidden = [&](const model::Column& other) {
            return other.type.scalar == model::Scalar::enumeration &&
                   cpp_identifier(pascal_case(work.schema.enums[other.type.enumeration].name)) ==
                       cpp_identifier(value.name);
        };
        if (std::ranges::any_of(values, is_hidden))
            work.report(mistake(
                "RS0338", to_span(value.place),
                fmt::format("{0} '{1}' and the enum of a {0} would have one name in C++", what, value.name),
                fmt::format("give it another name, for example `{}`", snake_case(value.name))));
    }
}

/// Nothing when a type is not known.
std::optional<std::vector<model::Column>> resolve_values(Work& work, const Values& values,
                                                         std::string_view what) {
    check_names(work, values, what);
    std::vector<model::Column> made;
    for (const auto& value : values)
        if (const auto type = resolve_value_type(work, value))
            made.push_back({.doc = value.doc,
                            .name = value.name.text,
                            .db_name = value.name.text,
                            .type = *type,
                            .place = to_place(value.name.span)});
    check_type_names(work, made, what);
    return made.size() == values.size() ? std::optional(std::move(made)) : std::nullopt;
}

// ---- SQL

/// The file as it is, but for its line ends.
model::QueryText file_text(const Source& source, FileIndex file) {
    const std::string_view written = source.text();
    model::QueryText made{
        .place = {.file = file, .begin = 0, .end = static_cast<std::uint32_t>(written.size())}};
    for (std::size_t at = 0; at < written.size();) {
        const auto end = std::min(written.find('\r', at), written.size());
        made.origins.push_back({.value = made.text.size(), .begin = static_cast<std::uint32_t>(at)});
        made.text += written.substr(at, end - at);
        at = end + 1;
    }
    return made;
}

/// Nothing where the file could not be read.
std::optional<model::QueryText> resolve_text(const Work& work, const syntax::Text& text, bool from_file) {
    if (!from_file)
        return located_text(work, text);
    const auto& files = work.program.sql_files;
    const auto found = std::ranges::find(files, text.span, &SqlFile::name);
    if (found == files.end())
        return std::nullopt;
    return file_text(work.program.sources[found->source], found->source);
}

/// False where something of it is missing.
bool resolve_query_sql(Work& work, const syntax::Query& node, model::Query& query) {
    bool whole = true;
    const auto add = [&](std::string dialect, const syntax::Text& text) {
        auto made = resolve_text(work, text, node.from_file);
        whole = whole && made;
        query.sql.push_back({.dialect = std::move(dialect), .text = std::move(made)});
    };
    if (node.sql.common)
        add("", *node.sql.common);
    for (const auto& own : node.sql.dialects) {
        whole = check_dialect(work, own.dialect) && whole;
        if (own.text)
            add(own.dialect.text, *own.text);
        else
            query.sql.push_back({.dialect = own.dialect.text, .text = std::nullopt});
    }
    return whole;
}

// ---- the whole

model::QueryKind kind_of(std::string_view word) {
    using enum model::QueryKind;
    constexpr std::array kinds{one, optional, many, stream, exec};
    constexpr std::array<std::string_view, 5> words{"one", "optional", "many", "stream", "exec"};
    return kinds.at(static_cast<std::size_t>(std::ranges::find(words, word) - words.begin()));
}

/// The function has the query's name, what it gives back that name in pascal case.
void check_query_name(Work& work, const syntax::Name& name) {
    if (pascal_case(name.text) == name.text)
        work.report(mistake(
            "RS0337", name.span,
            fmt::format("query '{}' and its result would have one name in C++", name.text),
            fmt::format("the name of a query begins with a small letter: `{}`", snake_case(name.text))));
}

void resolve_query(Work& work, const syntax::Query& node) {
    check_query_name(work, node.name);
    auto parameters = resolve_values(work, node.parameters, "parameter");
    auto columns = resolve_values(work, node.columns, "column");
    model::Query query{.file = work.scope.rank[node.name.span.file],
                       .doc = node.doc,
                       .name = node.name.text,
                       .place = to_place(node.name.span)};
    const bool has_sql = resolve_query_sql(work, node, query);
    if (!node.complete || !parameters || !columns || !has_sql)
        return;
    query.kind = kind_of(node.kind.text);
    query.parameters = std::move(*parameters);
    query.columns = std::move(*columns);
    work.schema.queries.push_back(std::move(query));
}

}

void resolve_queries(Work& work) {
    for (const auto file : work.scope.order)
        for (const auto& declaration : work.scope.declarations) {
            const auto* const* node = std::get_if<const syntax::Query*>(&declaration.node);
            if (node != nullptr && declaration.file() == file && !declaration.repeated)
                resolve_query(work, **node);
        }
}

}
