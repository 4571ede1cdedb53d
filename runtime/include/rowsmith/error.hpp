#pragma once
// What can go wrong while a program runs, classed by what the caller can do about it. `what()` never holds a
// value, a parameter or a password.

#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith {

/// What became of the unit of work when the error was thrown.
enum class Outcome { not_started, rolled_back, still_open, committed, unknown };

/// Whether running it again can help.
enum class Retry { never, rerun_unit, rerun_unit_on_new_connection, resolve_first };

/// What is known of a failure; empty or 0 where it does not apply.
struct ErrorDetail {
    Outcome outcome = Outcome::still_open;
    Retry retry = Retry::never;
    int sqlite_code = 0;    // extended result code
    std::string sqlstate{}; // of PostgreSQL
    std::string sql{};      // the statement, without values
    std::string
        constraint{}; // its name, or the columns of a unique key where the database names no constraint
    std::string table{};
    std::string column{};
    std::string server_detail{}; // the database's own words; may hold values, so it is never part of what()
    std::vector<std::string> keys{}; // of the rows that a Conflict is about; values, so never part of what()
    std::vector<std::string> found{}; // under each of `keys`: "gone", "version 3 instead of 2"
    std::string transaction{}; // of a CommitUnknown: PostgreSQL's number, for `select txid_status(...)`
    std::string server{};      // of a CommitUnknown: which server would know
};

class Error : public std::exception {
public:
    explicit Error(std::string message, ErrorDetail detail = {})
        : message_(std::move(message)), detail_(std::move(detail)) {}

    [[nodiscard]] const char* what() const noexcept override { return message_.c_str(); }
    /// Says in front of the message what was being done, for those that pass the error on.
    void add_context(std::string_view doing) { message_ = std::string(doing) + ": " + message_; }
    void set_table(std::string_view table) { detail_.table = table; }
    void set_outcome(Outcome outcome) { detail_.outcome = outcome; }

    [[nodiscard]] Outcome outcome() const { return detail_.outcome; }
    [[nodiscard]] Retry retry() const { return detail_.retry; }
    [[nodiscard]] int sqlite_code() const { return detail_.sqlite_code; }
    [[nodiscard]] const std::string& sqlstate() const { return detail_.sqlstate; }
    [[nodiscard]] const std::string& sql() const { return detail_.sql; }
    [[nodiscard]] const std::string& constraint() const { return detail_.constraint; }
    [[nodiscard]] const std::string& table() const { return detail_.table; }
    [[nodiscard]] const std::string& column() const { return detail_.column; }
    [[nodiscard]] const std::string& server_detail() const { return detail_.server_detail; }
    [[nodiscard]] const std::vector<std::string>& keys() const { return detail_.keys; }
    [[nodiscard]] const std::vector<std::string>& found() const { return detail_.found; }
    [[nodiscard]] const std::string& transaction() const { return detail_.transaction; }
    [[nodiscard]] const std::string& server() const { return detail_.server; }
    [[nodiscard]] const ErrorDetail& detail() const { return detail_; }

private:
    std::string message_;
    ErrorDetail detail_;
};

/// The program used the library against its rules; nothing was sent and the session is usable.
class UsageError : public Error {
public:
    using Error::Error;
};
/// `add` of a key that a managed row of the session has already.
class IdentityConflict : public UsageError {
public:
    using UsageError::UsageError;
};
/// A flush failed before; only rollback, reading and destruction are possible.
class SessionFailed : public UsageError {
public:
    using UsageError::UsageError;
};
/// Rows of a flush need each other in a ring that no nullable or deferrable key breaks.
class FlushCycle : public UsageError {
public:
    using UsageError::UsageError;
};
/// Rows of a flush take unique values from each other, and no column of the key can hold another for a while. `keys()`
/// are those of two of them.
class UnresolvableSwap : public UsageError {
public:
    using UsageError::UsageError;
};

/// An option, URL or file right is wrong.
class ConfigError : public Error {
public:
    using Error::Error;
};

class ConnectionError : public Error {
public:
    using Error::Error;
};
class ConnectFailed : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
class NoSuchDatabase : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
class AuthenticationFailed : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
/// The connection broke. `outcome()`: rolled_back, or not_started when provably nothing was sent.
class ConnectionLost : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
/// All connections of the pool were in use for as long as a caller waits.
class PoolTimeout : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
/// The engine is being destroyed.
class PoolClosed : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};
/// The deadline that the program set has passed; the connection is thrown away.
class DeadlineExceeded : public ConnectionError {
public:
    using ConnectionError::ConnectionError;
};

