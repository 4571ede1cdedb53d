// The statements of a flush, in the order of its plan.

#include "core/sending.hpp"

#include "core/execution.hpp"
#include "core/fetch_ahead.hpp"
#include "core/keys.hpp"
#include "core/sequences.hpp"
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
        statement.read(table_.mapping->columns, statement_->returning, model_of(row));
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

[[noreturn]] void throw_conflict(const Mapping& mapping, const char* what, std::vector<std::string> keys,
                                 std::string_view sql) {
    const std::string message = std::string(what) + " of " + std::to_string(keys.size()) + " row(s) of " +
                                std::string(mapping.model) + " that are gone from the database";
    throw Conflict(message, {.retry = Retry::never,
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
    for (std::size_t at = 0; at < rows.size(); ++at) {
        ManagedRow* const row = rows[at];
        fetch_models_ahead(rows, at);
        bind_values(*update.statement, update, *row);
        update.statement->bind(mapping.columns, mapping.key, stored_model(*row), key_parameter);
        if (run.execute() != 1)
            missing.push_back(describe_key(mapping, stored_model(*row)));
    }
    run.done();
    if (!missing.empty())
        throw_conflict(mapping, "update", std::move(missing), update.statement->sql());
}

void follow_moved_keys(SessionState& session, const UpdateGroup& group, const Mapping& mapping) {
    if (std::ranges::none_of(mapping.key, [&](std::uint16_t part) { return group.set.contains(part); }))
        return;
    for (const ManagedRow* row : group.rows)
        follow_moved_key(session, *row);
}

void send_updates(SessionState& session, TablePlan& plan) {
    const auto columns = plan.table->mapping->columns;
    for (const UpdateGroup& group : plan.updates) {
        update_rows(session, *plan.table, group.set, group.rows,
                    [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow& row) {
                        statement.bind(columns, update.columns, model_of(row));
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
void send_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut,
              BindValues bind_values) {
    if (cut.empty())
        return;
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        std::vector<ManagedRow*> rows;
        for (const CutLink& link : cut) {
            if (link.key == &key)
                rows.push_back(link.row);
        }
        if (!rows.empty())
            update_rows(session, table, nullable_columns(*table.mapping, key), rows, bind_values);
    }
}

/// Sets the foreign keys that an INSERT had to leave NULL.
void send_inserted_cut(SessionState& session, TablePlan& plan) {
    const auto columns = plan.table->mapping->columns;
    send_cut(session, *plan.table, plan.inserted_cut,
             [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow& row) {
                 statement.bind(columns, update.columns, model_of(row));
             });
}

/// Sets foreign keys to NULL that stand between rows that delete each other's targets.
void send_deleted_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut) {
    const auto columns = table.mapping->columns;
    send_cut(session, table, cut,
             [&](driver::Statement& statement, const ColumnStatement& update, ManagedRow&) {
                 for (std::size_t part = 0; part < update.columns.size(); ++part)
                     statement.bind_value(columns[update.columns[part]], nullptr, static_cast<int>(part) + 1);
             });
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
    for (std::size_t at = 0; at < rows.size(); ++at) {
        ManagedRow* const row = rows[at];
        fetch_models_ahead(rows, at);
        statement.bind(mapping.columns, mapping.key, stored_model(*row));
        if (run.execute() != 1)
            missing.push_back(describe_key(mapping, stored_model(*row)));
    }
    run.done();
    if (!missing.empty())
        throw_conflict(mapping, "delete", std::move(missing), statement.sql());
}

/// One of the two phases of deletes, children first.
void send_phase(SessionState& session, FlushPlan& plan, Deletes TablePlan::*phase) {
    for (TablePlan& table : plan.tables)
        send_deleted_cut(session, *table.table, (table.*phase).cut);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        send_deletes(session, *table->table, ((*table).*phase).rows);
}

}

void send(SessionState& session, FlushPlan& plan) {
    begin(session, driver::Begin::write);
    draw_keys(session, plan);
    send_phase(session, plan, &TablePlan::releases);
    for (TablePlan& table : plan.tables)
        send_inserts(session, table);
    for (TablePlan& table : plan.tables)
        send_inserted_cut(session, table);
    for (TablePlan& table : plan.tables)
        send_updates(session, table);
    send_phase(session, plan, &TablePlan::deletes);
}

}
