// The kitchen sink on real databases: what every feature together makes is accepted, and works.

#include "support/process.hpp"
#include "support/test_database.hpp"

#include <kitchen_cellar.rows.hpp>
#include <kitchen_pantry.rows.hpp>
#include <kitchen_sink.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace rowsmith;
using namespace kitchen;
using sink::Cook;
using sink::Dish;

namespace {

std::vector<std::string> schemas() {
    const std::string folder = ROWSMITH_SOURCE_DIR "/schemas/";
    return {folder + "kitchen_cellar.rows", folder + "kitchen_pantry.rows", folder + "kitchen_sink.rows"};
}

std::string ddl(const std::string& dialect) {
    std::vector<std::string> command{ROWSMITH_EXECUTABLE, "ddl", "--dialect", dialect};
    for (const std::string& schema : schemas())
        command.push_back(schema);
    const auto finished = test::run(command);
    REQUIRE(finished.status == 0);
    return finished.output;
}

struct Kitchen {
    Kitchen() { sink::create_all(engine); }

    const test::TestDatabase database;
    Engine engine{database.url()};
    Session session{engine};
    sink::CookRepository cooks{session};
    sink::DishRepository dishes{session};
};

}

TEST_CASE("the database takes the script of the kitchen sink") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    engine.execute(ddl(std::string(test::capabilities().database)));
    Session session{engine};
    CHECK(sink::CookRepository{session}.all().empty());
}

TEST_CASE("the database takes the kitchen sink, and lets go of it") {
    Kitchen kitchen;
    kitchen.session.rollback();
    sink::create_all(kitchen.engine); // what exists is left as it is
    sink::drop_all(kitchen.engine);
    sink::create_all(kitchen.engine);
}

TEST_CASE("a row with a column of every kind goes through the database") {
    Kitchen kitchen;
    const auto ada = kitchen.cooks.add({.name = "Ada", .wage = {12345}, .pin = 7, .portrait = Bytes(3)});
    kitchen.session.flush();
    const auto soup = kitchen.dishes.add({.course = sink::Course::main, .price = Decimal("2.25"), .cook_id = ada->id});
    kitchen.session.commit();
    CHECK(ada.greeting() == "Chef Ada");
    CHECK(ada->edition == 1);
    CHECK(soup->gross == Decimal("4.50"));
    const test::Sql made_of{.sqlite = " (main_course)", .postgres = " dish"}; // as the schema has it
    CHECK(soup->label == soup->title + test::spelled(made_of));
    CHECK(soup->serves == 2);

    soup.edit().price = Decimal("3.00");
    ada.edit().wage = {1};
    kitchen.session.commit();
    CHECK(soup->gross == Decimal("6.00"));
    CHECK(ada->edition == 2);

    Session other{kitchen.engine};
    const Dish read = sink::DishRepository{other}.rows().at(0);
    CHECK(read == *soup);
    const Cook cook = sink::CookRepository{other}.rows().at(0);
    CHECK(cook.wage.cents == 1);
    CHECK_FALSE(cook.portrait.loaded());
}

TEST_CASE("what a file adds to the tables of another one are functions") {
    Kitchen kitchen;
    cellar::ShelfRepository shelves{kitchen.session};
    const auto top = shelves.add({.name = "top"});
    const auto ada = kitchen.cooks.add({.name = "Ada", .pin = 1});
    const auto soup = sink::dishes(top).add({});
    soup.set_cook(ada);
    const auto menu = sink::MenuRepository{kitchen.session}.add({.year = 2024, .week = 1});
    const auto card = sink::MenuCardRepository{kitchen.session}.add({.id = 1, .menu_year = 2024, .menu_week = 1});
    sink::set_card(top, card);
    kitchen.session.commit();

    Session other{kitchen.engine};
    const auto shelf = cellar::ShelfRepository{other}.get(top->id);
    REQUIRE(sink::dishes(shelf).size() == 1);
    CHECK(sink::dishes(shelf).all().front().cook()->name == "Ada");
    CHECK(sink::card(shelf)->menu()->week == 1);
    sink::clear_card(shelf);
    other.commit();
    CHECK_FALSE(sink::card(shelf));
    CHECK(menu.card().has_value());
}

TEST_CASE("links are rows of a table, declared or made") {
    Kitchen kitchen;
    const auto ada = kitchen.cooks.add({.name = "Ada", .pin = 1});
    const auto soup = ada.dishes().add({});
    const auto salt = soup.ingredients().add({.name = "salt"});
    const auto menu = soup.menus().add({.year = 2024, .week = 1});
    kitchen.session.commit();
    CHECK(soup.usages().all().front()->unit == "g");
    CHECK(menu.dishes().contains(soup));

    Session other{kitchen.engine};
    const auto read = sink::IngredientRepository{other}.get("salt");
    const auto dish = read.dishes().all().front();
    CHECK(dish.menus().all().front()->year == 2024);
    read.dishes().remove(dish);
    other.commit();
    CHECK(sink::UsageRepository{other}.all().empty());
    CHECK(salt->name == read->name);
}
