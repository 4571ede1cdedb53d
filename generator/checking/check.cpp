#include "checking/check.hpp"

#include "checking/columns.hpp"
#include "checking/parameters.hpp"
#include "checking/report.hpp"
#include "checking/tables.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace rowsmith::checking {

namespace {

using Dialects = std::span<const sql::Dialect* const>;
using Found = std::optional<std::vector<FoundColumn>>;

/// A text of a query and the dialects that get it.
struct Text {
    const model::QueryText* text = nullptr;
    std::vector<const sql::Dialect*> dialects;
};

/// The token that is refused: where the database says, else the one that its message ends with, as in "no
/// such table: user".
const sql::Token* token_of(const Sql& sql, const Refusal& refusal) {
    const auto name = lower_ascii(refusal.message.substr(refusal.message.find_last_of(" .") + 1));
    for (std::size_t at = 0; at < sql.tokens.size(); ++at) {
        const auto& token = sql.tokens[at];
        const bool found = refusal.offset ? token.begin <= *refusal.offset && *refusal.offset < token.end
                                          : sql.name(at) && sql.name_of(at) == name;
        if (found)
            return &token;
    }
    return nullptr;
}

/// The queries of one file, on a database that has the tables of that file and of all that it imports.
class FileCheck {
public:
    FileCheck(const model::Schema& schema, std::size_t file, Dialects dialects, Diagnostics& diagnostics,
              const std::string& server)
        : schema_(schema), dialects_(dialects), diagnostics_(diagnostics),
          files_(reached_files(schema, file)), own_{.probe = make_probe()} {
        own_.tables_refused = make_tables(*own_.probe, schema, files_);
        if (server.empty())
            return;
        server_ = Place{.probe = make_server_probe(server, schema)};
        server_->tables_refused = make_tables(*server_->probe, schema, files_);
    }

    void check(model::Query& query);

private:
    /// Where SQL is tried.
    struct Place {
        std::unique_ptr<Probe> probe;
        std::optional<std::string> tables_refused = {}; // why there are none
    };

    [[nodiscard]] bool wants(const sql::Dialect& dialect) const {
        return std::ranges::find(dialects_, &dialect) != dialects_.end();
    }
    [[nodiscard]] bool covers_dialects(const model::Query& query);
    [[nodiscard]] std::vector<Text> texts_of(const model::Query& query) const;
    [[nodiscard]] bool check_text(const model::Query& query, const model::QueryText& text,
                                  const Statement& statement);
    [[nodiscard]] Found look(const model::Query& query, const Text& text, const Statement& statement,
                             bool& writes);
    [[nodiscard]] Found look_at(const Place& place, const model::Query& query, const model::QueryText& text,
                                const Statement& statement, bool& writes);
    void report_refusal(const Place& place, const model::Query& query, const model::QueryText& text,
                        const Statement& statement, const Refusal& refusal);
    void compare(const model::QueryText& text, const std::vector<FoundColumn>& one,
                 const std::vector<FoundColumn>& other);
    void check_kind(const model::Query& query, bool gives_rows);
    void report_undeclared(const model::Query& query, const Text& text,
                           const std::vector<FoundColumn>& found);

