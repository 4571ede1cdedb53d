#pragma once
// What tests of queries begin with: four users, and the text of what is asked.

#include "../session/fixtures.hpp"

#include <functional>
#include <initializer_list>
#include <string>
#include <vector>

namespace rowsmith::test {

using Names = std::vector<std::string>;

inline Decimal euros(const char* text) {
    return Decimal(text);
}

/// Ada 36, Bob 20, Cleo without age and email, Dan 36; committed, and the session knows none of them.
struct Users : Shop {
    explicit Users(const std::string& url = "") : Shop(url) {
        users.add({.id = 1, .name = "Ada", .email = "ada@x", .age = 36, .balance = euros("10.50")});
        users.add({.id = 2, .name = "Bob", .email = "bob@x", .age = 20, .balance = euros("0.10")});
        users.add({.id = 3, .name = "Cleo"});
        users.add({.id = 4, .name = "Dan", .email = "100%_d", .age = 36, .balance = euros("-1.00")});
        session.commit();
        session.clear();
        sent.clear();
    }

    /// The names of the users that satisfy a condition, by id.
    [[nodiscard]] Names names(const Condition<shop::User>& condition) {
        Names found;
        for (const shop::User& user : users.where(condition).order_by(users.id).rows())
            found.push_back(user.name);
        return found;
    }
    void add_purchases(std::int64_t user, std::initializer_list<const char*> products) {
        for (const char* product : products)
            purchases.add({.user_id = user, .product = product});
        session.commit();
        session.clear();
        sent.clear();
    }
};

/// The SQL of what an action sends.
[[nodiscard]] inline std::vector<std::string> texts_of(Engine& engine, const std::function<void()>& action) {
    std::vector<std::string> texts;
    engine.on_statement([&](const StatementEvent& event) { texts.emplace_back(event.sql); });
    action();
    engine.on_statement({});
    std::erase_if(texts, [](const std::string& text) { return text.find('"') == std::string::npos; });
    return texts;
}

}
