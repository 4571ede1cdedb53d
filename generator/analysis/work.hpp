#pragma once
// What the passes of the analysis share: the model as far as it is made, and beside each table what it was
// made from.

#include "analysis/naming.hpp"
#include "analysis/report.hpp"
#include "analysis/scope.hpp"
#include "model/model.hpp"

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace rowsmith::analysis {

enum class FieldKind { broken, column, relation, many_to_many };

/// A column as others refer to it.
struct ColumnRef {
    std::string name;
    model::Type type;
    Span place;
    model::CppType cpp = {};
    std::vector<model::DialectSql> db_types = {};
};

/// A field whose type has been looked up. `broken`: reported, and its consequences are not.
struct FieldDraft {
    const syntax::Field* syntax = nullptr;
    FieldKind kind = FieldKind::broken;
    model::Type type = {}; // of a column; of a relation only `nullable` counts
    // of a column:
    model::Default initial = {};
    model::Writing writing = model::Writing::always;
    model::SqlText expression = {}; // when it is computed
    model::CppType cpp = {};
    std::vector<model::DialectSql> db_types = {};
    // of a relation:
    std::size_t target = 0;              // the table
    bool has_target = false;             // also of one that turned out broken later
    bool columns_done = false;           // `columns` has been worked out, or that failed
    bool twin = false;                   // the other side of a relation that makes it; reported
    std::vector<ColumnRef> columns = {}; // in the order of the target's key; the types are those of the key
};

enum class Progress { untouched, working, done, failed };

struct KeyDraft {
    Progress progress = Progress::untouched;
    std::vector<ColumnRef> columns = {};
};

/// A table's source. Drafts and Schema::tables are parallel.
struct TableDraft {
    const syntax::Table* syntax = nullptr;          // null for a made link table
    Span place = {};                                // where the table gets its name
    bool complete = true;                           // false: something of it could not be read or found
    std::vector<FieldDraft> fields = {};            // its own, then those of its mixins
    std::vector<const syntax::Member*> others = {}; // keys, indexes, checks, in the same order
    KeyDraft key = {};
    std::vector<const FieldDraft*> relation_fields = {}; // parallel to the model's; null in a made link table
    /// A many-to-many field that makes this table, and its table; for made link tables only.
    const syntax::Field* maker = nullptr;
    std::size_t maker_table = 0;
};

/// Whether the draft is a view's.
[[nodiscard]] inline bool is_view(const TableDraft& draft) {
    return draft.syntax != nullptr && draft.syntax->view;
}
/// "table", or "view".
[[nodiscard]] inline std::string_view kind_of(const model::Table& table) {
    return table.view ? "view" : "table";
}

/// "table 'User'"
[[nodiscard]] std::string subject_of(const model::Table& table);

/// A table, index, sequence or enum that had another name in the database.
struct ObjectRename {
    std::string from;
    std::string schema; // in which the object stands
    FileIndex file = 0; // of the object; a mixin's index belongs to the file of the table
    Span place = {};
};

struct Work {
    const Program& program;
    Diagnostics& diagnostics;
    std::span<const std::string_view> dialects; // that SQL may be written for
    Scope scope;
    std::vector<NamingStyles> naming = {}; // per file
    model::Schema schema = {};
    std::vector<TableDraft> drafts = {};
    /// Fields that no table has, checked for their own sake: of mixins that are not used, of tables declared
    /// twice.
    std::vector<TableDraft> loose = {};
    std::set<const syntax::Mixin*> used_mixins = {};
    std::size_t guesses = 0; // how often a name was looked for that a misspelt one may have meant
    std::vector<ObjectRename> object_renames = {};
    std::set<std::pair<FileIndex, FileIndex>> used_imports = {}; // importing file, imported file

    void report(Diagnostic diagnostic) { diagnostics.report(std::move(diagnostic)); }
    [[nodiscard]] const std::string& path(FileIndex file) const { return program.sources[file].path(); }
    [[nodiscard]] FileIndex file_of(const model::Table& table) const { return scope.order[table.file]; }
};

[[nodiscard]] inline model::Place to_place(Span span) {
    return {.file = span.file, .begin = span.begin, .end = span.end};
}
[[nodiscard]] inline Span to_span(model::Place place) {
    return {.file = place.file, .begin = place.begin, .end = place.end};
}

constexpr std::size_t most_columns = 1600;   // of a table, in PostgreSQL
constexpr std::size_t most_key_columns = 32; // of a key or an index, in PostgreSQL
void report_many_columns(Work& work, Span place, std::string_view table, std::size_t count);

/// The first attribute of a kind.
template <typename Kind>
[[nodiscard]] const Kind* attribute(const syntax::Field& field, Span* place = nullptr) {
    for (const auto& it : field.attributes)
        if (const auto* found = std::get_if<Kind>(&it.value)) {
            if (place != nullptr)
                *place = it.span;
            return found;
        }
    return nullptr;
}

/// The declaration that a name means where it is written; null without a report.
[[nodiscard]] const Declaration* look_up(Work& work, const syntax::Name& name);
/// A flood of unknown names has one cause, and each guess looks at all names: only these many are made.
constexpr std::size_t most_guesses = 100;
/// Words that a misspelt name may have meant: the visible declarations of a kind, while guesses are made.
template <typename Node>
[[nodiscard]] std::vector<std::string_view> visible_names(const Work& work, FileIndex from) {
    std::vector<std::string_view> names;
    if (work.guesses >= most_guesses)
        return names;
    for (const auto& [name, index] : work.scope.visible[from])
        if (std::holds_alternative<const Node*>(work.scope.declarations[index].node))
            names.push_back(name);
    return names;
}
/// Help for a name that is not visible: where it is declared, or what is spelt nearly so. Empty when neither.
[[nodiscard]] std::string help_for_missing(Work& work, const syntax::Name& name,
                                           const std::vector<std::string_view>& candidates);

/// The declared column of that name; null when there is none.
[[nodiscard]] const FieldDraft* find_column(const TableDraft& draft, std::string_view name);
/// Whether a column of that name may be missing only because of something that was reported already.
[[nodiscard]] bool maybe_lost(const TableDraft& draft, std::string_view name);

}
