// Reading: by key, by unique key, all rows, again.

#include "core/execution.hpp"
#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/reading.hpp"
#include "core/relation_loading.hpp"
#include "core/repeats.hpp"
#include "core/session_state.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <numeric>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

ManagedRow& spare_of(TableRows& table) {
    if (!table.spare) {
        auto* made = static_cast<ManagedRow*>(table.mapping->rows.create());
        made->mapping = table.mapping;
        acquire(*made);
        table.spare = made;
    }
    return *table.spare;
}

/// Relations follow what is read of a row: one that has been moved elsewhere, or was by the program that now
/// takes it back, is out of the lists that it was in. Where it is now, a list that is loaded lacks it, and is
/// read again when it is needed.
void follow_read_keys(ManagedRow& known, const void* read) {
    const auto keys = known.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(known, number);
        if (!link.was_set && (!link.target || holds_key_of(*known.mapping, keys[number], read, *link.target)))
            continue;
        const Relation* const inverse = keys[number].inverse;
        if (RowList* const list = link.target && inverse ? writable_list(*link.target, *inverse) : nullptr)
            take_from(*list, known);
        if (ManagedRow* const now = inverse ? named_target(*known.table, keys[number], read) : nullptr)
            put_list(*now, *inverse, nullptr);
        put_link(known, number, {});
    }
}

/// A row that the session knows already keeps what it holds, unless it is clean and of an earlier
/// transaction, or time.
void renew(ManagedRow& known, void* read) {
    const SessionState& session = *known.table->session;
    if (known.state != RowState::persistent || known.original || known.transaction == session.era)
        return;
    if (session.unseen_changes)
        keep_image(known); // a rollback undoes them
    overwrite(known, read);
}

/// The row that is in the database: when a new one has its key already, the erased one that had it.
ManagedRow& stored_row(const TableRows& table, ManagedRow& known) {
    const auto& displaced = table.session->displaced;
    const auto former = displaced.empty() ? displaced.end() : displaced.find(&known);
    return former == displaced.end() ? known : *former->second;
}

ManagedRow* present(ManagedRow* row) {
    return row && row->state != RowState::erased ? row : nullptr;
}

void bind_values(driver::Statement& statement, const Mapping& mapping, std::span<const std::uint16_t> columns,
                 std::span<const void* const> values) {
    for (std::size_t part = 0; part < columns.size(); ++part)
        statement.bind_value(mapping.columns[columns[part]], values[part], static_cast<int>(part + 1));
}

ManagedRow* select_one(TableRows& table, driver::Statement& statement, Asked asked, const char* call,
                       std::span<const std::uint16_t> columns, std::span<const void* const> values) {
    const StatementName name{table.mapping->model, call};
    const std::string& sql = statement.sql();
    count_run(*table.session, asked, name, sql);
    StatementWatch watch{table.session->engine, sql, name};
    const Execution execution{statement};
    bind_values(statement, *table.mapping, columns, values);
    ManagedRow* row = statement.step() ? &adopt(table, statement) : nullptr;
    watch.rows = row ? 1 : 0;
    watch.done();
    return row;
}

driver::Statement& find_statement(TableRows& table) {
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    return table.session->connection->prepared(prepared_table.find, prepared_table.texts->find);
}

/// Reads a managed row again into its model; false when it is gone.
bool reread(TableRows& table, ManagedRow& row) {
    driver::Statement& statement = find_statement(table);
    StatementWatch watch{table.session->engine, statement.sql(), {table.mapping->model, "refresh"}};
    const Execution execution{statement};
    const KeyValues key{*table.mapping, stored_model(row)};
    bind_values(statement, *table.mapping, table.mapping->key, key.values());
    const bool found = statement.step();
    if (found)
        read_model(statement, *table.mapping, model_of(spare_of(table)));
    watch.rows = found ? 1 : 0;
    watch.done();
    return found;
}

}

void forget_edit(ManagedRow& row) {
    if (!row.original)
        return;
    row.mapping->rows.assign(model_of(row), row.original); // the row keeps its place in the map
    drop_original(row);
}

void read_model(driver::Statement& statement, const Mapping& mapping, void* model, int first) {
    if (!mapping.read.empty())
        statement.read(mapping.columns, mapping.read, model, first);
    else
        statement.read(mapping.columns, model, first);
}

