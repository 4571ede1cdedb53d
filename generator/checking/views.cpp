#include "checking/views.hpp"

#include "checking/probe.hpp"
#include "checking/report.hpp"
#include "checking/tables.hpp"
#include "sql/ddl.hpp"
#include "sql/tokens.hpp"
#include "support/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rowsmith::checking {

namespace {

using Dialects = std::span<const sql::Dialect* const>;

/// The schema without its views, which are tried one by one.
model::Schema without_views(model::Schema schema) {
    for (auto& table : schema.tables)
        if (table.view)
            table.view.emplace();
    return schema;
}

/// Whether the text selects something, with what it says itself.
bool is_query(const Prepared& prepared) {
    return !prepared.refusal && !prepared.writes && !prepared.columns.empty() && prepared.parameters.empty();
}

/// The views of one file, on a database that has the tables of that file and of all that it imports.
class FileViews {
public:
    FileViews(const model::Schema& schema, std::size_t file, Dialects dialects, Diagnostics& diagnostics,
              std::unique_ptr<Probe> probe)
        : schema_(schema), file_(file), diagnostics_(diagnostics), files_(reached_files(schema, file)),
          probe_(std::move(probe)),
          wanted_(std::ranges::find(dialects, &probe_->dialect()) != dialects.end()) {}

    void check();

private:
    void check(std::size_t index);
    void check(const model::Table& view, const model::QueryText& text, const Prepared& prepared);
    [[nodiscard]] bool makes_view(std::size_t index, const model::QueryText& text);
    void check_columns(const model::Table& view, const model::QueryText& text, const Prepared& prepared);
    void refuse(const model::QueryText& text, const Refusal& refusal);
    void report_tables(const model::Table& view);
    void report_missing(const model::Table& view, const model::Column& column, const model::QueryText& text,
                        const Prepared& prepared);

