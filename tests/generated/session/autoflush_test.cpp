// Which calls flush first, which do not, and what an error on the way says.

#include "fixtures.hpp"

#include <functional>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

struct Call {
    const char* name;
    const char* reads; // what follows the flush
    std::function<void(Shop&)> run;
};

void get_nobody(Shop& shop) {
    try {
        static_cast<void>(shop.users.get(77));
        FAIL("found");
    } catch (const NotFound&) {
    }
}

const std::vector<Call>& calls() {
    static const std::vector<Call> all = {
        {"all", "S users", [](Shop& shop) { static_cast<void>(shop.users.all()); }},
        {"rows", "S users", [](Shop& shop) { static_cast<void>(shop.users.rows()); }},
        {"find", "S users", [](Shop& shop) { static_cast<void>(shop.users.find(77)); }},
        {"get", "S users", get_nobody},
        {"find_by_email", "S users", [](Shop& shop) { static_cast<void>(shop.users.find_by_email("x")); }},
        {"refresh", "S users", [](Shop& shop) { shop.session.refresh(shop.users.get(1)); }},
    };
    return all;
}

struct Stored : Shop {
    Stored() {
        users.add({.id = 1, .name = "Ada"});
        session.commit();
        sent.clear();
    }
};

}

TEST_CASE("45 autoflush: each query flushes first") {
    for (const Call& call : calls()) {
        INFO(call.name);
        Stored shop;
        shop.users.get(1).edit().name = "Eve";
        shop.purchases.add({.user_id = 1, .product = "a"});
        call.run(shop);
        CHECK(shop.sent.take() == Sent{"I purchases 1", "U users 1 {name}", call.reads});
    }
}

TEST_CASE("45 autoflush: NoAutoflush switches it off for a scope, and scopes nest") {
    for (const Call& call : calls()) {
        INFO(call.name);
        Stored shop;
        shop.purchases.add({.user_id = 1, .product = "a"});
        {
            const NoAutoflush outer{shop.session};
            { const NoAutoflush inner{shop.session}; }
            call.run(shop);
            CHECK(shop.sent.take() == Sent{call.reads});
        }
        call.run(shop);
        CHECK(shop.sent.take() == Sent{"I purchases 1", call.reads});
    }
}

TEST_CASE("45 autoflush: what memory answers does not flush") {
    Stored shop;
    auto pending = shop.users.add({.id = 2, .name = "Bob"});
    CHECK(shop.users.get(1)->name == "Ada");
    CHECK(shop.users.find(2) == pending);
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("45 autoflush: an error on the way names the call") {
    for (const Call& call : calls()) {
        INFO(call.name);
        Stored shop;
        shop.users.add({.id = 2, .email = "x"});
        shop.users.add({.id = 3, .email = "x"});
        const auto message = message_of<UniqueViolation>([&] { call.run(shop); });
        CHECK_THAT(message, Contains("flush before '" + std::string(call.name) + "' of shop::User"));
        CHECK_THROWS_AS(shop.users.find(9), SessionFailed);
    }
}

TEST_CASE("a mistake that is found on the way is a UsageError that names the call; nothing was sent") {
    Stored shop;
    shop.purchases.add({.product = "nobody's"});
    CHECK_THAT(message_of<UsageError>([&] { static_cast<void>(shop.users.all()); }),
               Contains("flush before 'all' of shop::User"));
    CHECK(shop.sent.take_all().empty());
}

TEST_CASE("commit and savepoint always flush") {
    Stored shop;
    const NoAutoflush scope{shop.session};
    shop.users.add({.id = 2, .name = "Bob"});
    Savepoint savepoint{shop.session};
    shop.users.add({.id = 3, .name = "Cy"});
    savepoint.release();
    shop.users.add({.id = 4, .name = "Dan"});
    shop.session.commit();
    CHECK(shop.sent.take_all() ==
          Sent{"begin", "I users 1", "savepoint", "I users 1", "release", "I users 1", "commit"});
}
