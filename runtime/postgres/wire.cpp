#include "postgres/wire.hpp"

#include "core/text.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <limits>
#include <utility>

#include <poll.h>
#include <sys/socket.h>

namespace rowsmith::postgres {
namespace {

bool is_copy(ExecStatusType status) {
    return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

constexpr std::size_t most_parameters = 65535; // the protocol counts them in 16 bits

/// Command tags after which prepared statements and what is known of tables may be out of date.
constexpr auto changing_tags = std::to_array<std::string_view>({"ALTER ", "CREATE ", "DROP ", "IMPORT "});
/// Those after which there are no prepared statements.
constexpr auto forgetting_tags = std::to_array<std::string_view>({"DEALLOCATE ALL", "DISCARD ALL"});

constexpr std::string_view name_prefix = "rowsmith_";

}

Wire::Wire(RawHandle handle, std::chrono::milliseconds statement_timeout)
    : handle_(std::move(handle)), canceller_(std::make_shared<Canceller>(handle_.get())),
      statement_timeout_(statement_timeout) {
    PQsetnonblocking(handle_.get(), 1);
    PQsetNoticeReceiver(handle_.get(), &Wire::hear, this);
}

Wire::~Wire() {
    if (!in_own_process()) // the server would take the good-bye for the parent's
        handle_.abandon();
}

Result Wire::execute(std::string_view script) {
    check_ready();
    return control(script);
}

Result Wire::control(std::string_view sql) {
    check_connection();
    const std::string text(sql);
    return exchange(PQsendQuery(handle_.get(), checked(text)), sql);
}

void Wire::prepare(const std::string& name, const std::string& sql) {
    check_ready();
    const char* const text = preparable(sql);
    preparing_ = true;
    static_cast<void>(exchange(PQsendPrepare(handle_.get(), name.c_str(), text, 0, nullptr), sql));
}

Result Wire::run(const std::string& name, const Parameters& parameters, Format results,
                 const std::string& sql) {
    check_ready();
    check_count(parameters, sql);
    return exchange(PQsendQueryPrepared(handle_.get(), name.c_str(), parameters.count(),
                                        parameters.values.data(), parameters.lengths.data(),
                                        parameters.formats.data(), static_cast<int>(results)),
                    sql);
}

Result Wire::run_once(const std::string& sql, const Parameters& parameters, Format results) {
    check_ready();
    check_count(parameters, sql);
    return exchange(PQsendQueryParams(handle_.get(), checked(sql), parameters.count(), nullptr,
                                      parameters.values.data(), parameters.lengths.data(),
                                      parameters.formats.data(), static_cast<int>(results)),
                    sql);
}

void Wire::check_count(const Parameters& parameters, std::string_view sql) const {
    if (parameters.values.size() > most_parameters)
        refuse_parameters(sql);
}

void Wire::refuse_parameters(std::string_view sql) const {
    refuse<LimitExceeded>("a statement takes at most 65535 parameters", outcome(Outcome::not_started), sql);
}

std::string Wire::next_name() {
    return std::string(name_prefix) + std::to_string(++names_);
}

void Wire::forget(const std::string& name) noexcept {
    std::uint64_t number = 0;
    std::from_chars(name.data() + name_prefix.size(), name.data() + name.size(), number);
    if (lost_ || number <= gone_names_)
        return;
    try {
        forgotten_.push_back(name);
    } catch (...) { // no memory: it stays
    }
}

void Wire::note_gone() noexcept {
    ++generation_;
    gone_names_ = names_;
    forgotten_.clear();
}

std::string Wire::take_forgotten() {
    std::string text;
    for (const std::string& name : forgotten_)
        text.append("deallocate ").append(name).append("; ");
    forgotten_.clear();
    return text;
}

bool Wire::looks_alive() noexcept {
    if (!usable() || last_words_.fatal || PQstatus(handle_.get()) == CONNECTION_BAD)
        return false;
    pollfd socket{.fd = PQsocket(handle_.get()), .events = POLLIN, .revents = 0};
    if (poll(&socket, 1, 0) <= 0)
        return true;
    PQconsumeInput(handle_.get());              // notices and notifications make it readable as well
    static_cast<void>(PQisBusy(handle_.get())); // takes them in, the server's last words among them
    return PQstatus(handle_.get()) == CONNECTION_OK && !last_words_.fatal;
}

void Wire::check_alive(std::string_view doing) {
    check_connection();
    if (looks_alive())
        return;
    Failure failure = own_failure(doing);
    failure.outcome = expected_ == Expected::none ? Outcome::not_started : Outcome::rolled_back;
    lose(std::move(failure));
}

/// A deadline that has passed already: nothing is sent, and the connection stays as it is.
void Wire::check_deadline() const {
    if (deadline_ && Clock::now() >= *deadline_)
        refuse<DeadlineExceeded>("the deadline has passed", outcome(Outcome::not_started));
}

/// Before anything is sent: the connection is there, this process is its owner, and no COPY is open.
void Wire::check_connection() const {
    if (!in_own_process())
        refuse<UsageError>("a connection cannot be used in another process than the one that opened it",
                           Outcome::not_started);
    if (lost_) {
        Failure again = *lost_;
        again.outcome = expected_ == Expected::open ? Outcome::rolled_back : Outcome::not_started;
        raise(std::move(again));
    }
    if (copying_ != Copying::no)
        refuse<UsageError>("rows are being copied; end that before another statement is sent",
                           outcome(Outcome::not_started));
}

void Wire::check_ready() {
    check_connection();
    check_deadline();
    if (expected_ == Expected::none) // else it is the begin, or the commit, that looks
        check_alive("");
    const PGTransactionStatusType status = PQtransactionStatus(handle_.get());
    if (status == PQTRANS_UNKNOWN) [[unlikely]]
        check_alive("");
    if (status == (expected_ == Expected::none ? PQTRANS_IDLE : PQTRANS_INTRANS)) [[likely]]
        return;
    if (status == PQTRANS_INERROR)
        refuse<TransactionFailed>("the transaction has failed, roll back before going on" +
                                      (first_failure_.empty() ? "" : "; the first cause: " + first_failure_),
                                  outcome(Outcome::rolled_back));
    if (expected_ != Expected::none)
        refuse<TransactionFailed>("the transaction was ended by SQL; roll back before going on",
                                  Outcome::unknown);
    refuse<UsageError>("a transaction was begun by SQL; roll back before going on", Outcome::still_open);
}

/// libpq cuts texts at a NUL without a word.
const char* Wire::checked(const std::string& sql) const {
    const TextFault fault = check_text(sql).fault;
    if (fault == TextFault::nul)
        refuse<UsageError>("a statement contains a NUL character", outcome(Outcome::not_started));
    if (fault == TextFault::encoding)
        refuse<EncodingError>("a statement is not valid UTF-8", outcome(Outcome::not_started));
    return sql.c_str();
}

const char* Wire::preparable(const std::string& sql) const {
    // The server's answer counts parameters in 16 bits as well, and would put libpq out of step.
    if (sql.size() > 5 * most_parameters && sql.find("$65536") != std::string::npos)
        refuse_parameters(sql);
    return checked(sql);
}

/// What becomes of the unit of work by an error that the connection survives; `outside`: of a transaction.
Outcome Wire::outcome(Outcome outside) const {
    switch (expected_) {
    case Expected::none:
        return outside;
    case Expected::beginning:
        return Outcome::not_started;
    case Expected::open:
        return Outcome::still_open;
    case Expected::committing:
        return Outcome::rolled_back;
    }
    return outside;
}

/// Around a round trip, or a COPY: what is running can be cancelled, and a request to do so must not hit what
/// follows.
class Wire::Running {
public:
    explicit Running(Wire& wire) : wire_(wire) { wire_.begin_running(); }
    ~Running() { wire_.end_running(); }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    Wire& wire_;
};

void Wire::begin_running() {
    if (statement_timeout_.count() > 0)
        started_ = Clock::now();
    canceller_->begin_statement();
}

void Wire::end_running() noexcept {
    preparing_ = false;
    if (lost_)
        canceller_->close();
    else
        suspect_ = !canceller_->end_statement() || suspect_;
}

/// Sends what libpq has put together, and takes all that comes back for it; the last result, or the first
/// error.
Result Wire::exchange(int sent, std::string_view sql) {
    if (sent == 0)
        fail_to_send(sql);
    const Running running(*this);
    flush(sql);
    return collect(sql);
}

Result Wire::prepare_and_describe(const std::string& name, const std::string& sql) {
    check_ready();
    const char* const text = preparable(sql);
    preparing_ = true;
    PGconn* const handle = handle_.get();
    const bool sent = PQenterPipelineMode(handle) != 0 &&
                      PQsendPrepare(handle, name.c_str(), text, 0, nullptr) != 0 &&
                      PQsendDescribePrepared(handle, name.c_str()) != 0 && PQpipelineSync(handle) != 0;
    if (!sent)
        fail_to_send(sql);
    const Running running(*this);
    flush(sql);
    return collect_pipeline(sql);
}

void Wire::flush(std::string_view sql) {
    int left = PQflush(handle_.get());
    while (left == 1) {
        wait(POLLIN | POLLOUT, sql);
        if (PQconsumeInput(handle_.get()) == 0) // the server may wait for us to read before it reads on
            return;                             // collect() finds out what it has said
        left = PQflush(handle_.get());
    }
    // -1: nothing can be sent any more, but the server may have said why.
}

void Wire::await_answer(std::string_view sql) {
    while (PQisBusy(handle_.get()) != 0) {
        wait(POLLIN, sql);
        if (PQconsumeInput(handle_.get()) == 0)
            return;
    }
}

/// Until the socket is ready. A signal does not end it, the deadline does.
void Wire::wait(short events, std::string_view sql) {
    pollfd socket{.fd = PQsocket(handle_.get()), .events = events, .revents = 0};
    while (socket.fd >= 0) {
        int limit = -1;
        if (deadline_) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - Clock::now()).count();
            if (left <= 0)
                expire(sql);
            limit = static_cast<int>(std::min<std::int64_t>(left, std::numeric_limits<int>::max()));
        }
        const int ready = poll(&socket, 1, limit);
        if (ready > 0 || (ready < 0 && errno != EINTR))
            return;
    }
}

