#include "postgres/commit_doubt.hpp"

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace rowsmith::postgres {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds longest_search{3000};
constexpr milliseconds first_pause{5};
constexpr milliseconds longest_pause{200};

enum class Answer { committed, aborted, in_progress, unknown };

Answer status_of(Wire& wire, const Parameters& number) {
    const Result result = wire.run_once("select txid_status($1::bigint)", number, Format::text);
    if (PQgetisnull(result.get(), 0, 0) != 0)
        return Answer::unknown;
    const std::string_view status = PQgetvalue(result.get(), 0, 0);
    if (status == "in progress")
        return Answer::in_progress;
    return status == "committed" ? Answer::committed : Answer::aborted;
}

/// Whether a number from before a crash was written down. The checkpoint at the end of the recovery knows, as
/// long as no other has followed: those begin before they end, unless next to nothing is logged.
Answer kept_over_crash(Wire& wire, const LostCommit& commit) {
    Parameters parameters(2);
    parameters.values = {commit.transaction.c_str(), commit.server.checkpoint.c_str()};
    const Result result = wire.run_once(
        "select case when redo_lsn = checkpoint_lsn and checkpoint_lsn::text <> $2 "
        "and current_setting('wal_level') <> 'minimal' then $1::bigint < "
        "split_part(next_xid, ':', 1)::bigint * 4294967296 + split_part(next_xid, ':', 2)::bigint end "
        "from pg_control_checkpoint()",
        parameters, Format::text);
    if (PQgetisnull(result.get(), 0, 0) != 0)
        return Answer::unknown;
    return *PQgetvalue(result.get(), 0, 0) == 't' ? Answer::committed : Answer::aborted;
}

/// A crash has the server give out numbers again that it had not written down, so "committed" may be said of
/// another transaction. A number that is still to come was not written down, so ours was not committed.
Answer status_after_crash(Wire& wire, const LostCommit& commit, const Parameters& number) {
    try {
        const Answer answer = status_of(wire, number);
        return answer == Answer::committed ? kept_over_crash(wire, commit) : answer;
    } catch (const Error& error) {
        if (error.sqlstate() == "22023") // a number of the future
            return Answer::aborted;
        throw;
    }
}

Answer ask(const LostCommit& commit, Clock::time_point deadline) {
    const auto left = std::chrono::ceil<std::chrono::seconds>(deadline - Clock::now());
    Settings settings = commit.settings;
    settings.connect_timeout = std::max(left, std::chrono::seconds(1));
    settings.parameters.emplace_back("connect_timeout", std::to_string(settings.connect_timeout.count()));
    const Connected connected = connect(settings);
    if (!connected.server.same_history(commit.server)) // numbers of transactions mean something else there
        return Answer::unknown;
    connected.wire->set_deadline(deadline);
    Parameters number(1);
    number.values = {commit.transaction.c_str()};
    return connected.server.statistics == commit.server.statistics
               ? status_of(*connected.wire, number)
               : status_after_crash(*connected.wire, commit, number);
}

/// Asks until there is an answer that will not change, or no time.
Answer search(const LostCommit& commit) {
    const auto deadline = Clock::now() + longest_search;
    for (milliseconds pause = first_pause; Clock::now() < deadline;
         pause = std::min(2 * pause, longest_pause)) {
        try {
            const Answer answer = ask(commit, deadline);
            if (answer != Answer::in_progress)
                return answer;
        } catch (const ConnectionError&) { // not there yet
        } catch (const Error&) {
            return Answer::unknown;
        }
        std::this_thread::sleep_for(std::min<Clock::duration>(pause, deadline - Clock::now()));
    }
    return Answer::unknown;
}

ErrorDetail detail_of(const Error& error, const LostCommit& commit) {
    ErrorDetail detail = error.detail();
    detail.sql = "commit";
    detail.transaction = commit.transaction;
    detail.server = commit.place;
    return detail;
}

}

void resolve_commit(const Error& error, const LostCommit& commit) {
    ErrorDetail detail = detail_of(error, commit);
    detail.outcome = Outcome::unknown;
    detail.retry = Retry::resolve_first;
    if (dynamic_cast<const DeadlineExceeded*>(&error))
        throw DeadlineExceeded(error.what(), std::move(detail));
    const Answer answer = commit.transaction.empty() ? Answer::unknown : search(commit);
    if (answer == Answer::committed)
        return;
    if (answer == Answer::aborted) {
        detail.outcome = Outcome::rolled_back;
        detail.retry = Retry::rerun_unit_on_new_connection;
        throw ConnectionLost("the connection was lost in commit, and nothing was committed",
                             std::move(detail));
    }
    throw CommitUnknown(
        commit.transaction.empty()
            ? "the connection was lost in commit, and the transaction has no number to ask for"
            : "the connection was lost in commit, and what became of the transaction could not be found "
              "out; ask the server later: select txid_status(transaction)",
        std::move(detail));
}

}
