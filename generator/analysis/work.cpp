#include "analysis/work.hpp"

#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace rowsmith::analysis {

namespace {

/// Whether a broken field could have made a column of that name.
bool could_make(const FieldDraft& field, std::string_view name) {
    if (name == field.syntax->name.text || name.starts_with(field.syntax->name.text + "_"))
        return true;
    const auto* via = attribute<syntax::Via>(*field.syntax);
    return via != nullptr &&
           std::ranges::any_of(via->columns, [&](const auto& it) { return it.text == name; });
}

std::string help_to_import(std::string_view name, const std::string& file, const std::string& importer) {
    namespace fs = std::filesystem;
    const auto path = fs::path(file).lexically_relative(fs::path(importer).parent_path());
    if (path.empty())
        return fmt::format("'{}' is declared in {}, which is not imported here", name, file);
    return fmt::format("it is declared in {}: add `import \"{}\"`", file, path.generic_string());
}

}

std::string subject_of(const model::Table& table) {
    return fmt::format("{} '{}'", kind_of(table), table.name);
}

void report_many_columns(Work& work, Span place, std::string_view table, std::size_t count) {
    work.report(mistake("RS0510", place, fmt::format("table '{}' has {} columns", table, count),
                        fmt::format("a database takes at most {}", most_columns)));
}

const Declaration* look_up(Work& work, const syntax::Name& name) {
    const auto* found = work.scope.find(name.span.file, name.text);
    if (found != nullptr && found->repeated)
        found = work.scope.find_elsewhere(name.text);
    if (found != nullptr)
        work.used_imports.emplace(name.span.file, found->file());
    return found;
}

std::string help_for_missing(Work& work, const syntax::Name& name,
                             const std::vector<std::string_view>& candidates) {
    ++work.guesses;
    if (const auto* elsewhere = work.scope.find_elsewhere(name.text))
        return help_to_import(name.text, work.path(elsewhere->file()), work.path(name.span.file));
    return suggest(name.text, candidates);
}

const FieldDraft* find_column(const TableDraft& draft, std::string_view name) {
    const auto found = std::ranges::find_if(draft.fields, [&](const FieldDraft& field) {
        return field.kind == FieldKind::column && field.syntax->name.text == name;
    });
    return found == draft.fields.end() ? nullptr : &*found;
}

bool maybe_lost(const TableDraft& draft, std::string_view name) {
    return !draft.complete || std::ranges::any_of(draft.fields, [&](const FieldDraft& field) {
        return field.kind == FieldKind::broken && could_make(field, name);
    });
}

}
