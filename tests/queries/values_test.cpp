// What a SELECT of values gives: columns, joins, groups and what the database computes.

#include "library.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::test;
using ::library::Genre;

namespace {

struct TitleAndPages {
    std::string title;
    std::optional<std::int32_t> pages;
};

}

TEST_CASE("columns are selected as values, tuples and structs") {
    check({
        {"one column", "select title from books",
         [](Library& l) { return values(l.books.query().select(l.books.title)); }},
        {"several", "select title, pages, price from books where pages < 200",
         [](Library& l) {
             return values(
                 l.books.where(l.books.pages < 200).select(l.books.title, l.books.pages, l.books.price));
         }},
        {"a struct", "select title, pages from books",
         [](Library& l) {
             Rows rows;
             for (const auto& row : l.books.query().select<TitleAndPages>(l.books.title, l.books.pages).all())
                 rows.push_back({cell_of(row.title), cell_of(row.pages)});
             return rows;
         }},
        {"each once", "select distinct country from authors",
         [](Library& l) { return values(l.authors.query().select(l.authors.country).distinct()); }},
        {"an enum", "select genre from books where id < 5",
         [](Library& l) { return values(l.books.where(l.books.id < 5).select(l.books.genre)); }},
        {"in order", "select id, title from books order by title desc, id limit 4 offset 2",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.id, l.books.title)
                               .order_by(l.books.title.desc(), l.books.id)
                               .limit(4)
                               .offset(2));
         },
         Sorted::yes},
        {"the first", "select title from books order by id limit 1",
         [](Library& l) {
             return Rows{row_of(*l.books.query().select(l.books.title).order_by(l.books.id).first())};
         }},
        {"the only one", "select title from books where id = 7",
         [](Library& l) { return Rows{row_of(l.books.where(l.books.id == 7).select(l.books.title).one())}; }},
        {"as a stream", "select id, title from books",
         [](Library& l) {
             Rows rows;
             for (const auto& row : l.books.query().select(l.books.id, l.books.title).stream())
                 rows.push_back(row_of(row));
             return rows;
         }},
        {"a value of the program", "select id, 5, 'x' from books where id < 3",
         [](Library& l) {
             return values(l.books.where(l.books.id < 3).select(l.books.id, value(5), value("x")));
         }},
    });
}

