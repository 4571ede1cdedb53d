// The hand-written queries themselves: what the other tests compare with says something, and the same
// everywhere.

#include "fixtures.hpp"
#include "oracle.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include <stdlib.h>

namespace fs = std::filesystem;

namespace {

/// A database in a file, whatever the run is for.
class Reference {
public:
    Reference() {
        std::string pattern = (fs::temp_directory_path() / "rowsmith-tpch-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("no temporary folder can be made");
        folder_ = pattern;
        rowsmith::Engine engine{url()};
        rowsmith::create_all(engine, tpch::tpch_schema);
        tpch::store(engine, tpch::make_data());
    }
    ~Reference() {
        std::error_code ignored; // a folder that stays behind is no reason to fail
        fs::remove_all(folder_, ignored);
    }
    Reference(const Reference&) = delete;
    Reference& operator=(const Reference&) = delete;

    [[nodiscard]] std::string url() const { return "sqlite:///" + (folder_ / "tpch.db").string(); }

private:
    fs::path folder_;
};

bool says_something(const tpch::Row& row) {
    return std::ranges::none_of(row, [](const tpch::Cell& cell) { return cell == tpch::Cell{}; });
}

}

TEST_CASE("TPC-H: each hand-written query finds something, and the same on every database") {
    const Reference reference;
    const std::string url = tpch::filled().database.url();
    for (int query = 1; query <= 22; ++query) {
        INFO("query " << query);
        const tpch::Rows expected =
            tpch::ask_directly(reference.url(), tpch::handwritten(query, reference.url()));
        CHECK_FALSE(expected.empty());
        CHECK(std::ranges::all_of(expected, says_something));
        CHECK(tpch::difference(expected, tpch::ask_directly(url, tpch::handwritten(query, url))) == "");
    }
}

TEST_CASE("TPC-H: a difference is seen, however it looks") {
    using rowsmith::Decimal;
    const tpch::Rows rows{{Decimal("1.50"), std::string("a")}, {2.0, tpch::Cell{}}};
    CHECK(tpch::difference(rows, {{Decimal("1.5"), std::string("a")}, {Decimal(2), tpch::Cell{}}}) == "");
    CHECK(tpch::difference(rows, {{Decimal("1.5"), std::string("a")}}) ==
          "row 2 of 2\nexpected: 2 | null\nactual:   none");
    CHECK(tpch::difference(rows, {{Decimal("1.51"), std::string("a")}, {2.0, tpch::Cell{}}}) ==
          "row 1 of 2\nexpected: 1.50 | 'a'\nactual:   1.51 | 'a'");
    CHECK_FALSE(
        tpch::difference(rows, {{Decimal("1.5"), std::string("a")}, {2.00001, tpch::Cell{}}}).empty());
    CHECK_FALSE(tpch::difference(rows, {{Decimal("1.5"), tpch::Cell{}}, {2.0, tpch::Cell{}}}).empty());
    CHECK_FALSE(tpch::difference(rows, {{Decimal("1.5")}, {2.0, tpch::Cell{}}}).empty());
    CHECK_FALSE(tpch::difference({}, rows).empty());
}
