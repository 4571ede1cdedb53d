#include "core/inserting.hpp"

#include "core/batches.hpp"
#include "core/execution.hpp"
#include "core/fetch_ahead.hpp"
#include "core/links.hpp"
#include "core/relation_flush.hpp"
#include "core/row_statements.hpp"
#include "core/sequences.hpp"
#include "core/versions.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <unordered_map>

namespace rowsmith::detail {
namespace {

/// The model of a row to insert. Where foreign keys are cut it is a copy, in which they are NULL for the time
/// until the rows that they refer to exist.
class InsertedModel {
public:
    explicit InsertedModel(const ManagedRow& row) : model_(model_of(row)) {}

    void cut(const Mapping& mapping, const ForeignKey& key) {
        if (!copy_) {
            copy_ = image_of(mapping, model_);
            model_ = copy_.get();
        }
        for (const auto part : key.columns) {
            if (mapping.columns[part].nullable)
                clear(mapping.columns[part], copy_.get());
        }
    }
    [[nodiscard]] const void* get() const { return model_; }

private:
    const void* model_;
    Image copy_;
};

using Cuts = std::unordered_multimap<const ManagedRow*, const ForeignKey*>;

Cuts by_row(const std::vector<CutLink>& links) {
    Cuts cuts;
    for (const CutLink& link : links)
        cuts.emplace(link.row, link.key);
    return cuts;
}

/// What is sent of a row whose foreign keys may be cut.
InsertedModel inserted_model(ManagedRow& row, const Cuts& cuts) {
    fill_in_keys(row);
    InsertedModel model{row};
    if (cuts.empty())
        return model;
    const auto [begin, end] = cuts.equal_range(&row);
    for (auto link = begin; link != end; ++link)
        model.cut(*row.mapping, *link->second);
    return model;
}

ColumnSet inserted_columns(const SessionState& session, const ManagedRow& row) {
    const auto given = session.given.empty() ? session.given.end() : session.given.find(&row);
    return inserted_columns(*row.table, given == session.given.end() ? ColumnSet{} : given->second,
                            model_of(row));
}

const Column* identity_of(const Mapping& mapping) {
    const Column& first = mapping.columns[mapping.key[0]];
    return first.maker == Maker::identity ? &first : nullptr;
}

/// Whether every row of the table gives the same columns.
bool is_uniform(const Mapping& mapping) {
    return std::ranges::none_of(mapping.columns, [](const Column& column) {
        return column.maker == Maker::identity || column.maker == Maker::database;
    });
}

[[noreturn]] void refuse_dropped(const Mapping& mapping, const std::string& sql) {
    throw ConstraintViolation("a trigger of the database dropped a new row of " + std::string(mapping.model),
                              {.sql = sql, .table = std::string(mapping.table)});
}

/// Inserts rows whose keys the database counts. It does not know of keys that programs have given, and may
/// come to one of them.
template <typename Insert>
void insert_counted(const Mapping& mapping, Insert insert) {
    try {
        insert();
    } catch (UniqueViolation& error) {
        if (mapping.key.size() == 1 && error.column() == identity_of(mapping)->name)
            error.add_context(
                "the next key that the database counts is taken, as it is after rows were inserted "
                "with keys of their own: move its counter past them");
        throw;
    }
}

/// One statement for each row.
class Inserter {
public:
    Inserter(SessionState& session, TableRows& table)
        : session_(session), table_(table), prepared_(prepared(table, driver::Begin::write)),
          identity_(identity_of(*table.mapping)), uniform_(is_uniform(*table.mapping)) {}

    void insert(ManagedRow& row, const void* model) {
        if (!statement_ || !uniform_)
            choose(inserted_columns(session_, row));
        run_->statement().bind(table_.mapping->columns, statement_->columns, model);
        if (!makes_key_)
            return execute(row);
        insert_counted(*table_.mapping, [&] { execute(row); });
        if (counted_by_database_)
            store_integer(*identity_, model_of(row), session_.connection->driver().last_identity());
        row.key_was_made = true;
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
        makes_key_ = identity_ && !set.contains(table_.mapping->key[0]);
        counted_by_database_ = makes_key_ && !session_.connection->traits().returns_identity;
        run_.reset();
        run_ = std::make_unique<Run>(session_, *statement_->statement,
                                     StatementName{table_.mapping->model, "insert"});
    }

    void execute(ManagedRow& row) {
        if (!statement_->returning.empty())
            read_back(row);
        else if (run_->execute() != 1)
            refuse_dropped(*table_.mapping, statement_->statement->sql());
    }

    void read_back(ManagedRow& row) {
        driver::Statement& statement = run_->statement();
        const Execution execution{statement};
        if (!run_->step())
            refuse_dropped(*table_.mapping, statement.sql());
        read_made(statement, *statement_, row);
        while (statement.step()) {
        }
    }

