#include "postgres/errors.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

namespace rowsmith::postgres {
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

struct StateKind {
    std::string_view state; // a whole SQLSTATE, or the beginning of those of its class
    Kind kind;
};

constexpr Kind lost_connection{raise_as<ConnectionLost>, "the connection to the server is lost",
                               Retry::rerun_unit_on_new_connection};
constexpr Kind not_allowed{raise_as<UsageError>, "the statement is not allowed now"};
constexpr Kind undefined_object{raise_as<UndefinedObject>, "the statement names what is not in the database"};
constexpr Kind busy{raise_as<Busy>, "the database is busy: another transaction holds the lock",
                    Retry::rerun_unit};
constexpr Kind corrupt{raise_as<Corrupt>, "the database is corrupt"};
constexpr Kind over_limit{raise_as<LimitExceeded>, "a limit of the server is exceeded"};
constexpr Kind plan_changed{raise_as<PlanChanged>, "the schema was changed since the statement was prepared",
                            Retry::rerun_unit};
constexpr Kind no_memory{raise_as<OutOfMemory>, "there is not enough memory for the answer"};
constexpr Kind unexpected{raise_as<InternalError>, "PostgreSQL failed in a way that should not happen"};

/// Whole states, then classes.
constexpr auto state_kinds = std::to_array<StateKind>({
    {"08P01", {raise_as<UsageError>, "the statement does not fit what was sent with it"}},
    {"08007", {raise_as<CommitUnknown>, "what became of the transaction is unknown", Retry::resolve_first}},
    {"0A000", {raise_as<UsageError>, "the statement asks for what this server cannot do"}},
    {"22001", {raise_as<TooLong>, "a text is longer than its column takes"}},
    {"22003", {raise_as<OutOfRange>, "a number is out of range"}},
    {"22008", {raise_as<OutOfRange>, "a date or time is out of range"}},
    {"22021", {raise_as<EncodingError>, "a text is not valid UTF-8"}},
    {"22P05", {raise_as<EncodingError>, "a character is not in the database's encoding"}},
    {"2200H", {raise_as<LimitExceeded>, "a sequence has no values left"}},
    {"22007", {raise_as<InvalidFormat>, "a text is not of the form that its type takes"}},
    {"22P02", {raise_as<InvalidFormat>, "a text is not of the form that its type takes"}},
    {"23502", {raise_as<NotNullViolation>, "not-null violation"}},
    {"23503", {raise_as<ForeignKeyViolation>, "foreign key violation"}},
    {"23505", {raise_as<UniqueViolation>, "unique violation"}},
    {"23514", {raise_as<CheckViolation>, "check violation"}},
    {"23P01", {raise_as<ExclusionViolation>, "exclusion violation"}},
    {"25001", not_allowed},
    {"25006", {raise_as<ReadOnlyTransaction>, "the transaction, or the whole server, can only read"}},
    {"25P02", {raise_as<TransactionFailed>, "the transaction has failed; roll back before going on"}},
    {"25P03", {raise_as<IdleTimeout>, "the server ended a transaction that did nothing for too long"}},
    {"26000", {raise_as<InternalError>, "a prepared statement is gone"}},
    {"40001",
     {raise_as<SerializationFailure>, "serialization failure: another transaction was in the way",
      Retry::rerun_unit}},
    {"40002", {raise_as<ConstraintViolation>, "constraint violation"}},
    {"40003", {raise_as<CommitUnknown>, "what became of the transaction is unknown", Retry::resolve_first}},
    {"40P01",
     {raise_as<Deadlock>, "deadlock: this transaction and others waited for each other", Retry::rerun_unit}},
    {"42501", {raise_as<PermissionDenied>, "permission denied"}},
    {"42601", {raise_as<UsageError>, "the statement is malformed"}},
    {"42703", undefined_object},
    {"42704", undefined_object},
    {"42883", undefined_object},
    {"42P01", undefined_object},
    {"42P02", undefined_object},
    {"3D000", {raise_as<NoSuchDatabase>, "there is no such database"}},
    {"3F000", undefined_object},
    {"53100", {raise_as<DiskFull>, "the server's disk is full"}},
    {"53200", {raise_as<OutOfMemory>, "the server is out of memory"}},
    {"53300",
     {raise_as<ConnectFailed>, "the server has as many connections as it takes",
      Retry::rerun_unit_on_new_connection}},
    {"55006", busy},
    {"55P03", busy},
    {"57014", {raise_as<Cancelled>, "the statement was cancelled"}},
    {"57P01", lost_connection},
    {"57P02", lost_connection},
    {"57P03",
     {raise_as<ConnectFailed>, "the server takes no connections now", Retry::rerun_unit_on_new_connection}},
    {"57P05", lost_connection},
    {"58030", {raise_as<IoError>, "the server's files could not be read or written"}},
    {"RS001", // raised by what creates views
     {raise_as<SchemaMismatch>,
      "the database's view is another one than the schema says; drop it to have it made anew"}},
    {"P0001", {raise_as<ApplicationError>, "code in the database raised an error"}},
    {"XX001", corrupt},
    {"XX002", corrupt},
    {"08", {raise_as<ApplicationError>, "code in the database raised an error"}},
    {"22", {raise_as<DataError>, "a value does not fit"}},
    {"23", {raise_as<ConstraintViolation>, "constraint violation"}},
    {"25", not_allowed},
    {"28", {raise_as<AuthenticationFailed>, "the server refuses the user"}},
    {"34", {raise_as<InternalError>, "a cursor is gone"}},
    {"3B", not_allowed},
    {"40", {raise_as<TransactionFailed>, "the server ended the transaction"}},
    {"42", {raise_as<SchemaError>, "the database refuses the statement"}},
    {"53", over_limit},
    {"54", over_limit},
    {"57", {raise_as<Cancelled>, "the server stopped the statement"}},
    {"P0", {raise_as<ApplicationError>, "code in the database raised an error"}},
    {"XX", unexpected},
});

constexpr std::string_view server_classes = "0123456789ABCDEFGH"; // classes that begin otherwise are users'

Kind kind_by_state(std::string_view state) {
    for (const std::string_view candidate : {state, state.substr(0, 2)}) {
        const auto found = std::ranges::find(state_kinds, candidate, &StateKind::state);
        if (found != state_kinds.end())
            return found->kind;
    }
    if (state.size() == 5 && server_classes.find(state[0]) == server_classes.npos)
        return {raise_as<ApplicationError>, "code in the database raised an error"};
    return unexpected;
}

Kind kind_of(const Failure& failure) {
    const std::string_view state = failure.sqlstate;
    if (failure.lost && state != "25P03") {
        const Kind by_state = kind_by_state(state);
        const bool says_why = !state.empty() && by_state.raise == lost_connection.raise;
        return says_why ? by_state : lost_connection;
    }
    if (state == "0A000" && failure.function == "RevalidateCachedQuery")
        return plan_changed;
    // The text may be in any language, the time that it took is not.
    if (state == "57014" &&
        (failure.out_of_time || failure.message.find("statement timeout") != std::string::npos))
        return {raise_as<StatementTimeout>, "the statement ran longer than the server's limit"};
    if (state.empty() && failure.message.find("out of memory") != std::string::npos)
        return no_memory;
    return kind_by_state(state);
}

/// "users.email", or the constraint's name.
std::string place(const ErrorDetail& detail) {
    if (!detail.column.empty())
        return ": " + detail.table + "." + detail.column;
    if (!detail.constraint.empty())
        return ": " + (detail.table.empty() ? "" : detail.table + ", ") + detail.constraint;
    return detail.table.empty() ? "" : ": " + detail.table;
}

std::string describe(const Kind& kind, const ErrorDetail& detail) {
    std::string what = std::string(kind.what) + place(detail);
    return detail.sqlstate.empty() ? what : what + " (PostgreSQL " + detail.sqlstate + ")";
}

/// The columns of `Key (a, b)=(...) already exists`, in whatever language: only names stand before the
/// values.
std::string key_columns(std::string_view detail) {
    const std::size_t begin = detail.find('(');
    const std::size_t end = detail.find(")=(");
    const bool found = begin != detail.npos && end != detail.npos && begin < end;
    return found ? std::string(detail.substr(begin + 1, end - begin - 1)) : std::string();
}

std::string field(const PGresult* result, int code) {
    const char* value = PQresultErrorField(result, code);
    return value ? value : "";
}

}