ManagedRow* find_stored(TableRows& table, const void* model) {
    ManagedRow* const known = table.identities.find(model);
    return known ? &stored_row(table, *known) : nullptr;
}

void overwrite(ManagedRow& row, void* model) {
    follow_read_keys(row, model);
    row.mapping->rows.move(model_of(row), model);
    row.transaction = row.table->session->era;
}

ManagedRow& adopt(TableRows& table, driver::Statement& statement, int first) {
    ManagedRow& fresh = spare_of(table);
    read_model(statement, *table.mapping, model_of(fresh), first);
    ManagedRow& known = table.identities.find_or_insert(fresh);
    if (&known != &fresh) {
        renew(known, model_of(fresh));
        return stored_row(table, known);
    }
    table.spare = nullptr; // its reference is the map's now
    fresh.in_map = true;
    fresh.table = &table;
    fresh.state = RowState::persistent;
    fresh.transaction = table.session->era;
    return fresh;
}

ManagedRow* find(TableRows& table, std::span<const void* const> key, const char* call) {
    SessionState& session = *table.session;
    require_usable(session);
    ManagedRow* const known = table.identities.find(key);
    const bool may_differ = table.mapping->read_only && known && known->transaction != session.era;
    if (known && !may_differ)
        return present(known);
    autoflush(session, *table.mapping, call);
    return present(select_one(table, find_statement(table), Asked::key, "find", table.mapping->key, key));
}

ManagedRow& get(TableRows& table, std::span<const void* const> key) {
    ManagedRow* row = find(table, key, "get");
    if (!row)
        throw NotFound("no row of " + std::string(table.mapping->model) + " has this key",
                       {.table = std::string(table.mapping->table)});
    return *row;
}

ManagedRow* find_by(TableRows& table, std::size_t index, const char* call,
                    std::span<const void* const> values) {
    SessionState& session = *table.session;
    require_usable(session);
    autoflush(session, *table.mapping, call);
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    driver::Statement& statement =
        session.connection->prepared(prepared_table.find_by[index], prepared_table.texts->find_by[index]);
    return present(
        select_one(table, statement, Asked::unique_key, call, table.mapping->unique_keys[index], values));
}

struct Cursor::State {
    State(TableRows& rows, driver::Statement& prepared_statement, const char* call)
        : table(rows), statement(prepared_statement),
          watch(rows.session->engine, prepared_statement.sql(), {rows.mapping->model, call}) {}
    ~State() { statement.reset(); }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    TableRows& table;
    driver::Statement& statement;
    StatementWatch watch;
    Grouping grouping{*table.mapping};
};

Cursor::Cursor(TableRows& table, const char* call) {
    require_usable(*table.session);
    autoflush(*table.session, *table.mapping, call);
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    state_ = std::make_unique<State>(
        table, table.session->connection->prepared(prepared_table.select, prepared_table.texts->select),
        call);
}

Cursor::~Cursor() = default;

bool Cursor::next() {
    if (state_->statement.step()) {
        ++state_->watch.rows;
        return true;
    }
    state_->watch.done();
    state_->grouping.mark_whole_table();
    return false;
}

void Cursor::read(void* model) {
    read_model(state_->statement, *state_->table.mapping, model);
}

ManagedRow& Cursor::managed() {
    ManagedRow& row = adopt(state_->table, state_->statement);
    state_->grouping.add(row);
    return row;
}

}

namespace rowsmith {

using namespace detail;

void Session::refresh_row(ManagedRow& row) {
    SessionState& session = *state_;
    require_usable(session);
    require_managed(session, row, "refresh");
    TableRows& table = *row.table;
    autoflush(session, *table.mapping, "refresh");
    if (row.state != RowState::persistent)
        throw UsageError("refresh of a row of " + std::string(row.mapping->model) +
                         " that is not in the database");
    const bool found = reread(table, row);
    forget_edit(row);
    row.orphaned = false;
    if (found)
        return overwrite(row, model_of(*table.spare));
    session.journal.note(row, session.level, nullptr);
    leave_lists(row);
    row.state = RowState::deleted;
    leave(table, row, model_of(row));
    throw NotFound("the row of " + std::string(table.mapping->model) + " to be refreshed is gone",
                   {.table = std::string(table.mapping->table)});
}

}
