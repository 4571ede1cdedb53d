// Layout is decided from lines, brackets and commas, with next to no knowledge of the grammar: what the
// grammar gains is formatted without a change here.

#include "syntax/format.hpp"

#include "support/unicode.hpp"
#include "syntax/format_pieces.hpp"
#include "syntax/parser.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::syntax {

namespace {

constexpr std::size_t widest_line = 100;
constexpr std::size_t indent_step = 2;

// In their blocks, commas and line ends separate alike.
constexpr std::array<std::string_view, 4> list_words{"enum", "sequence", "naming", "query"};

/// The line ends inside a text become those of the file that is written.
std::string with_plain_line_ends(std::string_view text) {
    std::string result{text};
    std::erase(result, '\r'); // one that stands alone is an error
    return result;
}

class Layout {
public:
    explicit Layout(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

    std::string run();

private:
    void decide();
    std::size_t decide_line(std::size_t first, std::size_t indent, std::string_view head);
    void drop_commas(std::size_t block);
    [[nodiscard]] std::size_t line_end(std::size_t first) const;
    [[nodiscard]] std::size_t width(std::size_t first, std::size_t end) const;

    [[nodiscard]] bool in_list(const Piece& piece) const;
    [[nodiscard]] const Piece* token_before(const Piece& piece) const;
    [[nodiscard]] bool is_spaced(const Piece& piece) const;
    [[nodiscard]] bool is_call(const Piece& paren) const;
    [[nodiscard]] bool names_mixins(const Piece& colon) const;

    [[nodiscard]] static bool opens(const Piece& piece);
    [[nodiscard]] static bool closes(const Piece& piece);
    void print(const Piece& piece);
    void begin_line(const Piece& piece);
    [[nodiscard]] bool begins_line(const Piece& piece) const;
    [[nodiscard]] bool continues_item(const Piece& piece) const;

    std::vector<Piece> pieces_;
    std::string out_;
    const Piece* last_ = nullptr; // the piece printed last
    bool block_begins_ = true;    // nothing but a comment behind the bracket was printed since
    std::size_t depth_ = 0;       // of open brackets whose contents have lines of their own
};

std::string Layout::run() {
    decide();
    for (const Piece& piece : pieces_) {
        if (!piece.dropped)
            print(piece);
    }
    return out_ + '\n';
}

// ---- which brackets are broken over lines

void Layout::decide() {
    std::size_t indent = 0;
    std::string_view head;
    for (std::size_t at = 0; at < pieces_.size();) {
        const Piece& piece = pieces_[at];
        if (is_comment(piece)) {
            ++at;
        } else if (piece.kind == TokenKind::close_brace) {
            indent -= indent_step;
            ++at;
        } else {
            if (piece.kind != TokenKind::open_brace)
                head = piece.text;
            at = decide_line(at, indent, head);
            const Piece& last = pieces_[at - 1];
            if (last.kind == TokenKind::open_brace && last.broken)
                indent += indent_step;
        }
    }
}

/// Returns where the line ends. A list stays broken where its line, written as one, would be too wide.
std::size_t Layout::decide_line(std::size_t first, std::size_t indent, std::string_view head) {
    std::size_t end = line_end(first);
    if (indent + width(first, end) > widest_line) {
        for (std::size_t at = first; at < end; ++at) {
            Piece& piece = pieces_[at];
            if (piece.kind != TokenKind::open_brace || piece.partner == at + 1)
                continue;
            piece.broken = true;
            end = at + 1;
        }
    }
    const bool fits = indent + width(first, end) <= widest_line;
    for (std::size_t at = first; at < end; ++at) {
        Piece& piece = pieces_[at];
        if (piece.kind == TokenKind::open_paren)
            piece.broken = piece.has_comment || (piece.broken && !fits);
    }
    const Piece& last = pieces_[end - 1];
    if (last.kind == TokenKind::open_brace && last.broken &&
        std::ranges::find(list_words, head) != list_words.end())
        drop_commas(end - 1);
    return end;
}

void Layout::drop_commas(std::size_t block) {
    for (std::size_t at = block + 1; at < pieces_[block].partner; ++at) {
        if (pieces_[at].kind != TokenKind::comma || pieces_[at].inside != block)
            continue;
        pieces_[at].dropped = true;
        Piece& next = pieces_[at + 1];
        if (!is_comment(next))
            next.line_ends = std::max<std::size_t>(next.line_ends, 1);
    }
}

std::size_t Layout::line_end(std::size_t first) const {
    for (std::size_t at = first; at < pieces_.size(); ++at) {
        const Piece& piece = pieces_[at];
        const bool free = !in_list(piece) && piece.kind != TokenKind::close_paren;
        if (free && (is_comment(piece) || (at > first && piece.line_ends > 0)))
            return at;
        if (piece.kind == TokenKind::close_brace && pieces_[piece.partner].broken)
            return at;
        if (piece.kind == TokenKind::open_brace && piece.broken)
            return at + 1;
    }
    return pieces_.size();
}

std::string_view first_line(std::string_view text) {
    return text.substr(0, text.find_first_of("\r\n"));
}

/// Of the pieces written as one line, without comments, to where a text of several lines ends it.
std::size_t Layout::width(std::size_t first, std::size_t end) const {
    std::size_t result = 0;
    for (std::size_t at = first; at < end; ++at) {
        const Piece& piece = pieces_[at];
        if (is_comment(piece) || piece.dropped)
            continue;
        const std::string_view line = first_line(piece.text);
        result += display_width(line) + (at > first && is_spaced(piece) ? 1 : 0);
        if (line.size() < piece.text.size())
            break;
    }
    return result;
}

// ---- spaces between the tokens of a line

bool Layout::in_list(const Piece& piece) const {
    return piece.inside != no_piece && pieces_[piece.inside].kind == TokenKind::open_paren;
}

const Piece* Layout::token_before(const Piece& piece) const {
    for (const Piece* before = &piece; before != pieces_.data();) {
        --before;
        if (!is_comment(*before))
            return before;
    }
    return nullptr;
}

/// A space stands between two tokens, but for these.
bool Layout::is_spaced(const Piece& piece) const {
    const Piece* before = token_before(piece);
    if (before == nullptr)
        return false;
    using enum TokenKind;
    constexpr std::array tight_behind{open_paren, open_bracket, double_colon};
    constexpr std::array tight_before{comma,        semicolon,     question,   double_colon,
                                      open_bracket, close_bracket, close_paren};
    if (std::ranges::find(tight_behind, before->kind) != tight_behind.end() ||
        std::ranges::find(tight_before, piece.kind) != tight_before.end())
        return false;
    if (piece.kind == close_brace)
        return before->kind != open_brace;
    if (piece.kind == open_paren)
        return !is_call(piece);
    return piece.kind != colon || names_mixins(piece);
}

/// `string(50)`, `= now()`, `query totals(...)`, and `lower(name)` in a list, but `via (a, b)` and
/// `index by_name (a, b)`.
bool Layout::is_call(const Piece& paren) const {
    const Piece* name = token_before(paren);
    if (name == nullptr || name->kind != TokenKind::word)
        return false;
    const Piece* before = token_before(*name);
    const bool names_query = before != nullptr && before->text == "query" && before->line_ends > 0;
    return in_list(paren) || names_query ||
           (before != nullptr && (before->kind == TokenKind::colon || before->kind == TokenKind::equals));
}

/// The colon after a table's head, `table User : Timestamps`; that of a column follows the line's first word.
bool Layout::names_mixins(const Piece& colon) const {
    const Piece* name = token_before(colon);
    const Piece* before = token_before(*name);
    return name->line_ends == 0 && before != nullptr && before->kind == TokenKind::word;
}

// ---- printing

bool Layout::opens(const Piece& piece) {
    return piece.kind == TokenKind::open_paren || piece.kind == TokenKind::open_brace;
}

bool Layout::closes(const Piece& piece) {
    return piece.kind == TokenKind::close_paren || piece.kind == TokenKind::close_brace;
}

void Layout::print(const Piece& piece) {
    if (closes(piece) && pieces_[piece.partner].broken)
        --depth_;
    if (last_ != nullptr && begins_line(piece))
        begin_line(piece);
    else if (last_ != nullptr && (is_comment(piece) || is_spaced(piece)))
        out_ += ' ';
    out_ += with_plain_line_ends(piece.text);
    block_begins_ = opens(piece) || (block_begins_ && is_trailing(piece));
    if (piece.broken)
        ++depth_;
    last_ = &piece;
}

void Layout::begin_line(const Piece& piece) {
    const bool blank = piece.line_ends >= blank_line && !block_begins_ && !closes(piece);
    out_ += blank ? "\n\n" : "\n";
    out_.append(indent_step * (depth_ + (continues_item(piece) ? 1 : 0)), ' ');
}

bool Layout::begins_line(const Piece& piece) const {
    if (is_comment(piece))
        return piece.line_ends > 0;
    if (closes(piece))
        return pieces_[piece.partner].broken;
    if (is_comment(*last_) || last_->broken)
        return true;
    return in_list(piece) ? pieces_[piece.inside].broken && last_->kind == TokenKind::comma
                          : piece.line_ends > 0;
}

/// A comment has cut an item of a list in two.
bool Layout::continues_item(const Piece& piece) const {
    if (!in_list(piece) || is_comment(piece) || piece.kind == TokenKind::comma)
        return false;
    const TokenKind before = token_before(piece)->kind;
    return before != TokenKind::comma && before != TokenKind::open_paren;
}

// ---- whether nothing was lost

/// The tokens, but for commas that a line end may replace, and the comments, one per line.
struct Contents {
    std::string tokens;
    std::string comments;

