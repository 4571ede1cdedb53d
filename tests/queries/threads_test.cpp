// Several threads, each with a session of its own, ask one engine the same queries.

#include "library.hpp"

#include <catch2/catch.hpp>

#include <atomic>
#include <chrono>
#include <exception>
#include <thread>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;
using ::library::Genre;

namespace {

constexpr int thread_count = 4;
constexpr int rounds = 4;

/// What threads ask, and have in common: conditions and queries that name no session.
struct Shared {
    Condition<::library::Book> dear;
    std::vector<std::int64_t> many;
};

/// A session's answers to queries of many kinds.
Rows answers(Session& session, const Shared& shared) {
    ::library::BookRepository books{session};
    ::library::AuthorRepository authors{session};
    ::library::MemberRepository members{session};
    Rows rows;
    const auto add = [&](const Rows& more) { rows.insert(rows.end(), more.begin(), more.end()); };
    add(keys_of(books.where(shared.dear).order_by(books.id).all()));
    add(keys_of(
        books.where(books.id.in(shared.many) && books.title.contains("of")).order_by(books.id).all()));
    add(values(books.query()
                   .select(books.genre, count(), sum(books.price * Decimal("1.1")))
                   .group_by(books.genre)
                   .order_by(sum(books.price).desc())));
    add(keys_of(authors.where(authors.books.any(shared.dear)).order_by(authors.id).all()));
    const auto tree =
        recursive<"tree">(members.where(members.id == 2).select(members.id), [&](const auto& above) {
            return members.query()
                .join(above, members.referrer_id == above.template column<0>())
                .select(members.id);
        });
    const auto id = tree.template column<0>();
    add(values(tree.query().select(id).order_by(id)));
    for (const auto& title : books.query().select(books.title).order_by(books.id).limit(5).stream())
        rows.push_back(row_of(title));
    Condition<::library::Book> any = books.id == 1;
    for (int other = 2; other < 70; ++other) { // together more texts than a connection keeps
        any = any || books.id == other;
        rows.push_back(row_of(books.where(any).count()));
        rows.push_back(row_of(books.where(any).exists()));
    }
    return rows;
}

}

TEST_CASE("sessions on several threads ask one engine the same queries") {
    TestDatabase database{TestDatabase::For::several_engines};
    std::atomic<int> told = 0;
    std::atomic<int> slow = 0;
    Library library{database.url()};
    library.engine.on_statement([&](const StatementEvent&) { ++told; });
    library.engine.on_slow_statement(0ms, [&](const StatementEvent&) { ++slow; });
    Shared shared{.dear = library.books.price > 20, .many = {}};
    for (std::int64_t id = -60; id <= 50; ++id)
        shared.many.push_back(id);
    const Rows expected = answers(library.session, shared);
    library.session.rollback();
    const int statements = told;
    std::atomic<int> different = 0;
    const auto ask = [&] {
        try {
            for (int round = 0; round < rounds; ++round) {
                Session session{library.engine};
                different += tpch::difference(expected, answers(session, shared)).empty() ? 0 : 1;
            }
        } catch (const std::exception&) {
            different += rounds + 1;
        }
    };
    {
        std::vector<std::jthread> threads;
        for (int number = 0; number < thread_count; ++number)
            threads.emplace_back(ask);
    }
    CHECK(different == 0);
    CHECK(told >= statements * thread_count * rounds);
    CHECK(slow == told);
}
