// What must not compile, one CASE at a time, and the words that the compiler must say: refused.sh reads them
// here.

#include <own.rows.hpp>
#include <shop.rows.hpp>

#include <rowsmith/rowsmith.hpp>

struct NameAndAge {
    std::string name;
    std::optional<std::int32_t> age;
};

void refused(rowsmith::Session& session) {
    using namespace rowsmith;
    shop::UserRepository users{session};
    shop::PurchaseRepository purchases{session};
    own::ArticleRepository articles{session};
    static_cast<void>(users.where(users.age > 30).order_by(users.name).limit(1).all());
    static_cast<void>(users.query().select<NameAndAge>(users.name, users.age).all());
    const auto names = users.query().select(users.name);
    const auto by_sum = window().partition_by(users.name).order_by(sum(users.age).desc());
    static_cast<void>(users.query()
                          .select(users.name, sum(sum(users.age)).over(by_sum), rank().over(by_sum))
                          .group_by(users.name)
                          .having(max(users.age) > 30 && users.name != "")
                          .order_by(sum(users.age)));
    static_cast<void>(users.order_by(row_number().over(window().order_by(users.age))));
#if CASE == 1 // the value is not of the column's type
    static_cast<void>(users.where(users.age > "thirty"));
#elif CASE == 2   // the value is not of the column's type
    static_cast<void>(users.where(users.name == 5));
#elif CASE == 3   // the column is not nullable: it is never std::nullopt
    static_cast<void>(users.where(users.name == std::nullopt));
#elif CASE == 4   // the two columns are of different types
    static_cast<void>(users.where(users.name == users.age));
#elif CASE == 5   // the condition is about columns of a table that the query does not have
    static_cast<void>(users.where(users.id == purchases.user_id));
#elif CASE == 6   // the condition is about columns of a table that the query does not have
    static_cast<void>(users.where(purchases.user_id == 1));
#elif CASE == 7   // databases do not agree on the order of such values
    static_cast<void>(purchases.where(purchases.status < shop::OrderStatus::paid));
#elif CASE == 8   // rows are ordered by columns of the query's own tables
    static_cast<void>(users.order_by(purchases.product));
#elif CASE == 9   // only columns of strings are matched with texts
    static_cast<void>(users.where(users.age.like("3%")));
#elif CASE == 10  // in\(\) takes values of the column's type
    static_cast<void>(users.where(users.age.in(std::vector<std::string>{"a"})));
#elif CASE == 11  // the column is not nullable: std::nullopt cannot be stored
    users.query().update(users.name = std::nullopt);
#elif CASE == 12  // update\(\) takes assignments to columns of the query's own table
    users.query().update(purchases.product = "pen");
#elif CASE == 13  // only numbers are computed with
    users.query().update(users.name = users.name - "x");
#elif CASE == 14  // starts neither from the query's own table nor from one that a relation named
    static_cast<void>(users.with(purchases.user));
#elif CASE == 15  // two relations to many cannot be joined, since their rows would multiply
    static_cast<void>(users.with(joined(users.purchases), purchases.user, joined(users.purchases)));
#elif CASE == 16  // with\(\) takes relations and deferred columns of repositories
    static_cast<void>(users.with(users.name));
#elif CASE == 17  // the value is not of the column's type
    users.query().update(users.age = 1.5);
#elif CASE == 18  // NULL is neither less nor greater
    static_cast<void>(users.where(users.age < std::nullopt));
#elif CASE == 19  // the column is not nullable: compare it with a value
    static_cast<void>(users.where(users.name == std::optional<std::string>{}));
#elif CASE == 20  // a selected column is of a table that the query does not have: join it first
    static_cast<void>(users.query().select(purchases.product));
#elif CASE == 21  // rows are grouped by columns of the query's own tables
    static_cast<void>(users.query().select(count()).group_by(purchases.product));
#elif CASE == 22  // a condition is wanted, such as users.age > 30
    static_cast<void>(users.where(users.age + 1));
#elif CASE == 23  // a condition is wanted, such as users.age > 30
    static_cast<void>(users.query().select(users.name, count()).group_by(users.name).having(count()));
#elif CASE == 24  // a number is wanted, such as users.age
    static_cast<void>(users.query().select(sum(users.name)));
#elif CASE == 25  // a text is wanted, such as users.name
    static_cast<void>(users.query().select(lower(users.age)));
#elif CASE == 26  // a date or a timestamp is wanted
    static_cast<void>(users.query().select(year(users.name)));
#elif CASE == 27  // the query has this table already: join it under another name
    static_cast<void>(users.query().join(users.purchases).join(purchases.user));
#elif CASE == 28  // the relation starts from a table that the query does not have
    static_cast<void>(users.query().join(purchases.user));
#elif CASE == 29  // a condition is wanted, such as users.id == purchases.user_id
    static_cast<void>(users.query().join(purchases, purchases.user_id));
#elif CASE == 30  // the condition is about columns of a table that the query does not have: join it first
    static_cast<void>(
        users.query().join(purchases, purchases.user_id > 5 && articles.id == own::ArticleId{}));
#elif CASE == 31  // is\(\) asks about the one row of a relation to one: of several rows ask any
    static_cast<void>(users.where(users.purchases.is(purchases.product == "pen")));
#elif CASE == 32  // a condition on the rows of the relation is wanted
    static_cast<void>(users.where(users.purchases.any(purchases.product)));
#elif CASE == 33  // decimals and floating-point numbers are not computed with together
    static_cast<void>(users.query().select(users.balance + to_double(users.age)));
#elif CASE == 34  // in\(\) takes a SELECT of one column
    static_cast<void>(users.where(users.id.in(purchases.query().select(purchases.id, purchases.user_id))));
#elif CASE == 35  // in\(\) takes values of the column's type
    static_cast<void>(users.where(users.name.in(purchases.query().select(purchases.user_id))));
#elif CASE == 36  // a value is a SELECT of one column
    static_cast<void>(
        users.where(users.id == purchases.query().select(purchases.id, purchases.user_id).as_value()));
#elif CASE == 37  // a correlated query is not asked alone
    static_cast<void>(purchases.query().correlated(users).where(purchases.user_id == users.id).all());
#elif CASE == 38  // rows are changed by a query of their own table alone
    users.query().join(users.purchases).update(users.age = 5);
#elif CASE == 39  // coalesce\(\) takes what stands for NULL
    static_cast<void>(users.query().select(coalesce(users.age)));
#elif CASE == 40  // when\(\) takes a condition
    static_cast<void>(users.query().select(when(users.age, 1).otherwise(0)));
#elif CASE == 41  // the value is not of the column's type
    static_cast<void>(users.query().select(when(users.age > 5, 1).otherwise("young")));
#elif CASE == 42  // select\(\) takes columns, or values made of columns
    static_cast<void>(users.query().select());
#elif CASE == 43  // select\(\) takes columns, or values made of columns
    static_cast<void>(users.query().select("name"));
#elif CASE == 44  // the struct cannot be made of these columns
    static_cast<void>(users.query().select<NameAndAge>(users.age, users.name));
#elif CASE == 45  // databases do not agree on the order of such values
    static_cast<void>(purchases.query().select(max(purchases.status)));
#elif CASE == 46  // filter\(\) takes a condition
    static_cast<void>(users.query().select(count().filter(users.age)));
#elif CASE == 47  // an order takes columns
    static_cast<void>(users.order_by("name"));
#elif CASE == 48  // a JSON document is wanted
    static_cast<void>(users.query().select(json_text(users.name, "x")));
#elif CASE == 49  // an array is wanted
    static_cast<void>(users.where(has(users.name, "x")));
#elif CASE == 50  // a whole number is rounded already
    static_cast<void>(users.query().select(round(users.age, 1)));
#elif CASE == 51  // databases do not agree on the text of such values
    static_cast<void>(users.query().select(to_text(users.balance)));
#elif CASE == 52  // the value is not of the column's type
    static_cast<void>(users.where(users.age == nullptr));
#elif CASE == 53  // a selected column is of a table that the query does not have: join it first
    static_cast<void>(users.query().select(named<"n">(users.query().select(users.name)).column<0>()));
#elif CASE == 54  // the SELECTs that are put together have columns of the same types
    static_cast<void>(users.query().select(users.name).union_with(users.query().select(users.id)));
#elif CASE == 55  // the SELECTs that are put together have as many columns as each other
    static_cast<void>(users.query().select(users.id).except(users.query().select(users.id, users.name)));
#elif CASE == 56  // a SELECT is put together with another one
    static_cast<void>(users.query().select(users.id).union_all(users.query()));
#elif CASE == 57  // what is put together from several SELECTs is ordered by columns of the result
    static_cast<void>(names.union_with(names).order_by(users.name));
#elif CASE == 58  // && and \|\| take conditions on both sides
    static_cast<void>(users.where(users.age > 30 && users.name));
#elif CASE == 59  // && and \|\| take conditions on both sides
    static_cast<void>(users.where(users.age > 30 and 1));
#elif CASE == 60  // && and \|\| take conditions on both sides
    static_cast<void>(users.where(names.sql().empty() || users.age > 30));
#elif CASE == 61  // ! takes a condition
    static_cast<void>(users.where(!users.age));
#elif CASE == 62  // an alias has the columns and the relations of its own table
    static_cast<void>(alias<"boss">(users)[purchases.product]);
#elif CASE == 63  // a relation is not compared
    static_cast<void>(users.where(users.purchases == 5));
#elif CASE == 64  // a relation is not compared
    static_cast<void>(purchases.where(purchases.user != users.id));
#elif CASE == 65  // a column, or a value made of columns, is wanted
    static_cast<void>(users.query().select(count(5)));
#elif CASE == 66  // a text is wanted, such as users.name
    static_cast<void>(users.query().select(lower("NAME")));
#elif CASE == 67  // a column, or a value made of columns, is wanted
    static_cast<void>(users.query().select(coalesce(5, users.age)));
#elif CASE == 68  // a column, or a value made of columns, is wanted
    static_cast<void>(users.query().select(users.name).group_by("name"));
#elif CASE == 69  // a column, or a value made of columns, is wanted
    static_cast<void>(users.query().select(rank().over(window().partition_by("name"))));
#elif CASE == 70  // join\(\) takes a relation
    static_cast<void>(users.query().join(purchases));
#elif CASE == 71  // join\(\) takes a relation
    static_cast<void>(users.query().left_join(users.purchases, purchases.id > 5));
#elif CASE == 72  // cross_join\(\) takes a table
    static_cast<void>(users.query().cross_join(users.purchases));
#elif CASE == 73  // correlated\(\) takes the tables
    static_cast<void>(purchases.query().correlated(users.id));
#elif CASE == 74  // after\(\) takes the last row of the page before
    static_cast<void>(users.order_by(users.name).page(20).after(purchases.get(1)));
#elif CASE == 75  // after\(\) takes the last row of the page before
    static_cast<void>(users.order_by(users.name).page(20).after(shop::Purchase{}));
#elif CASE == 76  // rows are locked by the query of their table
    static_cast<void>(names.for_update());
#elif CASE == 77  // in\(\) takes values of the column's type, in braces or in a container
    static_cast<void>(users.where(users.age.in(5)));
#elif CASE == 78  // in\(\) takes values of the column's type
    static_cast<void>(users.where(users.age.in({"5"})));
#elif CASE == 79  // in\(\) takes values of the column's type
    static_cast<void>(users.where(users.name.not_in("Ada")));
#elif CASE == 80  // in\(\) takes values of the column's type, in braces or in a container, or a SELECT
    static_cast<void>(users.where(users.id.in(purchases.query())));
#elif CASE == 81  // the SELECT has fewer columns: the first one has the number 0
    static_cast<void>(named<"n">(names).column<1>());
#elif CASE == 82  // the SELECT has fewer columns: the first one has the number 0
    static_cast<void>(names.order_by(names.result<1>()));
#elif CASE == 83  // named<>\(\) takes a SELECT
    named<"n">(users.query());
#elif CASE == 84  // an aggregate such as count\(\) is not known yet .* a condition on it stands in having\(\)
    static_cast<void>(users.where(count() > 5));
#elif CASE == 85  // an aggregate such as count\(\) is not known yet
    static_cast<void>(names.where(sum(users.age) + 1 > 5));
#elif CASE == 86  // an aggregate such as count\(\) is not known yet
    static_cast<void>(users.query().join(purchases, purchases.user_id == max(users.id)));
#elif CASE == 87  // an aggregate such as count\(\) is not known yet
    static_cast<void>(users.where(users.purchases.any(count() > 5)));
#elif CASE == 88  // an aggregate such as count\(\) is not known yet
    static_cast<void>(users.query().select(count()).group_by(count()));
#elif CASE == 89  // an aggregate such as count\(\) is not known yet
    static_cast<void>(users.query().select(count().filter(count() > 5)));
#elif CASE == 90  // an aggregate such as count\(\) is not known yet
    users.query().update(users.age = max(users.age));
#elif CASE == 91  // an aggregate such as count\(\) is not known yet
    static_cast<void>(users.order_by(count()));
#elif CASE == 92  // aggregates of aggregates, are computed over a window
    static_cast<void>(users.query().select(sum(sum(users.age))));
#elif CASE == 93  // row_number\(\) and the like, .* are computed over a window
    static_cast<void>(users.query().select(users.id, row_number()));
#elif CASE == 94  // row_number\(\) and the like, .* are computed over a window
    static_cast<void>(names.order_by(lag(users.age)));
#elif CASE == 95  // what is computed over a window is not known yet
    static_cast<void>(users.where(rank().over(window().order_by(users.age)) < 3));
#elif CASE == 96  // what is computed over a window is not known yet
    static_cast<void>(names.group_by(users.name).having(count().over(window().order_by(users.name)) < 3));
#elif CASE == 97  // what is computed over a window is not known yet
    static_cast<void>(users.query().select(sum(count().over(window()))));
#elif CASE == 98  // over\(\) takes a window
    static_cast<void>(users.query().select(sum(users.age).over(users.name)));
#elif CASE == 99  // a condition is wanted, such as users.age > 30
    static_cast<void>(users.get(1).purchases().where(purchases.product));
#elif CASE == 100 // the condition is about columns of a table that the query does not have
    static_cast<void>(users.get(1).purchases().where(users.age > 30));
#elif CASE == 101 // a condition is wanted, such as users.age > 30
    static_cast<void>(users.where(users.age = 30));
#elif CASE == 102 // the step gives columns of the types that the first SELECT has
    static_cast<void>(recursive<"n">(users.query().select(users.id), [&](const auto& above) {
        return users.query().join(above, above.template column<0>() == users.id).select(users.name);
    }));
#elif CASE == 103 // and std::optional only where that has it
    static_cast<void>(recursive<"n">(users.query().select(value(1)), [&](const auto& above) {
        return users.query().join(above, above.template column<0>() == users.id).select(users.age);
    }));
#elif CASE == 104 // update\(\) takes assignments to columns of the query's own table
    users.query().update(users.age == 30);
#elif CASE == 105 // rows are changed by a query of their table, not of an alias
    alias<"old">(users).query().erase();
#elif CASE == 106 // with\(\) loads for a query of the table, not of an alias
    static_cast<void>(alias<"old">(users).query().with(users.purchases));
#elif CASE == 107 // the SELECT has no column with this name
    static_cast<void>(named<"n">(users.query().select(count().as<"many">())).column<"meny">());
#endif
}
