// Deferred columns: read one by one, when they are asked for.

#include "rowsmith/deferred.hpp"

#include "core/execution.hpp"
#include "core/repeats.hpp"
#include "core/session_state.hpp"
#include "core/values.hpp"
#include "rowsmith/error.hpp"

#include <string>

namespace rowsmith::detail {
namespace {

/// Reads the column into a model; false when the row is gone.
bool read_column(TableRows& table, const ManagedRow& row, std::uint16_t column, void* model) {
    ColumnSet set;
    set.insert(column);
    const Mapping& mapping = *table.mapping;
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    const ColumnStatement& select = table.session->connection->select(prepared_table, set, mapping);
    const StatementName name{mapping.model, "load"};
    count_run(*table.session, Asked::deferred_column, name, select.statement->sql());
    StatementWatch watch{table.session->engine, select.statement->sql(), name};
    const Execution execution{*select.statement};
    select.statement->bind(mapping.columns, mapping.key, stored_model(row));
    const bool found = select.statement->step();
    if (found)
        select.statement->read(mapping.columns, select.columns, model);
    watch.rows = found ? 1 : 0;
    watch.done();
    return found;
}

}

void refuse_unloaded() {
    throw LazyLoad(
        "a deferred column was read before it was loaded; `repository.load(ref, repository.column)` "
        "fetches it");
}

const void* load_column(TableRows& table, ManagedRow& row, std::uint16_t index) {
    SessionState& session = *table.session;
    const Column& column = table.mapping->columns[index];
    require_usable(session);
    require_managed(session, row, "load");
    if (is_loaded(column, model_of(row)) || row.state == RowState::pending)
        return member_of(column, model_of(row));
    autoflush(session, *table.mapping, "load");
    if (!read_column(table, row, index, model_of(row)))
        throw NotFound("the row of " + std::string(table.mapping->model) + " whose column '" +
                           std::string(column.name) + "' was to be loaded is gone",
                       {.table = std::string(table.mapping->table)});
    set_loaded(column, model_of(row), true);
    if (row.original && !is_loaded(column, row.original)) {
        copy_value(column, row.original, model_of(row));
        set_loaded(column, row.original, true);
    }
    return member_of(column, model_of(row));
}

}