Result Wire::collect(std::string_view sql) {
    Result last;
    Result failed;
    while (true) {
        await_answer(sql);
        Result result(PQgetResult(handle_.get()));
        if (!result)
            break;
        const ExecStatusType status = PQresultStatus(result.get());
        if (is_copy(status)) {
            end_stray_copy(result.get(), sql);
        } else if (status == PGRES_FATAL_ERROR || status == PGRES_NONFATAL_ERROR ||
                   status == PGRES_BAD_RESPONSE) {
            if (!failed)
                failed = std::move(result);
        } else {
            note(result.get());
            last = std::move(result);
        }
        if (PQstatus(handle_.get()) == CONNECTION_BAD)
            break;
    }
    if (failed)
        fail(failed.get(), sql);
    if (PQstatus(handle_.get()) == CONNECTION_BAD)
        lose(sql);
    return last;
}

/// Up to the point of synchronisation; between two statements libpq gives a null pointer.
Result Wire::collect_pipeline(std::string_view sql) {
    Result last;
    Result failed;
    ExecStatusType status = PGRES_COMMAND_OK;
    while (status != PGRES_PIPELINE_SYNC && PQstatus(handle_.get()) != CONNECTION_BAD) {
        await_answer(sql);
        Result result(PQgetResult(handle_.get()));
        status = result ? PQresultStatus(result.get()) : PGRES_COMMAND_OK;
        if (status == PGRES_FATAL_ERROR && !failed)
            failed = std::move(result);
        else if (status == PGRES_COMMAND_OK && result)
            last = std::move(result);
    }
    PQexitPipelineMode(handle_.get());
    if (failed)
        fail(failed.get(), sql);
    if (PQstatus(handle_.get()) == CONNECTION_BAD)
        lose(sql);
    return last;
}

/// A COPY that came by a script: nobody would take its rows, or end it.
void Wire::end_stray_copy(const PGresult* result, std::string_view sql) {
    if (PQresultStatus(result) != PGRES_COPY_OUT) {
        PQputCopyEnd(handle_.get(), "rows cannot be copied from a script");
        return flush(sql);
    }
    char* row = nullptr;
    for (int got = PQgetCopyData(handle_.get(), &row, 1); got >= 0;
         got = PQgetCopyData(handle_.get(), &row, 1)) {
        PQfreemem(row);
        if (got > 0)
            continue;
        wait(POLLIN, sql);
        if (PQconsumeInput(handle_.get()) == 0)
            return;
    }
}

void Wire::note(const PGresult* result) {
    const std::string_view tag = PQcmdStatus(const_cast<PGresult*>(result));
    const auto begins = [&](std::string_view begin) { return tag.starts_with(begin); };
    if (std::ranges::any_of(changing_tags, begins))
        ++generation_;
    if (std::ranges::any_of(forgetting_tags, begins))
        note_gone();
    if (begins("ROLLBACK"))
        ++epoch_;
}

}
