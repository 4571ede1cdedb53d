// SELECTs in SELECTs, put together, and with names.

#include "library.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("SELECTs in SELECTs") {
    check({
        {"in", "select id from books where author_id in (select id from authors where country = 'de')",
         [](Library& l) {
             return keys_of(l.books
                                .where(l.books.author_id.in(
                                    l.authors.where(l.authors.country == "de").select(l.authors.id)))
                                .all());
         }},
        {"not in", "select id from books where id not in (select book_id from loans)",
         [](Library& l) {
             return keys_of(l.books.where(l.books.id.not_in(l.loans.query().select(l.loans.book_id))).all());
         }},
        {"in with a limit",
         "select id from books where id in (select book_id from loans order by id limit 10)",
         [](Library& l) {
             return keys_of(l.books
                                .where(l.books.id.in(
                                    l.loans.query().select(l.loans.book_id).order_by(l.loans.id).limit(10)))
                                .all());
         }},
        {"exists",
         "select id from books b where exists (select 1 from loans l where l.book_id = b.id and l.day > "
         "b.published)",
         [](Library& l) {
             return keys_of(l.books
                                .where(exists(l.loans.query().correlated(l.books).where(
                                    l.loans.book_id == l.books.id && l.loans.day > l.books.published)))
                                .all());
         }},
        {"not exists",
         "select id from books b where not exists (select 1 from loans l where l.book_id = b.id)",
         [](Library& l) {
             return keys_of(
                 l.books
                     .where(!exists(l.loans.query().correlated(l.books).where(l.loans.book_id == l.books.id)))
                     .all());
         }},
        {"of the own table",
         "select id from books b where exists (select 1 from books c where c.author_id = b.author_id and "
         "c.pages > b.pages)",
         [](Library& l) {
             const auto longer = alias<"longer">(l.books);
             return keys_of(l.books
                                .where(exists(l.authors.query()
                                                  .correlated(l.books)
                                                  .join(longer, longer[l.books.author_id] == l.authors.id)
                                                  .where(l.authors.id == l.books.author_id &&
                                                         longer[l.books.pages] > l.books.pages)))
                                .all());
         }},
        {"a value of the own table",
         "select id from books b where pages > (select avg(o.pages) from books o where o.author_id = "
         "b.author_id)",
         [](Library& l) {
             const auto other = alias<"other">(l.books);
             const auto mean = other.query()
                                   .correlated(l.books)
                                   .where(other[l.books.author_id] == l.books.author_id)
                                   .select(avg(other[l.books.pages]));
             return keys_of(l.books.where(to_double(l.books.pages) > mean.as_value()).all());
         }},
        {"rows of the own table that have none like them",
         "select id from books b where not exists (select 1 from books o join authors a on a.id = "
         "o.author_id where o.pages > b.pages and a.country = 'de')",
         [](Library& l) {
             const auto other = alias<"other">(l.books);
             const auto longer =
                 other.query()
                     .correlated(l.books)
                     .join(other[l.books.author])
                     .where(other[l.books.pages] > l.books.pages && l.authors.country == "de");
             return keys_of(l.books.where(!exists(longer)).all());
         }},
        {"an alias alone",
         "select o.id, count(*) from books o where o.pages > 300 group by o.id order by o.id limit 3",
         [](Library& l) {
             const auto other = alias<"other">(l.books);
             return values(other.query()
                               .where(other[l.books.pages] > 300)
                               .select(other[l.books.id], count())
                               .group_by(other[l.books.id])
                               .order_by(other[l.books.id])
                               .limit(3));
         },
         Sorted::yes},
        {"a value", "select id from books where pages > (select avg(pages) from books)",
         [](Library& l) {
             return keys_of(
                 l.books
                     .where(to_double(l.books.pages) > l.books.query().select(avg(l.books.pages)).as_value())
                     .all());
         }},
        {"a value that is selected",
         "select id, (select count(*) from books b where b.author_id = a.id) from authors a",
         [](Library& l) {
             return values(
                 l.authors.query().select(l.authors.id, l.books.query()
                                                            .correlated(l.authors)
                                                            .where(l.books.author_id == l.authors.id)
                                                            .select(count())
                                                            .as_value()));
         }},
        {"a value by which rows are ordered",
         "select id from authors a order by (select count(*) from books b where b.author_id = a.id) desc, id",
         [](Library& l) {
             const auto books = l.books.query()
                                    .correlated(l.authors)
                                    .where(l.books.author_id == l.authors.id)
                                    .select(count())
                                    .as_value();
             return values(l.authors.query().select(l.authors.id).order_by(books.desc(), l.authors.id));
         },
         Sorted::yes},
    });
}

