// What the database computes: operators, functions, choices, windows.

#include "library.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("numbers and texts are computed with") {
    check({
        {"sum and product", "select id, pages + 1, pages * 2 - id from books",
         [](Library& l) {
             return values(
                 l.books.query().select(l.books.id, l.books.pages + 1, l.books.pages * 2 - l.books.id));
         }},
        {"the value first", "select id, 1000 - pages from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, 1000 - l.books.pages)); }},
        {"brackets", "select id, (pages + 1) * (id - 2) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, (l.books.pages + 1) * (l.books.id - 2)));
         }},
        {"decimals", "select id, round(price * 2 + 0.05, 2) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, l.books.price * 2 + Decimal("0.05")));
         }},
        {"decimals multiplied", "select id, round(price * price, 4) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, l.books.price * l.books.price));
         }},
        {"division of whole numbers", "select id, pages / 7 from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, l.books.pages / 7)); }},
        {"division of decimals", "select id, cast(price as double precision) / 3 from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, l.books.price / 3)); }},
        {"division by zero is NULL", "select id, pages / nullif(id - 5, 0) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, l.books.pages / (l.books.id - 5)));
         }},
        {"remainder", "select id, pages % 7 from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, l.books.pages % 7)); }},
        {"absolute", "select id, abs(id - 10) from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, abs(l.books.id - 10))); }},
        {"rounded", "select id, round(price, 1) from books where id <> 33",
         [](Library& l) {
             return values(l.books.where(l.books.id != 33).select(l.books.id, round(l.books.price, 1)));
         }},
        {"rounded floats",
         "select id, cast(round(cast(weight * 3 as numeric), 1) as double precision) from books where id % 2 "
         "= 0",
         [](Library& l) {
             return values(
                 l.books.where(l.books.id % 2 == 0).select(l.books.id, round(l.books.weight * 3, 1)));
         }},
        {"without what is behind the point",
         "select id, cast(weight - 0.3 as integer) from books where weight < 0.6",
         [](Library& l) {
             return values(
                 l.books.where(l.books.weight < 0.6).select(l.books.id, to_integer(l.books.weight - 0.3)));
         }},
        {"one text behind the other", "select id, title || ' by ' || author_id from books",
         [](Library& l) {
             return values(
                 l.books.query().select(l.books.id, l.books.title + " by " + to_text(l.books.author_id)));
         }},
        {"with NULL it is NULL", "select id, name || country from authors",
         [](Library& l) {
             return values(l.authors.query().select(l.authors.id, l.authors.name + l.authors.country));
         }},
        {"lower, upper, trim", "select lower(name), upper(name), trim('  ' || name || ' ') from authors",
         [](Library& l) {
             return values(l.authors.query().select(lower(l.authors.name), upper(l.authors.name),
                                                    trim("  " + l.authors.name + " ")));
         }},
        {"length", "select length(title) from books",
         [](Library& l) { return values(l.books.query().select(length(l.books.title))); }},
        {"parts", "select substr(title, 6, 3), replace(title, 'Days', 'Nights') from books",
         [](Library& l) {
             return values(l.books.query().select(substr(l.books.title, 6, 3),
                                                  replace(l.books.title, "Days", "Nights")));
         }},
        {"position", "select id, case when title like '%of D%' then length(title) - 6 else 0 end from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, position(l.books.title, "of D")));
         }},
        {"a part up to what is found",
         "select id, case id % 6 when 0 then 'Ada' when 1 then 'Bo' when 2 then 'Cleo' else 'Dan' end from "
         "authors where id % 6 < 4",
         [](Library& l) {
             const auto space = position(l.authors.name, " ");
             return values(l.authors.where(l.authors.id % 6 < 4)
                               .select(l.authors.id, substr(l.authors.name, 1, space - 1)));
         }},
        {"all behind what is found",
         "select id, case id % 6 when 0 then 'Lum' when 1 then 'Ek' when 2 then 'Xu' else 'O''Hara' end from "
         "authors where id % 6 < 4",
         [](Library& l) {
             const auto space = position(l.authors.name, " ");
             return values(l.authors.where(l.authors.id % 6 < 4)
                               .select(l.authors.id, substr(l.authors.name, space + 1)));
         }},
        {"an order by a function", "select id from books order by length(title), id",
         [](Library& l) {
             return values(l.books.query().select(l.books.id).order_by(length(l.books.title), l.books.id));
         },
         Sorted::yes},
    });
}

