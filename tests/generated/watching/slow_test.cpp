// Statements that take long.

#include "fixtures.hpp"

using namespace rowsmith;
using namespace rowsmith::test;
using namespace std::chrono_literals;

TEST_CASE("of slow statements only those are told that took at least so long") {
    Texts slow; // outlives what is told at the end of the session
    Library library;
    const auto note = [&](const StatementEvent& event) { slow.emplace_back(event.name); };
    library.engine.on_slow_statement(1h, note);
    static_cast<void>(library.authors.rows());
    CHECK(slow.empty());
    library.engine.on_slow_statement(0ms, note);
    static_cast<void>(library.authors.rows());
    CHECK(slow == Texts{"watched::Author: rows"});
}

TEST_CASE("both who listen are told, and what one throws the other does not see") {
    Texts told;
    Library library;
    library.engine.on_statement([&](const StatementEvent& event) {
        told.push_back("all " + std::string(event.name));
        throw std::runtime_error("listener");
    });
    library.engine.on_slow_statement(
        0ms, [&](const StatementEvent& event) { told.push_back("slow " + std::string(event.name)); });
    CHECK(library.authors.where(library.authors.id == 1).count() == 1);
    library.engine.on_statement({});
    CHECK(library.authors.where(library.authors.id == 1).exists());
    std::erase_if(told, [](const std::string& text) { return text.ends_with(' '); }); // begin
    CHECK(told ==
          Texts{"all watched::Author: count", "slow watched::Author: count", "slow watched::Author: exists"});
}

TEST_CASE("without a handler nobody is told of slow statements any more") {
    int told = 0;
    Library library;
    library.engine.on_slow_statement(0ms, [&](const StatementEvent&) { ++told; });
    library.engine.on_slow_statement(0ms, {});
    static_cast<void>(library.authors.rows());
    CHECK(told == 0);
}
