#include "cpp/literals.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <utility>
#include <vector>

using namespace rowsmith::cpp;

namespace {

/// What a C++ compiler makes of an ordinary literal with the escapes that `string_literal` writes.
std::string decoded(const std::string& literal) {
    REQUIRE(literal.size() >= 2);
    REQUIRE(literal.front() == '"');
    REQUIRE(literal.back() == '"');
    std::string text;
    for (std::size_t at = 1; at + 1 < literal.size(); ++at) {
        REQUIRE(literal[at] != '"');
        if (literal[at] != '\\') {
            text += literal[at];
            continue;
        }
        const char next = literal[at + 1];
        if (next >= '0' && next <= '7') {
            text += static_cast<char>(std::stoi(literal.substr(at + 1, 3), nullptr, 8));
            at += 3;
        } else {
            text += next;
            ++at;
        }
    }
    return text;
}

}

TEST_CASE("every byte survives a string literal") {
    std::string all;
    for (int byte = 0; byte < 256; ++byte)
        all += static_cast<char>(byte);
    CHECK(decoded(string_literal(all)) == all);
    for (const char byte : all)
        CHECK(decoded(string_literal(std::string{byte, '1', byte})) == std::string{byte, '1', byte});
}

TEST_CASE("a string literal stays on its line and holds no trigraph") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", R"("")"},
        {"plain", R"("plain")"},
        {"say \"hi\"", R"("say \"hi\"")"},
        {"back\\slash", R"("back\\slash")"},
        {"two\nlines", R"("two\012lines")"},
        {"\?\?/", R"("\077\077/")"},
        {"São Paulo", R"("São Paulo")"},
        {"\u202Eabc", R"("\342\200\256abc")"},
    };
    for (const auto& [text, literal] : rows)
        CHECK(string_literal(text) == literal);
}

TEST_CASE("SQL is a raw literal unless it could end one") {
    CHECK(sql_literal("select \"a\"\nfrom t") == "R\"sql(select \"a\"\nfrom t)sql\"");
    CHECK(sql_literal("x)sql\"; evil") == R"("x)sql\"; evil")");
    CHECK(sql_literal("tab\there") == R"("tab\011here")");
    CHECK(sql_literal("\u200Bhidden") == R"("\342\200\213hidden")");
}

TEST_CASE("no comment line continues into the next line of code") {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"", ""},
        {"a person", "/// a person"},
        {"first\n\nsecond", "/// first\n///\n/// second"},
        {"ends in a backslash \\", "/// ends in a backslash \\ ."},
        {"with blanks after it \\  ", "/// with blanks after it \\ ."},
        {"a trigraph \?\?/", "/// a trigraph \?\?/ ."},
        {"*/ int x; /*", "/// */ int x; /*"},
        {"carriage\rreturn", "/// carriage\\015return"},
        {"\u202Ereversed", "/// \\342\\200\\256reversed"},
    };
    for (const auto& [text, comment] : rows)
        CHECK(doc_comment(text) == comment);
}
