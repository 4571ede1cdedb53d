// What the database calls a thing, and called it before.

#include "syntax/grammar.hpp"

#include <utility>

namespace rowsmith::syntax {

std::optional<Text> parse_as(Cursor& cursor) {
    cursor.take();
    return cursor.expect_text("the database's name in quotes after 'as'", "as in `as \"db_name\"`");
}

std::optional<Text> parse_renamed(Cursor& cursor) {
    constexpr std::string_view form = "an old name is written `renamed from \"old_name\"`";
    cursor.take();
    if (!cursor.accept_word("from")) {
        cursor.complain_expected("RS0229", "'from' after 'renamed'", std::string{form});
        if (cursor.at(TokenKind::word) && cursor.kind_behind() == TokenKind::text)
            cursor.take(); // another word in its place
        return cursor.at(TokenKind::text) ? std::optional{cursor.take_text()} : std::nullopt;
    }
    return cursor.expect_text("the old name in quotes after 'renamed from'", std::string{form});
}

bool at_db_clause(const Cursor& cursor) {
    return cursor.at_word("as") || cursor.at_word("renamed");
}

bool parse_db_clause(Cursor& cursor, DbName& db, std::string_view repeated) {
    const Span begin = cursor.here().span;
    const bool renamed = cursor.at_word("renamed");
    std::optional<Text>& known = renamed ? db.renamed : db.name;
    std::optional<Text> name = renamed ? parse_renamed(cursor) : parse_as(cursor);
    if (!name)
        return false;
    if (known)
        report_repeated(cursor, repeated, renamed ? "renamed from" : "as", begin, known->span);
    else
        known = std::move(name);
    return true;
}

bool at_object_clause(const Cursor& cursor) {
    return at_db_clause(cursor) || cursor.at_word("in");
}

bool parse_object_clause(Cursor& cursor, DbName& db) {
    constexpr std::string_view code = "RS0224";
    if (!cursor.at_word("in"))
        return parse_db_clause(cursor, db, code);
    const Span begin = cursor.here().span;
    cursor.take();
    std::optional<Text> schema =
        cursor.expect_text("the name of a database schema in quotes after 'in'", "as in `in \"accounts\"`");
    if (!schema)
        return false;
    if (db.schema)
        report_repeated(cursor, code, "in", begin, db.schema->span);
    else
        db.schema = std::move(schema);
    return true;
}

}