/// The connection broke while COMMIT was under way, and what became of it could not be found out: `transaction()` and
/// `server()` say whom to ask.
class CommitUnknown : public Error {
public:
    using Error::Error;
};

class TransactionError : public Error {
public:
    using Error::Error;
};
/// Another writer was faster or holds the lock; run the whole unit again.
class Busy : public TransactionError {
public:
    using TransactionError::TransactionError;
};
/// Transactions that ran at the same time cannot have run one after the other; run the whole unit again.
class SerializationFailure : public TransactionError {
public:
    using TransactionError::TransactionError;
};
/// Transactions waited for each other, and this one was chosen to end; run the whole unit again.
class Deadlock : public TransactionError {
public:
    using TransactionError::TransactionError;
};
/// The database would have answered COMMIT with a rollback: an earlier statement of the transaction had failed.
class SilentRollback : public TransactionError {
public:
    using TransactionError::TransactionError;
};
/// The server ended a transaction that did nothing for too long.
class IdleTimeout : public TransactionError {
public:
    using TransactionError::TransactionError;
};
/// The database ended the transaction by itself.
class TransactionFailed : public TransactionError {
public:
    using TransactionError::TransactionError;
};
class ReadOnlyTransaction : public TransactionError {
public:
    using TransactionError::TransactionError;
};

/// A statement ran longer than the limit that the server was given.
class StatementTimeout : public Error {
public:
    using Error::Error;
};
class Cancelled : public Error {
public:
    using Error::Error;
};

class ConstraintViolation : public Error {
public:
    using Error::Error;
};
class UniqueViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};
class ForeignKeyViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};
class NotNullViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};
class CheckViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};
class ExclusionViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};
class TypeViolation : public ConstraintViolation {
public:
    using ConstraintViolation::ConstraintViolation;
};

class DataError : public Error {
public:
    using Error::Error;
};
class OutOfRange : public DataError {
public:
    using DataError::DataError;
};
class InvalidFormat : public DataError {
public:
    using DataError::DataError;
};
class EncodingError : public DataError {
public:
    using DataError::DataError;
};
class NullValue : public DataError {
public:
    using DataError::DataError;
};
class TooLong : public DataError {
public:
    using DataError::DataError;
};
/// A stored value is not of the column's type.
class ConversionError : public DataError {
public:
    using DataError::DataError;
};

class NotFound : public Error {
public:
    using Error::Error;
};
class TooManyRows : public Error {
public:
    using Error::Error;
};
/// A column or relation was asked for that is not loaded, where nothing may be loaded by itself.
class LazyLoad : public Error {
public:
    using Error::Error;
};
/// The row was changed or is gone since it was read.
class Conflict : public Error {
public:
    using Error::Error;
};

class SchemaError : public Error {
public:
    using Error::Error;
};
class UndefinedObject : public SchemaError {
public:
    using SchemaError::SchemaError;
};
class SchemaMismatch : public SchemaError {
public:
    using SchemaError::SchemaError;
};
class PlanChanged : public SchemaError {
public:
    using SchemaError::SchemaError;
};

class PermissionDenied : public Error {
public:
    using Error::Error;
};

class ResourceError : public Error {
public:
    using Error::Error;
};
class DiskFull : public ResourceError {
public:
    using ResourceError::ResourceError;
};
class OutOfMemory : public ResourceError {
public:
    using ResourceError::ResourceError;
};
class LimitExceeded : public ResourceError {
public:
    using ResourceError::ResourceError;
};
class TooLarge : public ResourceError {
public:
    using ResourceError::ResourceError;
};

class StorageError : public Error {
public:
    using Error::Error;
};
class IoError : public StorageError {
public:
    using StorageError::StorageError;
};
class Corrupt : public StorageError {
public:
    using StorageError::StorageError;
};
class NotADatabase : public StorageError {
public:
    using StorageError::StorageError;
};
class ReadOnlyDatabase : public StorageError {
public:
    using StorageError::StorageError;
};
class Moved : public StorageError {
public:
    using StorageError::StorageError;
};

/// Raised by code in the database: a function or trigger.
class ApplicationError : public Error {
public:
    using Error::Error;
};
class InternalError : public Error {
public:
    using Error::Error;
};

}
