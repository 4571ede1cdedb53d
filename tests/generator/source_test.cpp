#include "support/source.hpp"

#include <catch2/catch.hpp>

using rowsmith::Position;
using rowsmith::Source;

TEST_CASE("a position counts lines and characters from 1", "[source]") {
    struct Row {
        std::string text;
        std::uint32_t offset;
        Position position;
    };
    const std::vector<Row> rows{
        {"", 0, {1, 1}},
        {"ab", 0, {1, 1}},
        {"ab", 2, {1, 3}},
        {"ab\ncd", 2, {1, 3}},
        {"ab\ncd", 3, {2, 1}},
        {"ab\r\ncd", 4, {2, 1}},
        {"ab\n", 3, {2, 1}},
        {"\n\n\nx", 3, {4, 1}},
        {"\xC3\xA9x", 2, {1, 2}},             // é
        {"\xF0\x9F\x98\x80x", 4, {1, 2}},     // an emoji
        {"\tx", 1, {1, 2}},                   // a tab is one character
        {"\xFF\xFFx", 2, {1, 3}},             // malformed bytes count one each
        {"ab", 99, {1, 3}},                   // past the end is the end
        {"\xEF\xBB\xBFnamespace", 0, {1, 1}}, // a byte order mark is no character
    };
    for (const Row& row : rows) {
        CAPTURE(row.text, row.offset);
        CHECK(Source("a.rows", row.text).position(row.offset).line == row.position.line);
        CHECK(Source("a.rows", row.text).position(row.offset).column == row.position.column);
    }
}

TEST_CASE("a line is given without its line end", "[source]") {
    const Source source("a.rows", "one\ntwo\r\n\nfour");
    CHECK(source.line(1) == "one");
    CHECK(source.line(2) == "two");
    CHECK(source.line(3).empty());
    CHECK(source.line(4) == "four");
    CHECK(source.line(5).empty());
    CHECK(source.line(0).empty());
}

TEST_CASE("an empty text has one empty line", "[source]") {
    const Source source("a.rows", "");
    CHECK(source.line(1).empty());
    CHECK(source.position(0) == Position{1, 1});
}

TEST_CASE("a byte order mark is dropped at the start and nowhere else", "[source]") {
    CHECK(Source("a.rows", "\xEF\xBB\xBFx").text() == "x");
    CHECK(Source("a.rows", "x\xEF\xBB\xBF").text() == "x\xEF\xBB\xBF");
}
