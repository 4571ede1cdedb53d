#include "cli/pages.hpp"

#include <algorithm>
#include <sstream>

namespace rowsmith::cli {

namespace {

constexpr std::size_t line_width = 80;
constexpr std::string_view fence = "```";
constexpr std::string_view indent = "    ";

std::vector<std::string> words_of(std::string_view text) {
    std::istringstream stream{std::string{text}};
    std::vector<std::string> words;
    for (std::string word; stream >> word;)
        words.push_back(std::move(word));
    return words;
}

/// "rows common.rows escaped": the language, and what is to be known of the block.
PagePart file_of(std::string_view info) {
    PagePart file{.is_file = true};
    const std::vector<std::string> words = words_of(info);
    for (std::size_t i = 1; i < words.size(); ++i) {
        if (words[i] == "escaped")
            file.escaped = true;
        else
            file.name = words[i];
    }
    return file;
}

/// Takes a page apart line by line.
class PageReader {
public:
    Page read(std::string_view text);

private:
    void take(const std::string& line);
    void take_in_file(const std::string& line);
    std::vector<PagePart>& parts() { return page_.sections.back().parts; }

    Page page_{.title = {}, .sections = {PageSection{}}};
    bool in_file_ = false;
    bool in_paragraph_ = false;
};

Page PageReader::read(std::string_view text) {
    std::istringstream lines{std::string{text}};
    for (std::string line; std::getline(lines, line);) {
        if (in_file_)
            take_in_file(line);
        else
            take(line);
    }
    return std::move(page_);
}

void PageReader::take_in_file(const std::string& line) {
    in_file_ = line != fence;
    if (in_file_)
        parts().back().text += line + '\n';
}

void PageReader::take(const std::string& line) {
    const bool continues = in_paragraph_;
    in_paragraph_ = false;
    if (line.starts_with(fence)) {
        in_file_ = true;
        parts().push_back(file_of(std::string_view{line}.substr(fence.size())));
    } else if (line.starts_with("## ")) {
        page_.sections.push_back({.heading = line.substr(3)});
    } else if (line.starts_with("# ")) {
        page_.title = line.substr(2);
    } else if (!line.empty()) {
        in_paragraph_ = true;
        if (continues)
            parts().back().text += ' ' + line;
        else
            parts().push_back({.text = line});
    }
}

/// Code in a paragraph keeps its marks, which messages have too, and gets a colour.
std::string painted_code(std::string_view text, Paint paint) {
    std::string painted;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t begin = std::min(text.find('`', at), text.size());
        painted += text.substr(at, begin - at);
        const std::size_t last = text.find('`', begin + 1);
        at = last == std::string_view::npos ? text.size() : last + 1;
        painted += paint(Style::code, text.substr(begin, at - begin));
    }
    return painted;
}

std::string wrapped(std::string_view paragraph) {
    std::string text;
    std::size_t width = 0;
    for (const std::string& word : words_of(paragraph)) {
        const bool fits = width + 1 + word.size() <= line_width;
        if (width > 0)
            text += fits ? ' ' : '\n';
        width = width > 0 && fits ? width + 1 + word.size() : word.size();
        text += word;
    }
    return text + '\n';
}

std::string indented(std::string_view lines) {
    std::istringstream stream{std::string{lines}};
    std::string text;
    for (std::string line; std::getline(stream, line);)
        text.append(line.empty() ? "" : indent).append(line).append("\n");
    return text;
}

std::string render_part(const PagePart& part, Paint paint) {
    if (!part.is_file)
        return painted_code(wrapped(part.text), paint);
    const std::string file = indented(part.text);
    return part.name.empty() ? file : paint(Style::heading, part.name + ':') + "\n\n" + file;
}

}

std::string_view page_text(std::string_view code) {
    const std::span<const EmbeddedPage> pages = embedded_pages();
    const auto page = std::ranges::find(pages, std::string{code} + ".md", &EmbeddedPage::name);
    return page == pages.end() ? std::string_view{} : page->text;
}

Page parse_page(std::string_view text) {
    return PageReader{}.read(text);
}

std::string render_page(const Page& page, Paint paint) {
    std::string text = paint(Style::heading, page.title) + '\n';
    for (const PageSection& section : page.sections) {
        if (!section.heading.empty())
            text += '\n' + paint(Style::heading, section.heading) + '\n';
        for (const PagePart& part : section.parts)
            text += '\n' + render_part(part, paint);
    }
    return text;
}

}
