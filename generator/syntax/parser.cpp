#include "syntax/parser.hpp"

#include "syntax/cursor.hpp"
#include "syntax/grammar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace rowsmith::syntax {

namespace {

/// What is known of the file so far beyond its tree.
struct Progress {
    File file;
    bool namespace_reported = false; // a mistake at it was told, so its absence is not
    std::optional<Span> first_declaration;
};

// ---- heads of declarations

/// To the declaration's `{`; where there is none, past the declaration.
bool find_block(Cursor& cursor, bool head_is_good, std::string_view help) {
    if (head_is_good && !cursor.at_open_brace())
        cursor.complain_expected("RS0207", "'{'", std::string{help});
    while (!cursor.at_open_brace() && !cursor.at_member_end())
        cursor.take();
    if (!cursor.at_open_brace())
        cursor.skip_declaration();
    return cursor.at_open_brace();
}

bool parse_db_name(Cursor& cursor, std::optional<Text>& db_name) {
    const Span begin = cursor.here().span;
    std::optional<Text> name = parse_as(cursor);
    if (!name)
        return false;
    if (db_name) {
        cursor.report(cursor.since(begin),
                      {.code = "RS0224",
                       .message = "the database's name is given twice",
                       .label = "given again",
                       .related = {{.span = db_name->span, .label = "first given here"}}});
        return true;
    }
    db_name = std::move(name);
    return true;
}

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

bool parse_table_clauses(Cursor& cursor, Table& table) {
    while (true) {
        if (cursor.at(TokenKind::colon)) {
            if (!parse_mixin_list(cursor, table))
                return false;
        } else if (cursor.at_word("as")) {
            if (!parse_db_name(cursor, table.db_name))
                return false;
        } else {
            return true;
        }
    }
}

bool parse_as_clauses(Cursor& cursor, std::optional<Text>& db_name) {
    while (cursor.at_word("as")) {
        if (!parse_db_name(cursor, db_name))
            return false;
    }
    return true;
}

// ---- declarations

std::optional<Declaration> parse_table(Cursor& cursor) {
    Table table{.doc = cursor.doc(), .name = {}, .mixins = {}, .db_name = {}, .members = {}};
    cursor.take();
    std::optional<Name> name = cursor.expect_name("a table's name", "as in `table User { ... }`");
    const bool head_is_good = name && parse_table_clauses(cursor, table);
    if (!find_block(cursor, head_is_good, "a table is written `table User : Mixin as \"users\" { ... }`"))
        return std::nullopt;
    table.members = parse_members(cursor, name ? fmt::format("table '{}'", name->text) : "this table");
    if (!name)
        return std::nullopt;
    table.name = std::move(*name);
    return table;
}

std::optional<Declaration> parse_mixin(Cursor& cursor) {
    Mixin mixin{.doc = cursor.doc(), .name = {}, .members = {}};
    cursor.take();
    std::optional<Name> name = cursor.expect_name("a mixin's name", "as in `mixin Timestamps { ... }`");
    if (!find_block(cursor, name.has_value(), "a mixin is written `mixin Timestamps { ... }`"))
        return std::nullopt;
    mixin.members = parse_members(cursor, name ? fmt::format("mixin '{}'", name->text) : "this mixin");
    if (!name)
        return std::nullopt;
    mixin.name = std::move(*name);
    return mixin;
}

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
        cursor.complain_expected("RS0207", "',', '}' or a new line after an enum's value");
}

void parse_enum_value(Cursor& cursor, Enum& declaration) {
    EnumValue value{.doc = cursor.doc(), .name = {}, .db_name = {}};
    std::optional<Name> name = cursor.expect_name("an enum's value");
    const bool good = name && parse_as_clauses(cursor, value.db_name);
    if (good && !cursor.at_member_end() && !cursor.at(TokenKind::comma))
        complain_about_value_end(cursor);
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
    if (!name)
        return;
    value.name = std::move(*name);
    declaration.values.push_back(std::move(value));
}

std::optional<Declaration> parse_enum(Cursor& cursor) {
    Enum declaration{.doc = cursor.doc(), .name = {}, .db_name = {}, .values = {}};
    cursor.take();
    std::optional<Name> name = cursor.expect_name("an enum's name", "as in `enum Status { open, closed }`");
    const bool head_is_good = name && parse_as_clauses(cursor, declaration.db_name);
    if (!find_block(cursor, head_is_good, "an enum is written `enum Status { open, closed }`"))
        return std::nullopt;
    parse_block(cursor, name ? fmt::format("enum '{}'", name->text) : "this enum",
                [&] { parse_enum_value(cursor, declaration); });
    if (!name)
        return std::nullopt;
    declaration.name = std::move(*name);
    return declaration;
}

