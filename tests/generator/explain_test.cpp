#include "analysis/analysis.hpp"
#include "checking/check.hpp"
#include "checking/views.hpp"
#include "cli/limits.hpp"
#include "cli/pages.hpp"
#include "sql/dialect.hpp"
#include "support/diagnostics.hpp"
#include "support/files.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

using namespace rowsmith;
using namespace rowsmith::cli;

namespace {

constexpr std::string_view first_file = "schema.rows";

// Their pages say in words what would be too long to show.
constexpr std::array without_example{"RS0113", "RS0510"};

using Schema = std::map<std::string, std::string>; // texts by path

/// What a schema gives: the codes of its errors and warnings, each once, and the text of them all.
struct Outcome {
    std::set<std::string> codes;
    std::string text;
};

/// The files of a schema, in a folder that can be named but not read.
analysis::Files files_of(const Schema& schema) {
    const analysis::Files texts = analysis::memory_files(schema);
    return {.identity = [texts](const std::string& path) -> std::optional<std::string> {
                return path == "." ? path : texts.identity(path);
            },
            .read =
                [texts](const std::string& path) {
                    return path == "." ? throw FileError("read", path, "it is a folder") : texts.read(path);
                }};
}

Outcome run(const Schema& texts) {
    Diagnostics diagnostics;
    const std::array paths{std::string{first_file}};
    const auto program = analysis::load(paths, {}, files_of(texts), diagnostics);
    constexpr std::array<std::string_view, 2> dialects{"sqlite", "postgres"};
    auto schema = analysis::resolve(program, diagnostics, dialects);
    if (!diagnostics.has_errors())
        report_limits(sql::dialects(), schema, diagnostics);
    if (!diagnostics.has_errors())
        checking::check_views(schema, sql::dialects(), diagnostics);
    if (!diagnostics.has_errors())
        checking::check_queries(schema, sql::dialects(), diagnostics);
    Outcome outcome{.codes = {}, .text = render(diagnostics, program.sources)};
    for (const Diagnostic& diagnostic : diagnostics.sorted())
        outcome.codes.insert(diagnostic.code);
    return outcome;
}

/// With each \xHH as the byte that it stands for.
std::string decoded(const std::string& text) {
    std::string bytes;
    for (std::size_t at = 0; at < text.size();) {
        if (text.compare(at, 2, "\\x") == 0) {
            bytes += static_cast<char>(std::stoi(text.substr(at + 2, 2), nullptr, 16));
            at += 4;
        } else {
            bytes += text[at++];
        }
    }
    return bytes;
}

/// The files that a section shows.
Schema schema_of(const PageSection& section) {
    Schema schema;
    for (const PagePart& part : section.parts) {
        if (!part.is_file)
            continue;
        const std::string name = part.name.empty() ? std::string{first_file} : part.name;
        INFO("a second " << name);
        CHECK(schema.emplace(name, part.escaped ? decoded(part.text) : part.text).second);
    }
    return schema;
}

bool has_words(const PageSection& section) {
    return std::ranges::any_of(section.parts, [](const PagePart& part) { return !part.is_file; });
}

const PageSection* find_section(const Page& page, std::string_view heading) {
    const auto found = std::ranges::find(page.sections, heading, &PageSection::heading);
    return found == page.sections.end() ? nullptr : &*found;
}

bool needs_example(std::string_view code) {
    return std::ranges::find(without_example, code) == without_example.end();
}

void check_failure(std::string_view code, const PageSection& section) {
    const Schema schema = schema_of(section);
    CHECK(schema.empty() != needs_example(code));
    if (schema.empty()) {
        CHECK(has_words(section));
        return;
    }
    const Outcome outcome = run(schema);
    INFO(outcome.text);
    CHECK(outcome.codes == std::set{std::string{code}});
}

void check_cure(std::string_view code, const PageSection& section) {
    const Schema schema = schema_of(section);
    CHECK((!schema.empty() || (!needs_example(code) && has_words(section))));
    if (!schema.empty())
        CHECK(run(schema).text == "");
}

}

