#include "postgres/connection.hpp"

#include "postgres/batch.hpp"
#include "postgres/commit_doubt.hpp"
#include "postgres/statement.hpp"
#include "rowsmith/error.hpp"

#include <utility>

namespace rowsmith::postgres {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds ping_limit{1};
constexpr std::chrono::seconds rollback_limit{5};

/// A deadline of its own for what must be done whatever the caller's says.
class LimitedTime {
public:
    LimitedTime(Wire& wire, Clock::duration limit) : wire_(wire), deadline_(wire.deadline()) {
        wire.set_deadline(Clock::now() + limit);
    }
    ~LimitedTime() { wire_.set_deadline(deadline_); }
    LimitedTime(const LimitedTime&) = delete;
    LimitedTime& operator=(const LimitedTime&) = delete;

private:
    Wire& wire_;
    std::optional<Clock::time_point> deadline_;
};

/// Prepared statements stay. What RESET ALL goes back to is what the connection was made with.
constexpr std::string_view reset_script =
    "reset session authorization; reset all; close all; unlisten *; select pg_advisory_unlock_all(); "
    "discard temp; discard sequences";

std::string_view isolation_text(Isolation isolation) {
    switch (isolation) {
    case Isolation::standard:
        return "";
    case Isolation::read_committed:
        return " isolation level read committed";
    case Isolation::repeatable_read:
        return " isolation level repeatable read";
    case Isolation::serializable:
        return " isolation level serializable";
    }
    return "";
}

std::string begin_text(const driver::BeginOptions& options) {
    std::string text = "begin";
    text += isolation_text(options.isolation);
    text += options.read_only ? " read only" : "";
    text += options.deferrable ? " deferrable" : "";
    return text;
}

std::string savepoint_text(std::string_view verb, int depth) {
    return std::string(verb) + " rowsmith_" + std::to_string(depth);
}

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char c : name)
        text.append(c == '"' ? 2 : 1, c);
    return text + '"';
}

}

Connection::Connection(Connected connected, std::shared_ptr<const Settings> settings)
    : wire_(std::move(connected.wire)), server_(std::move(connected.server)),
      place_(std::move(connected.place)), settings_(std::move(settings)), catalog_(*wire_) {
}

Connection::~Connection() = default;

std::unique_ptr<driver::Statement> Connection::prepare(std::string_view sql) {
    return make_statement(*wire_, std::string(sql));
}

std::unique_ptr<driver::Statement> Connection::prepare_stream(std::string_view sql) {
    return make_stream(*wire_, std::string(sql));
}

std::unique_ptr<driver::Batch> Connection::prepare_batch(const driver::BatchShape& shape) {
    return make_batch(*wire_, catalog_, shape);
}

std::unique_ptr<driver::Statement> Connection::prepare_by_keys(const Mapping& mapping,
                                                               const Statements& texts,
                                                               std::span<const std::uint16_t> key) {
    return make_by_keys(*wire_, catalog_, mapping, texts, key);
}

void Connection::execute(std::string_view script) {
    changed_ = true;
    const std::uint64_t generation = wire_->generation();
    struct Forget {
        Connection& connection;
        std::uint64_t generation;
        ~Forget() {
            if (connection.wire_->generation() != generation)
                connection.catalog_.forget();
        }
    } const forget{*this, generation};
    try {
        wire_->execute(script);
    } catch (const Error&) {
        if (wire_->expected() == Expected::none && in_transaction())
            rollback(); // what the script has begun
        throw;
    }
    refuse_transaction_control(script);
}

/// A script may begin and end a transaction of its own, but neither leave one open nor end ours.
void Connection::refuse_transaction_control(std::string_view script) {
    const bool expected = wire_->expected() == Expected::open;
    if (in_transaction() == expected)
        return;
    if (expected)
        refuse<UsageError>("the script ended the transaction that it ran in", Outcome::unknown, script);
    rollback();
    refuse<UsageError>("the script left a transaction open; it was rolled back", Outcome::rolled_back,
                       script);
}

void Connection::begin(const driver::BeginOptions& options) {
    if (wire_->expected() != Expected::none)
        refuse<UsageError>("a transaction is open already", Outcome::still_open);
    wire_->check_ready();
    const bool numbered = options.resolves_commit && !options.read_only;
    const std::string begin = begin_text(options) + "; ";
    const std::string number = numbered ? "select txid_current()" : "";
    const std::string forgotten =
        wire_->take_forgotten(); // not in front: it counts as a query of the transaction
    Result result;
    try {
        result = begin_by(begin + forgotten + number);
    } catch (const InternalError& error) {
        if (error.sqlstate() != "26000" || forgotten.empty()) // else the program has deallocated them itself
            throw;
        result = begin_by(begin + number);
    }
    transaction_ = numbered ? PQgetvalue(result.get(), 0, 0) : "";
    wire_->expect(Expected::open);
}

