// What follows a member's name: its type, its default, its attributes.

#include "support/names.hpp"
#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

using AttributeValue = decltype(Attribute::value);

// ---- types

bool parse_type_arguments(Cursor& cursor, TypeName& type) {
    if (!cursor.accept(TokenKind::open_paren))
        return true;
    do {
        std::optional<Number> argument =
            cursor.expect_number(fmt::format("a number in '{}(...)'", type.name.text));
        if (!argument)
            return false;
        type.arguments.push_back(std::move(*argument));
    } while (cursor.accept(TokenKind::comma));
    return cursor.expect(TokenKind::close_paren, "',' or ')'");
}

bool parse_array_mark(Cursor& cursor, TypeName& type) {
    if (!cursor.at(TokenKind::open_bracket))
        return true;
    if (type.nullable) {
        cursor.complain({.code = "RS0228",
                         .message = "the values of an array cannot be null",
                         .help = fmt::format("write `{}[]?` for an array that may be null", type.name.text)});
        return false;
    }
    cursor.take();
    type.array = true;
    return cursor.expect(
        TokenKind::close_bracket, "']'",
        "arrays have no length, as in `T[]`; the length of a string is written `string(50)`");
}

// ---- defaults

std::optional<AttributeValue> parse_default_attribute(Cursor& cursor) {
    cursor.take();
    std::optional<Default> value = parse_default(cursor);
    if (!value)
        return std::nullopt;
    return std::move(*value);
}

std::optional<decltype(Default::value)> parse_word_default(Cursor& cursor) {
    Name word = cursor.take_name();
    if (word.text == "sql" && cursor.at(TokenKind::text))
        return SqlDefault{.sql = cursor.take_text()};
    if (!cursor.accept(TokenKind::open_paren))
        return WordDefault{.word = std::move(word)};
    CallDefault call{.function = std::move(word), .argument = {}};
    if (cursor.at(TokenKind::word))
        call.argument = cursor.take_name();
    if (!cursor.expect(TokenKind::close_paren, "')'", "the calls are `now()`, `uuid()` and `next(sequence)`"))
        return std::nullopt;
    return call;
}

std::optional<decltype(Default::value)> parse_default_value(Cursor& cursor) {
    if (cursor.at(TokenKind::number))
        return cursor.take_number();
    if (cursor.at(TokenKind::text))
        return cursor.take_text();
    if (cursor.at(TokenKind::word))
        return parse_word_default(cursor);
    cursor.complain_expected(
        "RS0213", "a value after '='",
        "defaults are numbers, strings, words, `now()`, `uuid()`, `next(sequence)` or `sql \"...\"`");
    return std::nullopt;
}

// ---- attributes

template <typename Mark>
std::optional<AttributeValue> parse_mark(Cursor& cursor) {
    cursor.take();
    return Mark{};
}

std::optional<AttributeValue> parse_check(Cursor& cursor) {
    cursor.take();
    std::optional<Text> condition = cursor.expect_text("a condition in quotes", "as in `check \"age >= 0\"`");
    if (!condition)
        return std::nullopt;
    return Check{.condition = std::move(*condition)};
}

