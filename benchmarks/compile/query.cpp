// What a program writes beside a query: QUERY says which, 0 is none.

#include <rowsmith/rowsmith.hpp>
#include <shop.rows.hpp>

#if QUERY == 1 // where, order_by, limit
std::size_t ask(shop::UserRepository& users) {
    return users.where(users.age > 30 && users.name.like("A%")).order_by(users.name).limit(10).all().size();
}
#elif QUERY == 2 // select, join, group_by, order_by
std::size_t ask(shop::UserRepository& users, shop::PurchaseRepository& purchases) {
    const auto many = rowsmith::count(purchases.id);
    return users.query()
        .join(users.purchases)
        .select(users.name, many)
        .group_by(users.name)
        .order_by(many.desc())
        .all()
        .size();
}
#endif

std::size_t ask_for_rows(shop::UserRepository& users) {
    return users.rows().size();
}
