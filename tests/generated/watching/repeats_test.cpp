// Loops that ask for one row after the other.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

constexpr int most = 3;

/// The names of what an engine reports as repeated.
struct Repeats {
    explicit Repeats(Engine& engine) {
        engine.on_repeated_statement(most, [this](const RepeatedStatement& repeated) {
            CHECK(repeated.times == most + 1);
            CHECK_FALSE(repeated.sql.empty());
            CHECK_THAT(repeated.place.file_name(), Contains("fixtures.hpp"));
            names.emplace_back(repeated.name);
            advice = repeated.advice;
        });
    }

    Texts names;
    std::string advice;
};

}

TEST_CASE("a statement that a transaction runs more often than is allowed is reported once") {
    Library library;
    Repeats repeats{library.engine};
    for (std::int64_t id = 100; id < 100 + most; ++id)
        static_cast<void>(library.authors.find(id));
    CHECK(repeats.names.empty());
    for (std::int64_t id = 200; id < 205; ++id)
        static_cast<void>(library.authors.find(id));
    CHECK(repeats.names == Texts{"watched::Author: find"});
}

TEST_CASE("each transaction is counted by itself, and so is each statement") {
    Library library;
    Repeats repeats{library.engine};
    for (std::int64_t id = 100; id < 110; ++id) {
        static_cast<void>(library.authors.find(id));
        library.session.rollback();
    }
    for (int run = 0; run < most; ++run) {
        static_cast<void>(library.authors.where(library.authors.age > run).count());
        static_cast<void>(library.authors.where(library.authors.age < run).count());
        static_cast<void>(library.authors.where(library.authors.age > run).exists());
    }
    CHECK(repeats.names.empty());
}

TEST_CASE("what a loop can ask with one value after the other is counted, and told with what to write") {
    Library library;
    auto& authors = library.authors;
    auto& books = library.books;
    const auto of = [&](int run) { return books.where(books.author_id == run); };
    struct Case {
        std::string name;
        std::string advice;
        std::function<void(int)> ask;
    };
    const std::string query = "ask for all by one query";
    const std::string change = "change all rows by one statement";
    const Case cases[] = {
        {"watched::Author: find", "where(key.in(keys))",
         [&](int run) { static_cast<void>(authors.find(100 + run)); }},
        {"watched::Author: find", "where(key.in(keys))",
         [&](int run) { static_cast<void>(authors.merge({.id = 100 + run, .name = "Away"})); }},
        {"watched::Author: find_by_email", "where(column.in(values))",
         [&](int run) { static_cast<void>(authors.find_by_email(std::to_string(run))); }},
        {"watched::Book: all", query, [&](int run) { static_cast<void>(of(run).all()); }},
        {"watched::Book: rows", query, [&](int run) { static_cast<void>(of(run).rows()); }},
        {"watched::Book: first", query, [&](int run) { static_cast<void>(of(run).first()); }},
        {"watched::Book: all", query, [&](int run) { static_cast<void>(of(run).limit(1).all()); }},
        {"watched::Book: count", query, [&](int run) { static_cast<void>(of(run).count()); }},
        {"watched::Book: exists", query, [&](int run) { static_cast<void>(of(run).exists()); }},
        {"watched::Book: stream", query, [&](int run) { static_cast<void>(of(run).stream().begin()); }},
        {"watched::Book: all", query, [&](int run) { static_cast<void>(of(run).select(books.title).all()); }},
        {"watched::Book: stream", query,
         [&](int run) { static_cast<void>(of(run).select(books.title).stream().begin()); }},
        {"watched::Book: all", query, [&](int run) { static_cast<void>(of(run).with(books.author).all()); }},
        {"watched::Book: stream", query,
         [&](int run) { static_cast<void>(of(run).with(books.author).stream().begin()); }},
        {"watched::Author: update", change,
         [&](int run) { authors.where(authors.id == 100 + run).update(authors.age = 1); }},
        {"watched::Author: erase", change, [&](int run) { authors.where(authors.id == 100 + run).erase(); }},
        {"watched::Tag: insert", change,
         [&](int run) { library.tags.insert(library.tags.name).from(of(100 + run).select(books.title)); }},
        {"watched::titled", "write a query that gives all at once",
         [&](int run) { static_cast<void>(watched::titled(library.session, std::to_string(run))); }},
        {"watched::each_of", "write a query that gives all at once",
         [&](int run) { static_cast<void>(watched::each_of(library.session, run).begin()); }},
    };
    for (const auto& [name, advice, ask] : cases) {
        INFO(name);
        Repeats repeats{library.engine};
        for (int run = 0; run <= most; ++run)
            ask(run);
        CHECK(repeats.names == Texts{name});
        CHECK_THAT(repeats.advice, Contains(advice));
        library.session.rollback();
    }
}

