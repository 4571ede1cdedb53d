// What must not compile, one CASE at a time, and the words that the compiler must say: refused.sh reads them here.

#include <own.rows.hpp>
#include <shop.rows.hpp>

#include <rowsmith/rowsmith.hpp>

void refused(rowsmith::Session& session) {
    shop::UserRepository users{session};
    shop::PurchaseRepository purchases{session};
    own::ArticleRepository articles{session};
    static_cast<void>(users.where(users.age > 30).order_by(users.name).limit(1).all());
#if CASE == 1 // the value is not of the column's type
    static_cast<void>(users.where(users.age > "thirty"));
#elif CASE == 2 // the value is not of the column's type
    static_cast<void>(users.where(users.name == 5));
#elif CASE == 3 // the column is not nullable: it is never std::nullopt
    static_cast<void>(users.where(users.name == std::nullopt));
#elif CASE == 4 // the two columns are of different types
    static_cast<void>(users.where(users.name == users.age));
#elif CASE == 5 // columns of different tables are not compared in the same condition
    static_cast<void>(users.where(users.id == purchases.user_id));
#elif CASE == 6 // (no viable conversion|no known conversion|could not convert|cannot convert)
    static_cast<void>(users.where(purchases.user_id == 1));
#elif CASE == 7 // databases do not agree on the order of such values
    static_cast<void>(purchases.where(purchases.status < shop::OrderStatus::paid));
#elif CASE == 8 // rows are ordered by columns of their own table
    static_cast<void>(users.order_by(purchases.product));
#elif CASE == 9 // only columns of strings are matched with texts
    static_cast<void>(users.where(users.age.like("3%")));
#elif CASE == 10 // in\(\) takes values of the column's type
    static_cast<void>(users.where(users.age.in(std::vector<std::string>{"a"})));
#elif CASE == 11 // the column is not nullable: std::nullopt cannot be stored
    users.query().update(users.name = std::nullopt);
#elif CASE == 12 // update\(\) takes assignments to columns of the query's own table
    users.query().update(purchases.product = "pen");
#elif CASE == 13 // only numbers are computed with
    users.query().update(users.name = users.name + "x");
#elif CASE == 14 // starts neither from the query's own table nor from one that a relation named
    static_cast<void>(users.with(purchases.user));
#elif CASE == 15 // two relations to many cannot be joined, since their rows would multiply
    static_cast<void>(users.with(joined(users.purchases), purchases.user, joined(users.purchases)));
#elif CASE == 16 // with\(\) takes relations and deferred columns of repositories
    static_cast<void>(users.with(users.name));
#elif CASE == 17 // the value is not of the column's type
    users.query().update(users.age = 1.5);
#elif CASE == 18 // NULL is neither less nor greater
    static_cast<void>(users.where(users.age < std::nullopt));
#endif
}