    friend bool operator==(const Contents&, const Contents&) = default;
};

Contents contents_of(const std::vector<Piece>& pieces) {
    Contents contents;
    for (const Piece& piece : pieces) {
        const bool in_block = piece.inside != no_piece && pieces[piece.inside].kind == TokenKind::open_brace;
        if (piece.kind != TokenKind::comma || !in_block)
            (is_comment(piece) ? contents.comments : contents.tokens)
                .append(with_plain_line_ends(piece.text))
                .append("\n");
    }
    return contents;
}

bool keeps_contents(const Source& before, const std::vector<Piece>& pieces, const std::string& formatted) {
    const Source after{before.path(), formatted};
    Diagnostics diagnostics;
    (void)parse(after, 0, diagnostics);
    return !diagnostics.has_errors() &&
           contents_of(read_pieces(after, lex(after, 0, diagnostics))) == contents_of(pieces);
}

}

std::optional<std::string> format(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    const std::size_t errors = diagnostics.error_count();
    (void)parse(source, index, diagnostics);
    if (diagnostics.error_count() > errors)
        return std::nullopt;
    Diagnostics again; // the same as before
    const std::vector<Piece> pieces = read_pieces(source, lex(source, index, again));
    std::string formatted = Layout{pieces}.run();
    // The result replaces somebody's file. A mistake in here must not cost what he wrote.
    if (!keeps_contents(source, pieces, formatted))
        throw std::logic_error{fmt::format(
            "formatting '{}' would change what it says; this is a fault of rowsmith", source.path())};
    return formatted;
}

}
