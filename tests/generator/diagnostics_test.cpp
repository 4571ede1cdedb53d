#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>

#include <regex>
#include <set>

using namespace rowsmith;

namespace {

/// The place of the n-th occurrence of `text` (from 1).
Span find(const Sources& sources, FileIndex file, const std::string& text, int occurrence = 1) {
    const std::string& content = sources[file].text();
    std::size_t at = content.find(text);
    for (; occurrence > 1; --occurrence)
        at = content.find(text, at + 1);
    REQUIRE(at != std::string::npos);
    return {.file = file,
            .begin = static_cast<std::uint32_t>(at),
            .end = static_cast<std::uint32_t>(at + text.size())};
}

std::string render_one(const Sources& sources, Diagnostic diagnostic) {
    Diagnostics diagnostics;
    diagnostics.report(std::move(diagnostic));
    return render(diagnostics, sources);
}

Diagnostic numbered(std::uint32_t place) {
    return {.code = "RS0000",
            .span = {.file = 0, .begin = place, .end = place + 1},
            .message = "mistake at " + std::to_string(place)};
}

}

TEST_CASE("the design's sample is rendered as it stands there", "[diagnostics]") {
    const Sources sources{{"schemas/blog.rows", std::string(13, '\n') +
                                                    "  author: User on delete cascade inverse posts\n"
                                                    "  reviewer: User on delete cascade inverse posts\n"}};
    const std::string text = render_one(
        sources, {.code = "RS0312",
                  .span = find(sources, 0, "posts", 2),
                  .message = "relation 'reviewer' would create 'User::posts' a second time",
                  .label = "same inverse name",
                  .related = {{.span = find(sources, 0, "posts"), .label = "first created here"}},
                  .help = "give it another name, for example `inverse reviewed_posts`, or drop `inverse`"});
    CHECK(text ==
          "schemas/blog.rows:15:44: error: relation 'reviewer' would create 'User::posts' a second time "
          "[RS0312]\n"
          "   |\n"
          "14 |   author: User on delete cascade inverse posts\n"
          "   |                                          ----- first created here\n"
          "15 |   reviewer: User on delete cascade inverse posts\n"
          "   |                                            ^^^^^ same inverse name\n"
          "   = help: give it another name, for example `inverse reviewed_posts`, or drop `inverse`\n");
}

