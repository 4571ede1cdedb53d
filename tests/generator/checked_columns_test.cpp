#include "cpp/checked_columns.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace rowsmith;

namespace {

/// The names of the columns that a check with this text may look at, in a table t with a, b and the computed
/// c.
std::string columns_under(const model::SqlText& condition) {
    model::Table table{.name = "T", .db_name = "t"};
    table.columns = {{.name = "a", .db_name = "a"},
                     {.name = "b", .db_name = "my b"},
                     {.name = "c", .db_name = "c", .writing = model::Writing::stored},
                     {.name = "d", .db_name = "d"}};
    table.checks = {{.db_name = "ck", .condition = condition}};
    std::string names;
    const std::vector<bool> checked = cpp::checked_columns(table);
    for (std::size_t at = 0; at < checked.size(); ++at)
        names += checked[at] ? table.columns[at].name : "";
    return names;
}

}

TEST_CASE("a check looks at the columns that it names, and at all when it may look at any") {
    struct Row {
        const char* condition;
        const char* columns;
    };
    const Row row = GENERATE(values<Row>({{"a > 0", "a"},
                                          {"A > 0 or \"My B\" = ''", "ab"},
                                          {"t.d > a", "abcd"},
                                          {"add(d) > 0", "d"},
                                          {"c > 0", "abcd"},
                                          {"valid(t)", "abcd"},
                                          {"1 = 1", "abcd"}}));
    INFO(row.condition);
    CHECK(columns_under({.common = row.condition}) == row.columns);
}

TEST_CASE("a check of one database counts, and one without a text for any does not") {
    CHECK(columns_under({.common = "a > 0", .dialects = {{.dialect = "postgres", .text = "d > 0"}}}) == "ad");
    CHECK(columns_under({.dialects = {{.dialect = "postgres", .text = std::nullopt}}}).empty());
}

TEST_CASE("a column with a type of the database's own counts as checked, since a domain may have checks") {
    model::Table table{.name = "T", .db_name = "t"};
    table.columns = {{.name = "a", .db_name = "a", .db_types = {{.dialect = "postgres", .text = "level"}}}};
    CHECK(cpp::checked_columns(table).front());
}
