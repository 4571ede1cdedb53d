// UPDATE and DELETE by condition, and how managed rows follow.

#include "core/cascades.hpp"
#include "core/column_set.hpp"
#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/query_run.hpp"
#include "core/reading.hpp"
#include "core/returned.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

using Columns = std::vector<std::uint16_t>;

void refuse_column(const Mapping& mapping, std::uint16_t index, const char* why) {
    const Column& column = mapping.columns[index];
    throw UsageError("update() of '" + std::string(column.name) + "' of " + std::string(mapping.model) +
                         ": " + why,
                     {.table = std::string(mapping.table), .column = std::string(column.name)});
}

void check_assignments(const Mapping& mapping, std::span<const AssignmentData> assignments) {
    ColumnSet seen;
    for (const AssignmentData& assignment : assignments) {
        const auto index = assignment.column;
        if (std::ranges::find(mapping.key, index) != mapping.key.end())
            refuse_column(mapping, index, "a key is changed row by row, by edit()");
        switch (mapping.columns[index].writing) {
        case Writing::always:
            break;
        case Writing::insert_only:
            refuse_column(mapping, index, "the column is readonly");
            break;
        case Writing::version:
            refuse_column(mapping, index, "versions are raised by themselves");
            break;
        case Writing::computed:
            refuse_column(mapping, index, "the database computes it");
            break;
        }
        if (seen.contains(index))
            refuse_column(mapping, index, "it is set twice");
        seen.insert(index);
    }
}

/// The version is raised with whatever else is stored.
std::vector<AssignmentData> with_version(const TableRows& table,
                                         std::span<const AssignmentData> assignments) {
    std::vector<AssignmentData> all{assignments.begin(), assignments.end()};
    if (table.roles.version) {
        const auto version = table.roles.version_index;
        all.push_back(
            {version, operation(Operator::plus, column_expression(version), integer_expression(1))});
    }
    return all;
}

/// What has another value after the UPDATE.
Columns changed_by(const TableRows& table, std::span<const AssignmentData> assignments) {
    Columns columns;
    for (const AssignmentData& assignment : assignments)
        columns.push_back(assignment.column);
    columns.insert(columns.end(), table.roles.computed.begin(), table.roles.computed.end());
    return columns;
}

bool touches(const Columns& changed, const ForeignKey& key) {
    return std::ranges::any_of(key.columns, [&](std::uint16_t column) { return contains(changed, column); });
}

Columns with_key(const Mapping& mapping, const Columns& columns) {
    Columns all{mapping.key.begin(), mapping.key.end()};
    all.insert(all.end(), columns.begin(), columns.end());
    return all;
}

/// Of a foreign key that is changed in part the other columns are needed too.
Columns with_foreign_keys(const Mapping& mapping, Columns columns, const Columns& changed) {
    for (const ForeignKey& key : mapping.foreign_keys) {
        for (const auto column : key.columns) {
            if (touches(changed, key) && !contains(columns, column))
                columns.push_back(column);
        }
    }
    return columns;
}

/// Whether rows that the session does not have may move into lists that it has.
bool moves_rows(const TableRows& table, const Columns& changed) {
    return std::ranges::any_of(table.mapping->foreign_keys, [&](const ForeignKey& key) {
        const TableRows* const target =
            key.inverse && touches(changed, key) ? target_table(table, key) : nullptr;
        return target && target->identities.size() > 0;
    });
}

void take_value(const Column& column, void* to, const void* from) {
    copy_value(column, to, from);
    if (column.loaded != 0)
        set_loaded(column, to, true);
}

void follow_clean(ManagedRow& row, const void* read, const Columns& columns) {
    const Mapping& mapping = *row.mapping;
    keep_image(row);
    const Image fresh = image_of(mapping, model_of(row));
    for (const auto index : columns)
        take_value(mapping.columns[index], fresh.get(), read);
    overwrite(row, fresh.get());
    unload_incomplete_lists(row);
}

/// What the program has edited stays, over another original.
void follow_edited(ManagedRow& row, const void* read, const Columns& columns) {
    const Mapping& mapping = *row.mapping;
    Image original = image_of(mapping, row.original);
    for (const auto index : columns) {
        const Column& column = mapping.columns[index];
        const bool edited = !equal(column, row.original, model_of(row)) && column.writing == Writing::always;
        take_value(column, original.get(), read);
        if (!edited)
            take_value(column, model_of(row), read);
    }
    const bool touched = row.touched;
    drop_original(row);
    row.touched = touched;
    row.original = original.release();
}

/// A row that the session does not have belongs to a list that it may have.
void follow_unknown(TableRows& table, const void* read, const Columns& columns) {
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        if (touches(columns, key))
            unload_list(table, key, read);
    }
}

void follow_updated(TableRows& table, const void* read, const Columns& columns) {
    ManagedRow* const row = find_stored(table, read);
    if (!row)
        return follow_unknown(table, read, columns);
    if (row->state != RowState::persistent && row->state != RowState::erased)
        return;
    if (row->original)
        follow_edited(*row, read, columns);
    else
        follow_clean(*row, read, columns);
}

