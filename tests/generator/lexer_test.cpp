#include "syntax/lexer.hpp"
#include "syntax/quoted_text.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

using namespace rowsmith;
using namespace rowsmith::syntax;

namespace {

std::string_view name_of(TokenKind kind) {
    constexpr std::array<std::string_view, 20> names{
        "word", "number", "text", "doc", ":", "::", ",",       ";",        "=",  "?",
        "(",    ")",      "[",    "]",   "{", "}",  "->", "invalid", "line_end", "end"};
    return names.at(static_cast<std::size_t>(kind));
}

/// One word per token: its kind, its text where the kind does not tell it, a leading '/' where a line begins.
std::string dump_tokens(const Source& source, const std::vector<Token>& tokens) {
    std::string result;
    for (const Token& token : tokens) {
        if (!result.empty())
            result += ' ';
        if (token.first_on_line)
            result += '/';
        result += name_of(token.kind);
        const bool tells = token.kind <= TokenKind::doc || token.kind == TokenKind::invalid;
        if (tells)
            result += '<' + std::string{text_at(source, token.span)} + '>';
    }
    return result;
}

void report_invalid(const Source& source, const Token& token, Diagnostics& diagnostics) {
    if (std::optional<Diagnostic> explanation = explain_invalid(source, token))
        diagnostics.report(std::move(*explanation));
    else
        CHECK(diagnostics.has_errors());
}

struct Lexed {
    std::string tokens;
    std::string reports; // "line:column code", one after the other
};

Lexed lexed(const std::string& text) {
    const Source source{"a.rows", text};
    Diagnostics diagnostics;
    const std::vector<Token> tokens = lex(source, 0, diagnostics);
    for (const Token& token : tokens) {
        if (token.kind == TokenKind::invalid)
            report_invalid(source, token, diagnostics);
    }
    Lexed result{.tokens = dump_tokens(source, tokens), .reports = {}};
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        const Position position = source.position(diagnostic.span.begin);
        if (!result.reports.empty())
            result.reports += ' ';
        result.reports +=
            std::to_string(position.line) + ':' + std::to_string(position.column) + ' ' + diagnostic.code;
    }
    return result;
}

struct Row {
    std::string text;
    std::string tokens;
};

struct BadRow {
    std::string text;
    std::string tokens;
    std::string reports;
};

}

