// Scenarios of batches: what is sent together, what comes back, and what is not sent at all.

#include "fixture.hpp"

#include <map>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("21 mixed_keys: neighbours of one column set are one batch, keys in add order") {
    Work work;
    std::vector<Ref<uow::User>> users;
    for (const std::int64_t id : {0, 0, 100, 200, 0})
        users.push_back(work.users.add({.id = id, .name = std::to_string(users.size())}));
    work.session.commit();
    work.sent.expect({"I users 2", "I users 2", "I users 1"});
    const auto stored = work.stored<uow::UserRepository>(&uow::User::name);
    REQUIRE(stored.size() == users.size());
    for (std::size_t at = 0; at < users.size(); ++at) {
        CHECK(users[at]->name == std::to_string(at));
        CHECK(*users[at] == stored[at]);
    }
    CHECK((users[0]->id < users[1]->id && users[1]->id < users[4]->id));
}

TEST_CASE(
    "22 correlation: 10,000 parents with children, values reversed, while a trigger inserts elsewhere") {
    Work work;
    work.engine.execute(
        spelled(Sql{.sqlite = "create table log (id integer primary key autoincrement, name text);"
                              "insert into log (id) values (1000000)",
                    .postgres = "create table log (id bigserial primary key, name text);"
                                "select setval('log_id_seq', 1000000)"}));
    work.engine.execute(spelled(Trigger{
        .moment = "after insert", .table = "users", .action = "insert into log (name) values (new.name);"}));
    std::vector<Ref<uow::User>> users;
    std::vector<Ref<uow::Purchase>> purchases;
    constexpr int count = 10'000;
    for (int number = count; number > 0; --number) {
        users.push_back(work.users.add({.name = std::to_string(number)}));
        purchases.push_back(users.back().purchases().add({.product = std::to_string(number)}));
    }
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"I users 10000", "I purchases 10000"});
    std::map<std::int64_t, std::string> names;
    for (const auto& row : work.stored<uow::UserRepository>(&uow::User::id))
        names.emplace(row.id, row.name);
    REQUIRE(names.size() == count);
    for (const auto& row : work.stored<uow::PurchaseRepository>(&uow::Purchase::id))
        REQUIRE(names.at(row.user_id) == row.product);
    for (std::size_t at = 0; at < users.size(); ++at) {
        REQUIRE(names.at(users[at]->id) == users[at]->name);
        REQUIRE(purchases[at]->user_id == users[at]->id);
    }
}

TEST_CASE("23 column_sets: rows of one set are one run, wherever they stand") {
    Work work;
    std::vector<Ref<uow::Item>> items;
    for (int number = 1; number <= 6; ++number)
        items.push_back(work.items.add({.list = number, .position = number}));
    store(work);
    for (const std::size_t at : {5U, 0U, 1U})
        items[at].edit().position = 50;
    items[2].edit() = {.id = 3, .list = 60, .position = 60};
    work.session.commit();
    work.sent.expect({"U items 3 {position}", "U items 1 {list, position}"});
    const auto stored = work.stored<uow::ItemRepository>(&uow::Item::id);
    for (std::size_t at = 0; at < items.size(); ++at)
        CHECK(stored[at] == *items[at]);
}

TEST_CASE("23 column_sets: 25,000 inserts") {
    Work work;
    for (int number = 0; number < 25'000; ++number)
        work.items.add({.list = number, .position = number});
    work.session.commit();
    work.sent.expect(by_capability<std::vector<Expected>>(
        capabilities().batches, {"I items 10000", "I items 10000", "I items 5000"}, {"I items 25000"}));
    CHECK(work.count<uow::ItemRepository>() == 25'000);
}

TEST_CASE("24 no_change: set and restore, floats of the same bits, equal json") {
    Work work;
    auto sample =
        work.samples.add({.words = {"a"}, .mood = uow::Mood::bad, .real = 0.1, .text = Json{"{\"a\": 1}"}});
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto purchase = ada.purchases().add({.product = "a"});
    auto comment = work.comments.add({.text = "a"});
    auto post = work.posts.add({.title = "a"});
    store(work);
    sample.edit().words.push_back("b");
    sample.edit().words.pop_back();
    sample.edit().real += 0.2;
    sample.edit().real = 0.1;
    sample.edit().text = Json{"{\"a\": 1}"};
    purchase.set_user(bob);
    purchase.set_user(ada);
    comment.set_post(post);
    comment.clear_post();
    work.session.commit();
    CHECK(work.sent.take_all().empty());
    CHECK_FALSE(comment.post());
    CHECK(post.comments().empty());
    work.sent.clear();
    sample.edit().real = 0.0;
    work.session.commit();
    sample.edit().real = -0.0;
    sample.edit().text = Json{"{\"a\":1}"};
    work.session.commit();
    work.sent.expect({"U samples 1 {real}", "U samples 1 {real, text}"});
}

TEST_CASE("25 arrays: lengths 0, 1, 3, NULL and enums in one batch") {
    Work work;
    using Numbers = std::vector<std::int32_t>;
    std::vector<Ref<uow::Sample>> samples{
        work.samples.add({.numbers = Numbers{}, .words = {}, .moods = {}}),
        work.samples.add({.numbers = Numbers{1}, .words = {"a, \"b\""}, .moods = {uow::Mood::bad}}),
        work.samples.add({.numbers = Numbers{1, -2, 3},
                          .words = {"", "{}", "\\"},
                          .mood = uow::Mood::ugly,
                          .moods = {uow::Mood::good, uow::Mood::ugly, uow::Mood::good}}),
        work.samples.add({.words = {"x"}}),
    };
    work.session.commit();
    work.sent.expect({"I samples 4"});
    const auto stored = work.stored<uow::SampleRepository>(&uow::Sample::id);
    REQUIRE(stored.size() == samples.size());
    for (std::size_t at = 0; at < samples.size(); ++at)
        CHECK(stored[at] == *samples[at]);
    samples[2].edit().numbers.reset();
    samples[3].edit().numbers = Numbers{7};
    work.session.commit();
    work.sent.expect({"U samples 2 {numbers}"});
    CHECK(work.stored<uow::SampleRepository>(&uow::Sample::id)[3] == *samples[3]);
}

TEST_CASE("26 made_values: a computed column comes back with the INSERT and the UPDATE") {
    Work work;
    auto product = work.products.add({.price = 3, .amount = 4});
    work.session.flush();
    CHECK(product->total == 12);
    product.edit().amount = 5;
    work.session.commit();
    CHECK(product->total == 15);
    work.sent.expect({"I products 1", "U products 1 {amount}"});
    CHECK(work.stored<uow::ProductRepository>(&uow::Product::id) == std::vector{*product});
}
