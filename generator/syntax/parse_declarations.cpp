// Tables, views, mixins, enums and sequences.

#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

bool parse_mixin_list(Cursor& cursor, Table& table) {
    const Span colon = cursor.here().span;
    cursor.take();
    if (!table.mixins.empty())
        cursor.report(colon, {.code = "RS0224",
                              .message = "the table's mixins are given twice",
                              .label = "given again",
                              .help = "separate them by commas, as in `: Timestamps, Audited`",
                              .related = {{.span = table.mixins.front().span, .label = "first given here"}}});
    do {
        std::optional<Name> mixin = cursor.expect_name("a mixin's name");
        if (!mixin)
            return false;
        table.mixins.push_back(std::move(*mixin));
    } while (cursor.accept(TokenKind::comma));
    return true;
}

bool parse_methods(Cursor& cursor, Table& table) {
    const Span begin = cursor.here().span;
    cursor.take();
    std::optional<Text> header = cursor.expect_text("a header's name in quotes after 'methods'",
                                                    "as in `methods \"app/user_methods.hpp\"`");
    if (!header)
        return false;
    if (table.methods)
        report_repeated(cursor, "RS0224", "methods", begin, table.methods->span);
    else
        table.methods = std::move(header);
    return true;
}

bool parse_table_clauses(Cursor& cursor, Table& table) {
    bool good = true;
    while (good) {
        if (cursor.at(TokenKind::colon))
            good = parse_mixin_list(cursor, table);
        else if (cursor.at_word("methods"))
            good = parse_methods(cursor, table);
        else if (at_object_clause(cursor))
            good = parse_object_clause(cursor, table.db);
        else
            return true;
    }
    return false;
}

/// Of an enum or a sequence.
bool parse_object_clauses(Cursor& cursor, DbName& db) {
    while (at_object_clause(cursor)) {
        if (!parse_object_clause(cursor, db))
            return false;
    }
    return true;
}

bool parse_value_clauses(Cursor& cursor, DbName& db) {
    while (at_db_clause(cursor)) {
        if (!parse_db_clause(cursor, db, "RS0224"))
            return false;
    }
    return true;
}

constexpr std::array<std::string_view, 2> value_words{"as", "renamed"};
constexpr std::array<std::string_view, 3> object_words{"as", "in", "renamed"};
constexpr std::array<std::string_view, 4> table_words{"as", "in", "renamed", "methods"};

void complain_about_value_end(Cursor& cursor) {
    if (cursor.at(TokenKind::equals))
        cursor.complain({.code = "RS0227",
                         .message = "an enum's value has no number",
                         .help = "the database stores the name; `as \"...\"` stores another text"});
    else if (cursor.at(TokenKind::semicolon))
        cursor.complain({.code = "RS0216",
                         .message = "an enum's values are not separated by semicolons",
                         .help = "separate them by commas or new lines"});
    else
        cursor.complain_expected("RS0207", "',', '}' or a new line after an enum's value",
                                 suggest_here(cursor, value_words, ""));
}

void parse_enum_value(Cursor& cursor, Enum& declaration) {
    EnumValue value{.doc = cursor.doc(), .name = {}, .db = {}};
    std::optional<Name> name = cursor.expect_name(
        "an enum's value", cursor.at(TokenKind::comma) ? "leave one of the commas out" : "");
    const bool good = name && parse_value_clauses(cursor, value.db);
    const bool ended = cursor.at_member_end() || cursor.at(TokenKind::comma);
    if (good && !ended)
        complain_about_value_end(cursor);
    declaration.complete = declaration.complete && good && ended;
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
    if (!name)
        return;
    value.name = std::move(*name);
    declaration.values.push_back(std::move(value));
}

constexpr std::array<std::string_view, 3> sequence_options{"start", "increment", "cache"};

enum class OptionState { wanted, repeated, unknown };

/// Reports an option that is unknown or repeated.
OptionState check_sequence_option(Cursor& cursor, const Sequence& sequence, const Name& name) {
    if (std::ranges::find(sequence_options, name.text) == sequence_options.end()) {
        cursor.report(name.span, {.code = "RS0225",
                                  .message = fmt::format("a sequence has no option '{}'", name.text),
                                  .help = suggest(name.text, sequence_options,
                                                  "its options are start, increment and cache")});
        return OptionState::unknown;
    }
    const auto earlier = std::ranges::find(
        sequence.options, name.text,
        [](const SequenceOption& option) -> const std::string& { return option.name.text; });
    if (earlier == sequence.options.end())
        return OptionState::wanted;
    cursor.report(name.span, {.code = "RS0224",
                              .message = fmt::format("the option '{}' is given twice", name.text),
                              .label = "given again",
                              .related = {{.span = earlier->name.span, .label = "first given here"}}});
    return OptionState::repeated;
}

