// The schemas of warnings/ work, too: hostile names and texts reach the database as they are, and keys of
// every type find their rows.

#include "support/test_database.hpp"

#include <keys.rows.hpp>
#include <members.rows.hpp>
#include <outer.rows.hpp>
#include <relations.rows.hpp>
#include <relations_outside.rows.hpp>
#include <texts.rows.hpp>
#include <tiny.rows.hpp>
#include <words.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <string>

using namespace rowsmith;

namespace {

/// Adds the row; another session finds it by `key...`, and so does this one once the row is erased there.
template <typename Repository, typename Row, typename... Key>
void check_key(Engine& engine, const Row& row, const Key&... key) {
    Session session{engine};
    Repository table{session};
    table.add(row);
    session.commit();
    Session other{engine};
    Repository again{other};
    CHECK(*again.get(key...) == row);
    CHECK(again.find(key...));
    again.erase(again.get(key...));
    other.commit();
    Session third{engine};
    CHECK_FALSE(Repository{third}.find(key...));
}

}

TEST_CASE("every word of C++ is the name of a table, column or enum value") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    words::union_::final_::create_all(engine);
    Session session{engine};
    words::union_::final_::ClassRepository classes{session};
    classes.add({.id = 1, .class_ = 2, .while_ = 3});
    session.commit();
    engine.execute("update \"class\" set \"and\" = \"class\" + \"while\"");
    CHECK(classes.rows().front().and_ == 5);
    CHECK(to_string(words::union_::final_::Keyword::delete_) == "delete");
    CHECK(words::union_::final_::parse_macro("NULL") == words::union_::final_::Macro::NULL_);
}

TEST_CASE("columns may be called like the functions of their repository") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    members::create_all(engine);
    Session session{engine};
    members::MemberRepository all{session};
    const auto row =
        all.add({.add = 1, .all = 2, .Key = 3, .Member_ = 4, .std = "std", .id = 5, .id_value = 6});
    session.commit();
    CHECK(all.find_by_id_value(6) == row);
    CHECK(all.find_by_add_all(1, 2) == row);
    CHECK(all.find_by_color_std(members::Color::red, "std") == row);
    members::RepositoryRepository repositories{session};
    members::KeyRepository keys{session};
    repositories.add({.id = 1});
    keys.add({.id = 2, .kind = members::Kind::parse_kind});
    members::GuardedRepository{session}.add({.id = 3, .key_id = 2, .repository_id = 1});
    session.commit();
    CHECK(keys.get(2)->kind == members::Kind::parse_kind);
}

TEST_CASE("hostile texts are defaults, labels and names, the same in C++ and in the database") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    texts::create_all(engine);
    texts::create_all(engine); // finds everything that is there
    engine.execute(test::spelled(test::Sql{
        .sqlite = R"(insert into "x""; drop table ""texts""; --" ("id\", labels, "a.b") values (1, '[]', 1))",
        .postgres =
            R"(insert into "x""; drop table ""texts""; --" ("id\", labels, "a.b") values (1, '{}', 1))"}));
    Session session{engine};
    texts::DefaultsRepository defaults{session};
    const auto stored = defaults.get(1);
    texts::Defaults expected{.id = 1, .made = "it's \\ )sql\" \n", .key = 1};
    CHECK(*stored == expected);
    session.rollback();
    CHECK(expected.hidden == "\u202e1\ufeff");
    expected.id = 2;
    for (int index = 0; index < 10; ++index)
        expected.labels.push_back(static_cast<texts::Label>(index));
    expected.label = texts::Label::line;
    check_key<texts::DefaultsRepository>(engine, expected, std::int64_t{2});
    CHECK(to_string(texts::Label::line) == "two\nlines\ttab");
    texts::drop_all(engine);
    CHECK_THROWS_AS(defaults.rows(), UndefinedObject);
}