constexpr std::array<std::string_view, 3> sequence_options{"start", "increment", "cache"};

/// False when the option is unknown; one that is repeated is reported, and read all the same.
bool check_sequence_option(Cursor& cursor, const Sequence& sequence, const Name& name) {
    if (std::ranges::find(sequence_options, name.text) == sequence_options.end()) {
        cursor.report(name.span, {.code = "RS0225",
                                  .message = fmt::format("a sequence has no option '{}'", name.text),
                                  .help = suggest(name.text, sequence_options,
                                                  "its options are start, increment and cache")});
        return false;
    }
    const auto earlier = std::ranges::find(
        sequence.options, name.text,
        [](const SequenceOption& option) -> const std::string& { return option.name.text; });
    if (earlier != sequence.options.end())
        cursor.report(name.span, {.code = "RS0224",
                                  .message = fmt::format("the option '{}' is given twice", name.text),
                                  .label = "given again",
                                  .related = {{.span = earlier->name.span, .label = "first given here"}}});
    return true;
}

void parse_sequence_option(Cursor& cursor, Sequence& sequence) {
    std::optional<Name> name = cursor.expect_name("an option of the sequence", "as in `start 1000`");
    if (name && check_sequence_option(cursor, sequence, *name)) {
        std::optional<Number> value =
            cursor.expect_number(fmt::format("a number after '{}'", name->text), "as in `start 1000`");
        if (value) {
            sequence.options.push_back({.name = std::move(*name), .value = std::move(*value)});
            if (!cursor.at_member_end() && !cursor.at(TokenKind::comma))
                cursor.complain_expected("RS0207", "',', '}' or a new line after the option");
        }
    }
    cursor.skip_item();
    (void)cursor.accept(TokenKind::comma);
}

std::optional<Declaration> parse_sequence(Cursor& cursor) {
    Sequence sequence{.doc = cursor.doc(), .name = {}, .db_name = {}, .options = {}};
    cursor.take();
    std::optional<Name> name =
        cursor.expect_name("a sequence's name", "as in `sequence user_ids { start 1000 }`");
    const bool head_is_good = name && parse_as_clauses(cursor, sequence.db_name);
    const bool has_block = cursor.at_open_brace() || !head_is_good || !cursor.at_member_end();
    if (has_block &&
        find_block(cursor, head_is_good, "a sequence is written `sequence user_ids { start 1000 }`"))
        parse_block(cursor, name ? fmt::format("sequence '{}'", name->text) : "this sequence",
                    [&] { parse_sequence_option(cursor, sequence); });
    if (!name)
        return std::nullopt;
    sequence.name = std::move(*name);
    return sequence;
}

// ---- the top of the file

void expect_line_end(Cursor& cursor, std::string_view what) {
    if (cursor.at_line_start() || cursor.at_end() || cursor.at(TokenKind::close_brace))
        return;
    if (cursor.at(TokenKind::semicolon))
        cursor.complain({.code = "RS0216",
                         .message = fmt::format("{} ends with its line, not with a semicolon", what),
                         .help = "remove the semicolon"});
    else
        cursor.complain(
            {.code = "RS0220",
             .message = fmt::format("expected a new line after {}, found {}", what, cursor.found())});
    cursor.skip_line();
}

/// Reports a namespace that may not stand here; false then.
bool check_namespace_place(Cursor& cursor, const Progress& progress, const Namespace& name_space) {
    const File& file = progress.file;
    if (file.name_space) {
        cursor.report(name_space.span, {.code = "RS0202",
                                        .message = "the file has a second namespace",
                                        .label = "second",
                                        .help = "put these declarations into another file",
                                        .related = {{.span = file.name_space->span, .label = "first"}}});
        return false;
    }
    if (file.imports.empty() && !progress.first_declaration)
        return true;
    const Span first = file.imports.empty() ? *progress.first_declaration : file.imports.front().path.span;
    cursor.report(name_space.span,
                  {.code = "RS0203",
                   .message = "the namespace does not come first",
                   .help = "a file begins with its namespace; imports and declarations follow",
                   .related = {{.span = first, .label = "comes before it"}}});
    return true;
}

