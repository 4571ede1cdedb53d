// Rows that take unique values from each other, in chains and in rings.

#include "uniques.hpp"

#include <limits>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// The UPDATE that puts values aside: of one row of each ring, or of all of them.
std::string parked(const std::string& table, int rings, int rows) {
    return "U " + table + " " + std::to_string(by_capability(capabilities().parks_chains, rows, rings));
}

/// A list with items at positions from 1.
struct Items : Uniques {
    Ref<uniques::List> list{lists.add({.name = "list"})};
    std::vector<Ref<uniques::Item>> rows;

    explicit Items(int count) {
        session.commit();
        for (int position = 1; position <= count; ++position)
            rows.push_back(items.add({.list_id = list->id, .position = position}));
        session.commit();
        sent.clear();
    }

    std::vector<int> positions() {
        std::vector<int> positions;
        for (const auto& item : stored<uniques::ItemRepository>(&uniques::Item::id))
            positions.push_back(item.position);
        return positions;
    }
};

}

TEST_CASE("15 swap: a nullable column is NULL for a while") {
    People world;
    world.ada.edit().email = "b@x";
    world.bob.edit().email = "a@x";
    world.session.commit();
    CHECK(world.sent.take() == Sent{parked("people", 1, 2) + " {email}", "U people 2 {email}"});
    CHECK(world.emails() == std::vector<std::string>{"b@x", "a@x"});
    CHECK(world.ada->email == "b@x");
    world.session.commit();
    CHECK(world.sent.take_all().empty());
}

TEST_CASE("15 swap: a number is below zero for a while") {
    Items world{2};
    world.rows[0].edit().position = 2;
    world.rows[1].edit().position = 1;
    world.session.commit();
    CHECK(world.sent.take() == Sent{parked("items", 1, 2) + " {position}", "U items 2 {position}"});
    CHECK(world.positions() == std::vector<int>{2, 1});
}

TEST_CASE("15 swap: the number for a while is none that another row has") {
    Items world{1};
    const auto list_id = world.list->id;
    auto zero = world.items.add({.list_id = list_id, .position = 0});
    auto below = world.items.add({.list_id = list_id, .position = -1});
    world.items.add({.list_id = list_id, .position = -2});
    world.session.commit();
    SECTION("of the two") {
        zero.edit().position = -1;
        below.edit().position = 0;
        world.session.commit();
        CHECK(world.positions() == std::vector<int>{1, -1, 0, -2});
    }
    SECTION("beside them") {
        zero.edit().position = 1;
        world.rows[0].edit().position = 0;
        world.session.commit();
        CHECK(world.positions() == std::vector<int>{0, 1, -1, -2});
    }
}

TEST_CASE("15 swap: numbers at the end of their range") {
    Uniques world;
    constexpr std::int16_t least = std::numeric_limits<std::int16_t>::min();
    constexpr std::int16_t most = std::numeric_limits<std::int16_t>::max();
    auto low = world.levels.add({.number = least});
    auto high = world.levels.add({.number = most});
    world.session.commit();
    low.edit().number = most;
    high.edit().number = least;
    world.session.commit();
    const auto rows = world.stored<uniques::LevelRepository>(&uniques::Level::id);
    CHECK(rows[0].number == most);
    CHECK(rows[1].number == least);
}

TEST_CASE("15 swap: texts of 32 characters and more, uuids and bytes have random values for a while") {
    Uniques world;
    const Uuid one = Uuid::random();
    const Uuid other = Uuid::random();
    std::vector labels{world.labels.add({.text = "a"}), world.labels.add({.text = "b"})};
    std::vector tokens{world.tokens.add({.value = one}), world.tokens.add({.value = other})};
    std::vector blobs{world.blobs.add({.data = {std::byte{1}}}), world.blobs.add({.data = {}})};
    world.session.commit();
    world.sent.clear();
    labels[0].edit().text = "b";
    labels[1].edit().text = "a";
    tokens[0].edit().value = other;
    tokens[1].edit().value = one;
    blobs[0].edit().data = {};
    blobs[1].edit().data = {std::byte{1}};
    world.session.commit();
    CHECK(world.sent.take().size() == by_capability<std::size_t>(capabilities().parks_chains, 6, 9));
    CHECK(world.stored<uniques::LabelRepository>(&uniques::Label::id).front().text == "b");
    CHECK(world.stored<uniques::TokenRepository>(&uniques::Token::id).front().value == other);
    CHECK(world.stored<uniques::BlobRepository>(&uniques::Blob::id).back().data == Bytes{std::byte{1}});
}

TEST_CASE("several rings are parked in one run and set in one") {
    Items world{30};
    for (std::size_t at = 0; at < 30; at += 3) { // rings of three
        for (std::size_t step = 0; step < 3; ++step)
            world.rows[at + step].edit().position = static_cast<int>(at + (step + 1) % 3 + 1);
    }
    world.session.commit();
    auto sent = world.sent.take();
    CHECK(sent.size() == 2);
    CHECK(sent.front() == parked("items", 10, 30) + " {position}");
    CHECK(sent.back() == "U items 30 {position}");
    for (std::size_t at = 0; at < 30; ++at)
        CHECK(world.positions()[at] == world.rows[at]->position);
}