TEST_CASE("keys of every type find their rows") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    keys::create_all(engine);
    check_key<keys::ByBoolRepository>(engine, keys::ByBool{true}, true);
    check_key<keys::ByInt16Repository>(engine, keys::ByInt16{-32768}, std::int16_t{-32768});
    check_key<keys::ByInt32Repository>(engine, keys::ByInt32{7}, 7);
    check_key<keys::ByInt64Repository>(engine, keys::ByInt64{7}, 7);
    const Decimal number{"12345678901234567890123456789012345678"};
    check_key<keys::ByNumberRepository>(engine, keys::ByNumber{number}, number);
    check_key<keys::ByTextRepository>(engine, keys::ByText{"'\"%_\u20ac"}, "'\"%_\u20ac");
    check_key<keys::ByTextRepository>(engine, keys::ByText{""}, "");
    check_key<keys::ByDateRepository>(engine, keys::ByDate{{1, 1, 1}}, Date{1, 1, 1});
    check_key<keys::ByTimeRepository>(engine, keys::ByTime{{1}}, Time{1});
    check_key<keys::ByMomentRepository>(engine, keys::ByMoment{{-1}}, Timestamp{-1});
    const auto uuid = Uuid::random();
    check_key<keys::ByUuidRepository>(engine, keys::ByUuid{uuid}, uuid);
    check_key<keys::ByLevelRepository>(engine, keys::ByLevel{keys::Level::high}, keys::Level::high);
}

TEST_CASE("keys of several columns find their rows, and go with a relation") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    keys::create_all(engine);
    Session session{engine};
    keys::ManyRepository many{session};
    keys::ChildRepository children{session};
    const auto parent = many.add({.level = keys::Level::high, .text = "", .day = {2024, 2, 29}});
    const auto child = children.add({});
    session.commit();
    CHECK(many.get(child->level, child->text, child->day) == parent);
    CHECK(many.find_by_text_level("", keys::Level::high) == parent);
    CHECK(many.find_by_day_token_level({2024, 2, 29}, parent->token, keys::Level::high) == parent);
    CHECK_FALSE(many.find_by_text_level("", keys::Level::low));
}

TEST_CASE("a sequence may count downwards") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    keys::create_all(engine);
    Session session{engine};
    keys::ByInt32Repository table{session};
    const auto first = table.add({});
    const auto second = table.add({});
    session.commit();
    CHECK(first->key == -1);
    CHECK(second->key == -2);
}

TEST_CASE("tables of one column are rows like others") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    tiny::create_all(engine);
    check_key<tiny::OneRepository>(engine, tiny::One{0}, 0);
    check_key<tiny::TextRepository>(engine, tiny::Text{"key"}, "key");
    check_key<tiny::ChosenRepository>(engine, tiny::Chosen{}, tiny::Single::only);
    Session session{engine};
    CHECK(tiny::MadeRepository{session}.add({})->id != Uuid{});
}

TEST_CASE("files that import each other bring one schema") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    outer::create_all(engine);
    Session session{engine};
    const auto inner = outer::inner::InnerRepository{session}.add({.moods = {outer::Mood::bad}});
    session.flush();
    outer::OuterRepository{session}.add({.level = outer::inner::Level::high, .inner_id = inner->id});
    session.commit();
    CHECK(outer::OuterRepository{session}.get(outer::inner::Level::high)->inner_id == inner->id);
}

TEST_CASE("relations may be called like what refs and generated code have themselves") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    outside::create_all(engine);
    Session session{engine};
    const auto target = relations::TargetRepository{session}.add({.id = 1});
    const auto many = target.row_().add({.id = 2});
    many.set_edit(target);
    many.set_state(target);
    many.set_Ref(target);
    many.set_mapping(many);
    many.set_slots(many);
    many.set_model(target);
    many.set_rows(target);
    many.set_std(target);
    many.set_rowsmith(target);
    many.set_class(target);
    many.set_added(target);
    CHECK(many.count().add({.id = 3})->id == 3);
    many.where().add(many);
    many.first().add(target);
    session.commit();
    CHECK(many.edit_() == target);
    CHECK(many.state_() == target);
    CHECK(many.with().contains(many));
    CHECK(target.Ref_() == std::nullopt);
    CHECK(target.Relations_() == many);
    CHECK(target.managed_x_().contains(many));
    CHECK(many.count().size() == 1);
    CHECK(target.first().all().front() == many);
    many.clear_state();
    session.commit();
    CHECK_FALSE(many.state_());
    CHECK(target.edit_().empty());
}
