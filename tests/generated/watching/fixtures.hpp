#pragma once
// Two authors with a book each, and what an engine tells of its statements.

#include "support/session_fixture.hpp"

#include <watched.rows.hpp>

#include <functional>
#include <string>
#include <vector>

namespace rowsmith::test {

using Texts = std::vector<std::string>;

struct Library : Fixture {
    Library() : Fixture(watched::watched_schema) {
        authors.add({.id = 1, .name = "Ada", .email = "ada@x", .age = 36});
        authors.add({.id = 2, .name = "Bob", .email = "bob@x", .age = 20});
        books.add({.id = 1, .author_id = 1, .title = "Engines"});
        books.add({.id = 2, .author_id = 2, .title = "Poems"});
        tags.add({.name = "old"});
        session.commit();
        books.get(1).tags().add(tags.get("old"));
        session.commit();
        session.clear();
        sent.clear();
    }

    /// Ten more, without books.
    void add_authors() {
        for (std::int64_t id = 10; id < 20; ++id)
            authors.add({.id = id, .name = "Many"});
        session.commit();
        session.clear();
    }

    /// The names of the statements that an action runs, those without one left out.
    [[nodiscard]] Texts names_of(const std::function<void()>& action) {
        Texts names;
        engine.on_statement([&](const StatementEvent& event) {
            if (!event.name.empty())
                names.emplace_back(event.name);
        });
        action();
        engine.on_statement({});
        return names;
    }

    Session session{engine};
    watched::AuthorRepository authors{session};
    watched::BookRepository books{session};
    watched::TagRepository tags{session};
};

}
