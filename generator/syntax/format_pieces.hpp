#pragma once
// A schema file as its formatter sees it: tokens and comments in their order, and where lines end between
// them.

#include "support/source.hpp"
#include "syntax/lexer.hpp"

#include <cstddef>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

inline constexpr std::size_t no_piece = std::numeric_limits<std::size_t>::max();
/// What Piece::line_ends is at most: this many stand for any number of empty lines.
inline constexpr std::size_t blank_line = 2;

struct Piece {
    TokenKind kind = TokenKind::end; // `doc` for every comment
    std::string_view text{};
    std::size_t line_ends = 0;      // before it
    std::size_t inside = no_piece;  // the bracket that is open here
    std::size_t partner = no_piece; // of a bracket: the one that closes or opens it
    bool broken = false;            // an opening bracket whose contents have lines of their own
    bool has_comment = false;       // an opening bracket with a comment before it is closed
    bool dropped = false;           // a comma that the end of its line replaces
};

[[nodiscard]] inline bool is_comment(const Piece& piece) {
    return piece.kind == TokenKind::doc;
}

/// A comment behind something on its line.
[[nodiscard]] inline bool is_trailing(const Piece& piece) {
    return is_comment(piece) && piece.line_ends == 0;
}

/// The pieces of a file without errors, `broken` as it is written. A `{` or `,` that stands on another line
/// than what it belongs to is put behind that.
[[nodiscard]] std::vector<Piece> read_pieces(const Source& source, std::span<const Token> tokens);

}
