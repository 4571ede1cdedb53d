#include "support/paint.hpp"

#include <fmt/format.h>

namespace rowsmith {

namespace {

/// The parameters of the escape sequence that begins a style.
std::string_view parameters_of(Style style) {
    switch (style) {
    case Style::error:
        return "1;31"; // bold red
    case Style::warning:
        return "1;33"; // bold yellow
    case Style::help:
        return "36"; // cyan
    case Style::gutter:
    case Style::related:
        return "34"; // blue
    case Style::heading:
        return "1"; // bold
    case Style::code:
        return "36";
    }
    return "";
}

}

std::string Paint::operator()(Style style, std::string_view text) const {
    if (!color_ || text.empty())
        return std::string{text};
    return fmt::format("\x1B[{}m{}\x1B[0m", parameters_of(style), text);
}

}
