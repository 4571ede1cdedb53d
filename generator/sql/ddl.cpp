#include "sql/ddl.hpp"

#include "sql/ddl_parts.hpp"
#include "sql/layout.hpp"
#include "sql/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace rowsmith::sql {

namespace {

using model::Action;
using model::DefaultKind;

constexpr std::uint32_t tables_from = 1;
constexpr std::uint32_t keys_at = 1'000'000; // there are fewer tables than this
constexpr std::uint32_t indexes_at = keys_at + 1;
constexpr std::uint32_t comments_at = keys_at + 2;
constexpr std::uint32_t views_from = keys_at + 3;
constexpr std::uint32_t view_comments_at = 2 * keys_at;

std::uint32_t create_order(const model::Table& table) {
    return (table.view ? views_from : tables_from) + static_cast<std::uint32_t>(table.rank);
}
/// The views before all tables.
std::uint32_t drop_order(const model::Table& table) {
    return (table.view ? keys_at / 2 : keys_at) - static_cast<std::uint32_t>(table.rank);
}
constexpr std::uint32_t drop_sequences_at = keys_at + 1;

// ---- columns

bool is_identity(const model::Column& column) {
    return column.initial.kind == DefaultKind::identity;
}

/// The first version is 1, also of rows that other programs insert.
std::string default_of(const DdlContext& in, const model::Column& column) {
    if (column.writing == model::Writing::version && column.initial.kind == DefaultKind::none)
        return "1";
    return in.dialect.default_value(in.schema, column);
}

/// Empty where the schema says that this database is to have none.
std::string generation(const DdlContext& in, const model::Column& column) {
    const auto* expression = column.expression.of(in.dialect.name);
    if (!column.computed() || expression == nullptr)
        return {};
    return fmt::format("generated always as ({}) {}", in.dialect.computed_value(column, *expression),
                       column.writing == model::Writing::stored ? "stored" : "virtual");
}

std::string column_definition(const DdlContext& in, const model::Table& table, std::size_t index) {
    const auto& column = table.columns[index];
    auto text = fmt::format("{} {}", quote(column.db_name), column_type(in.dialect, in.schema, column));
    if (!column.type.nullable)
        text += " not null";
    if (table.primary_key == std::vector{index})
        text += " primary key";
    if (is_identity(column))
        text += in.dialect.identity;
    if (const auto value = default_of(in, column); !value.empty())
        text += " default " + value;
    std::vector<std::string> pieces{std::move(text)};
    if (auto generated = generation(in, column); !generated.empty())
        pieces.push_back(std::move(generated));
    if (const auto condition = in.dialect.condition(in.schema, column); !condition.empty())
        pieces.push_back(fmt::format("check ({})", condition));
    return pieces.size() == 1 ? pieces.front() : broken(pieces, 4, 8);
}

// ---- tables

std::string_view action_name(Action action) {
    switch (action) {
    case Action::none:
        return {};
    case Action::cascade:
        return "cascade";
    case Action::set_null:
        return "set null";
    case Action::set_default:
        return "set default";
    case Action::restrict_:
        return "restrict";
    }
    return {};
}

std::string key_clauses(const model::Relation& relation) {
    std::vector<std::string> clauses;
    if (relation.on_delete != Action::none)
        clauses.push_back(fmt::format("on delete {}", action_name(relation.on_delete)));
    if (relation.on_update != Action::none)
        clauses.push_back(fmt::format("on update {}", action_name(relation.on_update)));
    if (relation.deferrable)
        clauses.emplace_back("deferrable initially deferred");
    return joined(clauses, " ");
}

/// The constraint after `before`, at this indentation.
std::string foreign_key(const DdlContext& in, const model::Table& table, const model::Relation& relation,
                        std::string_view before, std::size_t indent) {
    const auto& target = in.schema.tables[relation.target];
    std::vector<std::string> references{
        fmt::format("references {} {}", in.name(target), columns_of(target, relation.target_columns))};
    if (auto clauses = key_clauses(relation); !clauses.empty())
        references.push_back(std::move(clauses));
    const auto head = fmt::format("{}constraint {} foreign key {}", before, quote(relation.db_name),
                                  columns_of(table, relation.columns));
    return broken({head, broken(references, indent + 4, indent + 4)}, indent, indent + 4);
}

/// True for a key that must wait until all tables exist: in a ring of tables one has to.
bool is_late(const DdlContext& in, const model::Table& table, const model::Relation& relation) {
    const auto& target = in.schema.tables[relation.target];
    return in.dialect.late_foreign_keys && &target != &table && target.rank >= table.rank;
}

std::string create_table(const DdlContext& in, const model::Table& table) {
    std::vector<std::string> lines;
    for (std::size_t index = 0; index < table.columns.size(); ++index)
        lines.push_back(column_definition(in, table, index));
    if (table.primary_key.size() > 1)
        lines.push_back("primary key " + columns_of(table, table.primary_key));
    for (const auto& check : table.checks) {
        if (const auto* condition = check.condition.of(in.dialect.name))
            lines.push_back(fmt::format("constraint {} check ({})", quote(check.db_name), *condition));
    }
    for (const auto& relation : table.relations) {
        if (!is_late(in, table, relation))
            lines.push_back(foreign_key(in, table, relation, "", 4));
    }
    return fmt::format("create table {}{} (\n    {}\n){}{}", in.guard(), in.name(table),
                       joined(lines, ",\n    "), partition_clause(in, table),
                       in.dialect.table_options(table));
}

std::string add_foreign_key(const DdlContext& in, const model::Table& table,
                            const model::Relation& relation) {
    const bool guarded = in.mode == CreateMode::if_not_exists;
    const auto before = fmt::format("alter table {} add ", in.name(table));
    const auto statement = foreign_key(in, table, relation, before, guarded ? 4 : 0);
    return guarded ? in.dialect.guarded(statement) : statement;
}

// ---- what a file contributes

class Statements {
public:
    void add(std::uint32_t order, std::string sql, std::string check = {}) {
        statements_.push_back({order, std::move(sql), std::move(check)});
    }
    void add(std::uint32_t order, std::vector<std::string> texts) {
        for (auto& text : texts)
            add(order, std::move(text));
    }
    /// By order; a text that stands here already is not repeated.
    [[nodiscard]] std::vector<DdlStatement> sorted() && {
        std::ranges::stable_sort(statements_, {}, &DdlStatement::order);
        std::set<DdlStatement> seen;
        std::erase_if(statements_, [&seen](const auto& statement) { return !seen.insert(statement).second; });
        return std::move(statements_);
    }

private:
    std::vector<DdlStatement> statements_;
};

void add_view(Statements& to, const DdlContext& in, const model::Table& view) {
    if (!has_view(in, view))
        return;
    to.add(create_order(view), create_view(in, view), check_view(in, view));
    if (in.dialect.comments)
        to.add(view_comments_at, comments_on(in, view));
}

void add_table(Statements& to, const DdlContext& in, const model::Table& table) {
    if (table.view)
        return add_view(to, in, table);
    to.add(create_order(table), create_table(in, table));
    to.add(create_order(table), create_partitions(in, table));
    for (const auto& relation : table.relations) {
        if (is_late(in, table, relation))
            to.add(keys_at, add_foreign_key(in, table, relation));
    }
    for (const auto& key : table.unique_keys)
        to.add(indexes_at, create_unique_key(in, table, key));
    for (const auto& index : table.indexes) {
        if (has_index(in, index))
            to.add(indexes_at, create_index(in, table, index));
    }
    if (in.dialect.comments)
        to.add(comments_at, comments_on(in, table));
}

void add_enumeration(Statements& to, const DdlContext& in, const model::Enum& enumeration) {
    if (in.dialect.create_enumeration == nullptr)
        return;
    const auto statement = in.dialect.create_enumeration(enumeration);
    to.add(0, in.mode == CreateMode::if_not_exists ? in.dialect.guarded(statement) : statement);
    if (in.dialect.comments && !enumeration.doc.empty())
        to.add(comments_at, comment("type", in.name(enumeration), enumeration.doc));
}

void add_sequence(Statements& to, const DdlContext& in, const model::Sequence& sequence) {
    to.add(0, in.dialect.create_sequence(sequence, in.mode));
    if (in.dialect.comments && !sequence.doc.empty())
        to.add(comments_at, comment("sequence", in.name(sequence), sequence.doc));
}

void add_drop(Statements& to, const DdlContext& in, const model::Table& table) {
    if (table.view) {
        if (has_view(in, table))
            to.add(drop_order(table), "drop view if exists " + in.name(table));
        return;
    }
    for (const auto& relation : table.relations) {
        if (is_late(in, table, relation))
            to.add(0, fmt::format("alter table if exists {} drop constraint if exists {}", in.name(table),
                                  quote(relation.db_name)));
        const bool to_itself = &in.schema.tables[relation.target] == &table;
        if (!in.dialect.relax_foreign_keys.empty() && (relation.cut || to_itself))
            to.add(0, std::string(in.dialect.relax_foreign_keys));
    }
    to.add(drop_order(table), "drop table if exists " + in.name(table));
}

/// Before all else; a script that people read is run by one of them.
void add_lock(Statements& to, const DdlContext& in) {
    if (in.mode == CreateMode::if_not_exists && !in.dialect.lock.empty())
        to.add(0, std::string(in.dialect.lock));
}

template <typename T>
void for_each_of(const std::vector<T>& all, std::size_t file, auto&& visit) {
    for (const auto& one : all) {
        if (one.file == file)
            visit(one);
    }
}

/// The schemas in which a file has something.
void add_schemas(Statements& to, const DdlContext& in, std::size_t file) {
    if (!in.dialect.schemas())
        return;
    const auto add = [&](const auto& object) {
        if (!object.db_schema.empty())
            to.add(0, in.dialect.create_schema(object.db_schema, in.mode));
    };
    for_each_of(in.schema.enums, file, add);
    for_each_of(in.schema.sequences, file, add);
    for_each_of(in.schema.tables, file, add);
}

}