    const model::Schema& schema_;
    std::size_t file_;
    Diagnostics& diagnostics_;
    std::vector<bool> files_;
    std::unique_ptr<Probe> probe_;
    bool wanted_;                               // code is for this database, too
    std::optional<std::string> tables_refused_; // why there are none
    std::vector<std::string> lost_;             // what is said of views that are not there, which was told
};

/// In the order in which they are created.
void FileViews::check() {
    tables_refused_ = make_tables(*probe_, without_views(schema_), files_);
    std::vector<std::size_t> views;
    for (std::size_t index = 0; index < schema_.tables.size(); ++index)
        if (schema_.tables[index].view && files_[schema_.tables[index].file])
            views.push_back(index);
    std::ranges::stable_sort(views, {}, [&](std::size_t index) { return schema_.tables[index].rank; });
    for (const auto index : views)
        check(index);
}

void FileViews::check(std::size_t index) {
    const auto& view = schema_.tables[index];
    const auto* text = model::text_for(view.view_texts, probe_->dialect().name);
    if (text == nullptr)
        return;
    const auto errors = diagnostics_.error_count();
    const auto prepared = probe_->prepare(text->text);
    if (view.file == file_ && (!prepared.refusal || wanted_)) // others are told of their own files
        check(view, *text, prepared);
    if (!is_query(prepared) || diagnostics_.error_count() > errors || !makes_view(index, *text))
        lost_.push_back(probe_->missing_table(view));
}

void FileViews::check(const model::Table& view, const model::QueryText& text, const Prepared& prepared) {
    const auto tell = [&](std::string message, std::string help) {
        diagnostics_.report(mistake("RS0907", text.place, std::move(message), std::move(help)));
    };
    if (prepared.refusal && tables_refused_)
        report_tables(view);
    else if (prepared.refusal)
        refuse(text, *prepared.refusal);
    else if (!prepared.parameters.empty())
        tell(fmt::format("the SQL of view '{}' has a parameter '{}'", view.name, prepared.parameters.front()),
             "a view has none: ask it with a condition, or write a `query`");
    else if (!is_query(prepared))
        tell(fmt::format("the SQL of view '{}' does not select rows", view.name), "write a `select`");
    else
        check_columns(view, text, prepared);
}

/// What it selects is fine by now; a column may be of a type that cannot become the declared one.
bool FileViews::makes_view(std::size_t index, const model::QueryText& text) {
    for (const auto& statement : sql::create_table_statements(probe_->dialect(), schema_, index)) {
        const auto refusal = probe_->execute(statement);
        if (refusal && schema_.tables[index].file == file_)
            refuse(text, {.message = refusal->message, .offset = std::nullopt});
        if (refusal)
            return false;
    }
    return true;
}

/// At the token that the database names.
void FileViews::refuse(const model::QueryText& text, const Refusal& refusal) {
    const auto same = [&](const std::string& said) {
        return lower_ascii(said) == lower_ascii(refusal.message);
    };
    if (std::ranges::any_of(lost_, same))
        return;
    model::Place place = text.place;
    const auto tokens = sql::tokens_of(text.text);
    const auto token = std::ranges::find_if(tokens, [&](const sql::Token& it) {
        return refusal.offset && it.begin <= *refusal.offset && *refusal.offset < it.end;
    });
    if (token != tokens.end())
        place = place_of(text, *token);
    diagnostics_.report(
        mistake("RS0907", place,
                fmt::format("{} does not take this SQL: {}", probe_->dialect().title, refusal.message),
                fmt::format("for SQL of another database write `{0} none`, or `{0} \"...\"` beside it",
                            probe_->dialect().name)));
}

void FileViews::report_tables(const model::Table& view) {
    diagnostics_.report(
        mistake("RS0815", view.place,
                fmt::format("view '{}' cannot be checked: {} does not take the schema itself: {}", view.name,
                            probe_->dialect().title, *tables_refused_),
                "look at the SQL in checks, defaults, computed columns and indexes"));
}

void FileViews::check_columns(const model::Table& view, const model::QueryText& text,
                              const Prepared& prepared) {
    for (const auto& column : view.columns) {
        const auto name = lower_ascii(column.db_name);
        const auto count = std::ranges::count(prepared.columns, name,
                                              [](const ResultColumn& it) { return lower_ascii(it.name); });
        if (count == 0)
            report_missing(view, column, text, prepared);
        else if (count > 1)
            diagnostics_.report(mistake(
                "RS0908", text.place,
                fmt::format("the SQL of view '{}' gives column '{}' twice", view.name, column.db_name),
                "give one of them another name with `as`"));
    }
}

void FileViews::report_missing(const model::Table& view, const model::Column& column,
                               const model::QueryText& text, const Prepared& prepared) {
    std::vector<std::string_view> names;
    for (const auto& found : prepared.columns)
        names.push_back(found.name);
    auto report = mistake("RS0908", column.place,
                          fmt::format("the SQL of view '{}' gives no column '{}'", view.name, column.db_name),
                          suggest(column.db_name, names,
                                  fmt::format("it gives {}; what has no name gets one by `as {}`",
                                              fmt::join(names, ", "), column.db_name)));
    report.related.push_back({to_span(text.place), "this SQL"});
    diagnostics_.report(std::move(report));
}

}

void check_views(const model::Schema& schema, Dialects dialects, Diagnostics& diagnostics,
                 const std::string& server) {
    for (std::size_t file = 0; file < schema.files.size(); ++file) {
        const bool has_views = std::ranges::any_of(
            schema.tables, [&](const model::Table& it) { return it.view && it.file == file; });
        if (!has_views || !schema.files[file].requested)
            continue;
        const auto errors = diagnostics.error_count();
        FileViews(schema, file, dialects, diagnostics, make_probe()).check();
        if (!server.empty() && diagnostics.error_count() == errors)
            FileViews(schema, file, dialects, diagnostics, make_server_probe(server, schema)).check();
    }
}

}
