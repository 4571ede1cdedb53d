#include "core/retry.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

using namespace rowsmith;
using namespace std::chrono_literals;
using Catch::Matchers::Contains;
using Clock = std::chrono::steady_clock;

namespace {

template <typename E>
E failure(Outcome outcome, Retry retry) {
    return E{"it failed", {.outcome = outcome, .retry = retry}};
}

/// How many tries there were, and what was said at the end.
struct Run {
    int tries = 0;
    std::string message{};
};

template <typename Work>
Run run(const RetryPolicy& policy, Work work) {
    Run result;
    try {
        run_with_retries([&] { work(++result.tries); }, policy);
    } catch (const std::exception& error) {
        result.message = error.what();
    }
    return result;
}

}

TEST_CASE("a unit is run again only where that helps and does no harm") {
    const RetryPolicy usual;
    const RetryPolicy idempotent{.idempotent = true};
    const RetryPolicy race{.upsert_race = true};
    const auto lost = failure<ConnectionLost>(Outcome::rolled_back, Retry::rerun_unit_on_new_connection);
    CHECK(is_curable(failure<SerializationFailure>(Outcome::rolled_back, Retry::rerun_unit), usual));
    CHECK(is_curable(failure<Deadlock>(Outcome::rolled_back, Retry::rerun_unit), usual));
    CHECK(is_curable(failure<Busy>(Outcome::not_started, Retry::rerun_unit), usual));
    CHECK(is_curable(lost, usual));
    CHECK(is_curable(failure<ConnectFailed>(Outcome::not_started, Retry::rerun_unit), usual));
    CHECK_FALSE(is_curable(failure<ConnectFailed>(Outcome::not_started, Retry::never), usual));
    CHECK_FALSE(is_curable(failure<PoolTimeout>(Outcome::not_started, Retry::never), usual));
    CHECK_FALSE(is_curable(failure<DeadlineExceeded>(Outcome::rolled_back, Retry::never), usual));

    const auto unknown = failure<CommitUnknown>(Outcome::unknown, Retry::resolve_first);
    CHECK_FALSE(is_curable(unknown, usual));
    CHECK(is_curable(unknown, idempotent));
    const auto doubtful = failure<ConnectionLost>(Outcome::unknown, Retry::rerun_unit_on_new_connection);
    CHECK_FALSE(is_curable(doubtful, usual));
    CHECK(is_curable(doubtful, idempotent));

    const auto taken = failure<UniqueViolation>(Outcome::rolled_back, Retry::never);
    CHECK_FALSE(is_curable(taken, usual));
    CHECK(is_curable(taken, race));
}

TEST_CASE("what works is not run again, and what is not ours is passed on as it is") {
    CHECK(run({}, [](int) {}).tries == 1);
    const Run foreign = run({}, [](int) { throw std::runtime_error("mine"); });
    CHECK(foreign.tries == 1);
    CHECK(foreign.message == "mine");
}

TEST_CASE("the last error says how many tries there were, and what the first failed with") {
    const Run different = run({}, [](int attempt) {
        if (attempt < 3)
            throw failure<Busy>(Outcome::rolled_back, Retry::rerun_unit);
        throw UniqueViolation("the name is taken");
    });
    CHECK(different.tries == 3);
    CHECK(different.message ==
          "after 3 tries, the first of which failed with 'it failed': the name is taken");
    const Run same = run({}, [](int) { throw failure<Busy>(Outcome::rolled_back, Retry::rerun_unit); });
    CHECK(same.tries == retry_limit);
    CHECK(same.message == "after 5 tries: it failed");
}

TEST_CASE("no try begins after the deadline, and a unit inside another is not repeated") {
    const auto busy = [](int) { throw failure<Busy>(Outcome::rolled_back, Retry::rerun_unit); };
    CHECK(run({.deadline = Clock::now()}, busy).tries == 1);
    CHECK(run({.limit = 1}, busy).tries == 1);
}

TEST_CASE("pauses are random, and grow to half a second") {
    for (int attempt = 1; attempt < 40; ++attempt)
        CHECK(retry_pause(attempt) <=
              std::min<std::chrono::microseconds>(500ms, 5ms * (1 << std::min(attempt, 10))));
}
