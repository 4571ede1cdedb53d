// The attributes of relations that are more than a word.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

constexpr std::array<std::string_view, 2> event_words{"delete", "update"};
constexpr std::array<std::string_view, 3> action_words{"cascade", "restrict", "set"};
constexpr std::array<std::string_view, 2> set_words{"null", "default"};
constexpr std::string_view all_actions = "actions are cascade, restrict, set null and set default";

std::optional<Action> parse_set_action(Cursor& cursor) {
    if (cursor.accept_word("null"))
        return Action::set_null;
    if (cursor.accept_word("default"))
        return Action::set_default;
    cursor.complain_expected("RS0215", "'null' or 'default' after 'set'",
                             suggest_here(cursor, set_words, all_actions));
    return std::nullopt;
}

std::optional<Action> parse_action(Cursor& cursor, std::string_view event) {
    if (cursor.accept_word("cascade"))
        return Action::cascade;
    if (cursor.accept_word("restrict"))
        return Action::restrict_;
    if (cursor.accept_word("set"))
        return parse_set_action(cursor);
    cursor.complain_expected("RS0215", fmt::format("an action after 'on {}'", event),
                             suggest_here(cursor, action_words, all_actions));
    return std::nullopt;
}

}

std::optional<AttributeValue> parse_inverse(Cursor& cursor) {
    cursor.take();
    std::optional<Name> name =
        cursor.expect_name("the name of the other direction", "as in `inverse purchases`");
    if (!name)
        return std::nullopt;
    return Inverse{.name = std::move(*name)};
}

std::optional<AttributeValue> parse_via(Cursor& cursor) {
    cursor.take();
    if (cursor.at(TokenKind::word)) {
        Via via;
        via.columns.push_back(cursor.take_name());
        return via;
    }
    if (!cursor.at(TokenKind::open_paren)) {
        cursor.complain_expected("RS0206", "the column of the foreign key",
                                 "as in `via reports_to` or `via (order_id, line_no)`");
        return std::nullopt;
    }
    auto columns = parse_names(cursor, "columns");
    if (!columns)
        return std::nullopt;
    return Via{.columns = std::move(*columns)};
}

std::optional<AttributeValue> parse_through(Cursor& cursor) {
    cursor.take();
    if (cursor.at(TokenKind::word))
        return ThroughTable{.table = cursor.take_name()};
    if (!cursor.at(TokenKind::text)) {
        cursor.complain_expected(
            "RS0206", "the table in between",
            "write `through PostTag` for a declared table, `through \"post_tags\"` for one to be made");
        return std::nullopt;
    }
    ThroughMade made{.table = cursor.take_text(), .columns = {}};
    if (!cursor.at(TokenKind::open_paren))
        return made;
    auto columns = parse_names(cursor, "columns");
    if (!columns)
        return std::nullopt;
    made.columns = std::move(*columns);
    return made;
}

std::optional<AttributeValue> parse_on(Cursor& cursor) {
    cursor.take();
    const bool erase = cursor.at_word("delete");
    if (!erase && !cursor.at_word("update")) {
        cursor.complain_expected("RS0214", "'delete' or 'update' after 'on'",
                                 suggest_here(cursor, event_words, "as in `on delete cascade`"));
        return std::nullopt;
    }
    cursor.take();
    const std::optional<Action> action = parse_action(cursor, erase ? "delete" : "update");
    if (!action)
        return std::nullopt;
    return On{.event = erase ? Event::erase : Event::update, .action = *action};
}

}