void parse_sequence_option(Cursor& cursor, Sequence& sequence) {
    std::optional<Name> name = cursor.expect_name("an option of the sequence", "as in `start 1000`");
    const OptionState state = name ? check_sequence_option(cursor, sequence, *name) : OptionState::unknown;
    if (state != OptionState::unknown) {
        std::optional<Number> value =
            cursor.expect_number(fmt::format("a number after '{}'", name->text), "as in `start 1000`");
        if (value && !cursor.at_member_end() && !cursor.at(TokenKind::comma))
            cursor.complain_expected("RS0207", "',', '}' or a new line after the option");
        if (value && state == OptionState::wanted)
            sequence.options.push_back({.name = std::move(*name), .value = std::move(*value)});
    }
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
}

/// How messages write a table, and how a view.
struct RowsForm {
    bool view;
    std::string_view word;
    std::string_view name;
    std::string_view example;
    std::string_view head;
};
constexpr RowsForm table_form{.view = false,
                              .word = "table",
                              .name = "a table's name",
                              .example = "as in `table User { ... }`",
                              .head = "a table is written `table User : Mixin as \"users\" { ... }`"};
constexpr RowsForm view_form{.view = true,
                             .word = "view",
                             .name = "a view's name",
                             .example = "as in `view UserTotal { ... }`",
                             .head = "a view is written `view UserTotal as \"user_totals\" { ... }`"};

std::optional<Declaration> parse_rows(Cursor& cursor, const RowsForm& form) {
    Table table{.doc = cursor.doc(), .name = {}, .mixins = {}, .db = {}, .methods = {}, .members = {}};
    table.view = form.view;
    cursor.take();
    std::optional<Name> name = cursor.expect_name(form.name, std::string{form.example});
    const bool head_is_good = name && parse_table_clauses(cursor, table);
    table.complete = head_is_good && cursor.at_open_brace();
    if (!find_block(cursor, head_is_good, form.head, table_words))
        return std::nullopt;
    Members members = parse_members(cursor, name ? fmt::format("{} '{}'", form.word, name->text)
                                                 : fmt::format("this {}", form.word));
    table.members = std::move(members.read);
    table.complete = table.complete && members.complete;
    if (!name)
        return std::nullopt;
    table.name = std::move(*name);
    return table;
}

}

std::optional<Declaration> parse_table(Cursor& cursor) {
    return parse_rows(cursor, table_form);
}

std::optional<Declaration> parse_view(Cursor& cursor) {
    return parse_rows(cursor, view_form);
}

std::optional<Declaration> parse_mixin(Cursor& cursor) {
    Mixin mixin{.doc = cursor.doc(), .name = {}, .members = {}};
    cursor.take();
    std::optional<Name> name = cursor.expect_name("a mixin's name", "as in `mixin Timestamps { ... }`");
    if (!find_block(cursor, name.has_value(), "a mixin is written `mixin Timestamps { ... }`"))
        return std::nullopt;
    Members members = parse_members(cursor, name ? fmt::format("mixin '{}'", name->text) : "this mixin");
    mixin.members = std::move(members.read);
    mixin.complete = members.complete;
    if (!name)
        return std::nullopt;
    mixin.name = std::move(*name);
    return mixin;
}

std::optional<Declaration> parse_enum(Cursor& cursor) {
    Enum declaration{.doc = cursor.doc(), .name = {}, .db = {}, .values = {}};
    cursor.take();
    std::optional<Name> name = cursor.expect_name("an enum's name", "as in `enum Status { open, closed }`");
    const bool head_is_good = name && parse_object_clauses(cursor, declaration.db);
    if (!find_block(cursor, head_is_good, "an enum is written `enum Status { open, closed }`", object_words))
        return std::nullopt;
    parse_block(cursor, name ? fmt::format("enum '{}'", name->text) : "this enum",
                [&] { parse_enum_value(cursor, declaration); });
    if (!name)
        return std::nullopt;
    declaration.name = std::move(*name);
    return declaration;
}

std::optional<Declaration> parse_sequence(Cursor& cursor) {
    Sequence sequence{.doc = cursor.doc(), .name = {}, .db = {}, .options = {}};
    cursor.take();
    std::optional<Name> name =
        cursor.expect_name("a sequence's name", "as in `sequence user_ids { start 1000 }`");
    const bool head_is_good = name && parse_object_clauses(cursor, sequence.db);
    const bool has_block = cursor.at_open_brace() || !head_is_good || !cursor.at_member_end();
    if (has_block && find_block(cursor, head_is_good,
                                "a sequence is written `sequence user_ids { start 1000 }`", object_words))
        parse_block(cursor, name ? fmt::format("sequence '{}'", name->text) : "this sequence",
                    [&] { parse_sequence_option(cursor, sequence); });
    if (!name)
        return std::nullopt;
    sequence.name = std::move(*name);
    return sequence;
}

}
