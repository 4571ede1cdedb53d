#pragma once
// A library of books that were made up by rule, and how typed queries are compared with hand-written SQL
// about it.

#include "cases.hpp"

#include "support/test_database.hpp"

#include <library.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <string>
#include <vector>

namespace rowsmith::test {

/// A database with all of it, and what queries are made of.
struct Library {
    /// `url`: of an empty database.
    explicit Library(const std::string& url);

    std::string url;
    Engine engine;
    Session session{engine};
    ::library::AuthorRepository authors{session};
    ::library::BookRepository books{session};
    ::library::TopicRepository topics{session};
    ::library::MemberRepository members{session};
    ::library::LoanRepository loans{session};
};

using Case = CaseOf<Library>;

/// Asks by query and by SQL and compares; and on another database than SQLite with SQLite's answer, too.
void check(const std::vector<Case>& cases);

}
