#include "sqlite/connection.hpp"

#include "rowsmith/error.hpp"
#include "sqlite/statement.hpp"

#include <sqlite3.h>

#include <thread>
#include <utility>

namespace rowsmith::sqlite {
namespace {

using Clock = Limits::Clock;

constexpr std::string_view draw_sql = R"(update "rowsmith_sequence" set "next_value" = "next_value" + $1 )"
                                      R"(where "name" = $2 returning "next_value")";

int primary(int code) {
    return code & 0xff;
}

/// Executes a statement of our own to its end.
int run(sqlite3_stmt* statement) {
    int code = sqlite3_step(statement);
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement);
    return code == SQLITE_DONE ? sqlite3_reset(statement) : code;
}

template <typename Exception>
[[noreturn]] void refuse(std::string_view what, Outcome outcome, std::string_view sql = {}) {
    ErrorDetail detail;
    detail.outcome = outcome;
    detail.sql = sql;
    throw Exception(std::string(what), std::move(detail));
}

/// Whether anything but comments and white space stands in `script`.
bool holds_statement(sqlite3* database, const char* script, const char* end) {
    while (script != end) {
        sqlite3_stmt* statement = nullptr;
        const char* rest = end;
        const int code = sqlite3_prepare_v2(database, script, -1, &statement, &rest);
        const StatementHandle owned(statement);
        if (code != SQLITE_OK || statement)
            return true;
        script = rest;
    }
    return false;
}

/// The texts of the statements whose results are still being read.
std::string open_statements(sqlite3* database) {
    std::string texts;
    for (auto* statement = sqlite3_next_stmt(database, nullptr); statement;
         statement = sqlite3_next_stmt(database, statement)) {
        if (sqlite3_stmt_busy(statement) != 0)
            texts.append("; still being read: ").append(sqlite3_sql(statement));
    }
    return texts;
}

std::string savepoint_sql(std::size_t step, int depth) {
    constexpr std::array<std::string_view, 3> verbs{"savepoint", "rollback to", "release"};
    return std::string(verbs[step]) + " rowsmith_" + std::to_string(depth);
}

[[noreturn]] void refuse_missing_sequence(const Sequence& sequence, ErrorDetail detail) {
    throw UndefinedObject("sequence '" + std::string(sequence.name) +
                              "' is not in this database; create_all makes it",
                          std::move(detail));
}

[[noreturn]] void refuse_sequence_end(const Sequence& sequence, ErrorDetail detail) {
    throw LimitExceeded("sequence '" + std::string(sequence.name) + "' has no values left",
                        std::move(detail));
}

/// SQLite asks before it compiles anything. Nothing is refused.
int note_compiled(void* connection, int action, const char* name, const char* argument, const char*,
                  const char*) {
    const bool setting =
        action == SQLITE_PRAGMA && argument && std::string_view(name) != "query_only"; // that one is ours
    const bool temporary = action == SQLITE_CREATE_TEMP_TABLE || action == SQLITE_CREATE_TEMP_VIEW ||
                           action == SQLITE_CREATE_TEMP_TRIGGER || action == SQLITE_CREATE_TEMP_INDEX;
    if (setting || temporary || action == SQLITE_ATTACH || action == SQLITE_DETACH)
        static_cast<Connection*>(connection)->note_alteration();
    return SQLITE_OK;
}

/// How far `count` values move a sequence.
std::int64_t distance(const Sequence& sequence, std::int64_t count) {
    std::int64_t moved = 0;
    if (__builtin_mul_overflow(sequence.increment, count, &moved))
        refuse_sequence_end(sequence, {});
    return moved;
}

}

Connection::Connection(DatabaseHandle database, ConnectionTraits traits)
    : database_(std::move(database)), traits_(traits),
      limits_(database_.get(), traits.busy_timeout, traits.statement_timeout) {
    sqlite3_set_authorizer(database_.get(), note_compiled, this);
}