TEST_CASE("joins along relations and by conditions") {
    check({
        {"to one", "select b.title, a.name from books b join authors a on a.id = b.author_id",
         [](Library& l) {
             return values(l.books.query().join(l.books.author).select(l.books.title, l.authors.name));
         }},
        {"to many", "select a.name, b.title from authors a join books b on b.author_id = a.id",
         [](Library& l) {
             return values(l.authors.query().join(l.authors.books).select(l.authors.name, l.books.title));
         }},
        {"left", "select a.name, b.title from authors a left join books b on b.author_id = a.id",
         [](Library& l) {
             return values(
                 l.authors.query().left_join(l.authors.books).select(l.authors.name, l.books.title));
         }},
        {"those without a partner",
         "select a.id from authors a left join books b on b.author_id = a.id where b.id is null",
         [](Library& l) {
             return values(l.authors.query()
                               .left_join(l.authors.books)
                               .where(is_null(l.books.id))
                               .select(l.authors.id));
         }},
        {"many-to-many",
         "select b.id, t.name from books b join book_topics x on x.book_id = b.id join topics t on t.id = "
         "x.topic_id",
         [](Library& l) {
             return values(l.books.query().join(l.books.topics).select(l.books.id, l.topics.name));
         }},
        {"many-to-many, left",
         "select t.name, b.id from topics t left join book_topics x on x.topic_id = t.id left join "
         "books b on b.id = x.book_id",
         [](Library& l) {
             return values(l.topics.query().left_join(l.topics.books).select(l.topics.name, l.books.id));
         }},
        {"three tables",
         "select m.name, b.title, a.name from loans l join members m on m.id = l.member_id join books b on "
         "b.id = l.book_id join authors a on a.id = b.author_id where a.country = 'se'",
         [](Library& l) {
             return values(l.loans.query()
                               .join(l.loans.member)
                               .join(l.loans.book)
                               .join(l.books.author)
                               .where(l.authors.country == "se")
                               .select(l.members.name, l.books.title, l.authors.name));
         }},
        {"the own table under another name",
         "select m.name, r.name from members m join members r on r.id = m.referrer_id",
         [](Library& l) {
             const auto referrer = alias<"referrer">(l.members);
             return values(l.members.query()
                               .join(l.members.referrer, referrer)
                               .select(l.members.name, referrer[l.members.name]));
         }},
        {"the own table, left",
         "select m.name, r.name from members m left join members r on r.id = m.referrer_id",
         [](Library& l) {
             const auto referrer = alias<"referrer">(l.members);
             return values(l.members.query()
                               .left_join(l.members.referrer, referrer)
                               .select(l.members.name, referrer[l.members.name]));
         }},
        {"three generations",
         "select m.id, r.id, g.id from members m join members r on r.id = m.referrer_id join members g "
         "on g.id = r.referrer_id",
         [](Library& l) {
             const auto parent = alias<"parent">(l.members);
             const auto grandparent = alias<"grand parent">(l.members);
             return values(l.members.query()
                               .join(l.members.referrer, parent)
                               .join(parent[l.members.referrer], grandparent)
                               .select(l.members.id, parent[l.members.id], grandparent[l.members.id]));
         }},
        {"by a condition", "select a.id, m.id from authors a join members m on m.id = a.id * 2",
         [](Library& l) {
             return values(l.authors.query()
                               .join(l.members, l.members.id == l.authors.id * 2)
                               .select(l.authors.id, l.members.id));
         }},
        {"left by a condition", "select a.id, m.id from authors a left join members m on m.id = a.id * 2",
         [](Library& l) {
             return values(l.authors.query()
                               .left_join(l.members, l.members.id == l.authors.id * 2)
                               .select(l.authors.id, l.members.id));
         }},
        {"pairs", "select b.id, c.id from books b join books c on c.author_id = b.author_id and b.id < c.id",
         [](Library& l) {
             const auto other = alias<"other">(l.books);
             return values(l.books.query()
                               .join(other, other[l.books.author_id] == l.books.author_id &&
                                                l.books.id < other[l.books.id])
                               .select(l.books.id, other[l.books.id]));
         }},
        {"each with each", "select a.id, t.id from authors a cross join topics t",
         [](Library& l) {
             return values(l.authors.query().cross_join(l.topics).select(l.authors.id, l.topics.id));
         }},
        {"refs of a join",
         "select b.id from books b join authors a on a.id = b.author_id where a.country = 'de'",
         [](Library& l) {
             return keys_of(l.books.query().join(l.books.author).where(l.authors.country == "de").all());
         }},
        {"refs come once for each partner", "select a.id from authors a join books b on b.author_id = a.id",
         [](Library& l) { return keys_of(l.authors.query().join(l.authors.books).all()); }},
        {"or once", "select distinct a.id from authors a join books b on b.author_id = a.id",
         [](Library& l) { return keys_of(l.authors.query().join(l.authors.books).distinct().all()); }},
        {"in the order of the partner",
         "select b.id from books b join authors a on a.id = b.author_id order by a.name, b.id",
         [](Library& l) {
             return keys_of(l.books.query().join(l.books.author).order_by(l.authors.name, l.books.id).all());
         },
         Sorted::yes},
        {"a relation in the condition of a join",
         "select b.id, a.id from books b join authors a on a.id = b.author_id where exists (select 1 from "
         "loans l where "
         "l.book_id = b.id and l.returned is null)",
         [](Library& l) {
             return values(l.books.query()
                               .join(l.books.author)
                               .where(l.books.loans.any(l.loans.returned == std::nullopt))
                               .select(l.books.id, l.authors.id));
         }},
        {"count of a join",
         "select count(*) from authors a join books b on b.author_id = a.id where b.pages > 200",
         [](Library& l) {
             return Rows{row_of(l.authors.query().join(l.authors.books).where(l.books.pages > 200).count())};
         }},
        {"count of rows that are each once",
         "select count(distinct a.id) from authors a join books b on b.author_id = a.id where b.pages > 200",
         [](Library& l) {
             return Rows{row_of(
                 l.authors.query().join(l.authors.books).where(l.books.pages > 200).distinct().count())};
         }},
        {"whether a join has rows", "select 1",
         [](Library& l) {
             return Rows{row_of(l.authors.query().join(l.authors.books).where(l.books.pages > 500).exists())};
         }},
    });
}

