#pragma once
// The databases that the queries are asked of. They are only read, so one is filled for all tests of a
// program.

#include "data.hpp"
#include "oracle.hpp"

#include "support/test_database.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <string>

namespace tpch {

/// A database of the kind that the run is for.
struct Filled {
    Filled() {
        rowsmith::create_all(engine, tpch_schema);
        store(engine, make_data());
    }

    rowsmith::test::TestDatabase database{rowsmith::test::TestDatabase::For::several_engines};
    rowsmith::Engine engine{database.url()};
};

[[nodiscard]] inline Filled& filled() {
    static Filled all;
    return all;
}

/// Fails the test unless the rows are those of the hand-written query.
inline void check(int query, const Rows& actual) {
    const std::string& url = filled().database.url();
    CHECK(difference(ask_directly(url, handwritten(query, url)), actual) == "");
}

[[nodiscard]] inline rowsmith::Date day_from(const char* text) {
    return rowsmith::Date::parse(text);
}

}
