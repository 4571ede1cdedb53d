#include "core/statement_cache.hpp"

#include "sqlite_fixture.hpp"

#include <catch2/catch.hpp>

#include <string>

using namespace rowsmith;

namespace {

std::string text(std::size_t number) {
    return "select " + std::to_string(number);
}

}

TEST_CASE("a statement is prepared once for all its uses") {
    const auto database = test::open("sqlite://");
    const auto connection = database->connect();
    StatementCache cache{*connection};
    const driver::Statement* first = nullptr;
    {
        const TakenStatement taken{cache, text(1)};
        first = &*taken;
        CHECK(taken->step());
    }
    const TakenStatement again{cache, text(1)};
    CHECK(&*again == first);
    CHECK(again->step()); // it was reset
}

TEST_CASE("a statement in use is not given to another user") {
    const auto database = test::open("sqlite://");
    const auto connection = database->connect();
    StatementCache cache{*connection};
    {
        const TakenStatement outer{cache, text(1)};
        const TakenStatement inner{cache, text(1)};
        CHECK(&*outer != &*inner);
    }
    CHECK(cache.size() == 1);
}

TEST_CASE("the statements that were not used for longest are dropped") {
    const auto database = test::open("sqlite://");
    const auto connection = database->connect();
    StatementCache cache{*connection};
    const auto use = [&](std::size_t number) { return &*TakenStatement{cache, text(number)}; };
    const driver::Statement* const kept = use(0);
    for (std::size_t number = 1; number < 3 * StatementCache::limit; ++number) {
        static_cast<void>(use(number));
        CHECK(use(0) == kept);
    }
    CHECK(cache.size() == StatementCache::limit);
}