TEST_CASE("text becomes tokens", "[lexer]") {
    const std::vector<Row> rows{
        {"", "/end"},
        {"  \t\n", "/end"},
        {"user_2", "/word<user_2> end"},
        {"a b\nc", "/word<a> word<b> /word<c> end"},
        {"a\r\nb", "/word<a> /word<b> end"},
        {"\xEF\xBB\xBF"
         "a",
         "/word<a> end"},
        {"a::b:c", "/word<a> :: word<b> : word<c> end"},
        {"(){}[],;=?", "/( ) { } [ ] , ; = ? end"},
        {"a->b", "/word<a> -> word<b> end"},
        {"0 12 -3 +4 0.50 1e9 1.5E-3", "/number<0> number<12> number<-3> number<+4> number<0.50> number<1e9> "
                                       "number<1.5E-3> end"},
        {"decimal(12,2)", "/word<decimal> ( number<12> , number<2> ) end"},
        {R"("a b" "")", R"(/text<"a b"> text<""> end)"},
        {R"("a\"b\\" c)", R"(/text<"a\"b\\"> word<c> end)"},
        {"\"caf\xC3\xA9\"", "/text<\"caf\xC3\xA9\"> end"},
        {"a // b\nc", "/word<a> /word<c> end"},
        {"// only", "/end"},
        {"/// doc\na", "/doc</// doc> /word<a> end"},
        {"//// ruler\na", "/word<a> end"},
        {"/// doc\r\na", "/doc</// doc> /word<a> end"},
        {"\"// no comment\"", "/text<\"// no comment\"> end"},
        {R"(a """b "c" \q""" d)", R"(/word<a> text<"""b "c" \q"""> word<d> end)"},
        {"\"\"\"\n// a\n\n'b'\"\"\" c\nd", "/text<\"\"\"\n// a\n\n'b'\"\"\"> word<c> /word<d> end"},
        {R"("""a""""b)", R"(/text<"""a""""> word<b> end)"},
        {R"("""""" "")", R"(/text<""""""> text<""> end)"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Lexed result = lexed(row.text);
        CHECK(result.tokens == row.tokens);
        CHECK(result.reports.empty());
    }
}

TEST_CASE("each mistake in the text is reported once, at its place", "[lexer]") {
    using namespace std::string_literals;
    const std::vector<BadRow> rows{
        // the file as a whole
        {"a\xFF"
         "b",
         "/invalid<> /end", "1:2 RS0101"},
        {"\xC0\x80", "/invalid<> /end", "1:1 RS0101"},         // overlong
        {"\xED\xA0\x80", "/invalid<> /end", "1:1 RS0101"},     // surrogate
        {"\xF4\x90\x80\x80", "/invalid<> /end", "1:1 RS0101"}, // above U+10FFFF
        {"\xE2\x82", "/invalid<> /end", "1:1 RS0101"},         // cut
        {"\xFF\xFEn\0a\0"s, "/invalid<> /end", "1:1 RS0101"},  // UTF-16
        {"a\0b"s, "/invalid<> /end", "1:2 RS0102"},
        {"a\rb\rc", "/word<a> /word<b> /word<c> end", "1:2 RS0103"},
        // characters
        {"a @ b", "/word<a> invalid<@> word<b> end", "1:3 RS0104"},
        {"a.b", "/word<a> invalid<.> word<b> end", "1:2 RS0104"},
        {"a\xC2\xA0"
         "b",
         "/word<a> word<b> end", "1:2 RS0104"}, // no-break space
        {"n\xC3\xA9v", "/word<n\xC3\xA9v> end", "1:2 RS0105"},
        {"\xE8\xA1\xA8 a", "/invalid<\xE8\xA1\xA8> word<a> end", "1:1 RS0105"},
        {"a\xE2\x80\x8B"
         "b",
         "/word<a\xE2\x80\x8B"
         "b> end",
         "1:2 RS0106"}, // zero width space
        {"a \xE2\x80\x8B b", "/word<a> word<b> end", "1:3 RS0106"},
        {"// \xE2\x80\xAE x\na", "/word<a> end", "1:4 RS0106"},              // override, in a comment
        {"\"\xE2\x81\xA6x\"", "/text<\"\xE2\x81\xA6x\"> end", "1:2 RS0106"}, // isolate, in a string
        {"a\x01\x02 b\x7F", "/word<a> word<b> end", "1:2 RS0107 1:6 RS0107"},
        // strings
        {"\"abc\nd", "/text<\"abc> /word<d> end", "1:1 RS0108"},
        {"\"abc\\\nd", "/text<\"abc\\> /word<d> end", "1:1 RS0108"},
        {"\"abc", "/text<\"abc> end", "1:1 RS0108"},
        {"a \"\"\"b\nc \"\" d", "/word<a> text<\"\"\"b\nc \"\" d> invalid<> end", "1:3 RS0117"},
        {"\"\"\"", "/text<\"\"\"> invalid<> end", "1:1 RS0117"},
        {R"("a\q\w")", R"(/text<"a\q\w"> end)", "1:3 RS0109 1:5 RS0109"},
        {R"("\u{}")", R"(/text<"\u{}"> end)", "1:2 RS0110"},
        {R"("\u{110000}")", R"(/text<"\u{110000}"> end)", "1:2 RS0110"},
        {R"("\u{D800}")", R"(/text<"\u{D800}"> end)", "1:2 RS0110"},
        {R"("\u{FFFFFFFFFFFF}")", R"(/text<"\u{FFFFFFFFFFFF}"> end)", "1:2 RS0110"},
        {R"("\u{41")", R"(/text<"\u{41"> end)", "1:2 RS0110"},
        {R"("\u41")", R"(/text<"\u41"> end)", "1:2 RS0110"},
        {R"("\u{0}\0")", R"(/text<"\u{0}\0"> end)", "1:2 RS0111 1:7 RS0111"},
        // numbers
        {"12abc 0x1F 1. .5 1e 1_000 1.2.3",
         "/invalid<12abc> invalid<0x1F> invalid<1.> invalid<.5> invalid<1e> invalid<1_000> invalid<1.2.3> "
         "end",
         "1:1 RS0112 1:7 RS0112 1:12 RS0112 1:15 RS0112 1:18 RS0112 1:21 RS0112 1:27 RS0112"},
        // what belongs elsewhere
        {"a /// late\nb", "/word<a> /word<b> end", "1:3 RS0114"},
        {"a /* x\ny */ b", "/word<a> word<b> end", "1:3 RS0115"},
        {"/* never closed", "/end", "1:1 RS0115"},
        {"a -- x\nb", "/word<a> /word<b> end", "1:3 RS0115"},
        {"# x\nb", "/word<b> end", "1:1 RS0115"},
        {"'a b' c", "/invalid<'a b'> word<c> end", "1:1 RS0116"},
        {"`a` 'b", "/invalid<`a`> invalid<'b> end", "1:1 RS0116 1:5 RS0116"},
        {"\xE2\x80\x9C"
         "a\xE2\x80\x9D b",
         "/invalid<\xE2\x80\x9C"
         "a\xE2\x80\x9D> word<b> end",
         "1:1 RS0116"},
    };
    for (const BadRow& row : rows) {
        CAPTURE(row.text);
        const Lexed result = lexed(row.text);
        CHECK(result.tokens == row.tokens);
        CHECK(result.reports == row.reports);
    }
}

TEST_CASE("a report names the code point", "[lexer]") {
    const Source source{"a.rows", "n\xC3\xA9v \xE2\x80\x8Bx"};
    Diagnostics diagnostics;
    (void)lex(source, 0, diagnostics);
    REQUIRE(diagnostics.sorted().size() == 2);
    CHECK(diagnostics.sorted()[0].message == "'\xC3\xA9' (U+00E9) cannot stand in a name");
    CHECK(diagnostics.sorted()[1].message == "the invisible character U+200B cannot stand here");
}

TEST_CASE("strings are decoded", "[lexer]") {
    const std::vector<Row> rows{
        {R"("")", ""},
        {R"("a b")", "a b"},
        {R"("\"\\\n\t\r")", "\"\\\n\t\r"},
        {R"("\u{41}\u{e9}\u{20AC}\u{1F600}")", "A\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80"},
        {R"("a\qb")", "ab"},
        {"\"open", "open"},
        {"\"open\\", "open"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(unquote(row.text) == row.tokens);
    }
}

TEST_CASE("texts of several lines lose their frame and what all lines are indented by", "[lexer]") {
    const std::string q = "\"\"\"";
    const std::vector<Row> rows{
        {q + q, ""},
        {q + "a" + q, "a"},
        {q + " a\\n " + q, " a\\n "},
        {q + "\n" + q, ""},
        {q + "\n\n" + q, ""},
        {q + "\n  a\n    b\n  " + q, "a\n  b"},
        {q + "\n    a\n  b\n" + q, "  a\nb"},
        {q + "\n  a\n\n   \n  b\n  " + q, "a\n\n\nb"},
        {q + "a\n    b\n   c" + q, "a\n b\nc"},
        {q + "\n\ta\n\t  b\n" + q, "a\n  b"},
        {q + "\n\ta\n  b\n" + q, "\ta\n  b"},
        {q + "\r\n  a\r\n  b\r\n  " + q, "a\nb"},
        {q + "\n  say \"a\"" + q, "say \"a\""},
        {q + "\n  a\n  b", "a\nb"}, // not closed
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        CHECK(unquote(row.text) == row.tokens);
    }
}

TEST_CASE("each byte of a text has its place in the file", "[lexer]") {
    const std::vector<Row> rows{
        {"\"a\\u{41}b \\n c\"", "c"},
        {"\"\"\"select c\"\"\"", "c"},
        {"\"\"\"\n    a,\n      b,\n\n    c\n  \"\"\"", "c"},
        {"\"\"\"\r\n\tb\r\n\tc\"\"\"", "c"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const std::size_t at = unquote(row.text).rfind('c');
        const Span place = place_inside(row.text, {.file = 3, .begin = 100, .end = 200}, at, at + 1);
        const auto expected = static_cast<std::uint32_t>(100 + row.text.rfind('c'));
        CHECK(place == Span{.file = 3, .begin = expected, .end = expected + 1});
    }
}

TEST_CASE("a token bomb ends in one report", "[lexer]") {
    const Source source{"a.rows", std::string(5'000'000, '{')};
    Diagnostics diagnostics;
    const std::vector<Token> tokens = lex(source, 0, diagnostics);
    CHECK(tokens.back().kind == TokenKind::end);
    REQUIRE(diagnostics.sorted().size() == 1);
    CHECK(diagnostics.sorted()[0].code == "RS0113");
}

TEST_CASE("every byte pair is lexed to its end", "[lexer]") {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const Source source{"a.rows", {static_cast<char>(first), static_cast<char>(second)}};
            Diagnostics diagnostics;
            const std::vector<Token> tokens = lex(source, 0, diagnostics);
            const bool all_explained = std::ranges::all_of(tokens, [&](const Token& token) {
                return token.kind != TokenKind::invalid || explain_invalid(source, token) ||
                       diagnostics.has_errors();
            });
            if (tokens.back().kind != TokenKind::end || !all_explained)
                FAIL("bytes " << first << ' ' << second);
        }
    }
}
