#pragma once
// What tests of sessions need whatever their schema: an empty database, what is sent to it, and errors to
// look at.

#include "support/recorded_statements.hpp"
#include "support/test_database.hpp"
#include "support/trigger.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace rowsmith::test {

using Sent = std::vector<std::string>;

/// A database with the tables of one schema: one of its own, unless a URL is given.
struct Fixture {
    explicit Fixture(const Schema& schema, const std::string& url = "")
        : own(url.empty() ? std::make_unique<TestDatabase>() : nullptr), engine(own ? own->url() : url) {
        create_all(engine, schema);
        sent.clear();
    }

    /// Changes the database as another program would: behind the session's back.
    void elsewhere(const std::string& sql) {
        engine.execute(sql);
        sent.clear();
    }
    void elsewhere(const Sql& sql) { elsewhere(spelled(sql)); }
    /// What stands in the database, by another session, ordered by `order`.
    template <typename Rows, typename Order>
    [[nodiscard]] auto stored(Order order) {
        Session other{engine};
        auto rows = Rows{other}.rows();
        std::ranges::sort(rows, {}, order);
        other.rollback();
        sent.clear();
        return rows;
    }
    template <typename Rows>
    [[nodiscard]] std::size_t count() {
        Session other{engine};
        const auto rows = Rows{other}.rows().size();
        other.rollback();
        sent.clear();
        return rows;
    }

    std::unique_ptr<TestDatabase> own;
    Engine engine;
    RecordedStatements sent{engine};
};

/// The E that `call` throws; fails the test when it throws something else, or nothing.
template <typename E, typename Call>
[[nodiscard]] E error_of(Call call) {
    try {
        call();
    } catch (const E& error) {
        return error;
    } catch (const std::exception& error) {
        FAIL("another error than expected: " << error.what());
    }
    FAIL("no error");
    throw std::logic_error("unreachable");
}
template <typename E, typename Call>
[[nodiscard]] std::string message_of(Call call) {
    return error_of<E>(call).what();
}

using Catch::Matchers::Contains;

}