    SessionState& session_;
    TableRows& table_;
    PreparedTable& prepared_;
    const Column* identity_;
    bool uniform_;                     // every row gives the same columns
    bool makes_key_ = false;           // the database
    bool counted_by_database_ = false; // and the key is asked for afterwards
    ColumnStatement* statement_ = nullptr;
    std::unique_ptr<Run> run_;
};

void insert_one_by_one(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows,
                       const Cuts& cuts) {
    Inserter inserter{session, table};
    for (std::size_t at = 0; at < rows.size(); ++at) {
        fetch_models_ahead(rows, at);
        const InsertedModel model = inserted_model(*rows[at], cuts);
        inserter.insert(*rows[at], model.get());
    }
    inserter.done();
}

/// Neighbours that give the same columns, and of which none needs the key of another.
class Runs {
public:
    Runs(const SessionState& session, const TableRows& table, std::span<ManagedRow* const> rows)
        : session_(session), rows_(rows), uniform_(is_uniform(*table.mapping)) {
        const auto keys = table.mapping->foreign_keys;
        for (std::size_t number = 0; number < keys.size(); ++number) {
            if (keys[number].target == table.mapping)
                own_keys_.push_back(number);
        }
    }

    /// The end of the run that begins with row number `from`; `set`: the columns of its rows.
    [[nodiscard]] std::size_t end_of_run(std::size_t from, ColumnSet& set) const {
        set = inserted_columns(session_, *rows_[from]);
        if (set.empty()) // an INSERT of defaults has no arrays
            return from + 1;
        std::size_t end = from + 1;
        while (end < rows_.size() && !waits(*rows_[end]) &&
               (uniform_ || inserted_columns(session_, *rows_[end]) == set))
            ++end;
        return end;
    }

private:
    /// Whether the row refers to one that has yet to get its key: by the run that is not sent.
    [[nodiscard]] bool waits(const ManagedRow& row) const {
        return std::ranges::any_of(own_keys_, [&](std::size_t number) {
            const Link link = link_of(row, number);
            return link.was_set && link.target && !has_key(*link.target) && !link.target->key_was_made;
        });
    }

    const SessionState& session_;
    std::span<ManagedRow* const> rows_;
    bool uniform_;
    std::vector<std::size_t> own_keys_; // foreign keys to the table itself
};

/// What a batch gives back of its rows, into their models.
void take_made(const ColumnBatch& insert, std::span<ManagedRow* const> rows, const Mapping& mapping) {
    const Column* const identity = identity_of(mapping);
    const bool makes_key = identity && !insert.set.contains(mapping.key[0]);
    for (std::size_t at = 0; at < rows.size(); ++at) {
        if (!insert.batch->written(at))
            refuse_dropped(mapping, insert.batch->sql());
        insert.batch->read(at, model_of(*rows[at]));
        note_loaded(insert.returning, *rows[at]);
        rows[at]->key_was_made = rows[at]->key_was_made || makes_key;
    }
}

void insert_run(SessionState& session, TableRows& table, const ColumnSet& set,
                std::span<ManagedRow* const> rows, const Cuts& cuts) {
    const Mapping& mapping = *table.mapping;
    ColumnBatch& insert =
        session.connection->insert_batch(prepared(table, driver::Begin::write), set, mapping);
    const auto add = [&](std::size_t at) {
        fetch_models_ahead(rows, at);
        insert.batch->add(inserted_model(*rows[at], cuts).get(), nullptr);
    };
    const auto sent = [&](std::size_t from, std::int64_t written) {
        const auto sent_rows = rows.subspan(from, insert.batch->rows());
        if (!insert.returning.empty())
            take_made(insert, sent_rows, mapping);
        else if (static_cast<std::size_t>(written) != sent_rows.size())
            refuse_dropped(mapping, insert.batch->sql());
    };
    const NamedBatch sending{*insert.batch, {mapping.model, "insert"}};
    const auto send = [&] { send_in_batches(session, sending, rows.size(), add, sent); };
    if (identity_of(mapping) && !set.contains(mapping.key[0]))
        insert_counted(mapping, send);
    else
        send();
}

void insert_in_runs(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows,
                    const Cuts& cuts) {
    const Runs runs{session, table, rows};
    ColumnSet set;
    for (std::size_t from = 0; from < rows.size();) {
        const std::size_t end = runs.end_of_run(from, set);
        const auto run = rows.subspan(from, end - from);
        if (run.size() == 1)
            insert_one_by_one(session, table, run, cuts);
        else
            insert_run(session, table, set, run, cuts);
        from = end;
    }
}

}

ColumnSet inserted_columns(const TableRows& table, const ColumnSet& given, const void* model) {
    ColumnSet set;
    const auto columns = table.mapping->columns;
    const bool has_computed = !table.roles.computed.empty();
    for (std::size_t index = 0; index < columns.size(); ++index) {
        if (has_computed && columns[index].writing == Writing::computed)
            continue;
        const Maker maker = columns[index].maker;
        const bool made = maker == Maker::identity || maker == Maker::database;
        if (!made || given.contains(index) || is_given(columns[index], model))
            set.insert(index);
    }
    return set;
}

void insert_rows(SessionState& session, TablePlan& plan) {
    if (plan.inserts.empty())
        return;
    start_versions(plan.inserts);
    const Cuts cuts = by_row(plan.inserted_cut);
    if (goes_by_batch(session, plan.inserts.size()))
        insert_in_runs(session, *plan.table, plan.inserts, cuts);
    else
        insert_one_by_one(session, *plan.table, plan.inserts, cuts);
}

}
