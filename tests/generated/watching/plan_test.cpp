// The database's plan of a query.

#include "fixtures.hpp"

#include <algorithm>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a query explains how the database would run it, and runs nothing") {
    Library library;
    auto& authors = library.authors;
    const auto query = authors.where(authors.name == "Ada").order_by(authors.age);
    CHECK(library.names_of([&] {
        const std::string plan = query.explain();
        CHECK_THAT(plan, Contains("authors"));
        CHECK(std::ranges::count(plan, '\n') >= 1); // a sort, and what it sorts
        CHECK(plan.back() != '\n');
    }) == Texts{"watched::Author: explain"});
    CHECK(query.all().size() == 1);
}

TEST_CASE("the plan of a query with values of all kinds is that of the query itself") {
    Library library;
    auto& authors = library.authors;
    auto& books = library.books;
    CHECK_THAT(authors.where(authors.id.in({1, 2})).limit(1).offset(1).explain(), Contains("authors"));
    CHECK_THAT(authors.where(authors.books.any(books.title.like("E%"))).explain(), Contains("books"));
    CHECK_THAT(authors.where(authors.email == std::nullopt).explain(), Contains("authors"));
    CHECK_THAT(books.query().join(books.author).where(authors.age > 30).explain(), Contains("authors"));
}

TEST_CASE("a step that is a part of another stands below it, indented") {
    Library library;
    auto& authors = library.authors;
    auto& books = library.books;
    const std::string plan = authors.where(authors.books.any(books.title == "Poems")).explain();
    CHECK_THAT(plan, Contains("\n  "));
    CHECK(plan.front() != ' ');
}

TEST_CASE("a selection has a plan, too") {
    Library library;
    auto& authors = library.authors;
    const auto names = authors.query().select(authors.name);
    CHECK_THAT(names.explain(), Contains("authors"));
    CHECK_THAT(names.union_with(names).explain(), Contains("authors"));
}

TEST_CASE("explaining flushes as the query would, and a failed session explains nothing") {
    Library library;
    auto& authors = library.authors;
    authors.add({.id = 3, .name = "Cleo"});
    const auto query = authors.where(authors.age > 18);
    CHECK(library.names_of([&] { static_cast<void>(query.explain()); }) ==
          Texts{"watched::Author: insert", "watched::Author: explain"});
    authors.add({.id = 4, .name = "Dan", .email = "ada@x"});
    CHECK_THROWS_AS(query.explain(), UniqueViolation);
    CHECK_THROWS_AS(query.explain(), SessionFailed);
}
