#include "core/row_statements.hpp"

#include "core/batches.hpp"
#include "core/conflicts.hpp"
#include "core/execution.hpp"
#include "core/fetch_ahead.hpp"
#include "core/relation_flush.hpp"

#include <vector>

namespace rowsmith::detail {
namespace {

/// Executes an UPDATE whose parameters are bound; false when it hit no row.
bool execute_update(Run& run, const Update& update, const ColumnStatement& prepared_update, ManagedRow& row) {
    if (prepared_update.returning.empty())
        return run.execute() == 1;
    driver::Statement& statement = run.statement();
    const Execution execution{statement};
    if (!run.step())
        return false;
    if (update.values == UpdateValues::of_models)
        read_made(statement, prepared_update, row);
    while (statement.step()) {
    }
    return true;
}

/// Gives the UPDATE its values for the row at this place.
void bind_values(driver::Statement& statement, const Update& update, std::span<const std::uint16_t> set,
                 std::size_t at) {
    const auto columns = update.table.mapping->columns;
    switch (update.values) {
    case UpdateValues::of_models:
        fill_in_keys(*update.rows[at]);
        return statement.bind(columns, set, model_of(*update.rows[at]));
    case UpdateValues::of_images:
        return statement.bind(columns, set, update.images[at].get());
    case UpdateValues::null:
        for (std::size_t part = 0; part < set.size(); ++part)
            statement.bind_value(columns[set[part]], nullptr, static_cast<int>(part) + 1);
        return;
    }
}

/// Executes an UPDATE for each row and gives back those that it missed.
std::vector<const ManagedRow*> run_updates(SessionState& session, const Update& update,
                                           const ColumnStatement& prepared_update) {
    const auto columns = update.table.mapping->columns;
    const std::span<const std::uint16_t> target = update.table.roles.target;
    const int first_of_target = static_cast<int>(prepared_update.columns.size()) + 1;
    driver::Statement& statement = *prepared_update.statement;
    Run run{session, statement, {update.table.mapping->model, "update"}};
    std::vector<const ManagedRow*> missed;
    for (std::size_t at = 0; at < update.rows.size(); ++at) {
        ManagedRow* const row = update.rows[at];
        fetch_models_ahead(update.rows, at);
        bind_values(statement, update, prepared_update.columns, at);
        statement.bind(columns, target, stored_model(*row), first_of_target);
        if (!execute_update(run, update, prepared_update, *row))
            missed.push_back(row);
    }
    run.done();
    return missed;
}

/// Executes the DELETE for each row and gives back those that it missed.
std::vector<const ManagedRow*> run_deletes(SessionState& session, const TableRows& table,
                                           driver::Statement& statement, std::span<ManagedRow* const> rows) {
    const auto columns = table.mapping->columns;
    Run run{session, statement, {table.mapping->model, "erase"}};
    std::vector<const ManagedRow*> missed;
    for (std::size_t at = 0; at < rows.size(); ++at) {
        ManagedRow* const row = rows[at];
        fetch_models_ahead(rows, at);
        statement.bind(columns, table.roles.target, stored_model(*row));
        if (run.execute() != 1)
            missed.push_back(row);
    }
    run.done();
    return missed;
}

/// The model that has the values of an UPDATE of the row at this place; null for NULLs.
const void* values_of(const Update& update, std::size_t at) {
    switch (update.values) {
    case UpdateValues::of_models:
        fill_in_keys(*update.rows[at]);
        return model_of(*update.rows[at]);
    case UpdateValues::of_images:
        return update.images[at].get();
    case UpdateValues::null:
        break;
    }
    return nullptr;
}

/// What came back of the rows that were sent, from number `from` on; those that were missed are added to
/// `missed`.
void take_updated(const Update& update, const ColumnBatch& batch, std::size_t from,
                  std::vector<const ManagedRow*>& missed) {
    const bool computed = update.values == UpdateValues::of_models && !update.table.roles.computed.empty();
    for (std::size_t at = 0; at < batch.batch->rows(); ++at) {
        ManagedRow& row = *update.rows[from + at];
        if (!batch.batch->written(at)) {
            missed.push_back(&row);
        } else if (computed) {
            batch.batch->read(at, model_of(row));
            note_loaded(batch.returning, row);
        }
    }
}

/// The same as run_updates, many rows at a time.
std::vector<const ManagedRow*> run_update_batch(const SessionState& session, const Update& update,
                                                const ColumnBatch& batch) {
    std::vector<const ManagedRow*> missed;
    const auto add = [&](std::size_t at) {
        fetch_models_ahead(update.rows, at);
        batch.batch->add(values_of(update, at), stored_model(*update.rows[at]));
    };
    const auto sent = [&](std::size_t from, std::int64_t written) {
        const auto rows = update.rows.subspan(from, batch.batch->rows());
        if (!batch.returning.empty()) {
            take_updated(update, batch, from, missed);
        } else if (static_cast<std::size_t>(written) != rows.size()) {
            const auto gone = rows_gone(update.table, rows);
            missed.insert(missed.end(), gone.begin(), gone.end());
        }
    };
    const NamedBatch sending{*batch.batch, {update.table.mapping->model, "update"}};
    send_in_batches(session, sending, update.rows.size(), add, sent);
    return missed;
}

/// The same as run_deletes, many rows at a time.
std::vector<const ManagedRow*> run_delete_batch(const SessionState& session, const NamedBatch& named,
                                                std::span<ManagedRow* const> rows) {
    driver::Batch& batch = named.batch;
    std::vector<const ManagedRow*> missed;
    const auto add = [&](std::size_t at) {
        fetch_models_ahead(rows, at);
        batch.add(nullptr, stored_model(*rows[at]));
    };
    const auto sent = [&](std::size_t from, std::int64_t) {
        for (std::size_t at = 0; at < batch.rows(); ++at) {
            if (!batch.written(at))
                missed.push_back(rows[from + at]);
        }
    };
    send_in_batches(session, named, rows.size(), add, sent);
    return missed;
}

}

void read_made(driver::Statement& statement, const ColumnStatement& columns, ManagedRow& row) {
    statement.read(row.mapping->columns, columns.returning, model_of(row));
    note_loaded(columns.returning, row);
}

void note_loaded(std::span<const std::uint16_t> columns, ManagedRow& row) {
    for (const auto index : columns) {
        if (const Column& column = row.mapping->columns[index]; column.loaded != 0)
            set_loaded(column, model_of(row), true);
    }
}

void update_rows(SessionState& session, const Update& update) {
    const Mapping& mapping = *update.table.mapping;
    PreparedTable& prepared_table = prepared(update.table, driver::Begin::write);
    if (goes_by_batch(session, update.rows.size()) && !update.in_order) {
        const ColumnBatch& batch = session.connection->update_batch(prepared_table, update.set, mapping);
        const auto missed = run_update_batch(session, update, batch);
        if (!missed.empty())
            refuse_missed(update.table, "update", missed, batch.batch->sql());
        return;
    }
    const ColumnStatement& statement = session.connection->update(prepared_table, update.set, mapping);
    const auto missed = run_updates(session, update, statement);
    if (!missed.empty())
        refuse_missed(update.table, "update", missed, statement.statement->sql());
}

void delete_rows(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows) {
    if (rows.empty())
        return;
    PreparedTable& prepared_table = prepared(table, driver::Begin::write);
    if (goes_by_batch(session, rows.size())) {
        driver::Batch& batch = *session.connection->erase_batch(prepared_table, *table.mapping).batch;
        const auto missed = run_delete_batch(session, {batch, {table.mapping->model, "erase"}}, rows);
        if (!missed.empty())
            refuse_missed(table, "delete", missed, batch.sql());
        return;
    }
    driver::Statement& statement =
        session.connection->prepared(prepared_table.erase, prepared_table.texts->erase);
    const auto missed = run_deletes(session, table, statement, rows);
    if (!missed.empty())
        refuse_missed(table, "delete", missed, statement.sql());
}

}
