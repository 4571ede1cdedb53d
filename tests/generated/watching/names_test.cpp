// What statements are called where they are told.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a statement of a table has the name of its model and the call") {
    Library library;
    auto& authors = library.authors;
    auto& books = library.books;
    const std::pair<std::string, std::function<void()>> cases[] = {
        {"watched::Author: find", [&] { static_cast<void>(authors.get(1)); }},
        {"watched::Author: find_by_email", [&] { static_cast<void>(authors.find_by_email("ada@x")); }},
        {"watched::Book: find_by_author_id_title",
         [&] { static_cast<void>(books.find_by_author_id_title(1, "Engines")); }},
        {"watched::Author: refresh", [&] { library.session.refresh(authors.get(1)); }},
        {"watched::Author: load", [&] { static_cast<void>(authors.load(authors.get(1), authors.notes)); }},
        {"watched::Author: all", [&] { static_cast<void>(authors.all()); }},
        {"watched::Author: rows", [&] { static_cast<void>(authors.rows()); }},
        {"watched::Author: bulk_insert",
         [&] { authors.bulk_insert(std::vector<watched::Author>{{.id = 8, .name = "Eve"}}); }},
        {"watched::Author: upsert",
         [&] { static_cast<void>(authors.upsert({.id = 9, .name = "Dan"}, on(authors.id))); }},
    };
    for (const auto& [name, action] : cases)
        CHECK(library.names_of(action).back() == name);
}

TEST_CASE("what a flush sends is told as insert, update and erase") {
    Library library;
    auto& authors = library.authors;
    const auto flush = [&] { library.session.flush(); };
    for (const std::int64_t rows : {1, 2}) { // alone, and together with others
        std::vector<Ref<watched::Author>> added;
        for (std::int64_t row = 0; row < rows; ++row)
            added.push_back(authors.add({.id = 10 * rows + row, .name = "New"}));
        CHECK(library.names_of(flush) == Texts{"watched::Author: insert"});
        for (auto& author : added)
            author.edit().name = "Newer";
        CHECK(library.names_of(flush) == Texts{"watched::Author: update"});
        for (auto& author : added)
            library.session.erase(author);
        CHECK(library.names_of(flush) == Texts{"watched::Author: erase"});
    }
}

TEST_CASE("a typed query has the name of its table's model and the call") {
    Library library;
    auto& authors = library.authors;
    const auto adults = authors.where(authors.age > 18);
    const std::pair<std::string, std::function<void()>> cases[] = {
        {"all", [&] { static_cast<void>(adults.all()); }},
        {"first", [&] { static_cast<void>(adults.order_by(authors.id).first()); }},
        {"one", [&] { static_cast<void>(adults.where(authors.id == 1).one()); }},
        {"count", [&] { static_cast<void>(adults.count()); }},
        {"exists", [&] { static_cast<void>(adults.exists()); }},
        {"rows", [&] { static_cast<void>(adults.rows()); }},
        {"stream",
         [&] {
             for (const auto& author : adults.stream())
                 static_cast<void>(author);
         }},
        {"all", [&] { static_cast<void>(adults.select(authors.name).all()); }},
        {"first", [&] { static_cast<void>(adults.select(authors.name).first()); }},
        {"update", [&] { static_cast<void>(adults.update(authors.age = 40)); }},
        {"erase", [&] { static_cast<void>(adults.erase()); }},
    };
    for (const auto& [call, action] : cases)
        CHECK(library.names_of(action) == Texts{"watched::Author: " + call});
}

TEST_CASE("what loads a relation is told by the relation's name") {
    Library library;
    const auto all = library.authors.all();
    CHECK(library.names_of([&] { static_cast<void>(all.front().books().size()); }) ==
          Texts{"watched::Author: books"});
    library.session.rollback();
    library.session.clear();
    const auto book = library.books.get(1);
    CHECK(library.names_of([&] { static_cast<void>(book.author()); }) == Texts{"watched::Book: author"});
    const Texts through = library.names_of([&] { static_cast<void>(book.tags().size()); });
    REQUIRE(through.size() == 2);
    for (const std::string& name : through)
        CHECK(name.back() != ' '); // also of a table that the relation makes
    library.session.clear();
    CHECK(library.names_of([&] { static_cast<void>(library.authors.with(library.authors.books).all()); }) ==
          Texts{"watched::Author: all", "watched::Author: books"});
}

TEST_CASE("a query that the schema names has that name") {
    Library library;
    CHECK(library.names_of([&] { static_cast<void>(watched::titled(library.session, "Poems")); }) ==
          Texts{"watched::titled"});
    CHECK(library.names_of([&] { watched::rename_all(library.session, "X"); }) ==
          Texts{"watched::rename_all"});
    CHECK(library.names_of([&] {
        for (const auto& row : watched::each_title(library.session))
            static_cast<void>(row);
    }) == Texts{"watched::each_title"});
}

TEST_CASE("begin, commit, rollback and a schema's DDL have no name") {
    Texts unnamed;
    Library library;
    library.engine.on_statement([&](const StatementEvent& event) {
        if (event.name.empty())
            unnamed.emplace_back(event.sql);
    });
    static_cast<void>(library.authors.rows());
    library.session.commit();
    CHECK(unnamed == Texts{"begin", "commit"});
}