void parse_namespace(Cursor& cursor, Progress& progress) {
    Namespace name_space{.parts = {}, .span = cursor.here().span};
    progress.namespace_reported = true;
    cursor.take();
    do {
        std::optional<Name> part = cursor.expect_name("a namespace's name", "as in `namespace shop`");
        if (!part) {
            cursor.skip_line();
            return;
        }
        name_space.parts.push_back(std::move(*part));
    } while (cursor.accept(TokenKind::double_colon));
    name_space.span = cursor.since(name_space.span);
    if (check_namespace_place(cursor, progress, name_space))
        progress.file.name_space = std::move(name_space);
    expect_line_end(cursor, "the namespace");
}

void parse_import(Cursor& cursor, Progress& progress) {
    const Span keyword = cursor.here().span;
    cursor.take();
    std::optional<Text> path =
        cursor.expect_text("a file's name in quotes", "as in `import \"common.rows\"`");
    if (!path) {
        cursor.skip_line();
        return;
    }
    if (progress.first_declaration)
        cursor.report(cursor.since(keyword),
                      {.code = "RS0204",
                       .message = "the import comes after a declaration",
                       .help = "imports come directly after the namespace",
                       .related = {{.span = *progress.first_declaration, .label = "the first declaration"}}});
    progress.file.imports.push_back({.path = std::move(*path)});
    expect_line_end(cursor, "the import");
}

struct DeclarationRule {
    std::string_view word;
    std::string_view what;
    std::optional<Declaration> (*parse)(Cursor&);
};
constexpr std::array declaration_rules{
    DeclarationRule{"enum", "an enum", parse_enum},
    DeclarationRule{"sequence", "a sequence", parse_sequence},
    DeclarationRule{"mixin", "a mixin", parse_mixin},
    DeclarationRule{"table", "a table", parse_table},
};

void parse_declaration(Cursor& cursor, Progress& progress, const DeclarationRule& rule) {
    if (!progress.first_declaration)
        progress.first_declaration = cursor.here().span;
    std::optional<Declaration> declaration = rule.parse(cursor);
    if (declaration)
        progress.file.declarations.push_back(std::move(*declaration));
    expect_line_end(cursor, rule.what);
}

void report_no_declaration(Cursor& cursor, Progress& progress) {
    constexpr std::array<std::string_view, 6> words{"namespace", "import", "enum",
                                                    "sequence",  "mixin",  "table"};
    if (cursor.at(TokenKind::close_brace)) {
        cursor.complain({.code = "RS0219", .message = "'}' without a matching '{'"});
        cursor.take();
        return;
    }
    const bool is_first = progress.file.imports.empty() && !progress.first_declaration;
    const std::string_view otherwise = is_first && !progress.namespace_reported
                                           ? "a file begins with its namespace, as in `namespace shop`"
                                           : "declarations begin with enum, sequence, mixin or table";
    progress.namespace_reported = progress.namespace_reported || is_first;
    cursor.complain_expected("RS0205", "a declaration",
                             cursor.at(TokenKind::word) ? suggest(cursor.text(), words, otherwise)
                                                        : std::string{otherwise});
    cursor.skip_declaration();
    if (!cursor.at_line_start())
        cursor.skip_line();
}

void parse_top(Cursor& cursor, Progress& progress) {
    cursor.begin_line();
    const auto rule = std::ranges::find_if(declaration_rules, [&cursor](const DeclarationRule& candidate) {
        return cursor.at_word(candidate.word);
    });
    if (rule != declaration_rules.end())
        parse_declaration(cursor, progress, *rule);
    else if (cursor.at_word("namespace"))
        parse_namespace(cursor, progress);
    else if (cursor.at_word("import"))
        parse_import(cursor, progress);
    else
        report_no_declaration(cursor, progress);
}

}

File parse(const Source& source, FileIndex index, Diagnostics& diagnostics) {
    Cursor cursor{source, index, diagnostics};
    Progress progress;
    progress.file.source = index;
    const Span start = cursor.place();
    const std::string found = cursor.found();
    progress.namespace_reported = cursor.at(TokenKind::invalid);
    while (!cursor.at_end())
        parse_top(cursor, progress);
    if (!progress.namespace_reported)
        cursor.report(start, {.code = "RS0201",
                              .message = "expected a namespace, found " + found,
                              .help = "begin the file with `namespace shop`"});
    return std::move(progress.file);
}

}
