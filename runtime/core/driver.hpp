#pragma once
// The seam between the session and a database. One implementation per dialect, in a folder of its own; the
// rest of the runtime knows databases only through it.

#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace rowsmith::driver {

/// A prepared statement of one connection. Errors of all members are the typed exceptions of
/// rowsmith/error.hpp.
class Statement {
public:
    virtual ~Statement() = default;

    /// Binds columns[which[i]] of the model `row` to parameter first + i (from 1). Bound text and bytes are
    /// not copied: the model must stay as it is until the statement has been executed. Checks what the
    /// database would not: UTF-8, NUL, string length, decimal range, date ranges; throws EncodingError,
    /// TooLong, OutOfRange naming table-less column names.
    virtual void bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
                      int first = 1) = 0;
    /// Binds one value: `value` points at the column's non-null C++ value (never at an optional), or is null
    /// for NULL.
    virtual void bind_value(const Column& column, const void* value, int parameter) = 0;
    /// Binds a bare integer or text, for the runtime's own statements. Text is not copied.
    virtual void bind_integer(std::int64_t value, int parameter) = 0;
    virtual void bind_text(std::string_view value, int parameter) = 0;

    /// Goes to the next row; false at the end. The first call executes the statement.
    virtual bool step() = 0;
    /// Executes a statement that gives no rows, resets it, and returns the number of rows it changed.
    virtual std::int64_t execute() = 0;
    /// Reads result column first + i of the current row into columns[which[i]] of the model `row`, whatever
    /// it held.
    virtual void read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
                      int first = 0) = 0;
    /// The same for all columns in order, from result column `first`: the hot path.
    virtual void read(std::span<const Column> columns, void* row, int first = 0) = 0;
    virtual std::int64_t read_integer(int result_column) = 0;
    virtual std::string read_text(int result_column) = 0;
    /// Ends the execution, so that the statement can be bound and executed again.
    virtual void reset() noexcept = 0;

    [[nodiscard]] virtual const std::string& sql() const = 0;
};

enum class Begin { read, write };

/// What databases write differently in queries.
struct Spelling {
    /// Texts are matched by GLOB: LIKE takes upper and lower case of ASCII letters for the same.
    bool glob = false;
    /// A list of values is bound as a JSON text: `x in (select value from json_each($1))`, not `x = any($1)`.
    bool json_lists = false;
};

/// A connection to one database. It has one owner at a time.
class Connection {
public:
    virtual ~Connection() = default;

    [[nodiscard]] virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    /// Executes statements that take no parameters and whose rows, if any, are not wanted.
    virtual void execute(std::string_view script) = 0;
    /// read: a transaction that takes no lock before it must; write: one that is sure to be able to write.
    virtual void begin(Begin mode) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    /// Savepoints are named by their depth, from 1.
    virtual void savepoint(int depth) = 0;
    virtual void rollback_to(int depth) = 0;
    virtual void release(int depth) = 0;
    /// Whether the database itself has a transaction open now.
    [[nodiscard]] virtual bool in_transaction() const = 0;
    /// The key that the database counted for the last INSERT.
    [[nodiscard]] virtual std::int64_t last_identity() const = 0;
    /// Draws `count` values of a sequence in the current transaction: they are first, first + increment, ...
    [[nodiscard]] virtual std::int64_t draw(const Sequence& sequence, std::int64_t count) = 0;
    /// False when the connection must not be used again (it is closed instead of kept).
    [[nodiscard]] virtual bool usable() const = 0;
};

/// Opens connections to the database of one URL.
class Database {
public:
    virtual ~Database() = default;
    [[nodiscard]] virtual std::unique_ptr<Connection> connect() = 0;
    /// The name under which generated code has its DDL: "sqlite", "postgres".
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    [[nodiscard]] virtual Spelling spelling() const = 0;
};

}
