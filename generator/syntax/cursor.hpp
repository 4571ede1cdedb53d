#pragma once
// A place in the tokens of one file, and what every rule of the grammar does there: look, take, expect,
// report, skip. Outside parentheses the tokens of a line end with it: the first token of the next line reads
// as `line_end` until `begin_line` is called.

#include "syntax/ast.hpp"
#include "syntax/lexer.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

/// What a report says beyond its code and place.
struct Complaint {
    std::string code{};
    std::string message{};
    std::string label{};
    std::string help{};
    std::vector<Related> related{};
};

class Cursor {
public:
    Cursor(const Source& source, FileIndex index, Diagnostics& diagnostics, std::size_t token_limit);

    /// The kind of the token at hand, or `line_end` where the line is over.
    [[nodiscard]] TokenKind kind() const;
    [[nodiscard]] bool at(TokenKind kind) const { return this->kind() == kind; }
    [[nodiscard]] bool at_word(std::string_view word) const;
    /// Where nothing more can belong to a member: the line, the block or the file is over.
    [[nodiscard]] bool at_member_end() const;
    /// A declaration's keyword and a name, first on a line.
    [[nodiscard]] bool at_declaration() const;
    /// The kind of the token after the one at hand, or `line_end` where that begins the next line.
    [[nodiscard]] TokenKind kind_behind() const;
    [[nodiscard]] bool word_behind(std::string_view word) const;
    /// `name: type`, first on a line: no part of a list looks like it.
    [[nodiscard]] bool at_field() const { return begins_field(at_); }
    /// At a declaration that is certainly no pair of words in a block: a clause or a block follows its name.
    [[nodiscard]] bool at_declaration_head() const;
    /// True at a `{`, on this line or the next.
    [[nodiscard]] bool at_open_brace() const { return tokens_[at_].kind == TokenKind::open_brace; }
    [[nodiscard]] bool at_end() const { return tokens_[at_].kind == TokenKind::end; }
    /// False where the rest of the file was refused.
    [[nodiscard]] bool whole() const;
    [[nodiscard]] bool at_line_start() const { return tokens_[at_].first_on_line; }

    [[nodiscard]] std::string_view text() const { return text_at(source_, here().span); }
    [[nodiscard]] const Token& here() const { return tokens_[at_]; }
    /// The place that a report about the token at hand marks; after the last token where the line is over.
    [[nodiscard]] Span place() const;
    /// From `begin` to the end of the last token that was taken.
    [[nodiscard]] Span since(Span begin) const;
    /// The `///` lines directly before the token at hand.
    [[nodiscard]] Doc doc() const;
    /// How a message names the token at hand.
    [[nodiscard]] std::string found() const;

    void begin_line();
    void take();
    [[nodiscard]] bool accept(TokenKind kind);
    [[nodiscard]] bool accept_word(std::string_view word);
    [[nodiscard]] Name take_name();
    [[nodiscard]] Text take_text();
    [[nodiscard]] Number take_number();

    /// These report when something else stands there; `what` ends the sentence "expected ...".
    [[nodiscard]] std::optional<Name> expect_name(std::string_view what, std::string help = {});
    [[nodiscard]] std::optional<Text> expect_text(std::string_view what, std::string help = {});
    [[nodiscard]] std::optional<Number> expect_number(std::string_view what, std::string help = {});
    [[nodiscard]] bool expect(TokenKind kind, std::string_view what, std::string help = {});

    /// Reports at the token at hand; where that is no token at all, that is what is reported.
    void complain(Complaint complaint);
    void report(Span span, Complaint complaint);
    /// "expected <what>, found <token>"
    void complain_expected(std::string code, std::string_view what, std::string help = {});

    /// Past the rest of the line, with any block that it opens.
    void skip_line();
    /// To the next comma, line or end of the block, past any block in between.
    void skip_item();
    /// Past the `}` that closes what was begun, or to the next declaration.
    void skip_declaration();
    /// How many parentheses are open.
    [[nodiscard]] std::size_t parentheses() const { return parentheses_; }
    /// Past the `)` after which only `outside` parentheses are open. Nowhere when the list seems not to be
    /// closed: another member or declaration begins before it.
    void skip_list(std::size_t outside);

private:
    [[nodiscard]] std::size_t index_behind() const;
    [[nodiscard]] bool has_word(std::size_t index, std::string_view word) const;
    [[nodiscard]] bool begins_field(std::size_t index) const;
    [[nodiscard]] bool begins_key(std::size_t index) const;
    void move();
    void skip_until(TokenKind kind);

    const Source& source_;
    Diagnostics& diagnostics_;
    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    std::size_t last_ = 0;        // the token taken last
    std::size_t parentheses_ = 0; // open ones
    bool fresh_ = true;           // the token at hand begins what is read now
};

}
