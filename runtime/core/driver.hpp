#pragma once
// The seam between the session and a database. One implementation per dialect, in a folder of its own; the
// rest of the runtime knows databases only through it.

#include "rowsmith/function_names.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/transaction.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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

/// What a batch does with its rows.
enum class BatchKind {
    insert,
    load, // an insert of very many rows as fast as the database can, which gives nothing back
    update,
    erase,
};

/// The rows of a batch have one table, and the same columns. Spans must stay for as long as the batch.
struct BatchShape {
    BatchKind kind = BatchKind::insert;
    const Mapping* mapping = nullptr;
    const Statements* texts = nullptr;
    std::span<const std::uint16_t> set{};       // insert, load, update: the columns that get values
    std::span<const std::uint16_t> target{};    // update, erase: the key, then the version if rows have one
    std::span<const std::uint16_t> returning{}; // insert, update: columns that the database makes, an identity among them
};

/// One statement that writes any number of rows. Only databases with Traits::batches have them.
class Batch {
public:
    virtual ~Batch() = default;

    /// Takes a row in, by value. `set`: the model whose columns of the shape's `set` are written; null when all
    /// of them become NULL. `target`: the model that holds the key, and version, under which the row is stored.
    /// Checks as Statement::bind does; after a throw the batch is to be cleared. A batch of kind `load` may send
    /// what it has.
    virtual void add(const void* set, const void* target) = 0;
    [[nodiscard]] virtual std::size_t rows() const = 0;
    /// About as much will be sent.
    [[nodiscard]] virtual std::size_t bytes() const = 0;
    /// Sends the rows; how many the database has written.
    virtual std::int64_t run() = 0;
    /// After run(), when the shape is an `erase` or has `returning`: whether row number `row`, in the order of
    /// add(), was written.
    [[nodiscard]] virtual bool written(std::size_t row) const = 0;
    /// After run(): the shape's `returning` of that row into a model.
    virtual void read(std::size_t row, void* model) const = 0;
    /// Forgets the rows, so that others can be added; of a `load` that was not run nothing is stored.
    virtual void clear() noexcept = 0;

    [[nodiscard]] virtual const std::string& sql() const = 0;
};

enum class Begin { read, write };

/// How a transaction is to run.
struct BeginOptions {
    /// read: it takes no lock before it must; write: it is sure to be able to write.
    Begin mode = Begin::read;
    Isolation isolation = Isolation::standard;
    bool read_only = false;
    bool deferrable = false; // serializable and read-only: waits for a moment in which it cannot fail
    /// Where the database can: when the connection is lost in COMMIT, find out what became of it.
    bool resolves_commit = false;
};

/// What a database writes in queries where others write something else.
struct Words {
    /// The text of a function, with ? for an argument each; empty when it is the usual one.
    std::string_view (*function)(detail::Function function) = nullptr;
    /// The type as which a value is to be taken where nothing beside it says so; empty when the value itself does.
    std::string_view (*type)(ColumnKind kind) = nullptr;
    /// The way to a value in a JSON document, as the text that a parameter has.
    std::string (*json_path)(std::span<const detail::JsonStep> path) = nullptr;
    /// The value at the end of it, as text, with ? for the document and the path.
    std::string_view json_text{};
};

/// How a database tells its plan of a statement: as the result of the same statement with words before it.
struct PlanForm {
    std::string_view words{};
    int text = 0; // the result column with the text of a step
    /// The columns with the number of a step and of the one that it is a part of; none where the text itself
    /// shows that.
    int step = -1;
    int parent = -1;
};

/// What databases write differently in queries.
struct Spelling {
    /// Texts are matched by GLOB: LIKE takes upper and lower case of ASCII letters for the same.
    bool glob = false;
    /// A list of values is bound as a JSON text: `x in (select value from json_each($1))`, not `x = any($1)`.
    bool json_lists = false;
    /// Decimals that are computed are floating-point numbers.
    bool real_decimals = false;
    Words words{};
    PlanForm plan{};
};

/// What databases do differently, as far as the rest of the runtime has to know.
struct Traits {
    /// A statement costs a round trip, and a Batch writes any number of rows with one.
    bool batches = false;
    /// Tables stand in schemas: Mapping::qualified is used where there is one.
    bool schemas = false;
    /// The key that the database counts comes back from the INSERT (`returning`), not by last_identity().
    bool returns_identity = false;
    /// Sequences are the database's own: a column that an INSERT leaves out gets the next value, and values
    /// drawn are used up even when the transaction is rolled back.
    bool keeps_draws = false;
    /// An UPDATE of several rows checks unique keys after each of them, in an order of its own.
    bool checks_each_row = false;
    /// An error in a statement ends the transaction, whatever the statement was.
    bool errors_end_transaction = false;
    /// Rows can be locked by a SELECT.
    bool row_locks = false;
    /// Connections cost next to nothing: as many are opened as are asked for, whatever the pool's limit.
    bool unlimited_connections = false;
};

/// A run of values of a sequence: first, first + increment, ...
struct DrawnValues {
    std::int64_t first = 0;
    std::int64_t count = 0;
};

/// How long a lock is held that has a name.
enum class LockScope {
    transaction, // until the end of the current one
    connection,  // until the connection is closed
};

