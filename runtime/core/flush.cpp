// Sending what changed. The plan says what and in which order; here it meets the database, and memory follows
// only when all of it has been accepted.

#include "core/flush_plan.hpp"
#include "core/keys.hpp"
#include "core/sequences.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <optional>
#include <string>

namespace rowsmith::detail {
namespace {

/// One statement that runs for several rows: told to the engine's listener as one event.
class Run {
public:
    Run(SessionState& session, driver::Statement& statement)
        : statement_(statement), watch_(session.engine, statement.sql()) {
        watch_.executions = 0;
    }

    /// Executes what is bound; the number of rows that it changed.
    std::int64_t execute() {
        ++watch_.executions;
        const std::int64_t rows = statement_.execute();
        watch_.rows += rows;
        return rows;
    }
    /// For a statement that gives one row back: counts it.
    void count_row() {
        ++watch_.executions;
        ++watch_.rows;
    }
    void done() { watch_.done(); }

    [[nodiscard]] driver::Statement& statement() { return statement_; }

private:
    driver::Statement& statement_;
    StatementWatch watch_;
};

/// A model with the columns of some foreign keys set to NULL, for the time until the rows they refer to
/// exist.
class CutModel {
public:
    CutModel(const Mapping& mapping, const void* model)
        : mapping_(mapping), copy_(mapping.rows.copy(model)) {}
    ~CutModel() { mapping_.rows.discard(copy_); }
    CutModel(const CutModel&) = delete;
    CutModel& operator=(const CutModel&) = delete;

    void cut(const ForeignKey& key) {
        for (const auto part : key.columns) {
            if (mapping_.columns[part].nullable)
                clear(mapping_.columns[part], copy_);
        }
    }
    [[nodiscard]] const void* get() const { return copy_; }

private:
    const Mapping& mapping_;
    void* copy_;
};

/// The columns that an INSERT of this row names: all but those that the database is to make.
ColumnSet inserted_columns(const SessionState& session, const ManagedRow& row) {
    ColumnSet set;
    const auto columns = row.mapping->columns;
    const auto given = session.given.empty() ? session.given.end() : session.given.find(&row);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const Maker maker = columns[index].maker;
        const bool left_out = (maker == Maker::identity || maker == Maker::database) &&
                              !is_given(columns[index], model_of(row)) &&
                              (given == session.given.end() || !given->second.contains(index));
        if (!left_out)
            set.insert(index);
    }
    return set;
}

const Column* identity_of(const Mapping& mapping) {
    const Column& first = mapping.columns[mapping.key[0]];
    return first.maker == Maker::identity ? &first : nullptr;
}

class Inserter {
public:
    Inserter(SessionState& session, TableRows& table)
        : session_(session), table_(table), prepared_(prepared(table, driver::Begin::write)),
          identity_(identity_of(*table.mapping)),
          uniform_(std::ranges::none_of(table.mapping->columns, [](const Column& column) {
              return column.maker == Maker::identity || column.maker == Maker::database;
          })) {}

    void insert(ManagedRow& row, const void* model) {
        if (!statement_ || !uniform_)
            choose(inserted_columns(session_, row));
        run_->statement().bind(table_.mapping->columns, statement_->columns, model);
        if (statement_->returning.empty())
            run_->execute();
        else
            read_back(row);
        if (counted_by_database_) {
            set_identity(row, session_.connection->driver().last_identity());
            row.key_was_made = true;
        }
    }

    void done() {
        if (run_)
            run_->done();
    }

private:
    void choose(ColumnSet set) {
        if (statement_ && statement_->set == set)
            return;
        done();
        statement_ = &session_.connection->insert(prepared_, set, *table_.mapping);
        counted_by_database_ = identity_ && !set.contains(table_.mapping->key[0]);
        run_.reset();
        run_.emplace(session_, *statement_->statement);
    }

    void read_back(ManagedRow& row) {
        driver::Statement& statement = run_->statement();
        run_->count_row();
        if (statement.step())
            statement.read(table_.mapping->columns, statement_->returning, model_of(row));
        while (statement.step()) {
        }
        statement.reset();
    }

    void set_identity(ManagedRow& row, std::int64_t id) const {
        store_integer(*identity_, model_of(row), id);
    }

