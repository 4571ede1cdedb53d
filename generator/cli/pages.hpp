#pragma once
// What `rowsmith explain` tells: one page of docs/errors per code, compiled in.

#include "support/paint.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::cli {

struct EmbeddedPage {
    std::string_view name; // "RS0312.md"
    std::string_view text;
};

/// What is compiled in, sorted by name: CMake writes this table from the files in docs/errors.
[[nodiscard]] std::span<const EmbeddedPage> embedded_pages();
/// The text of a code's page; empty when there is none.
[[nodiscard]] std::string_view page_text(std::string_view code);

/// A paragraph, or a schema file that the page shows.
struct PagePart {
    bool is_file = false;
    std::string name{};   // of a file that the page names: "common.rows"
    bool escaped = false; // the file is shown with \xHH for bytes that cannot be shown
    std::string text{};

    friend bool operator==(const PagePart&, const PagePart&) = default;
};

struct PageSection {
    std::string heading{}; // "Fails", "Cure", "Another cure"; empty before the first heading
    std::vector<PagePart> parts{};

    friend bool operator==(const PageSection&, const PageSection&) = default;
};

struct Page {
    std::string title{}; // "RS0312: an inverse whose name is taken"
    std::vector<PageSection> sections{};

    friend bool operator==(const Page&, const Page&) = default;
};

/// Reads the little of Markdown that pages are written in: headings, paragraphs, fenced blocks.
[[nodiscard]] Page parse_page(std::string_view text);

/// The page as text of 80 columns; files are indented.
[[nodiscard]] std::string render_page(const Page& page, Paint paint);

}
