#include "support/source.hpp"

#include "support/unicode.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

}

Source::Source(std::string path, std::string text)
    : path_(std::move(path)), text_(std::move(text)), line_starts_{0} {
    // Dropped here, so that columns and offsets are those of what people see.
    if (text_.starts_with(byte_order_mark))
        text_.erase(0, byte_order_mark.size());
    // Of a file of line ends alone the list is large: it is made once, not by growing.
    line_starts_.reserve(1 + static_cast<std::size_t>(std::ranges::count(text_, '\n')));
    for (std::size_t i = 0; i < text_.size(); ++i) {
        if (text_[i] == '\n')
            line_starts_.push_back(static_cast<std::uint32_t>(i + 1));
    }
}

Position Source::position(std::uint32_t offset) const {
    const std::size_t place = std::min<std::size_t>(offset, text_.size());
    const auto next = std::upper_bound(line_starts_.begin(), line_starts_.end(), place);
    Position result{.line = static_cast<std::size_t>(next - line_starts_.begin()), .column = 1};
    std::size_t at = *(next - 1);
    while (at < place) {
        at += decode_utf8(text_, at).length;
        ++result.column;
    }
    return result;
}

std::string_view Source::line(std::size_t number) const {
    if (number == 0 || number > line_starts_.size())
        return {};
    const std::size_t begin = line_starts_[number - 1];
    const bool last = number == line_starts_.size();
    const std::size_t end = last ? text_.size() : line_starts_[number] - 1;
    std::string_view result = std::string_view{text_}.substr(begin, end - begin);
    if (result.ends_with('\r'))
        result.remove_suffix(1);
    return result;
}

}
