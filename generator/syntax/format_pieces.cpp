#include "syntax/format_pieces.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::syntax {

namespace {

class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    std::vector<Piece> read(std::span<const Token> tokens);

private:
    void read_gap(std::string_view gap);
    void add(TokenKind kind, std::string_view text);

    std::string_view text_;
    std::vector<Piece> pieces_;
    std::size_t line_ends_ = 1; // the beginning of the file begins a line
};

std::vector<Piece> Reader::read(std::span<const Token> tokens) {
    std::size_t at = 0;
    for (const Token& token : tokens) {
        read_gap(text_.substr(at, token.span.begin - at));
        if (token.kind != TokenKind::end)
            add(token.kind, text_.substr(token.span.begin, token.span.end - token.span.begin));
        at = token.span.end;
    }
    return std::move(pieces_);
}

/// Between two tokens there are comments and white space only.
void Reader::read_gap(std::string_view gap) {
    while (!gap.empty()) {
        const bool comment = gap.starts_with("//");
        const std::size_t length = comment ? std::min(gap.find('\n'), gap.size()) : 1;
        if (comment)
            add(TokenKind::doc, gap.substr(0, length));
        else if (gap.front() == '\n')
            ++line_ends_;
        gap.remove_prefix(length);
    }
}

void Reader::add(TokenKind kind, std::string_view text) {
    if (kind == TokenKind::doc)
        text = text.substr(0, text.find_last_not_of(" \t\r") + 1);
    pieces_.push_back({.kind = kind, .text = text, .line_ends = std::min(line_ends_, blank_line)});
    line_ends_ = 0;
}

/// Puts a piece before the comments that begin at `to`; what followed it begins a line now.
void move_up(std::vector<Piece>& pieces, std::size_t from, std::size_t to) {
    const auto begin = pieces.begin();
    std::rotate(begin + static_cast<std::ptrdiff_t>(to), begin + static_cast<std::ptrdiff_t>(from),
                begin + static_cast<std::ptrdiff_t>(from) + 1);
    pieces[to].line_ends = 0;
    if (from + 1 < pieces.size())
        pieces[from + 1].line_ends = std::max<std::size_t>(pieces[from + 1].line_ends, 1);
}

/// The first of the comments directly before a piece; the piece itself when there are none.
std::size_t first_comment_before(const std::vector<Piece>& pieces, std::size_t at) {
    while (at > 0 && is_comment(pieces[at - 1]))
        --at;
    return at;
}

void pull_up(std::vector<Piece>& pieces, std::size_t at) {
    const std::size_t comment = first_comment_before(pieces, at);
    if (comment == at) {
        pieces[at].line_ends = 0;
        return;
    }
    // Two comments cannot stand behind each other, and a `///` that did not begin its line may not begin one.
    const bool is_followed = at + 1 < pieces.size() && is_trailing(pieces[at + 1]);
    const bool is_free = pieces[at].kind == TokenKind::comma || // documentation in a list belongs to nothing
                         (comment + 1 == at && is_trailing(pieces[comment]));
    if (!is_followed && is_free)
        move_up(pieces, at, comment);
}

void pull_up_signs(std::vector<Piece>& pieces) {
    for (std::size_t at = 0; at < pieces.size(); ++at) {
        if (pieces[at].kind == TokenKind::open_brace || pieces[at].kind == TokenKind::comma)
            pull_up(pieces, at);
    }
}

void match_brackets(std::vector<Piece>& pieces) {
    std::size_t open = no_piece;
    for (std::size_t at = 0; at < pieces.size(); ++at) {
        Piece& piece = pieces[at];
        const bool closes = piece.kind == TokenKind::close_paren || piece.kind == TokenKind::close_brace;
        if (open != no_piece) {
            if (closes && open + 1 == at)
                piece.line_ends = 0; // there is nothing to have a line of its own
            pieces[open].broken = pieces[open].broken || piece.line_ends > 0;
            pieces[open].has_comment = pieces[open].has_comment || is_comment(piece);
        }
        if (closes && open != no_piece) {
            piece.partner = open;
            pieces[open].partner = at;
            const Piece inner = pieces[open];
            open = inner.inside;
            if (open != no_piece) {
                pieces[open].broken = pieces[open].broken || inner.broken;
                pieces[open].has_comment = pieces[open].has_comment || inner.has_comment;
            }
        }
        piece.inside = open;
        if (piece.kind == TokenKind::open_paren || piece.kind == TokenKind::open_brace)
            open = at;
    }
}

}

std::vector<Piece> read_pieces(const Source& source, std::span<const Token> tokens) {
    std::vector<Piece> pieces = Reader{source.text()}.read(tokens);
    pull_up_signs(pieces);
    match_brackets(pieces);
    return pieces;
}

}
