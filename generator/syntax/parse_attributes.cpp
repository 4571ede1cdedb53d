// The attributes of a column or relation, in any order.

#include "support/names.hpp"
#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

namespace rowsmith::syntax {

namespace {

std::optional<AttributeValue> parse_default_attribute(Cursor& cursor) {
    cursor.take();
    std::optional<Default> value = parse_default(cursor);
    if (!value)
        return std::nullopt;
    return std::move(*value);
}

template <typename Mark>
std::optional<AttributeValue> parse_mark(Cursor& cursor) {
    cursor.take();
    return Mark{};
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
    AttributeRule{"renamed", parse_renamed_attribute},
    AttributeRule{"computed", parse_computed},
    AttributeRule{"version", parse_mark<Version>},
    AttributeRule{"deferred", parse_mark<Deferred>},
    AttributeRule{"readonly", parse_mark<Readonly>},
};

// ---- what is no attribute

constexpr std::array<std::string_view, attribute_rules.size()> attribute_words = [] {
    std::array<std::string_view, attribute_rules.size()> words{};
    std::ranges::transform(attribute_rules, words.begin(), &AttributeRule::word);
    return words;
}();

// Words of SQL and other languages, and what they are here.
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
    Translation{"generated", "a computed column is written `computed \"...\" stored`"},
    Translation{"where", "a condition belongs to an index, as in `index (name) where \"...\"`"},
    Translation{"comment", "documentation is a line `/// ...` before the column"},
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

// Where each attribute of a member stands first, by its name.
using Places = std::map<std::string_view, Span>;

/// How a message calls an attribute; two of one name say the same thing twice.
std::string_view name_of(const Attribute& attribute) {
    constexpr std::array<std::string_view, std::variant_size_v<AttributeValue>> names{
        "primary", "unique",   "identity", "a default", "check",      "as",           "inverse",
        "via",     "through",  "through",  "on",        "deferrable", "renamed from", "as cpp",
        "as type", "computed", "version",  "deferred",  "readonly"};
    if (const On* on = std::get_if<On>(&attribute.value))
        return on->event == Event::erase ? "on delete" : "on update";
    return names[attribute.value.index()];
}

void check_repetition(Cursor& cursor, Places& places, const Attribute& attribute) {
    const std::string_view name = name_of(attribute);
    const auto [first, inserted] = places.emplace(name, attribute.span);
    const bool may_repeat = std::holds_alternative<AsType>(attribute.value); // for another database
    if (inserted || may_repeat)
        return;
    const bool is_check = std::holds_alternative<Check>(attribute.value);
    const bool is_default = std::holds_alternative<Default>(attribute.value);
    cursor.report(attribute.span, {.code = "RS0212",
                                   .message = is_default ? std::string{"a default is given twice"}
                                                         : fmt::format("'{}' is given twice", name),
                                   .label = "given again",
                                   .help = is_check ? "join the conditions with `and`" : "",
                                   .related = {{.span = first->second, .label = "first given here"}}});
}

/// A word that may only follow another attribute, and does not.
bool skip_stray_word(Cursor& cursor) {
    const bool header = cursor.at_word("header");
    if (!header && !cursor.at_word("stored") && !cursor.at_word("virtual"))
        return false;
    if (header)
        cursor.complain({.code = "RS0233",
                         .message = "'header' does not follow 'as cpp \"...\"'",
                         .help = "write `as cpp \"acme::Money\" header \"acme/money.hpp\"`"});
    else
        cursor.complain({.code = "RS0232",
                         .message = fmt::format("'{}' does not follow 'computed \"...\"'", cursor.text()),
                         .help = fmt::format("write `computed \"price * amount\" {}`", cursor.text())});
    cursor.take();
    if (header && cursor.at(TokenKind::text))
        cursor.take();
    return true;
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

bool at_attribute_word(const Cursor& cursor) {
    return cursor.at(TokenKind::word) &&
           (std::ranges::find(translations, cursor.text(), &Translation::word) != translations.end() ||
            !nearest(cursor.text(), attribute_words).empty());
}

bool parse_attributes(Cursor& cursor, std::vector<Attribute>& attributes) {
    Places places;
    while (!at_attributes_end(cursor)) {
        if (skip_stray_word(cursor))
            continue;
        const Span begin = cursor.here().span;
        std::optional<AttributeValue> value = parse_attribute(cursor);
        if (!value)
            return false;
        Attribute attribute{.value = std::move(*value), .span = cursor.since(begin)};
        check_repetition(cursor, places, attribute);
        attributes.push_back(std::move(attribute));
    }
    return true;
}

}