TEST_CASE("decimals that are computed are exact wherever they are compared") {
    // As floating-point numbers have it, the two sides are off by something in most rows.
    const auto with_tax = [](Library& l) { return l.books.price * Decimal("1.1"); };
    const auto tax = [](Library& l) { return l.books.price * Decimal("0.1"); };
    check({
        {"in a condition", "select id from books",
         [&](Library& l) { return keys_of(l.books.where(with_tax(l) - l.books.price == tax(l)).all()); }},
        {"in a list", "select id from books",
         [&](Library& l) {
             return keys_of(
                 l.books.where((with_tax(l) - tax(l) - l.books.price).in({Decimal(0), Decimal(1)})).all());
         }},
        {"as sums", "select distinct author_id from books",
         [&](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id)
                               .group_by(l.books.author_id)
                               .having(sum(with_tax(l)) - sum(l.books.price) == sum(tax(l))));
         }},
        {"in an order", "select id from books order by id",
         [&](Library& l) {
             return keys_of(l.books.order_by(with_tax(l) - tax(l) - l.books.price, l.books.id).all());
         },
         Sorted::yes},
        {"in groups", "select count(*) from books",
         [&](Library& l) {
             return values(l.books.query().select(count()).group_by(with_tax(l) - tax(l) - l.books.price));
         }},
        {"in windows", "select id, 60, 1 from books",
         [&](Library& l) {
             const auto nothing = with_tax(l) - tax(l) - l.books.price;
             return values(l.books.query().select(l.books.id, count().over(window().partition_by(nothing)),
                                                  rank().over(window().order_by(nothing))));
         }},
        {"of a SELECT with a name", "select distinct author_id from books",
         [&](Library& l) {
             const auto sums = named<"sums">(
                 l.books.query()
                     .select(l.books.author_id, sum(l.books.price), sum(with_tax(l)), sum(tax(l)))
                     .group_by(l.books.author_id));
             return values(sums.query()
                               .where(sums.column<2>() - sums.column<1>() == sums.column<3>())
                               .select(sums.column<0>()));
         }},
    });
}

TEST_CASE("NULL is replaced and made") {
    check({
        {"coalesce with a value", "select id, coalesce(pages, 0) from books",
         [](Library& l) { return values(l.books.query().select(l.books.id, coalesce(l.books.pages, 0))); }},
        {"coalesce with a column", "select id, coalesce(pages, id) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, coalesce(l.books.pages, l.books.id)));
         }},
        {"coalesce of several", "select id, coalesce(country, substr(name, 1, 2), '?') from authors",
         [](Library& l) {
             return values(l.authors.query().select(
                 l.authors.id, coalesce(l.authors.country, substr(l.authors.name, 1, 2), "?")));
         }},
        {"of an outer join",
         "select a.id, coalesce(b.title, 'none') from authors a left join books b on b.author_id = a.id",
         [](Library& l) {
             return values(l.authors.query()
                               .left_join(l.authors.books)
                               .select(l.authors.id, coalesce(l.books.title, "none")));
         }},
        {"null_if", "select id, nullif(country, 'de') from authors",
         [](Library& l) {
             return values(l.authors.query().select(l.authors.id, null_if(l.authors.country, "de")));
         }},
        {"in a condition", "select id from books where coalesce(pages, 1000) > 400",
         [](Library& l) { return keys_of(l.books.where(coalesce(l.books.pages, 1000) > 400).all()); }},
    });
}

TEST_CASE("choices") {
    check({
        {"of values",
         "select id, case when pages > 400 then 'long' when pages > 200 then 'middle' else 'short' end from "
         "books",
         [](Library& l) {
             return values(l.books.query().select(
                 l.books.id,
                 when(l.books.pages > 400, "long").when(l.books.pages > 200, "middle").otherwise("short")));
         }},
        {"without another", "select id, case when in_print then pages end from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, when(l.books.in_print, l.books.pages).end()));
         }},
        {"numbers", "select id, case when in_print then 1 else 0 end from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, when(l.books.in_print, 1).otherwise(0)));
         }},
        {"summed", "select sum(case when in_print then price else 0 end) from books",
         [](Library& l) {
             return Rows{row_of(
                 l.books.query().select(sum(when(l.books.in_print, l.books.price).otherwise(0))).one())};
         }},
        {"in an order", "select id from books order by case when in_print then 0 else 1 end, id",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.id)
                               .order_by(when(l.books.in_print, 0).otherwise(1), l.books.id));
         },
         Sorted::yes},
    });
}

