// Each single request for memory fails once, in turn. Whatever it was for, a rollback has memory and database
// as they were before, and the session goes on.

#include "written.hpp"

#include <cstdlib>
#include <functional>
#include <new>
#include <optional>

namespace {

/// The requests that are still granted; negative: all.
long granted = -1;

void* request(std::size_t size) {
    if (granted >= 0 && granted-- == 0)
        throw std::bad_alloc();
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

}

void* operator new(std::size_t size) {
    return request(size);
}
void* operator new[](std::size_t size) {
    return request(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

// Texts that do not fit into a string without memory of its own.
const std::string first_name = "the first name of all, at some length";
const std::string second_name = "another name, which is a little longer";
const std::string third_name = "a name that stands for all the others";

/// A database with a row of each kind, all of them managed.
struct World {
    World() {
        session.commit();
        rows = employees.rows();
        session.commit();
    }

    /// What is in memory and in the database is what it was at the beginning.
    void check_unchanged() {
        granted = -1;
        CHECK(countries.find("de") == germany);
        CHECK(germany->code == "de");
        CHECK(berlin->country_code == "de");
        CHECK(berlin->name == first_name);
        CHECK(ada->name == first_name);
        for (const auto& state : {germany.state(), berlin.state(), ada.state(), bob.state(), line.state()})
            CHECK(state == RowState::persistent);
        CHECK(pencil->label == "A PENCIL WITH A NAME new");
        CHECK(part->version == 1);
        CHECK(employees.get(bob->id) == bob);
        CHECK(lines.get(1, 1) == line);
        CHECK(employees.rows() == rows);
        CHECK(countries.rows().size() == 1);
        CHECK(nodes.rows().empty());
        CHECK(lines.rows() == std::vector<units::OrderLine>{*line});
        CHECK(bills.rows() == std::vector<written::Line>{*pencil});
        CHECK(parts.rows() == std::vector<written::Part>{*part});
        session.commit();
    }

    Engine engine{"sqlite://"};
    int created = (units::create_all(engine), written::create_all(engine), 0);
    Session session{engine};
    units::EmployeeRepository employees{session};
    units::NodeRepository nodes{session};
    units::CountryRepository countries{session};
    units::CityRepository cities{session};
    units::OrderLineRepository lines{session};
    written::LineRepository bills{session};
    written::PartRepository parts{session};
    Ref<units::Country> germany{countries.add({.code = "de", .name = first_name})};
    Ref<units::City> berlin{cities.add({.name = first_name, .country_code = "de"})};
    Ref<units::Employee> ada{employees.add({.name = first_name})};
    Ref<units::Employee> bob{employees.add({.name = first_name, .manager_id = 1})};
    Ref<units::OrderLine> line{lines.add({.order_no = 1, .line_no = 1, .product = first_name})};
    Ref<written::Line> pencil{bills.add({.code = "a pencil with a name"})};
    Ref<written::Part> part{parts.add({.serial = "a", .number = 1, .weight = 1})};
    std::vector<units::Employee> rows;
};

void change(World& world) {
    world.ada.edit().name = second_name;
    world.germany.edit().code = "xx";
    world.berlin.edit().name = second_name;
    world.employees.erase(world.bob);
    world.lines.erase(world.line);
    world.lines.add({.order_no = 1, .line_no = 1, .product = second_name},
                    given(units::OrderLineRepository::kind));
    world.nodes.add({.id = 7, .name = second_name, .parent_id = 8});
    world.nodes.add({.id = 8, .name = second_name, .parent_id = 7});
    world.nodes.add({.name = first_name}).edit().name = second_name;
    world.nodes.add({.id = 9}).edit().id = 10;
    world.pencil.edit().mark = second_name.substr(0, 20);
    world.session.touch(world.part);
    world.bills.add({.code = "another, longer name"});
}

void change_and_flush(World& world) {
    change(world);
    world.session.flush();
    for (int number = 0; number < 40; ++number)
        world.nodes.add({.name = second_name});
    world.ada.edit().name = third_name;
    static_cast<void>(world.nodes.all());
}

void change_in_savepoints(World& world) {
    Savepoint outer{world.session};
    change(world);
    {
        Savepoint inner{world.session};
        world.ada.edit().name = third_name;
        world.nodes.add({.name = first_name});
        inner.release();
    }
    {
        Savepoint inner{world.session};
        world.germany.edit().code = "yy";
        world.session.flush();
        inner.rollback();
    }
    outer.release();
}

void change_and_roll_back(World& world) {
    change_and_flush(world);
    world.session.rollback();
}

void hand_over(World& world) {
    auto other = world.lines.add({.order_no = 1, .line_no = 2, .product = second_name});
    world.session.flush();
    world.lines.add({.order_no = 1, .line_no = 4, .product = third_name});
    other.edit().line_no = 3;
    world.line.edit().line_no = 2;
    world.line.edit().product = second_name;
    other.edit().product = first_name;
}

void read(World& world) {
    world.ada.edit().name = second_name;
    static_cast<void>(world.employees.all());
    static_cast<void>(world.countries.find("nl"));
    static_cast<void>(world.lines.find_by_product_kind(first_name, units::Kind::plain));
    world.session.refresh(world.ada);
}

void change_with_handlers(World& world) {
    Events& events = world.session.events();
    events.before_update<units::City>([&](const auto& city) {
        city.edit().name = third_name;
        world.nodes.add({.name = second_name});
    });
    events.before_delete<units::Employee>([&](const auto&) { world.ada.edit().name = third_name; });
    events.after_insert<units::Node>(
        [&](const auto&) { world.pencil.edit().mark = third_name.substr(0, 20); });
    events.after_delete<units::OrderLine>([](const auto&) {});
    change(world);
}

void merge(World& world) {
    world.employees.merge({.id = world.ada->id, .name = second_name});
    world.countries.merge({.code = "nl", .name = second_name});
    world.bills.merge(
        {.id = world.pencil->id, .code = "a pencil with a name", .mark = "new", .label = third_name});
}

/// True when `work` went through, though perhaps with a request that was refused.
bool runs(World& world, const std::function<void(World&)>& work, long request) {
    granted = request;
    try {
        work(world);
        return true;
    } catch (const std::bad_alloc&) {
        return false;
    }
}

/// Runs `work` again and again; each time a later request for memory fails, until none does.
void for_each_request(const std::function<void(World&)>& work) {
    bool refused = true;
    for (long request = 0; refused; ++request) {
        INFO("request " << request);
        World world;
        const bool done = runs(world, work, request);
        refused = granted < 0;
        granted = -1;
        if (done)
            continue;
        world.session.rollback();
        world.check_unchanged();
        work(world);
        world.session.commit();
    }
}

void commit_after(World& world, void (*work)(World&)) {
    work(world);
    world.session.commit();
}

}

TEST_CASE("memory that cannot be had for changes") {
    for_each_request([](World& world) { commit_after(world, change); });
}

TEST_CASE("memory that cannot be had for changes and flushes") {
    for_each_request([](World& world) { commit_after(world, change_and_flush); });
}

TEST_CASE("memory that cannot be had inside savepoints") {
    for_each_request([](World& world) { commit_after(world, change_in_savepoints); });
}

TEST_CASE("memory that cannot be had for unique values that change hands") {
    for_each_request([](World& world) { commit_after(world, hand_over); });
}

TEST_CASE("memory that cannot be had for a rollback") {
    for_each_request(change_and_roll_back);
}

TEST_CASE("memory that cannot be had for handlers of events") {
    for_each_request([](World& world) { commit_after(world, change_with_handlers); });
}

TEST_CASE("memory that cannot be had for merging") {
    for_each_request([](World& world) { commit_after(world, merge); });
}

TEST_CASE("memory that cannot be had for reading") {
    for_each_request([](World& world) { commit_after(world, read); });
}

TEST_CASE("a session is destroyed without memory") {
    for (long request = 0; request < 200; ++request) {
        std::optional<World> world{std::in_place};
        change_and_flush(*world);
        granted = request;
        world.reset();
        granted = -1;
    }
}