TEST_CASE("queries of an alias") {
    check({
        {"rows", "select id from books where pages > 300 order by pages desc, id limit 5",
         [](Library& l) {
             const auto big = alias<"big">(l.books);
             return keys_of(big.where(big[l.books.pages] > 300)
                                .order_by(big[l.books.pages].desc(), big[l.books.id])
                                .limit(5)
                                .all());
         },
         Sorted::yes},
        {"values of a table and of itself",
         "select b.id, (select count(*) from books o where o.author_id = b.author_id and o.id < b.id) from "
         "books b",
         [](Library& l) {
             const auto other = alias<"other">(l.books);
             return values(l.books.query().select(
                 l.books.id,
                 other.query()
                     .correlated(l.books)
                     .where(other[l.books.author_id] == l.books.author_id && other[l.books.id] < l.books.id)
                     .select(count())
                     .as_value()));
         }},
        {"the value of a row",
         "select b.id, (select s.pages from books s where s.id = b.sequel_of_id) from books b",
         [](Library& l) {
             const auto first = alias<"first">(l.books);
             return values(
                 l.books.query().select(l.books.id, first.query()
                                                        .correlated(l.books)
                                                        .where(first[l.books.id] == l.books.sequel_of_id)
                                                        .select(first[l.books.pages])
                                                        .as_value()));
         }},
        {"joined with the table", "select m.id, r.id from members m join members r on r.id = m.referrer_id",
         [](Library& l) {
             const auto guest = alias<"guest">(l.members);
             return values(guest.query()
                               .join(l.members, l.members.id == guest[l.members.referrer_id])
                               .select(guest[l.members.id], l.members.id));
         }},
        {"along a relation",
         "select m.id from members m where exists (select 1 from members r where r.referrer_id = m.id)",
         [](Library& l) {
             const auto host = alias<"host">(l.members);
             return keys_of(host.where(host[l.members.referred].any()).all());
         }},
        {"counted", "select count(*) from books where pages > 300",
         [](Library& l) {
             const auto big = alias<"big">(l.books);
             const auto found = big.where(big[l.books.pages] > 300);
             return found.exists() ? Rows{row_of(found.count())} : Rows{};
         }},
        {"the page behind a row", "select id from books order by title, id limit 5 offset 5",
         [](Library& l) {
             const auto some = alias<"some">(l.books);
             const auto page = some.query().order_by(some[l.books.title]).page(5);
             return keys_of(page.after(page.all().back()).all());
         },
         Sorted::yes},
    });
}