std::optional<AttributeValue> parse_as_attribute(Cursor& cursor) {
    std::optional<Text> name = parse_as(cursor);
    if (!name)
        return std::nullopt;
    return As{.name = std::move(*name)};
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

constexpr std::array<std::string_view, 2> event_words{"delete", "update"};
constexpr std::array<std::string_view, 3> action_words{"cascade", "restrict", "set"};
constexpr std::array<std::string_view, 2> set_words{"null", "default"};
constexpr std::string_view all_actions = "actions are cascade, restrict, set null and set default";

std::string suggest_here(const Cursor& cursor, std::span<const std::string_view> words,
                         std::string_view otherwise) {
    return cursor.at(TokenKind::word) ? suggest(cursor.text(), words, otherwise) : std::string{otherwise};
}

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

struct AttributeRule {
    std::string_view word;
    std::optional<AttributeValue> (*parse)(Cursor&);
};
constexpr std::array attribute_rules{
    AttributeRule{"primary", parse_mark<Primary>},
    AttributeRule{"unique", parse_mark<Unique>},
    AttributeRule{"identity", parse_mark<Identity>},
    AttributeRule{"check", parse_check},
    AttributeRule{"as", parse_as_attribute},
    AttributeRule{"inverse", parse_inverse},
    AttributeRule{"via", parse_via},
    AttributeRule{"through", parse_through},
    AttributeRule{"on", parse_on},
    AttributeRule{"deferrable", parse_mark<Deferrable>},
};

// ---- what is no attribute

constexpr std::array<std::string_view, attribute_rules.size()> attribute_words = [] {
    std::array<std::string_view, attribute_rules.size()> words{};
    std::ranges::transform(attribute_rules, words.begin(), &AttributeRule::word);
    return words;
}();

// Words of SQL, and what they are here.
struct Translation {
    std::string_view word;
    std::string_view help;
};
constexpr std::array translations{
    Translation{"not", "a column is not null unless its type ends with `?`"},
    Translation{"null", "a column may be null when its type ends with `?`"},
    Translation{"nullable", "a column may be null when its type ends with `?`"},
    Translation{"optional", "a column may be null when its type ends with `?`"},
    Translation{"default", "a default is written `= value`"},
    Translation{"references", "a relation has a table as its type, as in `user: User`"},
    Translation{"foreign", "a relation has a table as its type, as in `user: User`"},
    Translation{"autoincrement", "`identity` lets the database count"},
    Translation{"auto_increment", "`identity` lets the database count"},
    Translation{"key", "`primary` and `unique` stand alone"},
};

std::string help_for(std::string_view word) {
    const auto translation = std::ranges::find(translations, word, &Translation::word);
    if (translation != translations.end())
        return std::string{translation->help};
    return suggest(word, attribute_words,
                   fmt::format("attributes are `= value`, {}", fmt::join(attribute_words, ", ")));
}

void complain_about_attribute(Cursor& cursor) {
    if (cursor.at(TokenKind::word))
        cursor.complain({.code = "RS0211",
                         .message = fmt::format("unknown attribute '{}'", cursor.text()),
                         .help = help_for(cursor.text())});
    else
        cursor.complain_expected("RS0207", "an attribute or the end of the line");
}

// ---- all attributes of a member

/// How a message calls an attribute; two of one name say the same thing twice.
std::string_view name_of(const Attribute& attribute) {
    constexpr std::array<std::string_view, std::variant_size_v<AttributeValue>> names{
        "primary", "unique", "identity", "a default", "check", "as",
        "inverse", "via",    "through",  "through",   "on",    "deferrable"};
    if (const On* on = std::get_if<On>(&attribute.value))
        return on->event == Event::erase ? "on delete" : "on update";
    return names[attribute.value.index()];
}

void check_repetition(Cursor& cursor, const std::vector<Attribute>& earlier, const Attribute& attribute) {
    const auto first = std::ranges::find(earlier, name_of(attribute), name_of);
    if (first == earlier.end())
        return;
    const bool is_check = std::holds_alternative<Check>(attribute.value);
    cursor.report(attribute.span, {.code = "RS0212",
                                   .message = std::holds_alternative<Default>(attribute.value)
                                                  ? std::string{"a default is given twice"}
                                                  : fmt::format("'{}' is given twice", name_of(attribute)),
                                   .label = "given again",
                                   .help = is_check ? "join the conditions with `and`" : "",
                                   .related = {{.span = first->span, .label = "first given here"}}});
}

std::optional<AttributeValue> parse_attribute(Cursor& cursor) {
    if (cursor.at(TokenKind::equals))
        return parse_default_attribute(cursor);
    for (const AttributeRule& rule : attribute_rules) {
        if (cursor.at_word(rule.word))
            return rule.parse(cursor);
    }
    complain_about_attribute(cursor);
    return std::nullopt;
}

bool at_attributes_end(const Cursor& cursor) {
    const bool next_member = cursor.at(TokenKind::word) && cursor.kind_behind() == TokenKind::colon;
    return cursor.at_member_end() || cursor.at(TokenKind::comma) || cursor.at(TokenKind::semicolon) ||
           next_member;
}

}

std::optional<TypeName> parse_type(Cursor& cursor) {
    if (!cursor.at(TokenKind::word)) {
        cursor.complain_expected("RS0210", "a type after ':'", "as in `name: string(50)`");
        return std::nullopt;
    }
    TypeName type{.name = cursor.take_name(), .arguments = {}, .array = false, .nullable = false, .span = {}};
    if (!parse_type_arguments(cursor, type) || !parse_array_mark(cursor, type))
        return std::nullopt;
    type.nullable = cursor.accept(TokenKind::question);
    if (!type.array && !parse_array_mark(cursor, type))
        return std::nullopt;
    type.span = cursor.since(type.name.span);
    return type;
}

std::optional<Default> parse_default(Cursor& cursor) {
    const Span begin = cursor.here().span;
    auto value = parse_default_value(cursor);
    if (!value)
        return std::nullopt;
    return Default{.value = std::move(*value), .span = cursor.since(begin)};
}

bool parse_attributes(Cursor& cursor, std::vector<Attribute>& attributes) {
    while (!at_attributes_end(cursor)) {
        const Span begin = cursor.here().span;
        std::optional<AttributeValue> value = parse_attribute(cursor);
        if (!value)
            return false;
        Attribute attribute{.value = std::move(*value), .span = cursor.since(begin)};
        check_repetition(cursor, attributes, attribute);
        attributes.push_back(std::move(attribute));
    }
    return true;
}

std::optional<Text> parse_as(Cursor& cursor) {
    cursor.take();
    return cursor.expect_text("the database's name in quotes after 'as'", "as in `as \"db_name\"`");
}

void report_open_block(Cursor& cursor, Span opening, std::string_view owner) {
    const bool declaration = !cursor.at_end();
    cursor.complain({.code = "RS0218",
                     .message = declaration
                                    ? fmt::format("{} is not closed before the next declaration", owner)
                                    : fmt::format("{} is not closed", owner),
                     .label = "expected '}'",
                     .related = {{.span = opening, .label = "opened here"}}});
}

std::string suggest(std::string_view word, std::span<const std::string_view> candidates,
                    std::string_view otherwise) {
    const std::string_view candidate = nearest(word, candidates);
    return candidate.empty() ? std::string{otherwise} : fmt::format("did you mean `{}`?", candidate);
}

}
