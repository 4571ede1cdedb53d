// The statements of a flush, in the order of its plan.

#include "core/sending.hpp"

#include "core/context.hpp"
#include "core/execution.hpp"
#include "core/fetch_ahead.hpp"
#include "core/keys.hpp"
#include "core/relation_flush.hpp"
#include "core/row_statements.hpp"
#include "core/sequences.hpp"
#include "core/versions.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <unordered_map>

namespace rowsmith::detail {
namespace {

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
        fill_in_keys(*row);
        if (cuts.empty() || !cuts.contains(row))
            inserter.insert(*row, model_of(*row));
        else
            insert_cut(inserter, *row, cuts);
    }
    inserter.done();
}

void follow_moved_keys(SessionState& session, const UpdateGroup& group, const Mapping& mapping) {
    if (!changes_any(mapping.key, group.set))
        return;
    for (const ManagedRow* row : group.rows)
        follow_moved_key(session, *row);
}

void send_updates(SessionState& session, TablePlan& plan) {
    for (const UpdateGroup& group : plan.updates) {
        raise_versions(group.rows);
        update_rows(session, {.table = *plan.table, .set = group.set, .rows = group.rows});
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

/// Updates foreign keys that are cut, all rows of one key in one run.
void send_cut(SessionState& session, TableRows& table, const std::vector<CutLink>& cut, UpdateValues values) {
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
            update_rows(session, {.table = table, .set = set, .rows = rows, .values = values});
    }
}

/// Sets the foreign keys that an INSERT had to leave NULL; to the version of a row that makes no difference.
void send_inserted_cut(SessionState& session, TablePlan& plan) {
    send_cut(session, *plan.table, plan.inserted_cut, UpdateValues::of_models);
}

/// After the UPDATE of a key: those that refer to the row follow, and what comes finds it by the key that it
/// has now.
void follow_released_key(SessionState& session, ReleaseBatch& batch) {
    for (std::size_t at = 0; at < batch.rows.size(); ++at) {
        ManagedRow& row = *batch.rows[at];
        const bool parked =
            batch.kind == ReleaseBatch::Kind::park; // by a column that no other table refers to
        if (!parked)
            follow_moved_key(session, row);
        take_stored_key(row, parked ? batch.parked[at].get() : model_of(row));
    }
}

void send_release(SessionState& session, ReleaseBatch& batch) {
    if (batch.kind == ReleaseBatch::Kind::erase)
        return delete_rows(session, *batch.table, batch.rows);
    const ColumnRoles& roles = batch.table->roles;
    if (roles.version && batch.set.contains(roles.version_index))
        raise_versions(batch.rows);
    const bool parks = batch.kind == ReleaseBatch::Kind::park;
    update_rows(session, {.table = *batch.table,
                          .set = batch.set,
                          .rows = batch.rows,
                          .values = parks ? UpdateValues::of_images : UpdateValues::of_models,
                          .images = batch.parked});
    if (changes_any(batch.table->mapping->key, batch.set))
        follow_released_key(session, batch);
}

/// Phase 1.
void send_releases(SessionState& session, Releases& releases) {
    for (const auto& table : session.tables) {
        std::vector<CutLink> cut;
        std::ranges::copy_if(releases.cut, std::back_inserter(cut),
                             [&](const CutLink& link) { return link.row->table == table.get(); });
        send_cut(session, *table, cut, UpdateValues::null);
    }
    for (ReleaseBatch& batch : releases.batches) {
        const bool erases = batch.kind == ReleaseBatch::Kind::erase;
        with_context(*batch.table->mapping, erases ? "delete" : "update",
                     [&] { send_release(session, batch); });
    }
}

/// Does one part of the sending for each table, parents first.
void for_each_table(SessionState& session, FlushPlan& plan, const char* statement,
                    void (*send_part)(SessionState&, TablePlan&)) {
    for (TablePlan& table : plan.tables)
        with_context(*table.table->mapping, statement, [&] { send_part(session, table); });
}

/// Phase 4, children first.
void send_deletes(SessionState& session, FlushPlan& plan) {
    for (TablePlan& table : plan.tables)
        send_cut(session, *table.table, table.deletes.cut, UpdateValues::null);
    for (auto table = plan.tables.rbegin(); table != plan.tables.rend(); ++table)
        with_context(*table->table->mapping, "delete",
                     [&] { delete_rows(session, *table->table, table->deletes.rows); });
}

}

void send(SessionState& session, FlushPlan& plan) {
    begin(session, driver::Begin::write);
    draw_keys(session, plan);
    send_releases(session, plan.releases);
    for_each_table(session, plan, "insert", send_inserts);
    for_each_table(session, plan, "update", send_inserted_cut);
    for_each_table(session, plan, "update", send_updates);
    send_deletes(session, plan);
}

}
