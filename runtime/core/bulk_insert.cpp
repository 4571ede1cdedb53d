#include "rowsmith/bulk_insert.hpp"

#include "core/batches.hpp"
#include "core/context.hpp"
#include "core/execution.hpp"
#include "core/inserting.hpp"
#include "core/links.hpp"
#include "core/row_statements.hpp"
#include "core/sequences.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <exception>
#include <optional>

namespace rowsmith::detail {
namespace {

/// Whether the program's structs lack what the runtime makes: then they are completed in a copy.
bool needs_completing(const Mapping& mapping) {
    return std::ranges::any_of(mapping.columns, [](const Column& column) {
        return column.maker == Maker::clock || column.maker == Maker::uuid ||
               column.maker == Maker::sequence || column.writing == Writing::version;
    });
}

/// Whether the session has rows whose lists may get more.
bool may_grow_lists(const TableRows& table) {
    return std::ranges::any_of(table.mapping->foreign_keys, [&](const ForeignKey& key) {
        const TableRows* const target = key.inverse ? target_table(table, key) : nullptr;
        return target && target->identities.size() > 0;
    });
}

}

class BulkInsert::State {
public:
    explicit State(TableRows& table)
        : table_(table), session_(*table.session), mapping_(*table.mapping),
          completes_(needs_completing(mapping_)) {
        require_usable(session_);
        require_writable(session_, "bulk_insert");
        require_no_stream(session_, "bulk_insert");
        autoflush(session_, mapping_, "bulk_insert");
        grows_lists_ = may_grow_lists(table);
        begin(session_, driver::Begin::write);
        prepared_ = &prepared(table, driver::Begin::write);
    }
    ~State() {
        abort_load();
        if (!finished_) // what was sent of it must not be stored by a later commit
            fail(session_, "a bulk insert was given up before its end");
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void add(const void* model) {
        write([&] {
            const Image completed = completes_ ? complete(model) : nullptr;
            const void* const row = completed ? completed.get() : model;
            ColumnSet set = inserted_columns(table_, {}, row);
            if (!chosen_ || set != set_)
                choose(std::move(set));
            if (load_)
                load_->batch->add(row, nullptr);
            else
                insert(row);
            if (grows_lists_)
                unload_lists(row);
        });
    }

    std::int64_t finish() {
        write([&] { end_run(); });
        finished_ = true;
        return stored_;
    }

private:
    template <typename Part>
    void write(Part part) {
        try {
            write_now(session_, [&] { with_context(mapping_, "bulk insert", [&] { load(part); }); });
        } catch (...) {
            finished_ = true; // the session has failed already
            throw;
        }
    }

    /// The load ends before the session rolls back: later, it would be in a transaction that lives on.
    template <typename Part>
    void load(Part part) {
        try {
            part();
        } catch (...) {
            abort_load();
            throw;
        }
    }

    Image complete(const void* model) {
        Image image = image_of(mapping_, model);
        make_values(session_, mapping_, {}, image.get());
        for (const Column& column : mapping_.columns) {
            if (column.writing == Writing::version)
                store_integer(column, image.get(), 1);
            else if (column.maker == Maker::sequence && !is_given(column, image.get()))
                store_integer(column, image.get(), draw_value(session_, *column.sequence));
        }
        return image;
    }

    void choose(ColumnSet set) {
        end_run();
        chosen_ = true;
        set_ = std::move(set);
        if (session_.connection->traits().batches && !set_.empty()) {
            load_ = session_.connection->load(*prepared_, set_, mapping_);
        } else {
            insert_ = &session_.connection->insert(*prepared_, set_, mapping_);
            run_.emplace(session_, *insert_->statement, name());
        }
    }

    [[nodiscard]] StatementName name() const { return {mapping_.model, "bulk_insert"}; }

    void insert(const void* row) {
        driver::Statement& statement = run_->statement();
        statement.bind(mapping_.columns, insert_->columns, row);
        if (insert_->returning.empty()) {
            stored_ += run_->execute();
            return;
        }
        const Execution execution{statement};
        stored_ += run_->step() ? 1 : 0;
        while (statement.step()) {
        }
    }

    void unload_lists(const void* row) {
        for (const ForeignKey& key : mapping_.foreign_keys)
            unload_list(table_, key, row);
    }

    /// Rows that give other columns are a run of their own.
    void end_run() {
        if (load_)
            stored_ += run_batch(session_, {*load_->batch, name()});
        load_.reset();
        if (run_)
            run_->done();
        run_.reset();
    }

    void abort_load() noexcept {
        if (load_)
            load_->batch->clear();
        load_.reset();
    }

    TableRows& table_;
    SessionState& session_;
    const Mapping& mapping_;
    bool completes_;
    bool grows_lists_ = false;
    bool finished_ = false;
    bool chosen_ = false;
    PreparedTable* prepared_ = nullptr;
    ColumnSet set_;
    std::unique_ptr<ColumnBatch> load_; // or:
    ColumnStatement* insert_ = nullptr;
    std::optional<Run> run_;
    std::int64_t stored_ = 0;
};

BulkInsert::BulkInsert(TableRows& table) : state_(std::make_unique<State>(table)) {
}

BulkInsert::~BulkInsert() = default;

void BulkInsert::add(const void* model) {
    state_->add(model);
}

std::int64_t BulkInsert::finish() {
    return state_->finish();
}

}
