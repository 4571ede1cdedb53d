// Which rows a condition finds.

#include "library.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::test;
using ::library::Genre;

namespace {

template <typename Query>
Rows keys(const Query& query) {
    return keys_of(query.all());
}

}

TEST_CASE("comparisons find what SQL finds") {
    check({
        {"equal", "select id from books where pages = 142",
         [](Library& l) { return keys(l.books.where(l.books.pages == 142)); }},
        {"not equal leaves NULL out", "select id from books where pages <> 142",
         [](Library& l) { return keys(l.books.where(l.books.pages != 142)); }},
        {"less", "select id from books where pages < 200",
         [](Library& l) { return keys(l.books.where(l.books.pages < 200)); }},
        {"less or equal", "select id from books where pages <= 204",
         [](Library& l) { return keys(l.books.where(l.books.pages <= 204)); }},
        {"greater", "select id from books where pages > 400",
         [](Library& l) { return keys(l.books.where(l.books.pages > 400)); }},
        {"greater or equal", "select id from books where pages >= 400",
         [](Library& l) { return keys(l.books.where(l.books.pages >= 400)); }},
        {"the value may stand first", "select id from books where 400 < pages",
         [](Library& l) { return keys(l.books.where(400 < l.books.pages)); }},
        {"a number wider than the column", "select id from books where pages < 5000000000",
         [](Library& l) { return keys(l.books.where(l.books.pages < 5'000'000'000)); }},
        {"a text", "select id from books where title = 'Book 3 of nights'",
         [](Library& l) { return keys(l.books.where(l.books.title == "Book 3 of nights")); }},
        {"texts have an order", "select id from books where title < 'Book 12'",
         [](Library& l) { return keys(l.books.where(l.books.title < "Book 12")); }},
        {"a decimal", "select id from books where price > 20.49",
         [](Library& l) { return keys(l.books.where(l.books.price > Decimal("20.49"))); }},
        {"a decimal and a whole number", "select id from books where price > 20",
         [](Library& l) { return keys(l.books.where(l.books.price > 20)); }},
        {"a float", "select id from books where weight <= 0.75",
         [](Library& l) { return keys(l.books.where(l.books.weight <= 0.75)); }},
        {"a date", "select id from books where published >= '2022-06-01'",
         [](Library& l) {
             return keys(l.books.where(l.books.published >= Date{2022, 6, 1}));
         }},
        {"a timestamp", "select id from members where joined > '2021-05-01 00:00:00'",
         [](Library& l) {
             return keys(l.members.where(l.members.joined > Timestamp{1'619'827'200'000'000}));
         }},
        {"an enum", "select id from books where genre = 'poetry'",
         [](Library& l) { return keys(l.books.where(l.books.genre == Genre::poetry)); }},
        {"a truth", "select id from books where in_print = true",
         [](Library& l) { return keys(l.books.where(l.books.in_print == true)); }},
        {"a column of truths is a condition", "select id from books where in_print",
         [](Library& l) { return keys(l.books.where(l.books.in_print)); }},
        {"and its opposite", "select id from books where not in_print",
         [](Library& l) { return keys(l.books.where(!l.books.in_print)); }},
        {"NULL", "select id from books where pages is null",
         [](Library& l) { return keys(l.books.where(l.books.pages == std::nullopt)); }},
        {"not NULL", "select id from books where pages is not null",
         [](Library& l) { return keys(l.books.where(l.books.pages != std::nullopt)); }},
        {"an optional with a value", "select id from authors where country = 'fr'",
         [](Library& l) {
             return keys(l.authors.where(l.authors.country == std::optional<std::string>("fr")));
         }},
        {"an optional without", "select id from authors where country is null",
         [](Library& l) { return keys(l.authors.where(l.authors.country == std::optional<std::string>())); }},
        {"is_null of anything", "select id from books where pages + 1 is null",
         [](Library& l) { return keys(l.books.where(is_null(l.books.pages + 1))); }},
        {"two columns", "select id from loans where returned > day",
         [](Library& l) { return keys(l.loans.where(l.loans.returned > l.loans.day)); }},
        {"two columns of different widths", "select id from books where pages > id",
         [](Library& l) { return keys(l.books.where(l.books.pages > l.books.id)); }},
    });
}

TEST_CASE("conditions are combined") {
    check({
        {"and", "select id from books where pages > 200 and genre = 'novel'",
         [](Library& l) {
             return keys(l.books.where(l.books.pages > 200 && l.books.genre == Genre::novel));
         }},
        {"or", "select id from books where pages > 500 or genre = 'novel'",
         [](Library& l) {
             return keys(l.books.where(l.books.pages > 500 || l.books.genre == Genre::novel));
         }},
        {"or inside of and", "select id from books where (pages > 500 or genre = 'novel') and in_print",
         [](Library& l) {
             return keys(
                 l.books.where((l.books.pages > 500 || l.books.genre == Genre::novel) && l.books.in_print));
         }},
        {"and inside of or", "select id from books where pages > 500 or genre = 'novel' and in_print",
         [](Library& l) {
             return keys(
                 l.books.where(l.books.pages > 500 || (l.books.genre == Genre::novel && l.books.in_print)));
         }},
        {"not", "select id from books where not (pages > 200 and genre = 'novel')",
         [](Library& l) {
             return keys(l.books.where(!(l.books.pages > 200 && l.books.genre == Genre::novel)));
         }},
        {"where after where", "select id from books where pages > 200 and pages < 300",
         [](Library& l) { return keys(l.books.where(l.books.pages > 200).where(l.books.pages < 300)); }},
        {"a condition that is kept", "select id from books where pages > 200 and in_print and price < 30",
         [](Library& l) {
             auto query = l.books.query();
             const Condition<::library::Book> long_ones = l.books.pages > 200;
             for (const auto& condition : {long_ones, l.books.in_print == true})
                 query = query.where(condition);
             return keys(query.where(l.books.price < 30));
         }},
        {"a comparison as a value", "select id from books where (pages > 200) = in_print",
         [](Library& l) { return keys(l.books.where((l.books.pages > 200) == l.books.in_print)); }},
    });
}

TEST_CASE("lists and ranges") {
    check({
        {"in", "select id from books where pages in (111, 142, 173)",
         [](Library& l) {
             return keys(l.books.where(l.books.pages.in({111, 142, 173})));
         }},
        {"not in", "select id from books where pages not in (111, 142, 173)",
         [](Library& l) {
             return keys(l.books.where(l.books.pages.not_in({111, 142, 173})));
         }},
        {"not in nothing is everything", "select id from books",
         [](Library& l) { return keys(l.books.where(l.books.pages.not_in(std::vector<int>{}))); }},
        {"in many", "select id from books where id between 1 and 50",
         [](Library& l) {
             std::vector<std::int64_t> many;
             for (std::int64_t id = -40; id <= 50; ++id)
                 many.push_back(id);
             return keys(l.books.where(l.books.id.in(many)));
         }},
        {"enums in", "select id from books where genre in ('novel', 'history')",
         [](Library& l) {
             return keys(l.books.where(l.books.genre.in({Genre::novel, Genre::history})));
         }},
        {"texts in", "select id from authors where country in ('de', 'se')",
         [](Library& l) {
             return keys(l.authors.where(l.authors.country.in({"de", "se"})));
         }},
        {"a value that is computed", "select id from books where pages % 10 in (1, 3)",
         [](Library& l) {
             return keys(l.books.where((l.books.pages % 10).in({1, 3})));
         }},
        {"between", "select id from books where pages between 200 and 300",
         [](Library& l) { return keys(l.books.where(l.books.pages.between(200, 300))); }},
        {"dates between", "select id from loans where day between '2021-01-01' and '2021-12-31'",
         [](Library& l) {
             return keys(l.loans.where(l.loans.day.between(Date{2021, 1, 1}, Date{2021, 12, 31})));
         }},
        {"between columns", "select id from books where 300 between id and pages",
         [](Library& l) { return keys(l.books.where(value(300).between(l.books.id, l.books.pages))); }},
    });
}

TEST_CASE("texts are matched by case, and patterns are not read into them") {
    check({
        {"like", "select id from books where title like 'Book 1_ of D%'",
         [](Library& l) { return keys(l.books.where(l.books.title.like("Book 1_ of D%"))); }},
        {"not like", "select id from books where title not like 'Book 1%'",
         [](Library& l) { return keys(l.books.where(l.books.title.not_like("Book 1%"))); }},
        {"an escaped wildcard", "select id from authors where name like '%100\\%' escape '\\'",
         [](Library& l) { return keys(l.authors.where(l.authors.name.like("%100\\%"))); }},
        {"starts with", "select id from books where title like 'Book 1%'",
         [](Library& l) { return keys(l.books.where(l.books.title.starts_with("Book 1"))); }},
        {"ends with", "select id from books where title like '%nights'",
         [](Library& l) { return keys(l.books.where(l.books.title.ends_with("nights"))); }},
        {"contains", "select id from authors where name like '%\\_100\\%%' escape '\\'",
         [](Library& l) { return keys(l.authors.where(l.authors.name.contains("_100%"))); }},
        {"contains a backslash", "select id from authors where name like '%\\\\%' escape '\\'",
         [](Library& l) { return keys(l.authors.where(l.authors.name.contains("\\"))); }},
        {"a quote", "select id from authors where name like '%O''Hara%'",
         [](Library& l) { return keys(l.authors.where(l.authors.name.contains("O'Hara"))); }},
        {"a function of a text", "select id from books where lower(title) like '%days'",
         [](Library& l) { return keys(l.books.where(lower(l.books.title).ends_with("days"))); }},
    });
}

TEST_CASE("relations in conditions") {
    check({
        {"any", "select id from authors a where exists (select 1 from books b where b.author_id = a.id)",
         [](Library& l) { return keys(l.authors.where(l.authors.books.any())); }},
        {"none", "select id from authors a where not exists (select 1 from books b where b.author_id = a.id)",
         [](Library& l) { return keys(l.authors.where(l.authors.books.none())); }},
        {"any that",
         "select id from authors a where exists (select 1 from books b where b.author_id = a.id and b.pages "
         "> 550)",
         [](Library& l) { return keys(l.authors.where(l.authors.books.any(l.books.pages > 550))); }},
        {"none that",
         "select id from authors a where not exists (select 1 from books b where b.author_id = a.id and "
         "b.pages > 300)",
         [](Library& l) { return keys(l.authors.where(l.authors.books.none(l.books.pages > 300))); }},
        {"any that this or that",
         "select id from authors a where exists (select 1 from books b where b.author_id = a.id and (b.pages "
         "> 560 or "
         "b.price < 5))",
         [](Library& l) {
             return keys(l.authors.where(l.authors.books.any(l.books.pages > 560 || l.books.price < 5)));
         }},
        {"is", "select b.id from books b join authors a on a.id = b.author_id where a.country = 'de'",
         [](Library& l) { return keys(l.books.where(l.books.author.is(l.authors.country == "de"))); }},
        {"is without a row",
         "select b.id from books b join books s on s.id = b.sequel_of_id where s.pages > 100",
         [](Library& l) { return keys(l.books.where(l.books.sequel_of.is(l.books.pages > 100))); }},
        {"no row at all", "select id from books where sequel_of_id is null",
         [](Library& l) { return keys(l.books.where(l.books.sequel_of.none())); }},
        {"the own table",
         "select id from members m where exists (select 1 from members r where r.referrer_id = m.id and "
         "r.id > 15)",
         [](Library& l) { return keys(l.members.where(l.members.referred.any(l.members.id > 15))); }},
        {"many-to-many",
         "select id from books b where exists (select 1 from book_topics t join topics x on x.id = "
         "t.topic_id where t.book_id = b.id and x.name = 'war')",
         [](Library& l) { return keys(l.books.where(l.books.topics.any(l.topics.name == "war"))); }},
        {"many-to-many, the other way",
         "select id from topics t where not exists (select 1 from book_topics l where "
         "l.topic_id = t.id)",
         [](Library& l) { return keys(l.topics.where(l.topics.books.none())); }},
        {"a relation in a relation",
         "select id from authors a where exists (select 1 from books b where b.author_id = a.id and exists "
         "(select 1 "
         "from loans l where l.book_id = b.id and l.returned is null))",
         [](Library& l) {
             return keys(
                 l.authors.where(l.authors.books.any(l.books.loans.any(l.loans.returned == std::nullopt))));
         }},
        {"a column of the row outside",
         "select id from authors a where exists (select 1 from books b where b.author_id = a.id and b.pages "
         "> a.id * 50)",
         [](Library& l) {
             return keys(l.authors.where(l.authors.books.any(l.books.pages > l.authors.id * 50)));
         }},
        {"with another condition",
         "select id from authors a where country = 'fr' and exists (select 1 from books b where b.author_id "
         "= a.id)",
         [](Library& l) {
             return keys(l.authors.where(l.authors.country == "fr" && l.authors.books.any()));
         }},
        {"and its opposite",
         "select id from books b where not exists (select 1 from loans l where l.book_id = b.id and l.day > "
         "'2024-01-01')",
         [](Library& l) {
             return keys(l.books.where(!l.books.loans.any(l.loans.day > Date{2024, 1, 1})));
         }},
    });
}

TEST_CASE("orders, limits and pages") {
    check({
        {"ascending, NULL first", "select id from books order by pages nulls first, id",
         [](Library& l) { return keys(l.books.order_by(l.books.pages, l.books.id)); }, Sorted::yes},
        {"descending, NULL last", "select id from books order by pages desc nulls last, id",
         [](Library& l) { return keys(l.books.order_by(l.books.pages.desc(), l.books.id)); }, Sorted::yes},
        {"NULL last", "select id from books order by pages nulls last, id desc",
         [](Library& l) {
             return keys(l.books.order_by(l.books.pages.asc().nulls_last(), l.books.id.desc()));
         },
         Sorted::yes},
        {"NULL first", "select id from books order by pages desc nulls first, id desc",
         [](Library& l) {
             return keys(l.books.order_by(l.books.pages.desc().nulls_first(), l.books.id.desc()));
         },
         Sorted::yes},
        {"by what is computed", "select id from books order by id % 7, id",
         [](Library& l) { return keys(l.books.order_by(l.books.id % 7, l.books.id)); }, Sorted::yes},
        {"limit", "select id from books order by id limit 5",
         [](Library& l) { return keys(l.books.order_by(l.books.id).limit(5)); }, Sorted::yes},
        {"offset", "select id from books order by id limit 5 offset 7",
         [](Library& l) { return keys(l.books.order_by(l.books.id).limit(5).offset(7)); }, Sorted::yes},
        {"the page after a row", "select id from books where id > 20 order by id limit 5",
         [](Library& l) { return keys(l.books.order_by(l.books.id).page(5).after(l.books.get(20))); },
         Sorted::yes},
    });
}

TEST_CASE("pages by any order go through all rows, each once") {
    const auto through = [](Library& l, const auto& query) {
        Rows all;
        auto page = query.page(7).all();
        while (!page.empty()) {
            for (const auto& ref : page)
                all.push_back({cell_of(ref->id)});
            page = query.page(7).after(page.back()).all();
        }
        static_cast<void>(l);
        return all;
    };
    check({
        {"by the key", "select id from books order by id",
         [&](Library& l) { return through(l, l.books.query()); }, Sorted::yes},
        {"with equal values", "select id from books order by title, id",
         [&](Library& l) { return through(l, l.books.order_by(l.books.title)); }, Sorted::yes},
        {"with NULLs first", "select id from books order by pages nulls first, id",
         [&](Library& l) { return through(l, l.books.order_by(l.books.pages)); }, Sorted::yes},
        {"with NULLs last", "select id from books order by sequel_of_id desc nulls last, id",
         [&](Library& l) { return through(l, l.books.order_by(l.books.sequel_of_id.desc())); }, Sorted::yes},
        {"by several, in both directions",
         "select id from books order by in_print desc, pages nulls last, price, id desc",
         [&](Library& l) {
             return through(l, l.books.order_by(l.books.in_print.desc(), l.books.pages.asc().nulls_last(),
                                                l.books.price, l.books.id.desc()));
         },
         Sorted::yes},
        {"of a condition", "select id from books where in_print order by title, id",
         [&](Library& l) { return through(l, l.books.where(l.books.in_print).order_by(l.books.title)); },
         Sorted::yes},
    });
}