Failure failure_of(const PGresult* result, std::string_view sql, Outcome outcome) {
    Failure failure;
    failure.sqlstate = field(result, PG_DIAG_SQLSTATE);
    failure.message = field(result, PG_DIAG_MESSAGE_PRIMARY);
    if (failure.message.empty()) // libpq's own words
        failure.message = PQresultErrorMessage(result);
    failure.constraint = field(result, PG_DIAG_CONSTRAINT_NAME);
    failure.table = field(result, PG_DIAG_TABLE_NAME);
    failure.column = field(result, PG_DIAG_COLUMN_NAME);
    if (const std::string detail = field(result, PG_DIAG_MESSAGE_DETAIL); !detail.empty()) {
        failure.message += "; " + detail;
        if (failure.sqlstate.starts_with("23") && failure.column.empty())
            failure.column = key_columns(detail);
    }
    failure.function = field(result, PG_DIAG_SOURCE_FUNCTION);
    const std::string severity = field(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    failure.fatal = severity == "FATAL" || severity == "PANIC";
    failure.sql = sql;
    failure.outcome = outcome;
    return failure;
}

void raise(Failure failure) {
    const Kind kind = kind_of(failure);
    ErrorDetail detail;
    detail.outcome = kind.retry == Retry::resolve_first ? Outcome::unknown : failure.outcome;
    detail.retry = failure.lost && failure.outcome == Outcome::unknown ? Retry::never : kind.retry;
    detail.sqlstate = std::move(failure.sqlstate);
    detail.sql = std::move(failure.sql);
    detail.constraint = std::move(failure.constraint);
    detail.table = std::move(failure.table);
    detail.column = std::move(failure.column);
    detail.server_detail = std::move(failure.message);
    const std::string what = describe(kind, detail);
    kind.raise(what, std::move(detail));
    std::abort(); // every Kind throws
}

}