    const model::Schema& schema_;
    Dialects dialects_;
    Diagnostics& diagnostics_;
    std::vector<bool> files_;
    Place own_;
    std::optional<Place> server_;
};

bool FileCheck::covers_dialects(const model::Query& query) {
    bool all = true;
    for (const auto* dialect : dialects_) {
        if (query.covers(dialect->name))
            continue;
        all = false;
        diagnostics_.report(mistake(
            "RS0701", query.place, fmt::format("query '{}' has no SQL for {}", query.name, dialect->title),
            fmt::format("add `{0} \"...\"`, or `{0} none` where it is not to run", dialect->name)));
    }
    return all;
}

/// The one that can be looked at comes first.
std::vector<Text> FileCheck::texts_of(const model::Query& query) const {
    std::vector<const sql::Dialect*> dialects{&own_.probe->dialect()};
    std::ranges::copy_if(dialects_, std::back_inserter(dialects),
                         [&](const auto* dialect) { return dialect != &own_.probe->dialect(); });
    std::vector<Text> texts;
    for (const auto* dialect : dialects) {
        const auto* text = query.of(dialect->name);
        const auto known = std::ranges::find(texts, text, &Text::text);
        if (text != nullptr && known == texts.end())
            texts.push_back({.text = text, .dialects = {dialect}});
        else if (text != nullptr)
            known->dialects.push_back(dialect);
    }
    return texts;
}

void FileCheck::report_refusal(const Place& place, const model::Query& query, const model::QueryText& text,
                               const Statement& statement, const Refusal& refusal) {
    const auto& dialect = place.probe->dialect();
    if (place.tables_refused) {
        diagnostics_.report(
            mistake("RS0815", query.place,
                    fmt::format("query '{}' cannot be checked: {} does not take the schema itself: {}",
                                query.name, dialect.title, *place.tables_refused),
                    "look at the SQL in checks, defaults, computed columns and indexes"));
        return;
    }
    const auto* token = token_of(statement.sql, refusal);
    diagnostics_.report(
        mistake("RS0801", token != nullptr ? place_of(text, *token) : text.place,
                fmt::format("{} does not take this SQL: {}", dialect.title, refusal.message),
                fmt::format("for SQL of another database write `{0} none`, or `{0} \"...\"` beside it",
                            dialect.name)));
}

Found FileCheck::look_at(const Place& place, const model::Query& query, const model::QueryText& text,
                         const Statement& statement, bool& writes) {
    place.probe->set_parameters(query.parameters);
    const auto prepared = place.probe->prepare(text.text);
    if (prepared.refusal && wants(place.probe->dialect()))
        report_refusal(place, query, text, statement, *prepared.refusal);
    if (prepared.refusal)
        return std::nullopt;
    writes = prepared.writes || writes;
    const auto odd = std::ranges::find_if(prepared.parameters,
                                          [](const std::string& name) { return !name.starts_with(':'); });
    if (odd != prepared.parameters.end()) {
        diagnostics_.report(mistake("RS0812", text.place,
                                    fmt::format("'{}' is no parameter of a query", *odd),
                                    "parameters have names: declare it, and write `:name`"));
        return std::nullopt;
    }
    return found_columns(*place.probe, schema_, query, files_, text, statement, prepared);
}

/// What a text gives. Of one that only other databases take, names at best.
Found FileCheck::look(const model::Query& query, const Text& text, const Statement& statement, bool& writes) {
    const auto is_for = [&](const Place& place) {
        return std::ranges::find(text.dialects, &place.probe->dialect()) != text.dialects.end();
    };
    const auto errors = diagnostics_.error_count();
    Found found = is_for(own_) ? look_at(own_, query, *text.text, statement, writes) : std::nullopt;
    if (server_ && is_for(*server_)) {
        Found there = look_at(*server_, query, *text.text, statement, writes);
        if (!found)
            found = std::move(there);
    }
    if (found || diagnostics_.error_count() > errors)
        return found;
    found = named_columns(*text.text, statement);
    if (found)
        report_undeclared(query, text, *found);
    return found;
}

bool FileCheck::check_text(const model::Query& query, const model::QueryText& text,
                           const Statement& statement) {
    const bool formed = check_form(text, statement, diagnostics_);
    const bool declared = check_parameters(query, text, statement.sql, diagnostics_);
    const bool named = !formed || !reports_star(text, statement, diagnostics_);
    return formed && declared && named;
}

/// Columns are read by their order, so it has to be the same everywhere.
void FileCheck::compare(const model::QueryText& text, const std::vector<FoundColumn>& one,
                        const std::vector<FoundColumn>& other) {
    if (std::ranges::equal(one, other, {}, &FoundColumn::name, &FoundColumn::name))
        return;
    const auto list = [](const std::vector<FoundColumn>& columns) {
        std::string names;
        for (const auto& column : columns)
            names += (names.empty() ? "" : ", ") + (column.name.empty() ? "?" : column.name);
        return names;
    };
    diagnostics_.report(
        mistake("RS0814", text.place,
                fmt::format("this SQL gives other columns than that for other databases: {}", list(other)),
                fmt::format("it has to give the same columns in the same order: {}", list(one))));
}

void FileCheck::report_undeclared(const model::Query& query, const Text& text,
                                  const std::vector<FoundColumn>& found) {
    for (const auto& column : found) {
        const bool declared =
            std::ranges::find(query.columns, column.name, &model::Column::name) != query.columns.end();
        // Where another text of the query can be looked at, that says it.
        if (declared || column.name.empty() || query.of(own_.probe->dialect().name) != nullptr)
            continue;
        diagnostics_.report(
            mistake("RS0813", column.place,
                    fmt::format("column '{}' of SQL for {} alone has to be declared", column.name,
                                text.dialects.front()->title),
                    fmt::format("as in `{{ {}: int64? }}`, with its type, and `?` where it may be NULL",
                                column.name)));
    }
}

void FileCheck::check_kind(const model::Query& query, bool gives_rows) {
    const bool wants_rows = query.kind != model::QueryKind::exec;
    if (wants_rows && !gives_rows)
        diagnostics_.report(mistake("RS0809", query.place,
                                    fmt::format("query '{}' gives no rows", query.name),
                                    "write `-> exec`, which gives the number of rows that were changed"));
    else if (!wants_rows && gives_rows)
        diagnostics_.report(mistake("RS0809", query.place, fmt::format("query '{}' gives rows", query.name),
                                    "write `-> many`, `-> one` or `-> optional`"));
    else if (query.kind == model::QueryKind::stream && query.writes)
        diagnostics_.report(mistake("RS0809", query.place,
                                    fmt::format("query '{}' writes, and cannot be a stream", query.name),
                                    "write `-> many`"));
}

void FileCheck::check(model::Query& query) {
    const auto errors = diagnostics_.error_count();
    if (!covers_dialects(query))
        return;
    Found columns;
    for (const auto& text : texts_of(query)) {
        const auto statement = parse_statement(text.text->text);
        query.writes = query.writes || statement.writes;
        if (!check_text(query, *text.text, statement))
            return;
        Found found = look(query, text, statement, query.writes);
        if (found && columns)
            compare(*text.text, *columns, *found);
        else if (found)
            columns = std::move(found);
    }
    if (diagnostics_.error_count() > errors)
        return;
    check_unused(query, diagnostics_);
    check_kind(query, columns ? !columns->empty() : !query.columns.empty());
    if (columns && query.kind != model::QueryKind::exec)
        query.columns = resolved_columns(schema_, query, *columns, diagnostics_);
}

}

void check_queries(model::Schema& schema, Dialects dialects, Diagnostics& diagnostics,
                   const std::string& server) {
    std::optional<std::size_t> file;
    std::optional<FileCheck> check;
    for (auto& query : schema.queries) {
        if (!schema.files[query.file].requested)
            continue;
        if (file != query.file) {
            file = query.file;
            check.reset(); // one at a time: on a server they have one name
            check.emplace(schema, query.file, dialects, diagnostics, server);
        }
        check->check(query);
    }
}

}