std::int64_t update_synced(const QueryData& query, std::span<const AssignmentData> assignments,
                           const ReturnedRows* returned_rows) {
    TableRows& table = *query.table;
    const Mapping& mapping = *table.mapping;
    const Columns changed = changed_by(table, assignments);
    const Columns returned = with_foreign_keys(mapping, with_key(mapping, changed), changed);
    const Returned give_back{returned_rows, target_of(query), returned};
    QueryText text = update_query(target_of(query), query, assignments, give_back.list());
    count_run(query, Asked::change, name_of(query, "update"), text);
    RunningQuery run{*table.session, std::move(text), name_of(query, "update"), driver::Begin::write};
    return write_now(*table.session, [&] {
        const Kept scratch{*static_cast<ManagedRow*>(mapping.rows.create()), mapping};
        while (run.next()) {
            run.statement().read(mapping.columns, returned, model_of(scratch.row()));
            follow_updated(table, model_of(scratch.row()), changed);
            give_back.read(run.statement());
        }
        return run.rows();
    });
}

std::int64_t run_alone(const QueryData& query, const char* call, QueryText text, const Returned& give_back) {
    SessionState& session = *query.table->session;
    count_run(query, Asked::change, name_of(query, call), text);
    RunningQuery run{session, std::move(text), name_of(query, call), driver::Begin::write};
    return write_now(session, [&] {
        if (!give_back.wanted())
            return run.execute();
        while (run.next())
            give_back.read(run.statement());
        return run.rows();
    });
}

/// Whether the session has rows of other tables that the database may delete or change with rows of this one.
bool has_dependents(const TableRows& table) {
    return std::ranges::any_of(table.session->tables, [&](const auto& other) {
        return other->identities.size() > 0 &&
               std::ranges::any_of(other->mapping->foreign_keys, [&](const ForeignKey& key) {
                   return key.target == table.mapping && key.on_delete != KeyAction::none &&
                          key.on_delete != KeyAction::restrict_;
               });
    });
}

/// Rows with a reference each.
class HeldRows {
public:
    HeldRows() = default;
    HeldRows(const HeldRows&) = delete;
    HeldRows& operator=(const HeldRows&) = delete;
    ~HeldRows() {
        for (ManagedRow* row : rows_)
            release(*row);
    }
    void add(ManagedRow& row) {
        rows_.push_back(&row);
        acquire(row);
    }
    [[nodiscard]] std::span<ManagedRow* const> all() const { return rows_; }

private:
    std::vector<ManagedRow*> rows_;
};

/// A row that others depend on is taken in as a whole: so they find it, and a rollback brings it back.
std::int64_t erase_synced(const QueryData& query, bool dependents, const ReturnedRows* returned_rows) {
    TableRows& table = *query.table;
    const Mapping& mapping = *table.mapping;
    const Columns returned = dependents ? columns_of_row(mapping) : with_key(mapping, {});
    const Returned give_back{returned_rows, target_of(query), returned};
    QueryText text = delete_query(target_of(query), query, give_back.list());
    count_run(query, Asked::change, name_of(query, "erase"), text);
    RunningQuery run{*table.session, std::move(text), name_of(query, "erase"), driver::Begin::write};
    return write_now(*table.session, [&] {
        const Kept scratch{*static_cast<ManagedRow*>(mapping.rows.create()), mapping};
        HeldRows rows;
        while (run.next()) {
            ManagedRow* row = dependents ? &adopt(table, run.statement()) : nullptr;
            if (!row) {
                run.statement().read(mapping.columns, returned, model_of(scratch.row()));
                row = find_stored(table, model_of(scratch.row()));
            }
            if (row)
                rows.add(*row);
            give_back.read(run.statement());
        }
        follow_deleted(*table.session, rows.all());
        return run.rows();
    });
}

void prepare_to_write(const QueryData& query, const char* call) {
    require_usable(*query.table->session);
    require_no_stream(*query.table->session, call);
    autoflush(*query.table->session, *query.table->mapping, call);
}

}

std::int64_t erase_rows(const QueryData& query, const ReturnedRows* returned) {
    const Returned give_back{returned, target_of(query), {}};
    prepare_to_write(query, "erase");
    TableRows& table = *query.table;
    const bool dependents = has_dependents(table);
    if (query.synced && (dependents || table.identities.size() > 0))
        return erase_synced(query, dependents, returned);
    return run_alone(query, "erase", delete_query(target_of(query), query, give_back.list()), give_back);
}

std::int64_t update_rows(const QueryData& query, std::span<const AssignmentData> assignments,
                         const ReturnedRows* returned) {
    TableRows& table = *query.table;
    check_assignments(*table.mapping, assignments);
    const Returned give_back{returned, target_of(query), {}};
    prepare_to_write(query, "update");
    const auto all = with_version(table, assignments);
    if (query.synced && (table.identities.size() > 0 || moves_rows(table, changed_by(table, all))))
        return update_synced(query, all, returned);
    return run_alone(query, "update", update_query(target_of(query), query, all, give_back.list()),
                     give_back);
}

}
