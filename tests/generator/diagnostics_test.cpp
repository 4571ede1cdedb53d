#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>

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
        const std::string text = render(diagnostics, sources, limit);
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