TEST_CASE("16 shift: the end of the chain goes first") {
    Items world{100};
    std::vector<int> moved;
    for (auto& row : world.rows)
        moved.push_back(++row.edit().position);
    world.session.commit();
    CHECK(world.sent.take() == by_capability(capabilities().parks_chains,
                                             {"U items 100 {position}", "U items 100 {position}"},
                                             {"U items 100 {position}"}));
    CHECK(world.positions() == moved);
}

TEST_CASE("16 shift: down, around an erased row, and for a new one in the middle") {
    Items world{10};
    world.items.erase(world.rows[4]);
    for (std::size_t at = 5; at < 10; ++at)
        --world.rows[at].edit().position;
    world.session.commit();
    const bool chains = capabilities().parks_chains;
    CHECK(world.sent.take() ==
          by_capability(chains,
                        {"U items 5 {position}", "U items 4 {position}", "D items 1", "U items 1 {position}"},
                        {"D items 1", "U items 5 {position}"}));
    for (std::size_t at = 2; at < 10; ++at) {
        if (at != 4)
            ++world.rows[at].edit().position;
    }
    world.items.add({.list_id = world.list->id, .position = 3});
    world.session.commit();
    CHECK(world.sent.take() == by_capability(chains,
                                             {"U items 7 {position}", "U items 7 {position}", "I items 1"},
                                             {"U items 7 {position}", "I items 1"}));
    CHECK(world.positions() == std::vector<int>{1, 2, 4, 5, 6, 7, 8, 9, 10, 3});
}

TEST_CASE("a chain and a ring of 10,000 rows") {
    constexpr int count = 10'000;
    Items world{count};
    for (auto& row : world.rows)
        ++row.edit().position;
    SECTION("that ends in a free value") {
        world.session.commit();
        CHECK(world.sent.take() == by_capability(capabilities().parks_chains,
                                                 {"U items 10000 {position}", "U items 10000 {position}"},
                                                 {"U items 10000 {position}"}));
    }
    SECTION("that ends where it began") {
        world.rows.back().edit().position = 1;
        world.session.commit();
        CHECK(world.sent.take() ==
              Sent{parked("items", 1, count) + " {position}", "U items 10000 {position}"});
    }
    const auto positions = world.positions();
    for (std::size_t at = 0; at < positions.size(); ++at)
        REQUIRE(positions[at] == world.rows[at]->position);
}

TEST_CASE("10,000 swaps in one flush") {
    constexpr std::size_t count = 20'000;
    Items world{static_cast<int>(count)};
    for (std::size_t at = 0; at < count; at += 2) {
        world.rows[at].edit().position = static_cast<int>(at + 2);
        world.rows[at + 1].edit().position = static_cast<int>(at + 1);
    }
    world.session.commit();
    CHECK(world.sent.take() == by_capability(capabilities().parks_chains, Sent(4, "U items 10000 {position}"),
                                             {"U items 10000 {position}", "U items 20000 {position}"}));
}

TEST_CASE("17 swap_refused: an enum, a short text, a number under a check") {
    Uniques world;
    auto red = world.paints.add({.color = uniques::Color::red});
    auto green = world.paints.add({.color = uniques::Color::green});
    std::vector tags{world.tags.add({.text = "a"}), world.tags.add({.text = "b"})};
    std::vector ranks{world.ranks.add({.level = 1}), world.ranks.add({.level = 2})};
    world.session.commit();
    world.sent.clear();
    SECTION("an enum") {
        red.edit().color = uniques::Color::green;
        green.edit().color = uniques::Color::red;
        const auto error = error_of<UnresolvableSwap>([&] { world.session.commit(); });
        CHECK(world.sent.take_all().empty());
        CHECK_THAT(error.what(), Contains("uniques::Paint"));
        CHECK(error.table() == "paints");
        auto keys = error.keys();
        std::ranges::sort(keys);
        CHECK(keys == std::vector<std::string>{"1", "2"});
        green.edit().color = uniques::Color::blue;
        world.session.commit();
        CHECK(world.sent.take() == Sent{"U paints 2 {color}"});
    }
    SECTION("a text of 31 characters") {
        tags[0].edit().text = "b";
        tags[1].edit().text = "a";
        CHECK_THROWS_AS(world.session.commit(), UnresolvableSwap);
        CHECK(world.sent.take_all().empty());
    }
    SECTION("a number under a check") {
        ranks[0].edit().level = 2;
        ranks[1].edit().level = 1;
        CHECK_THROWS_AS(world.session.commit(), UnresolvableSwap);
        CHECK(world.sent.take_all().empty());
    }
}