TEST_CASE("unions, intersections and differences") {
    check({
        {"union",
         "select author_id from books where pages > 300 union select id from authors where country = 'de'",
         [](Library& l) {
             return values(l.books.where(l.books.pages > 300)
                               .select(l.books.author_id)
                               .union_with(l.authors.where(l.authors.country == "de").select(l.authors.id)));
         }},
        {"union of all", "select author_id from books where pages > 300 union all select id from authors",
         [](Library& l) {
             return values(l.books.where(l.books.pages > 300)
                               .select(l.books.author_id)
                               .union_all(l.authors.query().select(l.authors.id)));
         }},
        {"intersection", "select author_id from books intersect select id from authors where country = 'de'",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id)
                               .intersect(l.authors.where(l.authors.country == "de").select(l.authors.id)));
         }},
        {"difference", "select id from books except select book_id from loans",
         [](Library& l) {
             return values(
                 l.books.query().select(l.books.id).except(l.loans.query().select(l.loans.book_id)));
         }},
        {"in order", "select name from authors union select name from members order by 1 desc limit 5",
         [](Library& l) {
             const auto names = l.authors.query()
                                    .select(l.authors.name)
                                    .union_with(l.members.query().select(l.members.name));
             return values(names.order_by(names.result<0>().desc()).limit(5));
         },
         Sorted::yes},
        {"of three",
         "select id from authors union all select id from topics union all select id from members",
         [](Library& l) {
             return values(l.authors.query()
                               .select(l.authors.id)
                               .union_all(l.topics.query().select(l.topics.id))
                               .union_all(l.members.query().select(l.members.id)));
         }},
        {"of limited parts",
         "select * from (select id from authors order by id limit 2) a union all select * from (select id "
         "from books order by id desc limit 2) b",
         [](Library& l) {
             return values(
                 l.authors.query()
                     .select(l.authors.id)
                     .order_by(l.authors.id)
                     .limit(2)
                     .union_all(l.books.query().select(l.books.id).order_by(l.books.id.desc()).limit(2)));
         }},
        {"with joins in it",
         "select a.name from books b join authors a on a.id = b.author_id where b.pages > 400 union select "
         "name from topics",
         [](Library& l) {
             return values(l.books.query()
                               .join(l.books.author)
                               .where(l.books.pages > 400)
                               .select(l.authors.name)
                               .union_with(l.topics.query().select(l.topics.name)));
         }},
        {"in a condition",
         "select id from books where id in (select id from authors union select id from topics)",
         [](Library& l) {
             return keys_of(l.books
                                .where(l.books.id.in(l.authors.query()
                                                         .select(l.authors.id)
                                                         .union_with(l.topics.query().select(l.topics.id))))
                                .all());
         }},
    });
}