    SessionState& session_;
    TableRows& table_;
    PreparedTable& prepared_;
    const Column* identity_;
    bool uniform_; // every row gives the same columns
    bool counted_by_database_ = false;
    ColumnStatement* statement_ = nullptr;
    std::optional<Run> run_;
};

void send_inserts(SessionState& session, TablePlan& plan) {
    if (plan.inserts.empty())
        return;
    Inserter inserter{session, *plan.table};
    for (ManagedRow* row : plan.inserts) {
        const bool is_cut =
            !plan.inserted_cut.empty() &&
            std::ranges::find(plan.inserted_cut, row, &CutLink::row) != plan.inserted_cut.end();
        if (!is_cut) {
            inserter.insert(*row, model_of(*row));
            continue;
        }
        CutModel model{*plan.table->mapping, model_of(*row)};
        for (const CutLink& link : plan.inserted_cut) {
            if (link.row == row)
                model.cut(*link.key);
        }
        inserter.insert(*row, model.get());
    }
    inserter.done();
}

[[noreturn]] void throw_conflict(const Mapping& mapping, const char* what, std::vector<std::string> keys,
                                 std::string_view sql) {
    throw Conflict(std::string(what) + " of " + std::to_string(keys.size()) + " row(s) of " +
                       std::string(mapping.model) + " that are gone from the database",
                   {.retry = Retry::never,
                    .sql = std::string(sql),
                    .table = std::string(mapping.table),
                    .keys = std::move(keys)});
}

/// Updates rows in one set of columns. `bind_values(statement, update, row)` gives the values, the stored
/// model the key.
template <typename BindValues>
void update_rows(SessionState& session, TableRows& table, const ColumnSet& set,
                 std::span<ManagedRow* const> rows, BindValues bind_values) {
    const Mapping& mapping = *table.mapping;
    ColumnStatement& update = session.connection->update(prepared(table, driver::Begin::write), set, mapping);
    const int key_parameter = static_cast<int>(update.columns.size()) + 1;
    Run run{session, *update.statement};
    std::vector<std::string> missing;
    for (ManagedRow* row : rows) {
        bind_values(*update.statement, update, *row);
        update.statement->bind(mapping.columns, mapping.key, stored_model(*row), key_parameter);
        if (run.execute() != 1)
            missing.push_back(describe_key(mapping, stored_model(*row)));
    }
    run.done();
    if (!missing.empty())
        throw_conflict(mapping, "update", std::move(missing), update.statement->sql());
}

void send_updates(SessionState& session, TablePlan& plan) {
    const auto columns = plan.table->mapping->columns;
    for (const UpdateGroup& group : plan.updates) {
        update_rows(session, *plan.table, group.set, group.rows,
                    [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow& row) {
                        statement.bind(columns, update.columns, model_of(row));
                    });
    }
}

ColumnSet nullable_columns(const Mapping& mapping, const ForeignKey& key) {
    ColumnSet set;
    for (const auto part : key.columns) {
        if (mapping.columns[part].nullable)
            set.insert(part);
    }
    return set;
}

/// Sets the foreign keys that an INSERT had to leave NULL.
void send_inserted_cut(SessionState& session, TablePlan& plan) {
    const Mapping& mapping = *plan.table->mapping;
    for (const CutLink& link : plan.inserted_cut) {
        ManagedRow* row = link.row;
        update_rows(session, *plan.table, nullable_columns(mapping, *link.key), {&row, 1},
                    [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow& changed) {
                        statement.bind(mapping.columns, update.columns, model_of(changed));
                    });
    }
}

/// Sets foreign keys to NULL that stand between rows that delete each other's targets.
void send_deleted_cut(SessionState& session, TablePlan& plan) {
    const Mapping& mapping = *plan.table->mapping;
    for (const CutLink& link : plan.deleted_cut) {
        ManagedRow* row = link.row;
        update_rows(session, *plan.table, nullable_columns(mapping, *link.key), {&row, 1},
                    [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow&) {
                        for (std::size_t part = 0; part < update.columns.size(); ++part)
                            statement.bind_value(mapping.columns[update.columns[part]], nullptr,
                                                 static_cast<int>(part) + 1);
                    });
    }
}

void send_deletes(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows) {
    if (rows.empty())
        return;
    const Mapping& mapping = *table.mapping;
    PreparedTable& prepared_table = prepared(table, driver::Begin::write);
    driver::Statement& statement =
        session.connection->prepared(prepared_table.erase, prepared_table.texts->erase);
    Run run{session, statement};
    std::vector<std::string> missing;
    for (ManagedRow* row : rows) {
        statement.bind(mapping.columns, mapping.key, stored_model(*row));
        if (run.execute() != 1)
            missing.push_back(describe_key(mapping, stored_model(*row)));
    }
    run.done();
    if (!missing.empty())
        throw_conflict(mapping, "delete", std::move(missing), statement.sql());
}

/// Phases: keys, rows whose key is taken over, inserts with parents first, updates, deletes with children
/// first.
void send(SessionState& session, FlushPlan& plan) {
    begin(session, driver::Begin::write);
    for (TablePlan& table : plan.tables)
        draw_keys(session, *table.table, table.inserts);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        send_deletes(session, *table->table, table->first_deletes);
    for (TablePlan& table : plan.tables)
        send_inserts(session, table);
    for (TablePlan& table : plan.tables)
        send_inserted_cut(session, table);
    for (TablePlan& table : plan.tables)
        send_updates(session, table);
    for (TablePlan& table : plan.tables)
        send_deleted_cut(session, table);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        send_deletes(session, *table->table, table->deletes);
}

void settle_inserts(TablePlan& plan) {
    TableRows& table = *plan.table;
    for (ManagedRow* row : plan.inserts) {
        row->state = RowState::persistent;
        row->transaction = table.session->transaction;
        if (!row->in_map)
            enter(table, *row);
        release(*row);
    }
    table.session->pending -= plan.inserts.size();
    table.pending.clear();
}

void settle_update(SessionState& session, ManagedRow& row) {
    const bool moved = std::ranges::any_of(row.mapping->key, [&](std::uint16_t part) {
        return !equal(row.mapping->columns[part], row.original, model_of(row));
    });
    if (moved) {
        follow_moved_key(session, row);
        row.table->identities.erase(row, row.original);
    }
    if (!row.original_is_image)
        row.mapping->rows.discard(row.original);
    row.original = nullptr;
    row.original_is_image = false;
    row.transaction = session.transaction;
    if (moved)
        row.table->identities.insert(row);
}

void settle_deletes(SessionState& session) {
    for (ManagedRow* row : session.erased) {
        row->state = RowState::deleted;
        if (row->in_map)
            leave(*row->table, *row, stored_model(*row));
        release(*row);
    }
    session.erased.clear();
}

/// Memory follows the database.
void settle(SessionState& session, FlushPlan& plan) {
    settle_deletes(session);
    for (ManagedRow* row : session.edited) {
        if (row->original && row->state == RowState::persistent)
            settle_update(session, *row);
    }
    session.edited.clear();
    for (TablePlan& table : plan.tables)
        settle_inserts(table);
    session.given.clear();
}

/// A flush that failed leaves nothing in the database: the transaction, or the savepoint it was in, is rolled
/// back now.
void fail(SessionState& session, const char* cause) {
    session.failure = cause;
    session.failure_level = 0;
    if (!session.connection)
        return;
    driver::Connection& connection = session.connection->driver();
    if (!connection.in_transaction())
        return;
    if (session.level == 0) {
        connection.rollback();
        return;
    }
    try {
        connection.rollback_to(session.level);
        session.failure_level = session.level;
    } catch (const Error&) {
        connection.rollback(); // the savepoint is lost; so is all that was around it
    }
}

}

void flush(SessionState& session) {
    require_usable(session);
    if (session.pending == 0 && session.edited.empty() && session.erased.empty())
        return;
    FlushPlan plan = plan_flush(session);
    try {
        if (!plan.tables.empty())
            send(session, plan);
    } catch (Error& error) {
        fail(session, error.what());
        error.set_outcome(session.failure_level > 0 ? Outcome::still_open : Outcome::rolled_back);
        throw;
    } catch (const std::exception& error) {
        fail(session, error.what());
        throw;
    }
    settle(session, plan);
}

}