Result Connection::begin_by(const std::string& text) {
    wire_->expect(Expected::beginning);
    try {
        return wire_->control(text);
    } catch (...) {
        rollback();
        throw;
    }
}

void Connection::commit() {
    need_transaction();
    check_committable();
    wire_->expect(Expected::committing);
    Result result;
    try {
        result = wire_->control("commit");
    } catch (const Error& error) {
        settle_lost_commit(error);
        return;
    }
    wire_->expect(Expected::none);
    transaction_.clear();
    if (std::string_view(PQcmdStatus(result.get())) != "COMMIT")
        refuse<SilentRollback>("the server rolled the transaction back when it was asked to commit",
                               Outcome::rolled_back, "commit");
}

void Connection::need_transaction() const {
    if (wire_->expected() == Expected::none)
        refuse<UsageError>("no transaction is open", Outcome::not_started);
}

/// What COMMIT would pass over in silence: a transaction that has failed, and a server that is gone.
void Connection::check_committable() {
    wire_->check_alive("commit");
    if (wire_->status() == PQTRANS_INERROR)
        fail_silently();
    wire_->check_ready();
}

void Connection::fail_silently() {
    std::string what = "nothing is committed: a statement of the transaction had failed";
    if (!wire_->first_failure().empty())
        what += ": " + wire_->first_failure();
    rollback();
    refuse<SilentRollback>(std::move(what), Outcome::rolled_back, "commit");
}

/// An error of COMMIT: the server's refusal is certain, a lost connection is not.
void Connection::settle_lost_commit(const Error& error) {
    if (!wire_->lost()) {
        rollback();
        throw;
    }
    wire_->expect(Expected::none);
    wire_->forget_failure();
    resolve_commit(error,
                   {.settings = *settings_, .server = server_, .place = place_, .transaction = transaction_});
}

void Connection::rollback() noexcept {
    if (!wire_->lost() && wire_->in_own_process() && in_transaction()) {
        try {
            const LimitedTime limited(*wire_, rollback_limit);
            wire_->expect(Expected::open);
            wire_->abort_copy();
            wire_->control("rollback");
        } catch (const std::exception&) { // then the connection is lost, and the transaction with it
        }
    }
    wire_->expect(Expected::none);
    wire_->forget_failure();
}

void Connection::savepoint(int depth) {
    need_transaction();
    wire_->execute(savepoint_text("savepoint", depth));
}

void Connection::rollback_to(int depth) {
    need_transaction();
    wire_->control(savepoint_text("rollback to", depth));
    wire_->forget_failure();
}

void Connection::release(int depth) {
    need_transaction();
    wire_->execute(savepoint_text("release", depth));
}

bool Connection::in_transaction() const {
    const PGTransactionStatusType status = wire_->status();
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

std::int64_t Connection::last_identity() const {
    return 0;
}

namespace {

/// Neighbours are told as one run.
std::vector<driver::DrawnValues> drawn_runs(driver::Statement& draw, std::int64_t increment) {
    std::vector<driver::DrawnValues> runs;
    std::int64_t next = 0;
    while (draw.step()) {
        const std::int64_t value = draw.read_integer(0);
        if (runs.empty() || value != next)
            runs.push_back({.first = value, .count = 0});
        ++runs.back().count;
        next = value + increment;
    }
    draw.reset();
    return runs;
}

}

std::vector<driver::DrawnValues> Connection::draw(const Sequence& sequence, std::int64_t count) {
    if (!draw_)
        draw_ = prepare("select nextval($1::text::regclass) from generate_series(1, $2::bigint)");
    std::string name = sequence.schema.empty() ? "" : quoted(sequence.schema) + ".";
    name += quoted(sequence.name);
    draw_->bind_text(name, 1);
    draw_->bind_integer(count, 2);
    try {
        return drawn_runs(*draw_, sequence.increment);
    } catch (Error& error) {
        error.add_context("draw from sequence " + name);
        throw;
    }
}

void Connection::set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) {
    wire_->set_deadline(deadline);
}

std::shared_ptr<driver::Canceller> Connection::canceller() {
    return wire_->canceller();
}

const char* Connection::failure() const noexcept {
    const std::string& failure = wire_->first_failure();
    return failure.empty() ? nullptr : failure.c_str();
}

bool Connection::usable() const {
    return wire_->usable();
}

bool Connection::reset() noexcept {
    if (!usable() || in_transaction() || wire_->expected() != Expected::none)
        return false;
    wire_->set_deadline(std::nullopt);
    return !changed_ || sends(reset_script);
}

bool Connection::ping() noexcept {
    return looks_alive() && sends("");
}

/// Whether the server does something small within a second.
bool Connection::sends(std::string_view sql) noexcept {
    try {
        const LimitedTime limited(*wire_, ping_limit);
        wire_->control(sql);
        changed_ = changed_ && sql.empty();
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

bool Connection::looks_alive() noexcept {
    return wire_->looks_alive();
}

}