Connection::~Connection() {
    if (canceller_)
        canceller_->detach();
    if (in_own_process())
        return;
    // After a fork all of it belongs to the parent: closing would roll its transaction back and drop its
    // locks.
    for (StatementHandle* owned : {&begin_read_, &begin_write_, &commit_, &rollback_, &draw_})
        static_cast<void>(owned->release());
    for (auto& steps : savepoints_) {
        for (StatementHandle& step : steps)
            static_cast<void>(step.release());
    }
    static_cast<void>(database_.release());
}

std::unique_ptr<driver::Statement> Connection::prepare(std::string_view sql) {
    if (!in_own_process())
        refuse_use();
    std::string text(sql);
    if (text.find('\0') != std::string::npos)
        refuse<UsageError>("a statement contains a NUL character", outcome(false));
    sqlite3_stmt* statement = nullptr;
    const char* rest = nullptr;
    const int code =
        sqlite3_prepare_v3(database_.get(), text.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    StatementHandle owned(statement);
    if (code != SQLITE_OK)
        fail(code, std::move(text), nullptr);
    if (!statement)
        refuse<UsageError>("the statement is empty", outcome(false), text);
    if (holds_statement(database_.get(), rest, text.c_str() + text.size()))
        refuse<UsageError>("only one statement at a time can be prepared", outcome(false), text);
    return std::make_unique<Statement>(*this, std::move(owned), std::move(text));
}

std::unique_ptr<driver::Statement> Connection::prepare_stream(std::string_view sql) {
    return prepare(sql);
}

std::unique_ptr<driver::Batch> Connection::prepare_batch(const driver::BatchShape&) {
    refuse<UsageError>("SQLite has no batches", outcome(false));
}

std::unique_ptr<driver::Statement> Connection::prepare_by_keys(const Mapping&, const Statements&,
                                                               std::span<const std::uint16_t>) {
    refuse<UsageError>("SQLite has no arrays of keys", outcome(false));
}

void Connection::execute(std::string_view script) {
    check_ready();
    if (!expected_open_)
        use_query_only(false);
    const std::string text(script);
    if (text.find('\0') != std::string::npos)
        refuse<UsageError>("a statement contains a NUL character", outcome(false));
    const char* const end = text.c_str() + text.size();
    for (const char* at = text.c_str(); at != end;)
        at = run_first(at, end);
    refuse_transaction_control(text);
}

/// Executes the first statement of a script; returns where the next begins.
const char* Connection::run_first(const char* script, const char* end) {
    sqlite3_stmt* statement = nullptr;
    const char* rest = end;
    int code = sqlite3_prepare_v2(database_.get(), script, -1, &statement, &rest);
    const StatementHandle owned(statement);
    if (code != SQLITE_OK)
        fail(code, script, nullptr);
    code = statement ? run(statement) : SQLITE_OK;
    if (code != SQLITE_OK)
        fail(code, std::string(script, rest), statement);
    return rest;
}

/// A script may begin and end a transaction of its own, but neither leave one open nor end ours.
void Connection::refuse_transaction_control(std::string_view script) {
    if (in_transaction() == expected_open_)
        return;
    if (expected_open_)
        refuse<UsageError>("the script ended the transaction that it ran in", Outcome::unknown, script);
    rollback();
    refuse<UsageError>("the script left a transaction open; it was rolled back", Outcome::rolled_back,
                       script);
}

void Connection::begin(const driver::BeginOptions& options) {
    if (expected_open_)
        refuse<UsageError>("a transaction is open already", outcome(false));
    check_ready();
    if (!rollback_) {
        begin_read_ = prepare_own("begin deferred");
        begin_write_ = prepare_own("begin immediate");
        commit_ = prepare_own("commit");
        rollback_ = prepare_own("rollback");
    }
    use_query_only(options.read_only);
    sqlite3_stmt* statement = (options.mode == driver::Begin::read ? begin_read_ : begin_write_).get();
    const int code = run(statement);
    if (code != SQLITE_OK) {
        Failure failure = last_failure(database_.get(), code, sqlite3_sql(statement), Outcome::not_started);
        failure.ended_by = limits_.take_cause();
        sqlite3_reset(statement);
        note_damage(code);
        raise(std::move(failure));
    }
    expected_open_ = true;
}

void Connection::commit() {
    if (!expected_open_)
        refuse<UsageError>("no transaction is open", Outcome::not_started);
    check_ready();
    const int code = commit_before_deadline();
    if (code != SQLITE_OK)
        fail_commit(code);
    expected_open_ = false;
}

/// A COMMIT that is busy leaves the transaction open and may be repeated.
int Connection::commit_before_deadline() {
    const auto deadline = limits_.patience();
    int code = run(commit_.get());
    while (primary(code) == SQLITE_BUSY && in_transaction() && Clock::now() < deadline) {
        if (std::string_view(sqlite3_errmsg(database_.get())).starts_with("cannot commit"))
            break; // a statement of our own is in the way: waiting does not help
        sqlite3_reset(commit_.get());
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        code = run(commit_.get());
    }
    return code;
}

void Connection::fail_commit(int code) {
    Failure failure = last_failure(database_.get(), code, "commit", Outcome::rolled_back);
    failure.ended_by = limits_.take_cause();
    sqlite3_reset(commit_.get());
    note_damage(code);
    // In WAL the frames may have reached the disk before the error: only reading again tells.
    if (primary(code) == SQLITE_IOERR && traits_.wal)
        failure.outcome = Outcome::unknown;
    rollback();
    raise(std::move(failure));
}

void Connection::rollback() noexcept {
    if (!in_own_process())
        return;
    limits_.set_deadline(std::nullopt); // nothing is gained by stopping it
    static_cast<void>(limits_.begin_statement());
    if (in_transaction()) {
        if (rollback_)
            run(rollback_.get());
        else
            sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr);
    }
    if (rollback_)
        sqlite3_reset(rollback_.get());
    expected_open_ = false;
    damaged_ = damaged_ || in_transaction();
}