TEST_CASE("relations of rows that came one by one are counted, those of rows that came together are not") {
    Library library;
    library.add_authors();
    Repeats repeats{library.engine};
    for (const auto& author : library.authors.where(library.authors.id > 0).all()) {
        static_cast<void>(author.books().size());
        static_cast<void>(library.books.where(library.books.id == 0).with(library.books.tags).limit(5).all());
    }
    CHECK(repeats.names.empty());
    library.session.rollback();
    library.session.clear();
    for (std::int64_t id = 10; id < 20; ++id)
        static_cast<void>(library.authors.get(id).books().size());
    CHECK(repeats.names == Texts{"watched::Author: find", "watched::Author: books"});
    CHECK_THAT(repeats.advice, Contains("with(relation)"));
}

TEST_CASE("a relation through links is told by its own name, and once") {
    Library library;
    for (std::int64_t id = 10; id < 20; ++id)
        library.books.add({.id = id, .author_id = 1, .title = std::to_string(id)})
            .tags()
            .add(library.tags.get("old"));
    library.session.commit();
    library.session.clear();
    Repeats repeats{library.engine};
    for (std::int64_t id = 10; id < 20; ++id)
        static_cast<void>(library.books.get(id).tags().size());
    CHECK(repeats.names == Texts{"watched::Book: find", "watched::Book: tags"});
}

TEST_CASE("deferred columns that are read one by one are counted") {
    Library library;
    auto& authors = library.authors;
    library.add_authors();
    Repeats repeats{library.engine};
    for (const auto& author : authors.all())
        static_cast<void>(authors.load(author, authors.notes));
    CHECK(repeats.names == Texts{"watched::Author: load"});
    CHECK_THAT(repeats.advice, Contains("with(column)"));
}

TEST_CASE("what a flush sends, and what it asks for itself, is not counted") {
    Library library;
    Repeats repeats{library.engine};
    for (std::int64_t id = 10; id < 20; ++id) {
        auto author = library.authors.add({.id = id, .name = "New"});
        library.session.flush();
        author.edit().name = "Newer";
        library.session.flush();
        library.session.erase(author);
        library.session.flush();
    }
    CHECK(repeats.names.empty());
}

TEST_CASE("a savepoint that is rolled back does not make a loop forgotten") {
    Library library;
    Repeats repeats{library.engine};
    for (std::int64_t id = 100; id < 110; ++id) {
        Savepoint savepoint{library.session};
        static_cast<void>(library.authors.find(id));
    }
    CHECK(repeats.names == Texts{"watched::Author: find"});
}

TEST_CASE("pages, and queries without values, may be asked again") {
    Library library;
    auto& authors = library.authors;
    Repeats repeats{library.engine};
    for (int run = 0; run < 10; ++run) {
        static_cast<void>(authors.rows());
        static_cast<void>(authors.query().count());
        static_cast<void>(authors.where(authors.id > run).order_by(authors.id).limit(2).rows());
    }
    CHECK(repeats.names.empty());
}

TEST_CASE("what a handler throws, and what it does with the session, leaves the statement as it was") {
    Library library;
    auto& authors = library.authors;
    int told = 0;
    library.engine.on_repeated_statement(1, [&](const RepeatedStatement&) {
        ++told;
        static_cast<void>(authors.find(77)); // the statement that is about to run
        static_cast<void>(library.books.where(library.books.author_id == 1).all());
        CHECK_THROWS_AS(library.session.commit(), UsageError);
        CHECK_THROWS_AS(library.session.rollback(), UsageError);
        CHECK_THROWS_AS(library.session.clear(), UsageError);
        throw std::runtime_error("handler");
    });
    CHECK_FALSE(authors.find(100));
    CHECK(authors.get(2)->name == "Bob");
    CHECK(told == 1);
    CHECK(library.books.where(library.books.author_id == 2).one()->title == "Poems");
    CHECK(authors.find_by_email("none") == std::nullopt);
    CHECK(authors.find_by_email("ada@x").value()->name == "Ada");
    CHECK((*authors.get(1).books().begin())->title == "Engines");
    CHECK((*authors.get(2).books().begin())->title == "Poems");
    CHECK(told > 2);
}

TEST_CASE("in a strict session the run that is too much is an error, and not sent") {
    Library library;
    library.engine.on_repeated_statement(most);
    Session strict{library.engine, {.loading = Loading::strict}};
    watched::AuthorRepository authors{strict};
    for (std::int64_t id = 100; id < 100 + most; ++id)
        static_cast<void>(authors.find(id));
    const Texts sent = library.names_of([&] {
        CHECK(
            message_of<UsageError>([&] { static_cast<void>(authors.find(200)); }) ==
            "'watched::Author: find' was run 3 times in this transaction and is to be run again: ask for all "
            "rows by one query, where(key.in(keys)): the session has them then, and finds them without a "
            "statement");
    });
    CHECK(sent.empty());
    CHECK(authors.rows().size() == 2); // the session is usable
}

TEST_CASE("nothing is counted until somebody asks for it") {
    Library library;
    Session strict{library.engine, {.loading = Loading::strict}};
    watched::AuthorRepository authors{strict};
    for (std::int64_t id = 100; id < 200; ++id)
        CHECK_FALSE(authors.find(id));
}
