#pragma once
// The parts of a statement that its result depends on: which expressions it gives, and of which tables. Only
// as much of SQL is understood here as that needs; a statement of another form has no branches.

#include "sql/tokens.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::checking {

/// A text with its tokens.
struct Sql {
    std::string text;
    std::vector<sql::Token> tokens;

    [[nodiscard]] bool has(std::size_t at) const { return at < tokens.size(); }
    [[nodiscard]] bool word(std::size_t at, std::string_view word) const {
        return has(at) && sql::is_word(text, tokens[at], word);
    }
    [[nodiscard]] bool sign(std::size_t at, std::string_view sign) const {
        return has(at) && tokens[at].kind == sql::TokenKind::sign && written(at) == sign;
    }
    [[nodiscard]] bool name(std::size_t at) const {
        return has(at) &&
               (tokens[at].kind == sql::TokenKind::word || tokens[at].kind == sql::TokenKind::quoted);
    }
    [[nodiscard]] std::string_view written(std::size_t at) const { return sql::written(text, tokens[at]); }
    /// The name in small letters.
    [[nodiscard]] std::string name_of(std::size_t at) const;
    /// The names of a list in parentheses that begins at `at`, in small letters; none where there is none.
    [[nodiscard]] std::vector<std::string> names_in(std::size_t at) const;
    /// The token behind the parenthesis that closes the one at `at`.
    [[nodiscard]] std::size_t behind(std::size_t at) const;
};

/// Tokens [first, end).
struct Range {
    std::size_t first = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - first; }
};

/// One entry of a list of results.
struct Item {
    Range expression;
    std::optional<std::size_t> name; // the token behind `as`
};

/// What rows are made of: a table, a SELECT, or something that cannot be seen through.
struct Source {
    std::string table;             // names in small letters; empty when it is no table
    std::string alias;             // the table's name where there is none
    bool nullable = false;         // all its columns may be NULL: an outer join need not find a row of it
    std::optional<Range> select{}; // what stands between the parentheses of a SELECT
    std::vector<std::string> columns{}; // behind the alias: other names for its columns
};

/// A table of WITH.
struct CommonTable {
    std::string name;                 // in small letters
    std::vector<std::string> columns; // as they are called there; empty: as the SELECT calls them
    Range select;
};

/// One SELECT, or a statement with RETURNING. Places are offsets in the text.
struct Branch {
    std::size_t begin = 0;
    std::size_t list_begin = 0;
    std::size_t list_end = 0;
    std::size_t end = 0; // before ORDER BY and LIMIT
    std::vector<Item> items;
    std::vector<Source> sources;
    /// There may be a row of no rows: an aggregate without GROUP BY, or ROLLUP and the like.
    bool has_totals = false;
};

struct Statement {
    Sql sql;
    std::string verb;        // the first word, behind WITH, in small letters
    std::size_t verb_at = 0; // its place in the text
    bool recursive = false;  // WITH RECURSIVE
    std::vector<CommonTable> common_tables;
    std::vector<Branch> branches; // more than one: of UNION and the like
    bool writes = false;          // a part of it inserts, updates or deletes

    [[nodiscard]] const CommonTable* common_table(std::string_view name) const;
    /// The text with another list in the place of the branch's own, and without the other branches.
    [[nodiscard]] std::string with_list(const Branch& branch, std::string_view list) const;
    /// The branch's own list, for what is put behind it.
    [[nodiscard]] std::string list_of(const Branch& branch) const;
    [[nodiscard]] std::string text_of(Range range) const;
};

[[nodiscard]] Statement parse_statement(std::string text);
/// The sources of a FROM.
[[nodiscard]] std::vector<Source> sources_of(const Sql& sql, Range range);

}