TEST_CASE("frames fit what they show", "[diagnostics]") {
    const Sources sources{
        {"a.rows", "first\nsecond\n\n\n\nsixth\n\tseventh\n\xE8\xA1\xA8\xE8\xA1\xA8 wide\n\nten \xE2\x80\xAE "
                   "hidden\x1B"},
        {"lib/b.rows", "other one\nother two\n"},
    };
    struct Row {
        std::string name;
        Diagnostic diagnostic;
        std::string text;
    };
    const std::vector<Row> rows{
        {"without label and help",
         {.code = "RS0001", .span = find(sources, 0, "first"), .message = "m"},
         "a.rows:1:1: error: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  | ^^^^^\n"},
        {"a warning",
         {.severity = Severity::warning, .code = "RS0001", .span = find(sources, 0, "irst"), .message = "m"},
         "a.rows:1:2: warning: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  |  ^^^^\n"},
        {"an empty span",
         {.code = "RS0001", .span = {.file = 0, .begin = 5, .end = 5}, .message = "m", .label = "here"},
         "a.rows:1:6: error: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  |      ^ here\n"},
        {"an empty line",
         {.code = "RS0001", .span = {.file = 0, .begin = 13, .end = 13}, .message = "m"},
         "a.rows:3:1: error: m [RS0001]\n"
         "  |\n"
         "3 |\n"
         "  | ^\n"},
        {"two marks on one line",
         {.code = "RS0001",
          .span = find(sources, 1, "one"),
          .message = "m",
          .label = "this",
          .related = {{.span = find(sources, 1, "other"), .label = "and this"}}},
         "lib/b.rows:1:7: error: m [RS0001]\n"
         "  |\n"
         "1 | other one\n"
         "  | ----- and this\n"
         "  |       ^^^ this\n"},
        {"distant lines",
         {.code = "RS0001",
          .span = find(sources, 0, "first"),
          .message = "m",
          .related = {{.span = find(sources, 0, "sixth"), .label = "there"}}},
         "a.rows:1:1: error: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  | ^^^^^\n"
         "...\n"
         "6 | sixth\n"
         "  | ----- there\n"},
        {"one line in between, which is shown instead of dots",
         {.code = "RS0001",
          .span = find(sources, 0, "wide"),
          .message = "m",
          .related = {{.span = find(sources, 0, "sixth"), .label = "there"}}},
         "a.rows:8:4: error: m [RS0001]\n"
         "  |\n"
         "6 | sixth\n"
         "  | ----- there\n"
         "7 |     seventh\n"
         "8 | \xE8\xA1\xA8\xE8\xA1\xA8 wide\n"
         "  |      ^^^^\n"},
        {"a place in another file",
         {.code = "RS0001",
          .span = find(sources, 0, "first"),
          .message = "m",
          .related = {{.span = find(sources, 1, "two"), .label = "there"}},
          .help = "h"},
         "a.rows:1:1: error: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  | ^^^^^\n"
         " ::: lib/b.rows:2:7\n"
         "  |\n"
         "2 | other two\n"
         "  |       --- there\n"
         "  = help: h\n"},
        {"a tab",
         {.code = "RS0001", .span = find(sources, 0, "seventh"), .message = "m"},
         "a.rows:7:2: error: m [RS0001]\n"
         "  |\n"
         "7 |     seventh\n"
         "  |     ^^^^^^^\n"},
        {"wide characters",
         {.code = "RS0001", .span = find(sources, 0, "\xE8\xA1\xA8\xE8\xA1\xA8"), .message = "m"},
         "a.rows:8:1: error: m [RS0001]\n"
         "  |\n"
         "8 | \xE8\xA1\xA8\xE8\xA1\xA8 wide\n"
         "  | ^^^^\n"},
        {"characters that would fool a terminal, and a wider gutter",
         {.code = "RS0001", .span = find(sources, 0, "hidden"), .message = "m\x1B[31m", .help = "two\nlines"},
         "a.rows:10:7: error: m\\u{1B}[31m [RS0001]\n"
         "   |\n"
         "10 | ten \\u{202E} hidden\\u{1B}\n"
         "   |              ^^^^^^\n"
         "   = help: two\\u{A}lines\n"},
        {"a span over several lines, marked on the first",
         {.code = "RS0001", .span = {.file = 0, .begin = 2, .end = 9}, .message = "m"},
         "a.rows:1:3: error: m [RS0001]\n"
         "  |\n"
         "1 | first\n"
         "  |   ^^^\n"},
        {"no place at all",
         {.code = "RS0001", .span = {.file = 9, .begin = 0, .end = 0}, .message = "m", .help = "h"},
         "error: m [RS0001]\n"
         "  = help: h\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(render_one(sources, row.diagnostic) == row.text);
    }
}

TEST_CASE("marks stand under what they mark, whatever stands before it", "[diagnostics]") {
    struct Row {
        std::string name;
        std::string line; // the mark is on its x
        std::size_t column = 0;
        std::string shown;
        std::size_t indent = 0;
    };
    const std::vector<Row> rows{
        {"tabs", "\ta\t\tx", 5, "    a        x", 13},
        {"a tab in the middle", "a\tx", 3, "a    x", 5},
        {"Chinese, Japanese, Korean", "\u4E2D\u3042\uD55Cx", 4, "\u4E2D\u3042\uD55Cx", 6},
        {"full-width letters", "\uFF21x", 2, "\uFF21x", 2},
        {"emoji of three blocks", "\U0001F600\u2705\U0001F7E2x", 4, "\U0001F600\u2705\U0001F7E2x", 6},
        {"a picture that is as narrow as a letter", "\u2708x", 2, "\u2708x", 1},
        {"an emoji that is joined of two", "\U0001F469\u200D\U0001F4BBx", 4, "\U0001F469\\u{200D}\U0001F4BBx",
         12},
        {"accents of their own", "e\u0301a\u0323\u0302x", 6, "e\u0301a\u0323\u0302x", 2},
        {"Hebrew points", "\u05D1\u05BC\u05C1x", 4, "\u05D1\u05BC\u05C1x", 1},
        {"an accented letter", "\u00E9x", 2, "\u00E9x", 1},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const Sources sources{{"a.rows", row.line}};
        const std::string text =
            render_one(sources, {.code = "RS0001", .span = find(sources, 0, "x"), .message = "m"});
        CHECK(text == "a.rows:1:" + std::to_string(row.column) + ": error: m [RS0001]\n  |\n1 | " +
                          row.shown + "\n  | " + std::string(row.indent, ' ') + "^\n");
    }
}

TEST_CASE("a mark on an accent stands under the letter that carries it", "[diagnostics]") {
    const Sources sources{{"a.rows", "abe\u0323\u0301d"}};
    CHECK(render_one(sources, {.code = "RS0001", .span = find(sources, 0, "\u0301"), .message = "m"}) ==
          "a.rows:1:5: error: m [RS0001]\n"
          "  |\n"
          "1 | abe\u0323\u0301d\n"
          "  |   ^\n");
}

TEST_CASE("the end of a file can be marked", "[diagnostics]") {
    struct Row {
        std::string name;
        std::string text;
        std::string rendered;
    };
    const std::vector<Row> rows{
        {"an empty file", "", "a.rows:1:1: error: m [RS0001]\n  |\n1 |\n  | ^\n"},
        {"a file of a byte order mark", "\xEF\xBB\xBF", "a.rows:1:1: error: m [RS0001]\n  |\n1 |\n  | ^\n"},
        {"no line end", "ab", "a.rows:1:3: error: m [RS0001]\n  |\n1 | ab\n  |   ^\n"},
        {"behind the last line end", "ab\n", "a.rows:2:1: error: m [RS0001]\n  |\n2 |\n  | ^\n"},
        {"behind one of Windows", "ab\r\n", "a.rows:2:1: error: m [RS0001]\n  |\n2 |\n  | ^\n"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        const Sources sources{{"a.rows", row.text}};
        const auto end = static_cast<std::uint32_t>(sources[0].text().size());
        const Diagnostic at_end{
            .code = "RS0001", .span = {.file = 0, .begin = end, .end = end}, .message = "m"};
        CHECK(render_one(sources, at_end) == row.rendered);
    }
}

TEST_CASE("a mark on a line end stands behind the line", "[diagnostics]") {
    const Sources sources{{"a.rows", "ab\r\ncd\r\n"}};
    for (const std::uint32_t begin : {2U, 3U}) {
        const std::string text = render_one(
            sources, {.code = "RS0001", .span = {.file = 0, .begin = begin, .end = 6}, .message = "m"});
        CHECK(text.ends_with("1 | ab\n  |   ^\n"));
    }
}

TEST_CASE("a long line is cut around what is marked", "[diagnostics]") {
    const Sources sources{{"a.rows", std::string(1000, 'a') + "MARK" + std::string(1000, 'b')}};
    SECTION("in the middle") {
        CHECK(render_one(sources, {.code = "RS0001", .span = find(sources, 0, "MARK"), .message = "m"}) ==
              "a.rows:1:1001: error: m [RS0001]\n"
              "  |\n"
              "1 | ..." +
                  std::string(40, 'a') + "MARK" + std::string(76, 'b') +
                  "...\n"
                  "  |    " +
                  std::string(40, ' ') + "^^^^\n");
    }
    SECTION("at the start") {
        CHECK(render_one(sources, {.code = "RS0001", .span = find(sources, 0, "aaa"), .message = "m"}) ==
              "a.rows:1:1: error: m [RS0001]\n"
              "  |\n"
              "1 | " +
                  std::string(120, 'a') +
                  "...\n"
                  "  | ^^^\n");
    }
    SECTION("a mark that is longer than the window") {
        const std::string text = render_one(
            sources, {.code = "RS0001", .span = {.file = 0, .begin = 0, .end = 2004}, .message = "m"});
        CHECK(text.ends_with("  | " + std::string(120, '^') + '\n'));
    }
    SECTION("two marks far from each other show the line twice") {
        const std::string text =
            render_one(sources, {.code = "RS0001",
                                 .span = find(sources, 0, "MARK"),
                                 .message = "m",
                                 .related = {{.span = find(sources, 0, "aaa"), .label = "far"}}});
        CHECK(text.find("  | --- far\n1 | ..." + std::string(40, 'a') + "MARK") != std::string::npos);
    }
}

TEST_CASE("what stands before a mark is cut by what is shown of it", "[diagnostics]") {
    std::string bytes(300, '\x80');
    const Sources sources{{"a.rows", bytes + "MARK" + bytes}};
    CHECK(render_one(sources, {.code = "RS0001", .span = find(sources, 0, "MARK"), .message = "m"})
              .ends_with("\\x80MARK\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x80\\x8"
                         "0\\x80\\x80\\x80"
                         "\\x80...\n  |    " +
                         std::string(40, ' ') + "^^^^\n"));
}

TEST_CASE("a mark directly behind the part that is shown gets a part of its own", "[diagnostics]") {
    const Sources sources{{"a.rows", std::string(120, 'a') + "MARK" + std::string(100, 'b')}};
    const std::string text =
        render_one(sources, {.code = "RS0001",
                             .span = find(sources, 0, "MARK"),
                             .message = "m",
                             .related = {{.span = find(sources, 0, "aaa"), .label = "far"}}});
    CHECK(text.find("\n1 | ..." + std::string(40, 'a') + "MARK" + std::string(76, 'b') + "...\n  |    " +
                    std::string(40, ' ') + "^^^^\n") != std::string::npos);
}

TEST_CASE("colours change nothing but colours", "[diagnostics]") {
    const Sources sources{{"a.rows", "one\n\n\n\ntwo three \x1B[31m\n"}, {"b.rows", "four\n"}};
    Diagnostics diagnostics;
    diagnostics.report({.code = "RS0001",
                        .span = find(sources, 0, "three"),
                        .message = "m",
                        .label = "here",
                        .related = {{.span = find(sources, 0, "one"), .label = "there"},
                                    {.span = find(sources, 1, "four"), .label = "and there"}},
                        .help = "do it"});
    diagnostics.report(
        {.severity = Severity::warning, .code = "RS0002", .span = find(sources, 0, "two"), .message = "w"});
    diagnostics.report(numbered(0));
    const std::string plain = render(diagnostics, sources, {.limit = 1});
    const std::string coloured = render(diagnostics, sources, {.limit = 1, .color = true});
    CHECK(plain.find('\x1B') == std::string::npos);
    CHECK(std::regex_replace(coloured, std::regex{"\x1B\\[[0-9;]*m"}, "") == plain);
}

TEST_CASE("each part of a diagnostic has its colour", "[diagnostics]") {
    const Sources sources{{"a.rows", "one two\n"}};
    Diagnostics diagnostics;
    diagnostics.report({.code = "RS0001",
                        .span = find(sources, 0, "two"),
                        .message = "m",
                        .label = "here",
                        .related = {{.span = find(sources, 0, "one"), .label = "there"}},
                        .help = "do it"});
    diagnostics.report(
        {.severity = Severity::warning, .code = "RS0002", .span = find(sources, 0, "two"), .message = "w"});
    CHECK(render(diagnostics, sources, {.color = true}) ==
          "a.rows:1:5: \x1B[1;31merror:\x1B[0m m [RS0001]\n"
          "\x1B[34m  |\x1B[0m\n"
          "\x1B[34m1 |\x1B[0m one two\n"
          "\x1B[34m  |\x1B[0m \x1B[34m--- there\x1B[0m\n"
          "\x1B[34m  |\x1B[0m     \x1B[1;31m^^^ here\x1B[0m\n"
          "\x1B[36m  = help:\x1B[0m do it\n"
          "\n"
          "a.rows:1:5: \x1B[1;33mwarning:\x1B[0m w [RS0002]\n"
          "\x1B[34m  |\x1B[0m\n"
          "\x1B[34m1 |\x1B[0m one two\n"
          "\x1B[34m  |\x1B[0m     \x1B[1;33m^^^\x1B[0m\n");
}

TEST_CASE("diagnostics come in the order of files and places", "[diagnostics]") {
    Diagnostics diagnostics;
    diagnostics.report({.code = "RS0003", .span = {.file = 1, .begin = 0, .end = 1}, .message = "third"});
    diagnostics.report({.code = "RS0002", .span = {.file = 0, .begin = 5, .end = 6}, .message = "second"});
    diagnostics.report({.severity = Severity::warning,
                        .code = "RS0001",
                        .span = {.file = 0, .begin = 1, .end = 2},
                        .message = "first"});
    std::vector<std::string> messages;
    for (const Diagnostic& diagnostic : diagnostics.sorted())
        messages.push_back(diagnostic.message);
    CHECK(messages == std::vector<std::string>{"first", "second", "third"});
    CHECK(diagnostics.error_count() == 2);
}

TEST_CASE("an exact duplicate is kept once", "[diagnostics]") {
    Diagnostics diagnostics;
    diagnostics.report(numbered(1));
    diagnostics.report(numbered(2));
    diagnostics.report(numbered(1));
    CHECK(diagnostics.sorted().size() == 2);
    CHECK(diagnostics.error_count() == 2);
}

TEST_CASE("warnings are no errors", "[diagnostics]") {
    Diagnostics diagnostics;
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.report({.severity = Severity::warning, .code = "RS0001", .message = "m"});
    CHECK_FALSE(diagnostics.has_errors());
    diagnostics.report(numbered(1));
    CHECK(diagnostics.has_errors());
}

TEST_CASE("at most the given number of errors is shown", "[diagnostics]") {
    const Sources sources{{"a.rows", std::string(30, 'x')}};
    Diagnostics diagnostics;
    for (std::uint32_t i = 0; i < 22; ++i)
        diagnostics.report(numbered(i));
    const auto shown = [&](std::size_t limit) {
        std::size_t count = 0;
        const std::string text = render(diagnostics, sources, {.limit = limit});
        for (std::size_t at = text.find("error: "); at != std::string::npos;
             at = text.find("error: ", at + 1))
            ++count;
        return std::pair{count, text.substr(text.rfind('\n', text.size() - 2) + 1)};
    };
    CHECK(shown(20) == std::pair{std::size_t{20}, std::string{"2 more errors\n"}});
    CHECK(shown(21) == std::pair{std::size_t{21}, std::string{"1 more error\n"}});
    CHECK(shown(22) == std::pair{std::size_t{22}, std::string{"  | " + std::string(21, ' ') + "^\n"}});
}

TEST_CASE("a flood of errors is counted, not kept", "[diagnostics]") {
    const Sources sources{{"a.rows", "x"}};
    Diagnostics diagnostics;
    for (std::uint32_t i = 0; i < 20'000; ++i)
        diagnostics.report(numbered(i));
    CHECK(diagnostics.error_count() == 20'000);
    CHECK(diagnostics.sorted().size() == 10'000);
    CHECK(render(diagnostics, sources).ends_with("19980 more errors\n"));
}

TEST_CASE("warnings push out no error, and errors no warning", "[diagnostics]") {
    const Sources sources{{"a.rows", std::string(10'100, 'x')}};
    const auto warning = [](std::uint32_t place) {
        Diagnostic diagnostic = numbered(place);
        diagnostic.severity = Severity::warning;
        return diagnostic;
    };
    SECTION("among what is kept") {
        Diagnostics diagnostics;
        for (std::uint32_t i = 0; i < 10'050; ++i)
            diagnostics.report(warning(i));
        diagnostics.report(numbered(10'060));
        CHECK(diagnostics.warning_count() == 10'050);
        CHECK(diagnostics.error_count() == 1);
        CHECK(diagnostics.sorted().size() == 10'001);
        CHECK(diagnostics.sorted().back() == numbered(10'060));
    }
    SECTION("among what is shown") {
        Diagnostics diagnostics;
        for (std::uint32_t i = 0; i < 5; ++i) {
            diagnostics.report(warning(i));
            diagnostics.report(numbered(10 + i));
        }
        const std::string text = render(diagnostics, sources, {.limit = 2});
        CHECK(text.find("mistake at 1 ") != std::string::npos);
        CHECK(text.find("mistake at 11 ") != std::string::npos);
        CHECK(text.find("mistake at 2 ") == std::string::npos);
        CHECK(text.find("mistake at 12 ") == std::string::npos);
        CHECK(text.ends_with("\n3 more errors\n\n3 more warnings\n"));
    }
}

TEST_CASE("nothing is rendered where nothing is wrong", "[diagnostics]") {
    CHECK(render(Diagnostics{}, {}).empty());
}

TEST_CASE("codes are unique, ascending and titled", "[diagnostics]") {
    std::string_view previous;
    std::set<std::string_view> titles;
    for (const CodeTitle& code : all_codes()) {
        CAPTURE(code.code);
        CHECK(previous < code.code);
        CHECK(code.code.size() == 6);
        CHECK(code.code.starts_with("RS"));
        CHECK_FALSE(code.title.empty());
        CHECK(titles.insert(code.title).second);
        previous = code.code;
    }
}

TEST_CASE("of a text that is too long and no UTF-8, something is left") {
    Diagnostics diagnostics;
    diagnostics.report({.code = "RS0101", .message = std::string(2000, '\x80')});
    CHECK(diagnostics.sorted().front().message == " ... ");
}