TEST_CASE("SELECTs with names") {
    check({
        {"joined",
         "with c as (select author_id as a, count(*) as n from books group by author_id) select a.name, c.n "
         "from "
         "authors a join c on c.a = a.id",
         [](Library& l) {
             const auto counts = named<"counts">(
                 l.books.query().select(l.books.author_id, count()).group_by(l.books.author_id));
             return values(l.authors.query()
                               .join(counts, counts.column<0>() == l.authors.id)
                               .select(l.authors.name, counts.column<1>()));
         }},
        {"whose columns have names",
         "with c as (select author_id as a, count(*) as n from books group by author_id) select a.name, c.n "
         "from authors a join c on c.a = a.id where c.n > 5 order by c.n desc, a.name",
         [](Library& l) {
             const auto many = count().as<"many">();
             const auto counts = named<"counts">(l.books.query()
                                                     .select(many, l.books.author_id.as<"author">())
                                                     .group_by(l.books.author_id)
                                                     .having(many > 5)
                                                     .order_by(many.desc()));
             return values(l.authors.query()
                               .join(counts, counts.column<"author">() == l.authors.id)
                               .select(l.authors.name, counts.column<"many">())
                               .order_by(counts.column<0>().desc(), l.authors.name));
         },
         Sorted::yes},
        {"joined left",
         "with c as (select author_id as a, count(*) as n from books group by author_id) select a.name, c.n "
         "from authors a left join c on c.a = a.id",
         [](Library& l) {
             const auto counts = named<"counts">(
                 l.books.query().select(l.books.author_id, count()).group_by(l.books.author_id));
             return values(l.authors.query()
                               .left_join(counts, counts.column<0>() == l.authors.id)
                               .select(l.authors.name, counts.column<1>()));
         }},
        {"from the beginning",
         "with c as (select author_id as a, sum(pages) as n from books group by author_id) select "
         "max(n), count(*) from c where n > 1000",
         [](Library& l) {
             const auto sums = named<"sums">(
                 l.books.query().select(l.books.author_id, sum(l.books.pages)).group_by(l.books.author_id));
             return Rows{row_of(
                 sums.query().where(sums.column<1>() > 1000).select(max(sums.column<1>()), count()).one())};
         }},
        {"two of them",
         "with c as (select author_id as a, count(*) as n from books group by author_id), d as (select "
         "b.author_id "
         "as a, count(*) as n from loans l join books b on b.id = l.book_id group by b.author_id) select "
         "c.a, "
         "c.n, d.n from c join d on d.a = c.a",
         [](Library& l) {
             const auto written = named<"written">(
                 l.books.query().select(l.books.author_id, count()).group_by(l.books.author_id));
             const auto lent = named<"lent">(l.loans.query()
                                                 .join(l.loans.book)
                                                 .select(l.books.author_id, count())
                                                 .group_by(l.books.author_id));
             return values(written.query()
                               .join(lent, lent.column<0>() == written.column<0>())
                               .select(written.column<0>(), written.column<1>(), lent.column<1>()));
         }},
        {"the best of each",
         "select id from (select id, row_number() over (partition by author_id order by pages desc nulls "
         "last, id) as n from books) r where n = 1",
         [](Library& l) {
             const auto ranked = named<"ranked">(l.books.query().select(
                 l.books.id,
                 row_number().over(window()
                                       .partition_by(l.books.author_id)
                                       .order_by(l.books.pages.desc().nulls_last(), l.books.id))));
             return values(ranked.query().where(ranked.column<1>() == 1).select(ranked.column<0>()));
         }},
        {"a tree",
         "with recursive t(id) as (select id from members where id = 2 union select m.id from members m join "
         "t on "
         "m.referrer_id = t.id) select id from t",
         [](Library& l) {
             const auto tree = recursive<"tree">(
                 l.members.where(l.members.id == 2).select(l.members.id), [&](const auto& above) {
                     return l.members.query()
                         .join(above, l.members.referrer_id == above.template column<0>())
                         .select(l.members.id);
                 });
             return values(tree.query().select(tree.template column<0>()));
         }},
        {"a tree with the way to each",
         "with recursive t(id, way) as (select id, cast(name as text) from members where id = 2 union select "
         "m.id, way || ' < ' || m.name from members m join t on m.referrer_id = t.id) select way from t",
         [](Library& l) {
             const auto tree = recursive<"tree">(
                 l.members.where(l.members.id == 2).select(l.members.id, l.members.name),
                 [&](const auto& above) {
                     return l.members.query()
                         .join(above, l.members.referrer_id == above.template column<0>())
                         .select(l.members.id, above.template column<1>() + " < " + l.members.name);
                 });
             return values(tree.query().select(tree.template column<1>()));
         }},
        {"a chain with a sum of decimals",
         "with recursive t(id, total) as (select id, cast(price as numeric) from books where sequel_of_id is "
         "null union "
         "select b.id, b.price + total from books b join t on b.sequel_of_id = t.id) select id, round(total, "
         "2) from t",
         [](Library& l) {
             const auto chain = recursive<"chain">(
                 l.books.where(l.books.sequel_of_id == std::nullopt).select(l.books.id, l.books.price),
                 [&](const auto& first) {
                     return l.books.query()
                         .join(first, l.books.sequel_of_id == first.template column<0>())
                         .select(l.books.id, l.books.price + first.template column<1>());
                 });
             return values(chain.query().select(chain.template column<0>(), chain.template column<1>()));
         }},
        {"a tree with its depth",
         "with recursive t(id, n) as (select id, 0 from members where referrer_id is null union select "
         "m.id, n + 1 from members m join t on m.referrer_id = t.id) select m.name, n from t join "
         "members m on m.id = t.id",
         [](Library& l) {
             const auto tree = recursive<"tree">(
                 l.members.where(l.members.referrer_id == std::nullopt).select(l.members.id, value(0)),
                 [&](const auto& above) {
                     return l.members.query()
                         .join(above, l.members.referrer_id == above.template column<0>())
                         .select(l.members.id, above.template column<1>() + 1);
                 });
             return values(l.members.query()
                               .join(tree, tree.template column<0>() == l.members.id)
                               .select(l.members.name, tree.template column<1>()));
         }},
    });
}