/// Stops what a connection is doing, from another thread.
class Canceller {
public:
    virtual ~Canceller() = default;
    /// The statement that runs now throws Cancelled; when none runs nothing happens. Never blocks for longer than
    /// a second. May be called at any time, also when the connection is gone.
    virtual void cancel() noexcept = 0;
};

/// A connection to one database. It has one owner at a time.
class Connection {
public:
    virtual ~Connection() = default;

    [[nodiscard]] virtual std::unique_ptr<Statement> prepare(std::string_view sql) = 0;
    /// A SELECT whose rows are fetched as they are read, in constant memory. Other statements may run meanwhile.
    [[nodiscard]] virtual std::unique_ptr<Statement> prepare_stream(std::string_view sql) = 0;
    /// Throws UsageError on a database without batches.
    [[nodiscard]] virtual std::unique_ptr<Batch> prepare_batch(const BatchShape& shape) = 0;
    /// The SELECT (all columns that are read with a row) of rows whose `key` columns hold one of several keys. With
    /// batches: each of the columns is one parameter, an array of values, the keys are its elements; throws
    /// UsageError on a database without.
    [[nodiscard]] virtual std::unique_ptr<Statement> prepare_by_keys(const Mapping& mapping, const Statements& texts,
                                                                     std::span<const std::uint16_t> key) = 0;
    /// Executes statements that take no parameters and whose rows, if any, are not wanted.
    virtual void execute(std::string_view script) = 0;
    virtual void begin(const BeginOptions& options) = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    /// Savepoints are named by their depth, from 1.
    virtual void savepoint(int depth) = 0;
    virtual void rollback_to(int depth) = 0;
    virtual void release(int depth) = 0;
    /// Whether the database itself has a transaction open now, be it a failed one.
    [[nodiscard]] virtual bool in_transaction() const = 0;
    /// The key that the database counted for the last INSERT; not where Traits::returns_identity.
    [[nodiscard]] virtual std::int64_t last_identity() const = 0;
    /// Draws `count` values of a sequence in the current transaction, as runs in the order of drawing.
    [[nodiscard]] virtual std::vector<DrawnValues> draw(const Sequence& sequence, std::int64_t count) = 0;

    /// What is sent from now on must be answered before this moment; later it is DeadlineExceeded. Nothing: no limit.
    virtual void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) = 0;
    [[nodiscard]] virtual std::shared_ptr<Canceller> canceller() = 0;

    /// Tells all that listen to the channel: at once, or with the commit of the current transaction. One
    /// round trip. Throws UsageError where a database has no notifications.
    virtual void notify(std::string_view channel, std::string_view payload);
    /// Waits for the lock of this name, which all programs that use the database share. One round trip.
    /// Throws UsageError where a database has no such locks.
    virtual void lock(std::string_view name, LockScope scope);
    /// The same without waiting; false when another has the lock.
    [[nodiscard]] virtual bool try_lock(std::string_view name, LockScope scope);

    /// Why nothing but a rollback is possible: the message of the first error that has ended the transaction,
    /// or broken the connection, until rollback() or rollback_to(). Null while all is well. Asked only where
    /// Traits::errors_end_transaction; costs no round trip.
    [[nodiscard]] virtual const char* failure() const noexcept { return nullptr; }

    /// False when the connection must not be used again (it is closed instead of kept).
    [[nodiscard]] virtual bool usable() const = 0;
    /// Makes the connection as good as new for its next user: settings, locks, temporary tables. False when that is not
    /// possible. Prepared statements stay. Only outside a transaction.
    [[nodiscard]] virtual bool reset() noexcept = 0;
    /// Asks the database for an answer; false when there is none.
    [[nodiscard]] virtual bool ping() noexcept = 0;
    /// Whether the connection is known to be dead, as far as can be seen without asking: at most a poll of its socket.
    [[nodiscard]] virtual bool looks_alive() noexcept = 0;
};

/// What a listener gets. `gap`: notifications may have been lost, since the connection was; the rest is empty then.
struct Notification {
    std::string_view channel{};
    std::string_view payload{};
    bool gap = false;
};

/// A connection of its own that waits for notifications.
class Listener {
public:
    virtual ~Listener() = default;
    virtual void listen(std::string_view channel) = 0;
    virtual void unlisten(std::string_view channel) = 0;
    /// Waits for up to `limit`, or until wake() is called by another thread, and hands out what came. Throws
    /// ConnectionLost.
    virtual void wait(std::chrono::milliseconds limit, const std::function<void(const Notification&)>& use) = 0;
    virtual void wake() noexcept = 0;
};

/// Opens connections to the database of one URL. May be used by several threads at once.
class Database {
public:
    virtual ~Database() = default;
    [[nodiscard]] virtual std::unique_ptr<Connection> connect() = 0;
    /// Throws UsageError where a database has no notifications.
    [[nodiscard]] virtual std::unique_ptr<Listener> connect_listener() = 0;
    /// The name under which generated code has its DDL: "sqlite", "postgres".
    [[nodiscard]] virtual std::string_view dialect() const = 0;
    [[nodiscard]] virtual Spelling spelling() const = 0;
    [[nodiscard]] virtual Traits traits() const = 0;
};

}
