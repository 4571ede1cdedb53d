// Keys of each type, and rows that refer to them: found, loaded for many rows at once, moved and erased.

#include "support/session_fixture.hpp"

#include <compliance.rows.hpp>

#include <string>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::test;
using namespace compliance;

namespace {

/// Parents with a child each, and one child without.
template <typename Keys, typename Children, typename V>
void add_families(Session& session, const std::vector<V>& values) {
    Keys keys{session};
    Children children{session};
    for (const V& value : values)
        children.add({}).set_parent(keys.add({.id = value, .note = "new"}));
    children.add({});
    session.commit();
}

template <typename Keys, typename V>
void check_found(Engine& engine, const std::vector<V>& values) {
    Session session{engine};
    Keys keys{session};
    for (const V& value : values) {
        CHECK(keys.get(value)->id == value);
        CHECK(keys.where(keys.id == value).one() == keys.get(value));
    }
    CHECK(keys.where(keys.id.in(values)).all().size() == values.size());
    CHECK(keys.order_by(keys.id).rows().size() == values.size());
}

/// Both directions of the relation, each by one statement for all rows.
template <typename Keys, typename Children, typename V>
void check_loaded(Engine& engine, const std::vector<V>& values) {
    Session session{engine};
    Children children{session};
    const auto all = children.order_by(children.id).all();
    REQUIRE(all.size() == values.size() + 1);
    for (std::size_t at = 0; at < values.size(); ++at)
        CHECK((*all[at].parent())->id == values[at]);
    CHECK_FALSE(all.back().parent());
    Session other{engine};
    for (const auto& parent : Keys{other}.all()) {
        REQUIRE(parent.children().size() == 1);
        CHECK(parent.children().all().front()->parent_id == parent->id);
    }
    Session third{engine};
    Children with{third};
    CHECK(with.with(with.parent).order_by(with.id).all().size() == all.size());
}

/// Edits, moves and erases by key, in batches.
template <typename Keys, typename Children, typename V>
void check_changed(Engine& engine, const std::vector<V>& values) {
    Session session{engine};
    Keys keys{session};
    Children children{session};
    for (const auto& key : keys.all())
        key.edit().note = "old";
    session.commit();
    CHECK(keys.where(keys.note == "old").count() == static_cast<std::int64_t>(values.size()));
    for (const auto& child : children.all())
        child.set_parent(keys.get(values.front()));
    session.commit();
    CHECK(children.where(children.parent_id == values.front()).count() ==
          static_cast<std::int64_t>(values.size()) + 1);
    for (const auto& child : children.all())
        child.clear_parent();
    session.commit();
    CHECK(children.where(children.parent_id == std::nullopt).count() ==
          static_cast<std::int64_t>(values.size()) + 1);
    CHECK(keys.upsert({.id = values.back(), .note = "upserted"}, keys.id)->note == "upserted");
    for (const auto& key : keys.all())
        keys.erase(key);
    session.commit();
    CHECK_FALSE(keys.query().exists());
}

template <typename Keys, typename Children, typename V>
void check_keys(const std::vector<V>& values) {
    Fixture database{compliance_schema};
    {
        Session session{database.engine};
        add_families<Keys, Children>(session, values);
    }
    check_found<Keys>(database.engine, values);
    database.sent.clear();
    check_loaded<Keys, Children>(database.engine, values);
    CHECK(database.sent.take().size() == 5); // whatever the number of rows
    check_changed<Keys, Children>(database.engine, values);
}

/// What the database makes, in every row alike.
void check_made(const Made& row) {
    CHECK(row.flag);
    CHECK(row.tiny == -32768);
    CHECK(row.medium == 42);
    CHECK(row.large == INT64_MAX);
    CHECK(row.ratio == 0.5F);
    CHECK(row.precise == 0.1);
    CHECK(row.price.to_string() == "1.5000");
    CHECK(row.exact.to_string() == "1234567890123456789012345678.0123456789");
    CHECK(row.text == "made");
    CHECK(row.data == Bytes{std::byte{0}, std::byte{0xff}});
    CHECK(row.day == Date{2024, 2, 29});
    CHECK(row.at == Time{49'510'500'000});
    CHECK(row.moment == Timestamp::parse("1969-12-31 23:59:59.000250"));
    CHECK(row.token == Uuid::parse("123e4567-e89b-12d3-a456-426614174000"));
    CHECK(row.document.text == R"({"a": [1, null]})");
    CHECK(row.color == Color::green);
    CHECK(row.numbers == std::vector<std::int64_t>{1, -2});
    CHECK(row.colors == std::vector{Color::blue, Color::green});
    CHECK(row.missing == std::nullopt);
}

}

TEST_CASE("compliance: keys of numbers and booleans") {
    check_keys<FlagKeyRepository, FlagChildRepository, bool>({false, true});
    check_keys<SmallKeyRepository, SmallChildRepository, std::int16_t>({-32768, 0, 32767});
    check_keys<MediumKeyRepository, MediumChildRepository, std::int32_t>({INT32_MIN, 0, INT32_MAX});
    check_keys<LargeKeyRepository, LargeChildRepository, std::int64_t>({INT64_MIN, -1, INT64_MAX});
    const Decimal number{"12345678901234567890123456789012345678"};
    check_keys<NumberKeyRepository, NumberChildRepository, Decimal>({number, Decimal{"-1"}, Decimal{"0"}});
    check_keys<PriceKeyRepository, PriceChildRepository, Decimal>(
        {Decimal{"0.10"}, Decimal{"-9.99"}, Decimal{"7.00"}});
}

TEST_CASE("compliance: keys of texts, times, UUIDs and enums") {
    check_keys<TextKeyRepository, TextChildRepository, std::string>(
        {"", R"(",\'{}%_)", "\u00e9\U0001f600", "NULL"});
    check_keys<DayKeyRepository, DayChildRepository, Date>({{1, 1, 1}, {2024, 2, 29}, {9999, 12, 31}});
    check_keys<HourKeyRepository, HourChildRepository, Time>({{0}, {1}, {86'399'999'999}});
    check_keys<MomentKeyRepository, MomentChildRepository, Timestamp>(
        {Timestamp::parse("0001-01-01 00:00:00"), {-1}, Timestamp::parse("9999-12-31 23:59:59.999999")});
    check_keys<TokenKeyRepository, TokenChildRepository, Uuid>({{}, Uuid::random(), Uuid::random()});
    check_keys<ColoredKeyRepository, ColoredChildRepository, Color>({Color::red, Color::green, Color::blue});
}

TEST_CASE("compliance: what the database makes comes back with the INSERT, of one row and of several") {
    Fixture database{compliance_schema};
    Session session{database.engine};
    MadeRepository table{session};
    std::vector<Ref<Made>> rows{table.add({.name = "one"})};
    session.flush();
    for (const char* name : {"two", "three", "four"})
        rows.push_back(table.add({.name = name}));
    session.flush();
    rows.push_back(table.upsert({.name = "five"}, table.name));
    CHECK(database.sent.take().size() == 3); // nothing is read
    for (const auto& row : rows)
        check_made(*row);
    table.bulk_insert(std::vector<Made>{{.name = "six"}, {.name = "seven"}});
    session.commit();
    database.elsewhere("insert into made (name) values ('eight')");
    const auto stored = database.stored<MadeRepository>(&Made::id);
    REQUIRE(stored.size() == 8);
    for (const Made& row : stored)
        check_made(row);
}
