#pragma once
// What a quoted text says, and where in the file each part of it stands. `"..."` is one line with escapes;
// `"""..."""` is several lines as they are, without escapes: the line break behind the opening quotes, the
// one before the closing quotes and the indentation that all lines share are not part of it, and lines end in
// \n whatever the file's lines end in.

#include "support/source.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

inline constexpr std::string_view block_quotes = "\"\"\"";

/// The length of the block text at the start of `text`, its quotes included; nothing when it does not end. Of
/// a longer run of quotes the last three end it, so that the text itself may end in quotes.
[[nodiscard]] std::optional<std::size_t> block_length(std::string_view text);

/// From `value` on, the text's bytes stand in the file from `written` on, counted from the opening quote.
struct Origin {
    std::size_t value = 0;
    std::size_t written = 0;

    friend bool operator==(const Origin&, const Origin&) = default;
};

struct Unquoted {
    std::string value;
    std::vector<Origin> origins; // ascending; the first is of the value's first byte
};

/// The value of a `text` token: without its quotes, escapes replaced. Escapes that were reported are left
/// out.
[[nodiscard]] Unquoted unquote_parts(std::string_view quoted);
[[nodiscard]] std::string unquote(std::string_view quoted);

/// Where the bytes [begin, end) of the value stand in the file, for a text that is `quoted` at `place`.
[[nodiscard]] Span place_inside(std::string_view quoted, Span place, std::size_t begin, std::size_t end);

}
