#include "support/diff.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <random>
#include <regex>
#include <string>
#include <vector>

using rowsmith::unified_diff;

namespace {

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        lines.push_back(text.substr(begin, end - begin));
        begin = end;
    }
    return lines;
}

/// What a diff makes of the old text. Fails the test where the diff does not fit.
std::string patched(const std::string& old_text, const std::string& diff) {
    const std::vector<std::string> old_lines = lines_of(old_text);
    std::vector<std::string> lines = lines_of(diff);
    static const std::regex hunk{R"(@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n)"};
    std::string out;
    std::size_t at = 0;
    std::size_t new_count = 0;
    for (std::size_t i = 2; i < lines.size(); ++i) {
        std::string line = lines[i];
        if (std::smatch match; std::regex_match(line, match, hunk)) {
            const std::size_t count = match[2].matched ? std::stoul(match[2]) : 1;
            const std::size_t start = std::stoul(match[1]) - (count == 0 ? 0 : 1);
            REQUIRE(start >= at);
            for (; at < start; ++at, ++new_count)
                out += old_lines.at(at);
            REQUIRE(std::stoul(match[3]) == new_count + (match[4].matched && match[4] == "0" ? 0 : 1));
            continue;
        }
        if (i + 1 < lines.size() && lines[i + 1] == "\\ No newline at end of file\n")
            line.pop_back();
        const std::string text = line.substr(1);
        if (line[0] == ' ' || line[0] == '-')
            REQUIRE(old_lines.at(at++) == text);
        if (line[0] == ' ' || line[0] == '+') {
            out += text;
            ++new_count;
        }
    }
    for (; at < old_lines.size(); ++at)
        out += old_lines[at];
    return out;
}

std::string numbers(int count, int step = 1) {
    std::string text;
    for (int i = 0; i < count; i += step)
        text += std::to_string(i) + "\n";
    return text;
}

std::size_t changes_in(const std::string& diff) {
    std::size_t count = 0;
    for (const std::string& line : lines_of(diff))
        count += line[0] == '+' || line[0] == '-' ? 1U : 0U;
    return count - 2; // the names
}

}

TEST_CASE("shows a difference as a unified diff") {
    struct Row {
        std::string name, old_text, new_text, diff;
    };
    const auto row = GENERATE(values<Row>({
        {"nothing", "a\n", "a\n", ""},
        {"nothing in nothing", "", "", ""},
        {"a new text", "", "a\nb\n", "--- old\n+++ new\n@@ -0,0 +1,2 @@\n+a\n+b\n"},
        {"a text that is gone", "a\n", "", "--- old\n+++ new\n@@ -1 +0,0 @@\n-a\n"},
        {"one line", "a\n", "b\n", "--- old\n+++ new\n@@ -1 +1 @@\n-a\n+b\n"},
        {"removed before added", "a\nb\nc\n", "x\ny\nc\n",
         "--- old\n+++ new\n@@ -1,3 +1,3 @@\n-a\n-b\n+x\n+y\n c\n"},
        {"a line end that is gone", "a\nb\n", "a\nb",
         "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a\n-b\n+b\n\\ No newline at end of file\n"},
        {"no line end in both", "a\nb", "c\nb",
         "--- old\n+++ new\n@@ -1,2 +1,2 @@\n-a\n+c\n b\n\\ No newline at end of file\n"},
        {"three lines of context", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "1\n2\n3\n4\nx\n6\n7\n8\n9\n",
         "--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+x\n 6\n 7\n 8\n"},
        {"changes that share their context", "a\n1\n2\n3\n4\n5\n6\nb\n", "1\n2\n3\n4\n5\n6\n",
         "--- old\n+++ new\n@@ -1,8 +1,6 @@\n-a\n 1\n 2\n 3\n 4\n 5\n 6\n-b\n"},
        {"changes that do not", "a\n1\n2\n3\n4\n5\n6\n7\nb\n", "1\n2\n3\n4\n5\n6\n7\nc\n",
         "--- old\n+++ new\n@@ -1,4 +1,3 @@\n-a\n 1\n 2\n 3\n@@ -6,4 +5,4 @@\n 5\n 6\n 7\n-b\n+c\n"},
        {"lines in the middle", "1\n2\n3\n4\n", "1\n2\nx\n3\n4\n",
         "--- old\n+++ new\n@@ -1,4 +1,5 @@\n 1\n 2\n+x\n 3\n 4\n"},
    }));
    INFO(row.name);
    CHECK(unified_diff(row.old_text, row.new_text, "old", "new") == row.diff);
}

TEST_CASE("a diff makes the new text of the old one, with the fewest changes") {
    std::mt19937 random{7};
    std::uniform_int_distribution<int> letter{'a', 'd'};
    std::uniform_int_distribution<int> length{0, 40};
    const auto text = [&] {
        std::string out;
        for (int count = length(random); count > 0; --count)
            out += std::string{static_cast<char>(letter(random))} + "\n";
        if (!out.empty() && letter(random) == 'a')
            out.pop_back();
        return out;
    };
    const auto longest_common = [](const std::vector<std::string>& a, const std::vector<std::string>& b) {
        std::vector<std::vector<std::size_t>> best(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
        for (std::size_t i = 1; i <= a.size(); ++i)
            for (std::size_t j = 1; j <= b.size(); ++j)
                best[i][j] =
                    a[i - 1] == b[j - 1] ? best[i - 1][j - 1] + 1 : std::max(best[i - 1][j], best[i][j - 1]);
        return best[a.size()][b.size()];
    };
    for (int round = 0; round < 2000; ++round) {
        const std::string old_text = text();
        const std::string new_text = text();
        const std::string diff = unified_diff(old_text, new_text, "old", "new");
        INFO(old_text << "=====\n" << new_text << "=====\n" << diff);
        REQUIRE(patched(old_text, diff) == new_text);
        if (diff.empty())
            continue;
        const auto old_lines = lines_of(old_text);
        const auto new_lines = lines_of(new_text);
        REQUIRE(changes_in(diff) ==
                old_lines.size() + new_lines.size() - 2 * longest_common(old_lines, new_lines));
    }
}

TEST_CASE("large texts are compared line by line where they have enough in common") {
    const std::string old_text = numbers(20'000);
    std::string new_text = "first\n" + numbers(20'000) + "last\n";
    for (const char* line : {"\n5000\n", "\n10000\n", "\n15000\n"})
        new_text.replace(new_text.find(line), std::string{line}.size(), "\nchanged\nand added\n");
    const std::string diff = unified_diff(old_text, new_text, "old", "new");
    CHECK(patched(old_text, diff) == new_text);
    CHECK(changes_in(diff) == 2 + 3 * 3);
}

TEST_CASE("large texts with little in common become one replacement") {
    const std::string old_text = numbers(20'000);
    std::string new_text = numbers(40'000, 2);
    const std::string diff = unified_diff(old_text, new_text, "old", "new");
    CHECK(patched(old_text, diff) == new_text);
    CHECK(changes_in(diff) == 2 * 19'999);
}
