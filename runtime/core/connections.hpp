#pragma once
// Connections with everything that is prepared on them. Statements are found by position, never by text.

#include "core/column_set.hpp"
#include "core/driver.hpp"
#include "core/statement_cache.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

namespace rowsmith {

struct NamedStatement; // rowsmith/named_query.hpp

/// An INSERT or UPDATE of one set of columns.
struct ColumnStatement {
    ColumnSet set;
    std::vector<std::uint16_t> columns;   // the set, in column order: parameters 1, 2, ...
    std::vector<std::uint16_t> returning; // result columns
    std::unique_ptr<driver::Statement> statement;
};

/// The same for any number of rows.
struct ColumnBatch {
    ColumnSet set;
    std::vector<std::uint16_t> columns;
    std::vector<std::uint16_t> target;    // key and version, of an UPDATE or DELETE
    std::vector<std::uint16_t> returning; // read back of each row
    std::unique_ptr<driver::Batch> batch;
};

/// A SELECT of rows by several keys.
struct KeyedStatement {
    std::vector<std::uint16_t> columns; // of a key
    std::size_t keys = 0;               // 0: any number, as arrays
    std::unique_ptr<driver::Statement> statement;
};

/// What is prepared for one table. Each statement is made when it is first needed.
struct PreparedTable {
    const Statements* texts = nullptr;
    std::unique_ptr<driver::Statement> select;
    std::unique_ptr<driver::Statement> find;
    std::unique_ptr<driver::Statement> erase;
    std::vector<std::unique_ptr<driver::Statement>> find_by;
    std::vector<std::unique_ptr<ColumnStatement>> inserts;
    std::vector<std::unique_ptr<ColumnStatement>> updates;
    std::vector<std::unique_ptr<ColumnStatement>> selects;
    std::vector<std::unique_ptr<ColumnBatch>> insert_batches;
    std::vector<std::unique_ptr<ColumnBatch>> update_batches;
    std::unique_ptr<ColumnBatch> erase_batch;
    std::vector<KeyedStatement> by_keys;
    std::vector<std::unique_ptr<driver::Statement>> referenced; // by foreign key: all rows that it leads to
};

/// A connection and its statements; statements go first.
class PreparedConnection {
public:
    PreparedConnection(std::unique_ptr<driver::Connection> connection, const driver::Traits& traits)
        : connection_(std::move(connection)), traits_(traits) {}

    [[nodiscard]] driver::Connection& driver() { return *connection_; }
    [[nodiscard]] const driver::Traits& traits() const { return traits_; }
    /// What is prepared of a table; at first nothing.
    [[nodiscard]] PreparedTable& table(const Mapping& mapping);
    /// The statement in `slot`, prepared now if it is not yet.
    [[nodiscard]] driver::Statement& prepared(std::unique_ptr<driver::Statement>& slot, std::string_view sql);

    /// The INSERT of these columns; `returning` are read back from it.
    [[nodiscard]] ColumnStatement& insert(PreparedTable& table, const ColumnSet& set, const Mapping& mapping);
    /// The UPDATE of these columns, with the key, and the version, for its last parameters. `returning` are
    /// what the database computes.
    [[nodiscard]] ColumnStatement& update(PreparedTable& table, const ColumnSet& set, const Mapping& mapping);
    /// The batches of the same. An update tells which rows it has written where `tells`, or where something
    /// comes back.
    [[nodiscard]] ColumnBatch& insert_batch(PreparedTable& table, const ColumnSet& set,
                                            const Mapping& mapping);
    [[nodiscard]] ColumnBatch& update_batch(PreparedTable& table, const ColumnSet& set,
                                            const Mapping& mapping);
    [[nodiscard]] ColumnBatch& erase_batch(PreparedTable& table, const Mapping& mapping);
    /// A batch of very many new rows, for one use.
    [[nodiscard]] std::unique_ptr<ColumnBatch> load(const PreparedTable& table, const ColumnSet& set,
                                                    const Mapping& mapping);
    /// The SELECT of these columns by primary key.
    [[nodiscard]] ColumnStatement& select(PreparedTable& table, const ColumnSet& set, const Mapping& mapping);
    /// The SELECT of rows whose `columns` hold one of so many keys; with batches each column is one array.
    [[nodiscard]] driver::Statement& select_by_keys(PreparedTable& table, const Mapping& mapping,
                                                    std::span<const std::uint16_t> columns, std::size_t keys);

    /// The place for the statement of a query that has a name; empty until it was prepared, and while it
    /// runs.
    [[nodiscard]] std::unique_ptr<driver::Statement>& named(const NamedStatement& text) {
        if (last_named_ != &text) {
            last_slot_ = &named_[&text];
            last_named_ = &text;
        }
        return *last_slot_;
    }
    /// Statements that are found by their text.
    [[nodiscard]] StatementCache& statements() { return statements_; }

    /// The SELECT of all rows that foreign key number `key` of a table leads to.
    [[nodiscard]] driver::Statement& select_referenced(PreparedTable& table, const Mapping& mapping,
                                                       std::size_t key);

private:
    [[nodiscard]] std::unique_ptr<driver::Batch> prepare_batch(driver::BatchKind kind, const Mapping& mapping,
                                                               const PreparedTable& table,
                                                               const ColumnBatch& batch);

    std::unique_ptr<driver::Connection> connection_;
    driver::Traits traits_;
    StatementCache statements_{*connection_};
    std::unordered_map<const Mapping*, std::unique_ptr<PreparedTable>> tables_;
    std::unordered_map<const NamedStatement*, std::unique_ptr<driver::Statement>> named_;
    const NamedStatement* last_named_ = nullptr; // a loop asks for the same one
    std::unique_ptr<driver::Statement>* last_slot_ = nullptr;
};

}