void Connection::savepoint(int depth) {
    run_savepoint(SavepointStep::set, depth);
}

void Connection::rollback_to(int depth) {
    run_savepoint(SavepointStep::back, depth);
}

void Connection::release(int depth) {
    run_savepoint(SavepointStep::drop, depth);
}

void Connection::run_savepoint(SavepointStep step, int depth) {
    if (!expected_open_)
        refuse<UsageError>("a savepoint needs an open transaction", Outcome::not_started);
    check_ready();
    const auto index = static_cast<std::size_t>(depth - 1);
    if (index >= savepoints_.size())
        savepoints_.resize(index + 1);
    StatementHandle& statement = savepoints_[index][step];
    if (!statement)
        statement = prepare_own(savepoint_sql(step, depth));
    run_own(statement.get());
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(database_.get()) == 0;
}

std::int64_t Connection::last_identity() const {
    return sqlite3_last_insert_rowid(database_.get());
}

std::vector<driver::DrawnValues> Connection::draw(const Sequence& sequence, std::int64_t count) {
    const std::int64_t moved = distance(sequence, count);
    check_ready();
    try {
        if (const auto next = advance(sequence, moved))
            return {{.first = *next - moved, .count = count}};
    } catch (const TypeViolation& error) { // a sum past the integers is a REAL, which the column refuses
        refuse_sequence_end(sequence, error.detail());
    } catch (const UndefinedObject& error) { // the table is missing
        refuse_missing_sequence(sequence, error.detail());
    }
    refuse_missing_sequence(sequence, {});
}

/// The sequence's next value after it was moved; nothing when it is not in the table.
std::optional<std::int64_t> Connection::advance(const Sequence& sequence, std::int64_t distance) {
    if (!draw_)
        draw_ = prepare_own(draw_sql);
    sqlite3_stmt* statement = draw_.get();
    sqlite3_bind_int64(statement, 1, distance);
    sqlite3_bind_text64(statement, 2, sequence.name.data(), sequence.name.size(), SQLITE_STATIC, SQLITE_UTF8);
    std::optional<std::int64_t> next;
    bool whole = true;
    int code = sqlite3_step(statement);
    for (; code == SQLITE_ROW; code = sqlite3_step(statement)) {
        whole = sqlite3_column_type(statement, 0) == SQLITE_INTEGER;
        next = sqlite3_column_int64(statement, 0);
    }
    if (code != SQLITE_DONE)
        fail(code, std::string(draw_sql), statement);
    sqlite3_reset(statement);
    if (!whole)
        refuse_sequence_end(sequence, {});
    return next;
}

