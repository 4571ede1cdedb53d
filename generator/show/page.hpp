#pragma once
// Text for people, laid out to be read at 100 columns.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::show {

inline constexpr std::size_t page_width = 100;

class Page {
public:
    void blank() { text_ += '\n'; }
    void line(std::size_t indent, std::string_view text);
    /// Each line of a text that may have several.
    void lines(std::size_t indent, std::string_view text);
    /// The items with `, ` between, on as many lines as they need; those after the first are indented by two
    /// more.
    void list(std::size_t indent, const std::vector<std::string>& items);
    /// Words, broken between them; a long word passes the width rather than being cut.
    void words(std::size_t indent, std::string_view text);
    /// Cells below each other. A cell that is wider than its column moves the rest of its row to the next
    /// line.
    void row(std::size_t indent, const std::vector<std::string>& cells,
             const std::vector<std::size_t>& widths);

    [[nodiscard]] std::string text() && { return std::move(text_); }

private:
    std::string text_;
};

/// For each column of cells the width of its widest cell that is not wider than `limit`.
[[nodiscard]] std::vector<std::size_t> column_widths(const std::vector<std::vector<std::string>>& rows,
                                                     std::size_t limit);

}