std::vector<DdlStatement> create_statements(const Dialect& dialect, const model::Schema& schema,
                                            std::size_t file, CreateMode mode) {
    const DdlContext in{dialect, schema, mode};
    Statements result;
    add_lock(result, in);
    add_schemas(result, in, file);
    for_each_of(schema.enums, file,
                [&](const auto& enumeration) { add_enumeration(result, in, enumeration); });
    for_each_of(schema.sequences, file, [&](const auto& sequence) { add_sequence(result, in, sequence); });
    for_each_of(schema.tables, file, [&](const auto& table) { add_table(result, in, table); });
    return std::move(result).sorted();
}

std::vector<DdlStatement> drop_statements(const Dialect& dialect, const model::Schema& schema,
                                          std::size_t file) {
    const DdlContext in{dialect, schema, CreateMode::if_not_exists};
    Statements result;
    add_lock(result, in);
    for (auto table = schema.tables.rbegin(); table != schema.tables.rend(); ++table) {
        if (table->file == file && table->view) // a view may read those before it
            add_drop(result, in, *table);
    }
    for_each_of(schema.tables, file, [&](const auto& table) {
        if (!table.view)
            add_drop(result, in, table);
    });
    for_each_of(schema.sequences, file, [&](const auto& sequence) {
        result.add(drop_sequences_at, dialect.drop_sequence(sequence));
    });
    for_each_of(schema.enums, file, [&](const auto& enumeration) {
        if (dialect.create_enumeration != nullptr)
            result.add(drop_sequences_at, "drop type if exists " + in.name(enumeration));
    });
    return std::move(result).sorted();
}

std::vector<std::string> create_table_statements(const Dialect& dialect, const model::Schema& schema,
                                                 std::size_t table) {
    Statements result;
    add_table(result, {dialect, schema, CreateMode::plain}, schema.tables[table]);
    std::vector<std::string> texts;
    for (auto& statement : std::move(result).sorted())
        texts.push_back(std::move(statement.sql));
    return texts;
}

std::string ddl_script(const Dialect& dialect, const model::Schema& schema,
                       std::span<const std::size_t> files) {
    Statements all;
    for (const auto file : files) {
        for (auto& statement : create_statements(dialect, schema, file, CreateMode::plain))
            all.add(statement.order, std::move(statement.sql));
    }
    std::string script;
    for (const auto& statement : std::move(all).sorted())
        script += (script.empty() ? "" : "\n") + statement.sql + ";\n";
    return script;
}

}
