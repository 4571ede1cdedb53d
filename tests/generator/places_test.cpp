#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

namespace {

/// The text at each place, in the order of the model.
struct Marked {
    const std::string& text;
    std::string list = {};

    void add(model::Place place) {
        REQUIRE(place.end <= text.size());
        list += text.substr(place.begin, place.end - place.begin) + "\n";
    }
    void add(const model::SqlText& sql) {
        if (!sql.empty())
            add(sql.place);
    }
    void add(const model::Table& table);
};

void Marked::add(const model::Table& table) {
    add(table.place);
    for (const auto& column : table.columns) {
        add(column.place);
        add(column.initial.sql);
        add(column.expression);
    }
    for (const auto& key : table.unique_keys)
        add(key.place);
    for (const auto& index : table.indexes) {
        add(index.place);
        for (const auto& part : index.parts) {
            add(part.place);
            add(part.sql);
        }
        add(index.where);
    }
    for (const auto& check : table.checks) {
        add(check.place);
        add(check.condition);
    }
    for (const auto& relation : table.relations)
        add(relation.place);
}

}

TEST_CASE("everything knows where the schema makes it") {
    const std::string text = R"(namespace n
enum Level { low, high as "top" }
sequence ids as "all ids"
table T as "tt" {
  id:   int64 primary
  name: string as "Name" unique
  size: int32 = sql "1" check "size > 0"
  sum:  int32 computed sqlite "2" postgres "3"
  up:   T? as "fk"
  side: T? via side_id
  us:   T[] through "links" (a_id, b_id)

  unique (size, name)
  index (lower(name), "4" desc) where "5"
  check small "size < 8"
}
)";
    const auto result = resolved(Texts{{"a.rows", text}}, {"a.rows"});
    REQUIRE(result.reports.empty());
    Marked marked{.text = text};
    for (const auto& enumeration : result.schema.enums) {
        marked.add(enumeration.place);
        for (const auto& value : enumeration.values)
            marked.add(value.place);
    }
    for (const auto& sequence : result.schema.sequences)
        marked.add(sequence.place);
    for (const auto& table : result.schema.tables)
        marked.add(table);
    CHECK("\n" + marked.list == R"(
Level
low
"top"
"all ids"
"tt"
id
"Name"
size
"1"
sum
sqlite "2" postgres "3"
up
side_id
unique
unique (size, name)
index (lower(name), "4" desc) where "5"
lower(name)
"4"
"4"
"5"
up
up
side
side
"size > 0"
"size > 0"
check small "size < 8"
"size < 8"
up
side
"links"
a_id
b_id
"links"
"links"
us
us
)");
}
