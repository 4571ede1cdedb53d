#include "show/page.hpp"

#include "support/unicode.hpp"

#include <algorithm>

namespace rowsmith::show {

void Page::line(std::size_t indent, std::string_view text) {
    if (!text.empty())
        text_.append(indent, ' ').append(text);
    text_ += '\n';
}

void Page::lines(std::size_t indent, std::string_view text) {
    while (true) {
        const std::size_t end = text.find('\n');
        line(indent, text.substr(0, end));
        if (end == std::string_view::npos)
            return;
        text.remove_prefix(end + 1);
    }
}

void Page::list(std::size_t indent, const std::vector<std::string>& items) {
    std::string current;
    for (const std::string& item : items) {
        const std::string_view comma = &item == &items.back() ? "" : ",";
        if (!current.empty() && indent + display_width(current) + 1 + display_width(item) + comma.size() > page_width) {
            line(indent, current);
            current = "  ";
        } else if (!current.empty()) {
            current += ' ';
        }
        current += item;
        current += comma;
    }
    line(indent, current);
}

void Page::words(std::size_t indent, std::string_view text) {
    std::string current;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!current.empty() && indent + display_width(current) + 1 + display_width(word) > page_width) {
            line(indent, current);
            current.clear();
        }
        current.append(current.empty() ? "" : " ").append(word);
    }
    line(indent, current);
}

void Page::row(std::size_t indent, const std::vector<std::string>& cells,
               const std::vector<std::size_t>& widths) {
    std::string current;
    std::size_t at = 0; // where the cell begins
    for (std::size_t column = 0; column < cells.size(); ++column) {
        const bool last = column + 1 == cells.size();
        const std::size_t width = display_width(cells[column]);
        current += cells[column];
        at += widths[column] + 2;
        if (last)
            break;
        if (width > widths[column]) {
            line(indent, current);
            current.assign(at, ' ');
        } else {
            current.append(widths[column] + 2 - width, ' ');
        }
    }
    line(indent, current.substr(0, current.find_last_not_of(' ') + 1));
}

std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows, std::size_t limit) {
    std::vector<std::size_t> widths;
    for (const auto& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t column = 0; column < row.size(); ++column) {
            const std::size_t width = display_width(row[column]);
            if (width <= limit)
                widths[column] = std::max(widths[column], width);
        }
    }
    return widths;
}

}
