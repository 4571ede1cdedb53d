#pragma once
// The rules of the grammar that one file of the parser uses from another. A rule begins at its first token.
// One that returns nothing has reported why; its caller decides where to go on.

#include "support/names.hpp"
#include "syntax/ast.hpp"
#include "syntax/cursor.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

using AttributeValue = decltype(Attribute::value);

// ---- declarations

[[nodiscard]] std::optional<Declaration> parse_enum(Cursor& cursor);
[[nodiscard]] std::optional<Declaration> parse_sequence(Cursor& cursor);
[[nodiscard]] std::optional<Declaration> parse_mixin(Cursor& cursor);
[[nodiscard]] std::optional<Declaration> parse_table(Cursor& cursor);
[[nodiscard]] std::optional<Declaration> parse_query(Cursor& cursor);
[[nodiscard]] std::optional<Declaration> parse_view(Cursor& cursor);
/// `naming { table snake_plural, column snake, schema "accounts" }`
[[nodiscard]] std::optional<Naming> parse_naming(Cursor& cursor);

/// To the declaration's `{`; where there is none, past the declaration. `words` may stand before the brace.
[[nodiscard]] bool find_block(Cursor& cursor, bool head_is_good, std::string_view help,
                              std::span<const std::string_view> words = {});

// ---- members

struct Members {
    std::vector<Member> read;
    bool complete = true; // false: one of them, or a part of it, could not be read
};
/// Reads the members of a table, view or mixin from its `{` to its `}`; `owner` is how messages call it.
[[nodiscard]] Members parse_members(Cursor& cursor, std::string_view owner);

/// One key, index, check, partition or a view's SQL; the word at hand is `primary`, `unique`, `index`,
/// `check`, `partition` or `sql`.
[[nodiscard]] std::optional<Member> parse_key(Cursor& cursor);
[[nodiscard]] std::optional<Member> parse_index(Cursor& cursor);
/// `partition by range (a)` or `partition "name" ...`
[[nodiscard]] std::optional<Member> parse_partition_member(Cursor& cursor);
/// `(a, b)`, of a key.
[[nodiscard]] std::optional<std::vector<KeyPart>> parse_key_parts(Cursor& cursor);
/// True where a key, index, check or a view's SQL begins, and not a column of that name.
[[nodiscard]] bool at_key(const Cursor& cursor);
/// The words that may follow the columns of the key that begins here; none where no key does.
[[nodiscard]] std::span<const std::string_view> key_words(const Cursor& cursor);

[[nodiscard]] std::optional<TypeName> parse_type(Cursor& cursor);
/// What follows `=`.
[[nodiscard]] std::optional<Default> parse_default(Cursor& cursor);
/// All attributes up to the end of the member; false when it went wrong on the way.
[[nodiscard]] bool parse_attributes(Cursor& cursor, std::vector<Attribute>& attributes);
/// True where the word at hand is an attribute's, or nearly one.
[[nodiscard]] bool at_attribute_word(const Cursor& cursor);

[[nodiscard]] std::optional<AttributeValue> parse_as_attribute(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_renamed_attribute(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_check(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_computed(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_inverse(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_via(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_through(Cursor& cursor);
[[nodiscard]] std::optional<AttributeValue> parse_on(Cursor& cursor);

/// `(a, b)`
[[nodiscard]] std::optional<std::vector<Name>> parse_names(Cursor& cursor, std::string_view what);

// ---- SQL

/// True at the SQL of one database: a word directly before a string or before `none`, and no word that begins
/// something else.
[[nodiscard]] bool at_dialect(const Cursor& cursor);
/// `"..."`, `sqlite "..." postgres "..."` or `"..." postgres "..."`; reports when something else stands
/// there.
[[nodiscard]] std::optional<SqlText> expect_sql_text(Cursor& cursor, std::string_view what,
                                                     std::string help = {});
/// The same after an optional name. A single word before a single text is the name.
[[nodiscard]] std::optional<SqlText> expect_named_sql(Cursor& cursor, std::optional<Name>& name,
                                                      std::string_view what, std::string help = {});

// ---- names in the database

/// `as "db_name"`
[[nodiscard]] std::optional<Text> parse_as(Cursor& cursor);
/// `renamed from "old_name"`
[[nodiscard]] std::optional<Text> parse_renamed(Cursor& cursor);
[[nodiscard]] bool at_db_clause(const Cursor& cursor);
/// One `as "db_name"` or `renamed from "old_name"`; false when it went wrong. A repeated one is reported with
/// `repeated` as its code.
[[nodiscard]] bool parse_db_clause(Cursor& cursor, DbName& db, std::string_view repeated);
/// The same of a table, enum or sequence, which may also stand `in "schema"`.
[[nodiscard]] bool at_object_clause(const Cursor& cursor);
[[nodiscard]] bool parse_object_clause(Cursor& cursor, DbName& db);

/// Reports the clause from `begin` on as the second of its kind; `first` is a place in the first.
void report_repeated(Cursor& cursor, std::string_view code, std::string_view clause, Span begin, Span first);

// ---- help

/// The same for the token at hand; of anything but a word, `otherwise`.
[[nodiscard]] std::string suggest_here(const Cursor& cursor, std::span<const std::string_view> candidates,
                                       std::string_view otherwise);

// ---- blocks

/// Takes the `{`, and a second one with a report.
void open_block(Cursor& cursor);
/// The block of `owner` is still open where the file ends or the next declaration begins.
void report_open_block(Cursor& cursor, Span opening, std::string_view owner);

/// `{ item item ... }`, from the opening brace on. An item takes at least one token or stops before a `}`.
/// `at_next` says where the next declaration begins.
template <typename ParseItem, typename AtNext>
void parse_block(Cursor& cursor, std::string_view owner, ParseItem parse_item, AtNext at_next) {
    const Span opening = cursor.here().span;
    open_block(cursor);
    while (!cursor.accept(TokenKind::close_brace)) {
        if (cursor.at_end() || at_next()) {
            report_open_block(cursor, opening, owner);
            return;
        }
        parse_item();
        cursor.begin_line();
    }
}

template <typename ParseItem>
void parse_block(Cursor& cursor, std::string_view owner, ParseItem parse_item) {
    parse_block(cursor, owner, parse_item, [&cursor] { return cursor.at_declaration(); });
}

}