TEST_CASE("aggregates and groups") {
    check({
        {"count", "select count(*) from books",
         [](Library& l) { return Rows{row_of(l.books.query().select(count()).one())}; }},
        {"count of values", "select count(pages), count(*) from books",
         [](Library& l) {
             return Rows{row_of(l.books.query().select(count(l.books.pages), count()).one())};
         }},
        {"count of different values", "select count(distinct country) from authors",
         [](Library& l) {
             return Rows{row_of(l.authors.query().select(count(l.authors.country).distinct()).one())};
         }},
        {"sum of whole numbers", "select sum(pages) from books",
         [](Library& l) { return Rows{row_of(l.books.query().select(sum(l.books.pages)).one())}; }},
        {"sum of decimals", "select round(sum(price), 2) from books",
         [](Library& l) { return Rows{row_of(l.books.query().select(sum(l.books.price)).one())}; }},
        {"sum of floats", "select sum(weight) from books",
         [](Library& l) { return Rows{row_of(l.books.query().select(sum(l.books.weight)).one())}; }},
        {"sum of nothing is NULL", "select sum(pages) from books where id < 0",
         [](Library& l) {
             return Rows{row_of(l.books.where(l.books.id < 0).select(sum(l.books.pages)).one())};
         }},
        {"average", "select cast(avg(pages) as double precision) from books",
         [](Library& l) { return Rows{row_of(l.books.query().select(avg(l.books.pages)).one())}; }},
        {"least and greatest", "select min(pages), max(pages), min(title), max(published) from books",
         [](Library& l) {
             return Rows{row_of(l.books.query()
                                    .select(min(l.books.pages), max(l.books.pages), min(l.books.title),
                                            max(l.books.published))
                                    .one())};
         }},
        {"of some rows",
         "select count(*) filter (where in_print), sum(pages) filter (where pages > 300) from books",
         [](Library& l) {
             return Rows{row_of(
                 l.books.query()
                     .select(count().filter(l.books.in_print), sum(l.books.pages).filter(l.books.pages > 300))
                     .one())};
         }},
        {"by a column", "select author_id, count(*), max(pages) from books group by author_id",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id, count(), max(l.books.pages))
                               .group_by(l.books.author_id));
         }},
        {"by two",
         "select author_id, case when in_print then 't' else 'f' end, count(*) from books where not in_print "
         "group by "
         "author_id, in_print",
         [](Library& l) {
             Rows rows;
             for (const auto& [author, printed, books] :
                  l.books.where(!l.books.in_print)
                      .select(l.books.author_id, l.books.in_print, count())
                      .group_by(l.books.author_id, l.books.in_print)
                      .all())
                 rows.push_back({cell_of(author), cell_of(std::string(printed ? "t" : "f")), cell_of(books)});
             return rows;
         }},
        {"by what is computed",
         "select pages / 100, count(*) from books where pages is not null group by pages / 100",
         [](Library& l) {
             return values(l.books.where(l.books.pages != std::nullopt)
                               .select(l.books.pages / 100, count())
                               .group_by(l.books.pages / 100));
         }},
        {"having", "select author_id, count(*) from books group by author_id having sum(pages) > 1500",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id, count())
                               .group_by(l.books.author_id)
                               .having(sum(l.books.pages) > 1500));
         }},
        {"having this and that",
         "select author_id from books group by author_id having count(*) > 5 and min(price) < 10",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id)
                               .group_by(l.books.author_id)
                               .having(count() > 5)
                               .having(min(l.books.price) < 10));
         }},
        {"in the order of a sum",
         "select author_id, sum(pages) from books group by author_id order by sum(pages) desc, "
         "author_id limit 3",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id, sum(l.books.pages))
                               .group_by(l.books.author_id)
                               .order_by(sum(l.books.pages).desc(), l.books.author_id)
                               .limit(3));
         },
         Sorted::yes},
        {"over a join",
         "select a.name, count(b.id) from authors a left join books b on b.author_id = a.id group by a.id, "
         "a.name",
         [](Library& l) {
             return values(l.authors.query()
                               .left_join(l.authors.books)
                               .select(l.authors.name, count(l.books.id))
                               .group_by(l.authors.id, l.authors.name));
         }},
        {"what is computed of sums",
         "select author_id, sum(pages) * 2 + count(*) from books group by author_id",
         [](Library& l) {
             return values(l.books.query()
                               .select(l.books.author_id, sum(l.books.pages) * 2 + count())
                               .group_by(l.books.author_id));
         }},
    });
}
