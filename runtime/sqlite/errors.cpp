#include "sqlite/errors.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace rowsmith::sqlite {
namespace {

/// A kind of failure: the exception, the words of what(), and whether running the unit again can help.
struct Kind {
    void (*raise)(const std::string& what, ErrorDetail detail);
    std::string_view what;
    Retry retry = Retry::never;
};

template <typename Exception>
void raise_as(const std::string& what, ErrorDetail detail) {
    throw Exception(what, std::move(detail));
}

constexpr Kind locked_by_other{raise_as<Busy>, "the database is busy: another connection holds the lock",
                               Retry::rerun_unit};
constexpr Kind undefined_object{raise_as<UndefinedObject>, ""};
constexpr Kind not_allowed{raise_as<UsageError>, "the statement is not allowed now"};
constexpr Kind malformed{raise_as<UsageError>, "the statement is malformed"};
constexpr Kind refused{raise_as<SchemaError>, "the database refuses the statement"};
constexpr Kind over_limit{raise_as<LimitExceeded>, "the statement exceeds a limit of SQLite"};
constexpr Kind too_large{raise_as<TooLarge>, "a text, blob or row is larger than SQLite allows"};
constexpr Kind no_keys_left{raise_as<LimitExceeded>, "the table has used up its keys"};
constexpr Kind already_there{raise_as<UniqueViolation>,
                             "unique violation: a row with this key is stored already"};
constexpr Kind no_memory{raise_as<OutOfMemory>, "out of memory"};
constexpr Kind broken_file{raise_as<Corrupt>, "the database is corrupt"};
constexpr Kind io_error{raise_as<IoError>, "the database's files could not be read or written"};
constexpr Kind no_permission{raise_as<PermissionDenied>, "permission denied"};
constexpr Kind too_late{raise_as<DeadlineExceeded>, "the deadline of the transaction has passed"};
constexpr Kind too_long{raise_as<StatementTimeout>,
                        "the statement ran for longer than statement_timeout allows"};
constexpr Kind stopped{raise_as<Cancelled>, "the statement was interrupted"};
constexpr Kind only_reading{raise_as<ReadOnlyTransaction>, "the transaction can only read"};
constexpr Kind foreign_file{raise_as<NotADatabase>, "the file is not a SQLite database"};
constexpr Kind unexpected{raise_as<InternalError>, "SQLite failed in a way that should not happen"};

struct CodeKind {
    int code;
    Kind kind;
};

/// Extended codes, then the primary ones that stand for the rest of theirs.
constexpr auto code_kinds = std::to_array<CodeKind>({
    {SQLITE_BUSY_SNAPSHOT,
     {raise_as<Busy>,
      "the database is busy: it was changed after this transaction began to read, so that waiting does not "
      "help",
      Retry::rerun_unit}},
    {SQLITE_LOCKED_SHAREDCACHE, locked_by_other},
    {SQLITE_CONSTRAINT_UNIQUE, already_there},
    {SQLITE_CONSTRAINT_PRIMARYKEY, already_there},
    {SQLITE_CONSTRAINT_ROWID, already_there},
    {SQLITE_CONSTRAINT_FOREIGNKEY,
     {raise_as<ForeignKeyViolation>, "foreign key violation: a row refers to one that is not stored"}},
    {SQLITE_CONSTRAINT_NOTNULL, {raise_as<NotNullViolation>, "not-null violation: a column without a value"}},
    {SQLITE_CONSTRAINT_CHECK, {raise_as<CheckViolation>, "check violation: a row does not fulfil a check"}},
    {SQLITE_CONSTRAINT_TRIGGER, {raise_as<CheckViolation>, "check violation: a trigger refused a row"}},
    {SQLITE_CONSTRAINT_DATATYPE,
     {raise_as<TypeViolation>, "type violation: a value is not of its column's type"}},
    {SQLITE_IOERR_NOMEM, no_memory},
    {SQLITE_IOERR_CORRUPTFS, broken_file},
    {SQLITE_READONLY_DBMOVED,
     {raise_as<Moved>, "the database's file was moved or deleted while it was open"}},
    {SQLITE_BUSY, locked_by_other},
    {SQLITE_PROTOCOL, locked_by_other},
    {SQLITE_LOCKED, {raise_as<UsageError>, "a result of this connection is still being read; end it first"}},
    {SQLITE_ABORT,
     {raise_as<TransactionFailed>, "the transaction was rolled back while a result was being read"}},
    {SQLITE_INTERRUPT, stopped},
    {SQLITE_CONSTRAINT, {raise_as<ConstraintViolation>, "constraint violation"}},
    {SQLITE_MISMATCH, {raise_as<ConversionError>, "a value is not of the type that its column takes"}},
    {SQLITE_SCHEMA,
     {raise_as<PlanChanged>, "the schema was changed while the statement was executed", Retry::rerun_unit}},
    {SQLITE_FULL, {raise_as<DiskFull>, "the disk is full, or the database has as many pages as it may have"}},
    {SQLITE_READONLY, {raise_as<ReadOnlyDatabase>, "the database can only be read"}},
    {SQLITE_CANTOPEN, {raise_as<ConnectFailed>, "a file of the database cannot be opened"}},
    {SQLITE_AUTH, no_permission},
    {SQLITE_PERM, no_permission},
    {SQLITE_NOMEM, no_memory},
    {SQLITE_TOOBIG, too_large},
    {SQLITE_IOERR, io_error},
    {SQLITE_NOLFS, io_error},
    {SQLITE_CORRUPT, broken_file},
    {SQLITE_NOTADB, foreign_file},
    {SQLITE_FORMAT, foreign_file},
});

struct TextKind {
    std::string_view begin;
    Kind kind;
};

/// What SQLITE_ERROR, and SQLITE_BUSY where no lock is meant, say in their text only.
constexpr auto text_kinds = std::to_array<TextKind>({
    {"no such savepoint", not_allowed},
    {"no such ", undefined_object},
    {"unknown column ", undefined_object},
    {"unknown database ", undefined_object},
    {"integer overflow", {raise_as<OutOfRange>, "a result is past the range of integers"}},
    {"malformed JSON", {raise_as<InvalidFormat>, "a text is not JSON"}},
    {"cannot start a transaction", not_allowed},
    {"cannot commit", not_allowed},
    {"cannot rollback", not_allowed},
    {"cannot open savepoint", not_allowed},
    {"cannot release savepoint", not_allowed},
    {"near ", malformed},
    {"incomplete input", malformed},
    {"unrecognized token", malformed},
    {"too many ", over_limit},
    {"parser stack overflow", over_limit},
    {"Expression tree is too large", over_limit},
    {"string or blob too big", too_large},
});

Kind kind_by_text(std::string_view message, const Kind& otherwise) {
    for (const TextKind& entry : text_kinds) {
        if (message.starts_with(entry.begin))
            return entry.kind;
    }
    const bool column =
        message.starts_with("table ") && message.find(" has no column named ") != message.npos;
    return column ? undefined_object : otherwise;
}

Kind kind_by_code(int code) {
    for (const int candidate : {code, code & 0xff}) {
        const auto found = std::ranges::find(code_kinds, candidate, &CodeKind::code);
        if (found != code_kinds.end())
            return found->kind;
    }
    return unexpected;
}

/// Null when the statement failed by itself.
const Kind* kind_of_end(EndedBy ended_by) {
    switch (ended_by) {
    case EndedBy::deadline:
        return &too_late;
    case EndedBy::statement_limit:
        return &too_long;
    case EndedBy::other_thread:
        return &stopped;
    case EndedBy::itself:
        return nullptr;
    }
    return nullptr;
}

Kind kind_of(const Failure& failure) {
    const int primary = failure.code & 0xff;
    const bool may_be_stopped = primary == SQLITE_INTERRUPT || primary == SQLITE_BUSY;
    if (const Kind* const kind = may_be_stopped ? kind_of_end(failure.ended_by) : nullptr)
        return *kind;
    if (failure.in_read_only && failure.code == SQLITE_READONLY)
        return only_reading;
    if (failure.out_of_keys)
        return no_keys_left;
    // `on delete restrict` is a trigger of SQLite's own; a user's trigger gives its own text.
    if (failure.code == SQLITE_CONSTRAINT_TRIGGER && failure.message == "FOREIGN KEY constraint failed")
        return kind_by_code(SQLITE_CONSTRAINT_FOREIGNKEY);
    if (failure.code == SQLITE_ERROR)
        return kind_by_text(failure.message, refused);
    if (failure.code == SQLITE_BUSY)
        return kind_by_text(failure.message, locked_by_other);
    return kind_by_code(failure.code);
}

std::string_view after(std::string_view message, std::string_view mark) {
    const std::size_t at = message.find(mark);
    return at == message.npos ? std::string_view() : message.substr(at + mark.size());
}

/// "users.email"
void read_column(ErrorDetail& detail, std::string_view qualified) {
    const std::size_t dot = qualified.find('.');
    if (dot == qualified.npos)
        return;
    detail.table = qualified.substr(0, dot);
    detail.column = qualified.substr(dot + 1);
}

/// "users.email", "users.a, users.b", or "index 'name'" for an index on expressions.
void read_unique_key(ErrorDetail& detail, std::string_view columns) {
    constexpr std::string_view index = "index '";
    if (columns.starts_with(index) && columns.ends_with('\'')) {
        detail.constraint = columns.substr(index.size(), columns.size() - index.size() - 1);
        return;
    }
    detail.constraint = columns;
    const std::size_t comma = columns.find(", ");
    read_column(detail, columns.substr(0, comma));
    if (comma != columns.npos)
        detail.column.clear();
}

/// Takes the names out of SQLite's message.
void read_names(ErrorDetail& detail) {
    const std::string_view failed = after(detail.server_detail, " constraint failed: ");
    switch (detail.sqlite_code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        return read_unique_key(detail, failed);
    case SQLITE_CONSTRAINT_NOTNULL:
        return read_column(detail, failed);
    case SQLITE_CONSTRAINT_CHECK:
        detail.constraint = failed;
        return;
    case SQLITE_CONSTRAINT_DATATYPE: // cannot store TEXT value in INTEGER column t.c
        return read_column(detail, after(detail.server_detail, " column "));
    }
}

std::string place(const ErrorDetail& detail) {
    if (!detail.column.empty())
        return ": " + detail.table + "." + detail.column;
    return detail.constraint.empty() ? "" : ": " + detail.constraint;
}

/// SQLite's message goes in only where it consists of names.
std::string describe(const Kind& kind, const ErrorDetail& detail) {
    const std::string what =
        kind.what.empty() ? detail.server_detail : std::string(kind.what) + place(detail);
    return what + " (SQLite " + std::to_string(detail.sqlite_code) + ")";
}

}

Failure last_failure(sqlite3* connection, int code, std::string sql, Outcome outcome) {
    const char* message = sqlite3_errmsg(connection);
    return {.code = code, .message = message ? message : "", .sql = std::move(sql), .outcome = outcome};
}

void raise(Failure failure) {
    const Kind kind = kind_of(failure);
    ErrorDetail detail;
    detail.outcome = failure.outcome;
    detail.retry = kind.retry;
    detail.sqlite_code = failure.code;
    detail.sql = std::move(failure.sql);
    detail.server_detail = std::move(failure.message);
    read_names(detail);
    const std::string what = describe(kind, detail);
    kind.raise(what, std::move(detail));
    std::abort(); // every Kind throws
}

}
