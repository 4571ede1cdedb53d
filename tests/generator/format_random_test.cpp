// Valid schemas in every layout that the language allows: formatting keeps what they say, and is its own
// result.

#include "format_checks.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace rowsmith;
using namespace rowsmith::syntax;

namespace {

/// Writes the tokens of a schema again, with other white space and comments between them.
class Scrambler {
public:
    Scrambler(const std::string& text, unsigned seed) : source_{"a.rows", text}, random_{seed} {
        Diagnostics diagnostics;
        tokens_ = lex(source_, 0, diagnostics);
    }

    std::string run();

private:
    bool one_in(unsigned chances) { return random_() % chances == 0; }
    std::string new_line() { return one_in(4) ? "\r\n" : "\n"; }
    std::string spaces();
    std::string comment();
    std::string lines();
    std::string between(const Token& before, const Token& next);
    void follow(const Token& token);

    Source source_;
    std::mt19937 random_;
    std::vector<Token> tokens_;
    std::size_t parentheses_ = 0;
    bool is_list_ = false; // commas and line ends separate alike in the block at hand
    std::string_view head_;
};

std::string Scrambler::spaces() {
    return one_in(5) ? "\t" : std::string(random_() % 4, ' ');
}

std::string Scrambler::comment() {
    const std::vector<std::string> comments{"//", "// { ( \" not a text", "//, }  ", "//// four", "// é\t"};
    return comments[random_() % comments.size()] + new_line();
}

/// At least one line end, with empty lines and comments on the way.
std::string Scrambler::lines() {
    std::string result;
    if (one_in(6))
        result += spaces() + (one_in(6) ? "/// behind" + new_line() : comment());
    else
        result += spaces() + new_line();
    while (one_in(3))
        result += spaces() + (one_in(2) ? new_line() : comment());
    return result + spaces();
}

bool is_word(const Token& token) {
    return token.kind == TokenKind::word || token.kind == TokenKind::number;
}

std::string Scrambler::between(const Token& before, const Token& next) {
    using enum TokenKind;
    if (before.kind == doc)
        return new_line() + spaces();
    const bool in_block_edge = before.kind == open_brace || next.kind == close_brace;
    const bool must_break = next.first_on_line && parentheses_ == 0 && next.kind != end &&
                            next.kind != close_brace && before.kind != open_brace && next.kind != open_brace;
    if (must_break || next.kind == doc)
        return lines();
    const bool may_break = parentheses_ > 0 || in_block_edge || next.kind == open_brace || next.kind == end ||
                           (is_list_ && before.kind == comma);
    if (may_break && one_in(4))
        return lines();
    const bool needs_space = (is_word(before) && is_word(next)) || (before.kind == text && next.kind == text);
    return needs_space ? ' ' + spaces() : spaces();
}

void Scrambler::follow(const Token& token) {
    if (token.kind == TokenKind::open_paren)
        ++parentheses_;
    else if (token.kind == TokenKind::close_paren)
        --parentheses_;
    else if (token.kind == TokenKind::close_brace)
        is_list_ = false;
    else if (token.kind == TokenKind::open_brace)
        is_list_ = head_ == "enum" || head_ == "sequence" || head_ == "naming" || head_ == "query";
    else if (token.first_on_line && token.kind == TokenKind::word && parentheses_ == 0)
        head_ = text_at(source_, token.span);
}

std::string Scrambler::run() {
    std::string result = one_in(2) ? lines() : "";
    if (tokens_.front().kind == TokenKind::doc && !result.ends_with('\n'))
        result += '\n';
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
        const Token& token = tokens_[i];
        follow(token);
        const bool may_vanish = is_list_ && token.kind == TokenKind::comma && parentheses_ == 0;
        if (may_vanish && one_in(3)) {
            result += lines(); // instead of the comma
            continue;
        }
        result.append(text_at(source_, token.span)).append(between(token, tokens_[i + 1]));
    }
    return result;
}

// The forms of the language that the project's own schemas lack.
const std::string unusual = R"sql(namespace a::b

naming { table snake_plural, column snake, schema "main" }

enum Status in "x" as "status" { open, closed as "done", table, renamed }
sequence ids as "id_numbers" { start -5, increment 2, }
sequence bare

mixin Stamps {
  at: timestamp = now()
}

/// Documented.
/// Twice.
table T : Stamps as "ts" {
  /// A key.
  id: int64 primary = next(ids)
  price: decimal(12, 2)[]? as "p"
  status: Status = open check "a // b" unique
  other: T? via (one, two) on delete set null on update cascade inverse others
  tags: T[] through "tt" (x, y) inverse back

  primary (id, status)
  unique both (price, status) as "u"
  index named (price desc, status asc) unique as "i"
  index (lower(name), "a || b" desc) where "x > 0"
  index (sqlite "abs(pin)" postgres "abs(pin::bigint)" desc) unique where sqlite "pin > 0" postgres "(pin > 0)"
  check positive "price > 0"
  check sqlite none postgres "price > 0"
  index (name ops gin_trgm_ops, lower(name) ops b) using gin
  partition by range (id, status)
  partition "p_1" from (minvalue, minvalue) to (5, open)
  partition "p_2" in ("a", -1)
  partition "p_3" modulus 4 remainder 3
  partition "p_4" default
}

query q(a: int32, b: Status[]?) -> many { x: int64, y: string(5)? } """
  select :a as x
""" postgres none
query r -> exec from sqlite "a.sql" postgres "b.sql"
)sql";

}

TEST_CASE("schemas in any layout keep what they say", "[format]") {
    std::vector<std::string> schemas{unusual};
    for (const std::string& path : schemas_of_the_project()) {
        if (std::string text = text_of_file(path); text.size() < 8000 && parses(text))
            schemas.push_back(std::move(text));
    }
    REQUIRE(parses(unusual));
    for (unsigned seed = 0; seed < 500; ++seed) {
        const std::string& schema = schemas[seed % 3 == 0 ? 0 : seed % schemas.size()];
        const std::string scrambled = Scrambler{schema, seed}.run();
        if (!parses(scrambled)) {
            FAIL("the test's own layout is wrong, seed " << seed << ":\n" << scrambled);
        }
        const std::string objections = objections_to_formatting(scrambled);
        if (!objections.empty()) {
            FAIL("seed " << seed << ": " << objections << "\nfrom\n" << scrambled);
        }
    }
}
