// The page about queries says what is so.

#include "page.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string_view>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Whether a text is one with `...` for parts that are left out.
bool is_like(std::string_view text, std::string_view pattern) {
    const auto gap = pattern.find("...");
    if (gap == std::string_view::npos)
        return text == pattern;
    if (!text.starts_with(pattern.substr(0, gap)))
        return false;
    const auto rest = pattern.substr(gap + 3);
    for (auto from = gap; from <= text.size(); ++from) {
        if (is_like(text.substr(from), rest))
            return true;
    }
    return false;
}

/// On one line.
std::string joined_lines(std::string_view sql) {
    std::string text;
    for (const char character : sql) {
        const bool space = character == ' ' || character == '\n';
        if (!space || (!text.empty() && text.back() != ' '))
            text += space ? ' ' : character;
    }
    return text;
}

std::vector<std::string> statements_of(Library& library, const Piece& piece) {
    std::vector<std::string> sent;
    library.engine.on_statement(
        [&](const StatementEvent& event) { sent.push_back(joined_lines(event.sql)); });
    piece.run(library);
    library.session.rollback();
    library.engine.on_statement({});
    std::erase_if(sent, [](const std::string& sql) { return sql.find('"') == std::string::npos; });
    return sent;
}

}

TEST_CASE("each piece of the page runs, and on SQLite its SQL is what the page says") {
    REQUIRE(pieces().size() >= 20);
    for (const Piece& piece : pieces()) {
        const TestDatabase database;
        Library library{database.url()};
        INFO("docs/queries.md:" << piece.line);
        const auto sent = statements_of(library, piece);
        if (!library.url.starts_with("sqlite"))
            continue;
        CHECK(sent.size() == piece.sql.size());
        for (std::size_t at = 0; at < std::min(sent.size(), piece.sql.size()); ++at) {
            INFO(sent[at]);
            CHECK(is_like(sent[at], piece.sql[at]));
        }
    }
}