TEST_CASE("moments, JSON and arrays") {
    check({
        {"parts of dates",
         "select id, cast(substr(cast(published as text), 1, 4) as integer), "
         "cast(substr(cast(published as text), 6, 2) as integer), cast(substr(cast(published as text), 9, 2) "
         "as integer) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, year(l.books.published),
                                                  month(l.books.published), day(l.books.published)));
         }},
        {"parts of timestamps",
         "select id, cast(substr(cast(joined as text), 1, 4) as integer), cast(substr(cast(joined as "
         "text), 12, 2) as integer), cast(substr(cast(joined as text), 15, 2) as integer) from members",
         [](Library& l) {
             return values(l.members.query().select(l.members.id, year(l.members.joined),
                                                    hour(l.members.joined), minute(l.members.joined)));
         }},
        {"the day of a timestamp", "select id, substr(cast(joined as text), 1, 10) from members",
         [](Library& l) { return values(l.members.query().select(l.members.id, day_of(l.members.joined))); }},
        {"by year",
         "select cast(substr(cast(day as text), 1, 4) as integer), count(*) from loans group by "
         "substr(cast(day as "
         "text), 1, 4)",
         [](Library& l) {
             return values(l.loans.query().select(year(l.loans.day), count()).group_by(year(l.loans.day)));
         }},
        {"days later", "select id from loans where returned is not null and day = returned",
         [](Library& l) {
             return keys_of(l.loans.where(plus_days(l.loans.day, 3) == plus_days(l.loans.returned, 3)).all());
         }},
        {"a member of a document", "select id, case when id % 3 = 0 then 'red' else 'blue' end from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, json_text(l.books.details, "cover", "colour")));
         }},
        {"an element of a document", "select id, cast(id % 7 as text) from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id, json_text(l.books.details, "sizes", 0)));
         }},
        {"what is not there", "select id, null from books where id < 4",
         [](Library& l) {
             return values(l.books.where(l.books.id < 4)
                               .select(l.books.id, json_text(l.books.details, "cover", "shape")));
         }},
        {"a document in a condition", "select id from books where id % 3 = 0",
         [](Library& l) {
             return keys_of(l.books.where(json_text(l.books.details, "cover", "colour") == "red").all());
         }},
        {"an element of an array", "select id from books where id % 4 = 0",
         [](Library& l) { return keys_of(l.books.where(has(l.books.marks, "rare")).all()); }},
        {"and no element", "select id from books where not (id % 4 = 0 and id % 3 = 1)",
         [](Library& l) { return keys_of(l.books.where(!has(l.books.marks, "m1")).all()); }},
    });
}

TEST_CASE("windows") {
    check({
        {"row numbers", "select id, row_number() over (partition by author_id order by price, id) from books",
         [](Library& l) {
             return values(l.books.query().select(
                 l.books.id,
                 row_number().over(
                     window().partition_by(l.books.author_id).order_by(l.books.price, l.books.id))));
         }},
        {"ranks",
         "select id, rank() over (order by author_id desc), dense_rank() over (order by author_id desc) from "
         "books",
         [](Library& l) {
             const auto by_author = window().order_by(l.books.author_id.desc());
             return values(
                 l.books.query().select(l.books.id, rank().over(by_author), dense_rank().over(by_author)));
         }},
        {"a running sum", "select id, sum(id) over (order by id) from books",
         [](Library& l) {
             return values(
                 l.books.query().select(l.books.id, sum(l.books.id).over(window().order_by(l.books.id))));
         }},
        {"a share of the whole",
         "select id, count(*) over (partition by author_id), max(price) over () from books",
         [](Library& l) {
             return values(l.books.query().select(l.books.id,
                                                  count().over(window().partition_by(l.books.author_id)),
                                                  max(l.books.price).over(window())));
         }},
        {"the row before and the one behind",
         "select id, lag(id) over (order by id), lead(id) over (order by id) from books",
         [](Library& l) {
             const auto by_id = window().order_by(l.books.id);
             return values(l.books.query().select(l.books.id, lag(l.books.id).over(by_id),
                                                  lead(l.books.id).over(by_id)));
         }},
        {"up to the row",
         "select id, sum(id) over (order by author_id, id rows unbounded preceding) from books",
         [](Library& l) {
             return values(l.books.query().select(
                 l.books.id,
                 sum(l.books.id).over(window().order_by(l.books.author_id, l.books.id).up_to_row())));
         }},
        {"first and last of the whole",
         "select id, first_value(id) over (order by id), last_value(id) over (order by id rows "
         "between unbounded preceding and unbounded following) from books",
         [](Library& l) {
             const auto by_id = window().order_by(l.books.id);
             return values(l.books.query().select(l.books.id, first_value(l.books.id).over(by_id),
                                                  last_value(l.books.id).over(by_id.whole())));
         }},
        {"of groups",
         "select author_id, sum(pages), rank() over (order by sum(pages) desc) from books group by author_id",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id, sum(l.books.pages),
                                       rank().over(window().order_by(sum(l.books.pages).desc())))
                               .group_by(l.books.author_id));
         }},
    });
}
