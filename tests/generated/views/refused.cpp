// What must not compile, one CASE at a time, and the words that the compiler must say: ../queries/refused.sh
// reads them here.

#include <reports.rows.hpp>
#include <sales.rows.hpp>

#include <rowsmith/rowsmith.hpp>

void refused(rowsmith::Session& session) {
    sales::UserRepository users{session};
    sales::UserTotalRepository totals{session};
    sales::UserDayRepository days{session};
    sales::TotalRepository sums{session};
    const auto total = totals.get(1);
    static_cast<void>(totals.where(totals.total > 5).order_by(totals.name).limit(1).all());
    static_cast<void>(sums.where(sums.buyers > 5).order_by(sums.amount).limit(1).rows());
#if CASE == 1 // a view is only read: its rows cannot be edited
    total.edit().name = "Ada";
#elif CASE == 2  // a view is only read: its rows can neither be added nor erased
    totals.add({.user_id = 1, .name = "Ada"});
#elif CASE == 3  // a view is only read: its rows can neither be added nor erased
    totals.erase(total);
#elif CASE == 4  // a view is only read: its rows can neither be added nor erased
    totals.upsert({.user_id = 1, .name = "Ada"}, totals.user_id);
#elif CASE == 5  // a view is only read: its rows can neither be added nor erased
    totals.bulk_insert(std::vector<sales::UserTotal>{});
#elif CASE == 6  // a view is only read: its rows can neither be added nor erased
    totals.merge({.user_id = 1, .name = "Ada"});
#elif CASE == 7  // a view is only read: update\(\) is for tables
    totals.query().update(totals.name = "Ada");
#elif CASE == 8  // a view is only read: erase\(\) is for tables
    totals.where(totals.name == "Ada").erase();
#elif CASE == 9  // a view is only read: its rows cannot be erased
    session.erase(total);
#elif CASE == 10 // a view is only read: its rows have no version
    session.touch(total);
#elif CASE == 11 // a view is only read: no row can be added to this relation
    users.get(1).days().add({.user_id = 1});
#elif CASE == 12 // a view is only read: no row can leave this relation
    users.get(1).days().remove(days.get(1, {2026, 1, 1}));
#elif CASE == 13 // no member named .set_user
    total.set_user(users.get(1));
#elif CASE == 14 // no member named .set_total
    users.get(1).set_total(total);
#elif CASE == 15 // a view is only read: its rows have no events
    session.events().before_update<sales::UserTotal>([](const auto&) {});
#elif CASE == 16 // rows of a view without a primary key have no refs: use rows\(\)
    static_cast<void>(sums.all());
#elif CASE == 17 // rows of a view without a primary key have no refs: use rows\(\)
    static_cast<void>(sums.where(sums.buyers > 5).first());
#elif CASE == 18 // rows of a view without a primary key have no refs: use rows\(\)
    static_cast<void>(sums.with(sums.best));
#elif CASE == 19 // no member named .find
    static_cast<void>(sums.find(1));
#endif
}