void Connection::set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) {
    limits_.set_deadline(deadline);
}

void Connection::begin_limited() {
    if (limits_.begin_statement())
        return;
    const bool was_open = expected_open_;
    sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr);
    refuse<DeadlineExceeded>("the deadline of the transaction has passed",
                             was_open ? Outcome::rolled_back : Outcome::not_started);
}

/// The setting costs every prepared statement another compilation, so it stays until it has to go.
void Connection::use_query_only(bool only) {
    if (query_only_ == only)
        return;
    const char* pragma = only ? "pragma query_only=on" : "pragma query_only=off";
    const int code = sqlite3_exec(database_.get(), pragma, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK)
        fail(code, pragma, nullptr);
    query_only_ = only;
}

std::shared_ptr<driver::Canceller> Connection::canceller() {
    if (!canceller_)
        canceller_ = std::make_shared<Canceller>(database_.get(), limits_);
    return canceller_;
}

bool Connection::usable() const {
    return !damaged_ && in_own_process();
}

/// What SQL has set cannot be found out, let alone set back: a new connection is cheap.
bool Connection::reset() noexcept {
    return usable() && !in_transaction() && !altered_;
}

bool Connection::ping() noexcept {
    return usable();
}

bool Connection::looks_alive() noexcept {
    return usable();
}

StatementHandle Connection::prepare_own(std::string_view sql) {
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK)
        fail(code, std::string(sql), nullptr);
    return StatementHandle(statement);
}

void Connection::run_own(sqlite3_stmt* statement) {
    const int code = run(statement);
    if (code != SQLITE_OK)
        fail(code, sqlite3_sql(statement), statement);
}

void Connection::refuse_use() const {
    if (!in_own_process())
        refuse<UsageError>("a connection cannot be used in another process than the one that opened it",
                           Outcome::not_started);
    if (expected_open_)
        refuse<TransactionFailed>("the database has ended the transaction; roll back before going on",
                                  Outcome::rolled_back);
    refuse<UsageError>("a transaction was begun by SQL; roll back before going on", Outcome::still_open);
}

/// What has become of the unit of work after an error.
Outcome Connection::outcome(bool executed) const {
    if (expected_open_)
        return in_transaction() ? Outcome::still_open : Outcome::rolled_back;
    return executed ? Outcome::rolled_back : Outcome::not_started;
}

void Connection::fail(int code, std::string sql, sqlite3_stmt* executed) {
    Failure failure = last_failure(database_.get(), code, std::move(sql), Outcome::still_open);
    sqlite3_reset(executed);
    note_damage(code);
    if (!expected_open_ && in_transaction())
        rollback(); // what a script has begun
    failure.ended_by = limits_.take_cause();
    failure.in_read_only = query_only_;
    if (failure.ended_by == EndedBy::deadline && in_transaction())
        sqlite3_exec(database_.get(), "rollback", nullptr, nullptr, nullptr);
    failure.outcome = outcome(executed != nullptr);
    if (primary(code) == SQLITE_LOCKED)
        failure.message += open_statements(database_.get());
    failure.out_of_keys = code == SQLITE_FULL && ran_out_of_keys(failure.sql);
    raise(std::move(failure));
}

/// SQLite says "full" also when an AUTOINCREMENT table has used up its keys.
bool Connection::ran_out_of_keys(const std::string& sql) const {
    sqlite3_stmt* statement = nullptr;
    sqlite3_prepare_v2(database_.get(), "select name from sqlite_sequence where seq = 9223372036854775807",
                       -1, &statement, nullptr);
    const StatementHandle owned(statement);
    while (statement && sqlite3_step(statement) == SQLITE_ROW) {
        const auto* table = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
        if (table && sql.find(table) != std::string::npos)
            return true;
    }
    return false;
}

/// After these errors the connection is better opened again.
void Connection::note_damage(int code) {
    const int kind = primary(code);
    const bool lost_files = kind == SQLITE_IOERR || kind == SQLITE_CORRUPT || kind == SQLITE_NOTADB;
    damaged_ = damaged_ || lost_files || code == SQLITE_READONLY_DBMOVED;
}

}
