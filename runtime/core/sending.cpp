// The statements of a flush, in the order of its plan.

#include "core/sending.hpp"

#include "core/conflicts.hpp"
#include "core/context.hpp"
#include "core/execution.hpp"
#include "core/fetch_ahead.hpp"
#include "core/keys.hpp"
#include "core/sequences.hpp"
#include "core/versions.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>

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
    /// The same for a statement that gives one row back: false when it gave none.
    bool step() {
        ++watch_.executions;
        const bool found = statement_.step();
        watch_.rows += found ? 1 : 0;
        return found;
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

/// What a statement gives back of a row, into its model.
void read_made(driver::Statement& statement, const ColumnStatement& columns, ManagedRow& row) {
    statement.read(row.mapping->columns, columns.returning, model_of(row));
    for (const auto index : columns.returning) {
        if (const Column& column = row.mapping->columns[index]; column.loaded != 0)
            set_loaded(column, model_of(row), true);
    }
}

/// The columns that an INSERT of this row names: all but those that the database is to make.
ColumnSet inserted_columns(const SessionState& session, const ManagedRow& row) {
    ColumnSet set;
    const auto columns = row.mapping->columns;
    const bool has_computed = !row.table->roles.computed.empty();
    const auto given = session.given.empty() ? session.given.end() : session.given.find(&row);
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (has_computed && columns[index].writing == Writing::computed)
            continue;
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
        if (statement_->returning.empty()) {
            if (run_->execute() != 1)
                refuse_dropped();
        } else {
            read_back(row);
        }
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
        const Execution execution{statement};
        if (!run_->step())
            refuse_dropped();
        read_made(statement, *statement_, row);
        while (statement.step()) {
        }
    }

    [[noreturn]] void refuse_dropped() const {
        throw ConstraintViolation(
            "a trigger of the database dropped a new row of " + std::string(table_.mapping->model),
            {.sql = statement_->statement->sql(), .table = std::string(table_.mapping->table)});
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

using Cuts = std::unordered_multimap<const ManagedRow*, const ForeignKey*>;

Cuts by_row(const std::vector<CutLink>& links) {
    Cuts cuts;
    for (const CutLink& link : links)
        cuts.emplace(link.row, link.key);
    return cuts;
}

/// Inserts a row without the foreign keys that are cut.
void insert_cut(Inserter& inserter, ManagedRow& row, const Cuts& cuts) {
    CutModel model{*row.mapping, model_of(row)};
    const auto [begin, end] = cuts.equal_range(&row);
    for (auto link = begin; link != end; ++link)
        model.cut(*link->second);
    inserter.insert(row, model.get());
}

void send_inserts(SessionState& session, TablePlan& plan) {
    if (plan.inserts.empty())
        return;
    start_versions(plan.inserts);
    Inserter inserter{session, *plan.table};
    const Cuts cuts = by_row(plan.inserted_cut);
    for (std::size_t at = 0; at < plan.inserts.size(); ++at) {
        ManagedRow* const row = plan.inserts[at];
        fetch_models_ahead(plan.inserts, at);
        if (cuts.empty() || !cuts.contains(row))
            inserter.insert(*row, model_of(*row));
        else
            insert_cut(inserter, *row, cuts);
    }
    inserter.done();
}

/// Rows of a table that are updated in the same columns.
struct Update {
    TableRows& table;
    const ColumnSet& set;
    std::span<ManagedRow* const> rows;
    bool reads_computed = true; // into the models
};

/// Executes an UPDATE whose parameters are bound; false when it hit no row.
bool execute_update(Run& run, const Update& update, const ColumnStatement& prepared_update, ManagedRow& row) {
    if (prepared_update.returning.empty())
        return run.execute() == 1;
    driver::Statement& statement = run.statement();
    const Execution execution{statement};
    if (!run.step())
        return false;
    if (update.reads_computed)
        read_made(statement, prepared_update, row);
    while (statement.step()) {
    }
    return true;
}

/// Executes an UPDATE for each row and gives back those that it missed. `bind_values(statement, columns,
/// row)` gives the values; the stored model gives the key and the version.
template <typename BindValues>
std::vector<const ManagedRow*> run_updates(SessionState& session, const Update& update,
                                           const ColumnStatement& prepared_update, BindValues bind_values) {
    const auto columns = update.table.mapping->columns;
    const std::span<const std::uint16_t> target = update.table.roles.target;
    const int first_of_target = static_cast<int>(prepared_update.columns.size()) + 1;
    driver::Statement& statement = *prepared_update.statement;
    Run run{session, statement};
    std::vector<const ManagedRow*> missed;
    for (std::size_t at = 0; at < update.rows.size(); ++at) {
        ManagedRow* const row = update.rows[at];
        fetch_models_ahead(update.rows, at);
        bind_values(statement, prepared_update.columns, *row);
        statement.bind(columns, target, stored_model(*row), first_of_target);
        if (!execute_update(run, update, prepared_update, *row))
            missed.push_back(row);
    }
    run.done();
    return missed;
}

template <typename BindValues>
void update_rows(SessionState& session, const Update& update, BindValues bind_values) {
    const Mapping& mapping = *update.table.mapping;
    const ColumnStatement& prepared_update =
        session.connection->update(prepared(update.table, driver::Begin::write), update.set, mapping);
    const auto missed = run_updates(session, update, prepared_update, bind_values);
    if (!missed.empty())
        refuse_missed(update.table, "update", missed, prepared_update.statement->sql());
}

using ColumnIndexes = std::span<const std::uint16_t>;

void follow_moved_keys(SessionState& session, const UpdateGroup& group, const Mapping& mapping) {
    if (std::ranges::none_of(mapping.key, [&](std::uint16_t part) { return group.set.contains(part); }))
        return;
    for (const ManagedRow* row : group.rows)
        follow_moved_key(session, *row);
}

void send_updates(SessionState& session, TablePlan& plan) {
    const auto columns = plan.table->mapping->columns;
    for (const UpdateGroup& group : plan.updates) {
        raise_versions(group.rows);
        update_rows(session, {.table = *plan.table, .set = group.set, .rows = group.rows},
                    [&](driver::Statement& statement, ColumnIndexes set, ManagedRow& row) {
                        statement.bind(columns, set, model_of(row));
                    });
        follow_moved_keys(session, group, *plan.table->mapping);
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

/// Updates foreign keys that are cut, all rows of one key in one run. `bind_values` as in update_rows.
template <typename BindValues>
void send_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut, bool reads_computed,
              BindValues bind_values) {
    if (cut.empty())
        return;
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        std::vector<ManagedRow*> rows;
        for (const CutLink& link : cut) {
            if (link.key == &key)
                rows.push_back(link.row);
        }
        const ColumnSet set = nullable_columns(*table.mapping, key);
        if (!rows.empty())
            update_rows(session, {.table = table, .set = set, .rows = rows, .reads_computed = reads_computed},
                        bind_values);
    }
}

/// Sets the foreign keys that an INSERT had to leave NULL; to the version of a row that makes no difference.
void send_inserted_cut(SessionState& session, TablePlan& plan) {
    const auto columns = plan.table->mapping->columns;
    send_cut(session, *plan.table, plan.inserted_cut, true,
             [&](driver::Statement& statement, ColumnIndexes set, ManagedRow& row) {
                 statement.bind(columns, set, model_of(row));
             });
}

/// Sets foreign keys to NULL that stand between rows that delete each other's targets.
void send_deleted_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut) {
    const auto columns = table.mapping->columns;
    send_cut(session, table, cut, false, [&](driver::Statement& statement, ColumnIndexes set, ManagedRow&) {
        for (std::size_t part = 0; part < set.size(); ++part)
            statement.bind_value(columns[set[part]], nullptr, static_cast<int>(part) + 1);
    });
}

/// Executes the DELETE for each row and gives back those that it missed.
std::vector<const ManagedRow*> run_deletes(SessionState& session, const TableRows& table,
                                           driver::Statement& statement, std::span<ManagedRow* const> rows) {
    const auto columns = table.mapping->columns;
    Run run{session, statement};
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

void send_deletes(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows) {
    if (rows.empty())
        return;
    PreparedTable& prepared_table = prepared(table, driver::Begin::write);
    driver::Statement& statement =
        session.connection->prepared(prepared_table.erase, prepared_table.texts->erase);
    const auto missed = run_deletes(session, table, statement, rows);
    if (!missed.empty())
        refuse_missed(table, "delete", missed, statement.sql());
}

/// Does one part of the sending for each table, parents first.
void for_each_table(SessionState& session, FlushPlan& plan, const char* statement,
                    void (*send_part)(SessionState&, TablePlan&)) {
    for (TablePlan& table : plan.tables)
        with_context(*table.table->mapping, statement, [&] { send_part(session, table); });
}

/// One of the two phases of deletes, children first.
void send_phase(SessionState& session, FlushPlan& plan, Deletes TablePlan::*phase) {
    for (TablePlan& table : plan.tables)
        send_deleted_cut(session, *table.table, (table.*phase).cut);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        with_context(*table->table->mapping, "delete",
                     [&] { send_deletes(session, *table->table, ((*table).*phase).rows); });
}

}

void send(SessionState& session, FlushPlan& plan) {
    begin(session, driver::Begin::write);
    draw_keys(session, plan);
    send_phase(session, plan, &TablePlan::releases);
    for_each_table(session, plan, "insert", send_inserts);
    for_each_table(session, plan, "update", send_inserted_cut);
    for_each_table(session, plan, "update", send_updates);
    send_phase(session, plan, &TablePlan::deletes);
}

}
