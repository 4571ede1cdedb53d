#pragma once
// UPDATE and DELETE of rows by their keys, and what INSERTs share with them.

#include "core/images.hpp"
#include "core/session_state.hpp"

#include <cstdint>
#include <span>

namespace rowsmith::detail {

/// One statement that runs for several rows: told to the engine's listener as one event.
class Run {
public:
    Run(SessionState& session, driver::Statement& statement, StatementName name)
        : statement_(statement), watch_(session.engine, statement.sql(), name) {
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

/// What a statement gives back of a row, into its model.
void read_made(driver::Statement& statement, const ColumnStatement& columns, ManagedRow& row);
/// Deferred columns among those that came back are loaded.
void note_loaded(std::span<const std::uint16_t> columns, ManagedRow& row);

/// What an UPDATE sets columns to.
enum class UpdateValues {
    of_models, // computed columns are then read back into them
    of_images, // Update::images
    null,
};

/// Rows of a table that are updated in the same columns.
struct Update {
    TableRows& table;
    const ColumnSet& set;
    std::span<ManagedRow* const> rows;
    UpdateValues values = UpdateValues::of_models;
    std::span<const Image> images{}; // one per row
    bool in_order = false; // one row after the other, since a later one takes what an earlier one gives up
};

/// Rows are found by the key, and the version, that they have in the database. Throws Conflict when one is
/// not.
void update_rows(SessionState& session, const Update& update);
/// The same for DELETE.
void delete_rows(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows);

}
