// What must not compile of statements that write: see refused.cpp.

#include <shop.rows.hpp>

#include <rowsmith/rowsmith.hpp>

void refused(rowsmith::Session& session) {
    shop::UserRepository users{session};
    shop::PurchaseRepository purchases{session};
    const auto by_email = on(users.email);
    const auto add_balance = by_email.update(users.balance = users.balance + excluded(users.balance));
    static_cast<void>(users.upsert({.name = "Ada"}, add_balance.where(excluded(users.age) > users.age)));
    static_cast<void>(users.query().returning(users.id, users.name).update(users.age = 1));
    static_cast<void>(purchases.insert(purchases.user_id, purchases.product)
                          .returning(purchases.id)
                          .from(users.query().select(users.id, users.name)));
#if CASE == 1 // returning\(\) takes columns of the table that is written
    static_cast<void>(users.query().returning(purchases.product));
#elif CASE == 2  // returning\(\) takes columns, or values made of columns
    static_cast<void>(users.query().returning());
#elif CASE == 3  // the struct cannot be made of these columns
    struct Name {
        std::string name;
    };
    static_cast<void>(users.query().returning<Name>(users.id, users.name));
#elif CASE == 4  // update\(\) takes assignments to columns of the query's own table
    static_cast<void>(users.query().returning(users.id).update(purchases.product = "pen"));
#elif CASE == 5  // the SELECT is to have as many columns as are inserted into
    purchases.insert(purchases.user_id, purchases.product).from(users.query().select(users.id));
#elif CASE == 6  // a selected column is not of the type of the column that it is stored in
    purchases.insert(purchases.user_id, purchases.product).from(users.query().select(users.id, users.age));
#elif CASE == 7  // from\(\) takes a SELECT of values
    purchases.insert(purchases.user_id).from(users.query());
#elif CASE == 8  // a selected column is not of the type of the column that it is stored in
    users.insert(users.age).returning(users.id).from(users.query().select(users.balance));
#elif CASE == 9  // update\(\) takes assignments to columns of the query's own table
    users.query().update(users.name = excluded(users.name));
#elif CASE == 10 // update\(\) takes assignments to columns of the table of the upsert
    static_cast<void>(by_email.update(purchases.product = "pen"));
#elif CASE == 11 // a column is computed from columns of its own table
    static_cast<void>(by_email.update(users.name = purchases.product));
#elif CASE == 12 // the condition of an upsert is about columns of its own table
    static_cast<void>(add_balance.where(purchases.product == "pen"));
#elif CASE == 13 // the two columns are of different types
    static_cast<void>(by_email.update(users.name = excluded(users.age)));
#elif CASE == 14 // the condition is about columns of a table that the query does not have
    static_cast<void>(users.where(excluded(users.name) == "Ada"));
#elif CASE == 15 // a correlated query is not asked alone
    purchases.insert(purchases.user_id).from(users.query().correlated(purchases).select(purchases.user_id));
#elif CASE == 16 // returning\(\) gives what each row has
    static_cast<void>(users.query().returning(count(users.id)).update(users.age = 1));
#elif CASE == 17 // returning\(\) gives what each row has
    purchases.insert(purchases.user_id).returning(max(purchases.id) + 1).from(users.query().select(users.id));
#endif
}