TEST_CASE("every code has a page, and every page a code", "[explain]") {
    std::vector<std::string> names;
    for (const EmbeddedPage& page : embedded_pages())
        names.emplace_back(page.name);
    std::vector<std::string> wanted;
    for (const CodeTitle& row : all_codes())
        wanted.push_back(std::string{row.code} + ".md");
    CHECK(names == wanted);
}

TEST_CASE("each page has its code's title, says what is wrong, and shows it and its cure", "[explain]") {
    for (const auto& [code, title] : all_codes()) {
        CAPTURE(code);
        const Page page = parse_page(page_text(code));
        CHECK(page.title == std::string{code} + ": " + std::string{title});
        CHECK(has_words(page.sections.front()));
        for (const PageSection& section : page.sections) {
            const std::set<std::string> known{"", "Fails", "Cure", "Another cure"};
            CHECK(known.contains(section.heading));
        }
        CHECK(find_section(page, "Cure") != nullptr);
        const PageSection* const failure = find_section(page, "Fails");
        CHECK(failure != nullptr);
        if (failure != nullptr)
            check_failure(code, *failure);
    }
}

TEST_CASE("the cures on each page cure", "[explain]") {
    for (const auto& [code, title] : all_codes()) {
        CAPTURE(code);
        for (const PageSection& section : parse_page(page_text(code)).sections) {
            CAPTURE(section.heading);
            if (section.heading == "Cure" || section.heading == "Another cure")
                check_cure(code, section);
        }
    }
}

TEST_CASE("reads a page", "[explain]") {
    const Page page = parse_page("# RS0001: a title\n"
                                 "\n"
                                 "One paragraph\nof two lines.\n"
                                 "\n"
                                 "Another one.\n"
                                 "\n"
                                 "## Fails\n"
                                 "\n"
                                 "```rows\nnamespace a\n\n# no heading\n```\n"
                                 "\n"
                                 "```rows common.rows escaped\n\\xFF\n```\n"
                                 "## Cure\n"
                                 "Words.\n");
    CHECK(page ==
          Page{.title = "RS0001: a title",
               .sections = {
                   {.parts = {{.text = "One paragraph of two lines."}, {.text = "Another one."}}},
                   {.heading = "Fails",
                    .parts = {{.is_file = true, .text = "namespace a\n\n# no heading\n"},
                              {.is_file = true, .name = "common.rows", .escaped = true, .text = "\\xFF\n"}}},
                   {.heading = "Cure", .parts = {{.text = "Words."}}}}});
}

TEST_CASE("shows a page as plain text", "[explain]") {
    const std::string paragraph = "A paragraph with `code in it`, so long that it does not fit on a line of "
                                  "eighty columns.";
    const Page page{
        .title = "RS0001: a title",
        .sections = {{.parts = {{.text = paragraph}}},
                     {.heading = "Fails",
                      .parts = {{.is_file = true, .text = "namespace a\n\nenum E {\n  a\n}\n"},
                                {.is_file = true, .name = "common.rows", .text = "namespace b\n"}}}}};
    CHECK(render_page(page, Paint{false}) ==
          "RS0001: a title\n"
          "\n"
          "A paragraph with `code in it`, so long that it does not fit on a line of eighty\n"
          "columns.\n"
          "\n"
          "Fails\n"
          "\n"
          "    namespace a\n"
          "\n"
          "    enum E {\n"
          "      a\n"
          "    }\n"
          "\n"
          "common.rows:\n"
          "\n"
          "    namespace b\n");
    CHECK(render_page(page, Paint{true}).find("\x1B[36m`code in it`\x1B[0m, so long") != std::string::npos);
    CHECK(render_page(page, Paint{true}).starts_with("\x1B[1mRS0001: a title\x1B[0m\n"));
}
