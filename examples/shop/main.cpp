#include <rowsmith/rowsmith.hpp>
#include <shop.rows.hpp>

#include <exception>
#include <iostream>

namespace {

void print_users(shop::UserRepository& users) {
    for (const auto& user : users.all())
        std::cout << "  " << user->id << ' ' << user->name << ", balance " << user->balance.to_string() << '\n';
}

/// Adds a user and what she bought, changes her name, and takes a change back.
void run(const char* url) {
    rowsmith::Engine engine{url};
    shop::create_all(engine);

    rowsmith::Session session{engine};
    shop::UserRepository users{session};
    shop::PurchaseRepository purchases{session};

    auto ada = users.add({.name = "Ada", .age = 36}); // unit of work: nothing is sent yet
    session.flush();                                  // now she has a key from the sequence
    auto engine_part = purchases.add({.user_id = ada->id, .product = "Engine"});
    purchases.add({.user_id = ada->id, .product = "Punched cards", .status = shop::OrderStatus::paid});
    session.commit(); // one transaction
    std::cout << "after the first commit\n";
    print_users(users);

    ada.edit().name = "Ada Lovelace"; // const by default; edit() is the change tracker
    ada.edit().balance += rowsmith::Decimal{"12.50"};
    engine_part.edit().status = shop::OrderStatus::shipped;
    session.commit(); // UPDATE of the changed columns
    std::cout << "after the edit\n";
    print_users(users);

    ada.edit().name = "Nobody";
    session.rollback(); // nothing of it is left, here or in the database
    std::cout << "after a rollback\n";
    print_users(users);

    std::cout << "purchases\n";
    for (const auto& purchase : purchases.rows())
        std::cout << "  " << purchase.product << ": " << to_string(purchase.status) << '\n';
}

}

int main(int argc, char** argv) {
    try {
        run(argc > 1 ? argv[1] : "sqlite:///shop.db");
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "shop: " << error.what() << '\n';
        return 1;
    }
}
