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
    bool naming_place_reported = false;
    std::optional<Span> first_declaration;
};

// ---- the top of the file

void expect_line_end(Cursor& cursor, Progress& progress, std::string_view what) {
    if (cursor.at_line_start() || cursor.at_end() || cursor.at(TokenKind::close_brace))
        return;
    if (cursor.at(TokenKind::semicolon)) {
        cursor.complain({.code = "RS0216",
                         .message = fmt::format("{} ends with its line, not with a semicolon", what),
                         .help = "remove the semicolon"});
        cursor.take();
    } else {
        cursor.complain(
            {.code = "RS0220",
             .message = fmt::format("expected a new line after {}, found {}", what, cursor.found())});
    }
    progress.file.complete = progress.file.complete && cursor.at_member_end();
    cursor.skip_line();
}

/// What stands first in the file beside its namespace.
std::optional<Span> first_thing(const Progress& progress) {
    std::optional<Span> first = progress.first_declaration;
    const auto consider = [&first](Span span) {
        if (!first || span.begin < first->begin)
            first = span;
    };
    if (progress.file.naming)
        consider(progress.file.naming->span);
    if (!progress.file.imports.empty())
        consider(progress.file.imports.front().path.span);
    return first;
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
    const std::optional<Span> first = first_thing(progress);
    if (!first)
        return true;
    cursor.report(name_space.span,
                  {.code = "RS0203",
                   .message = "the namespace does not come first",
                   .help = "a file begins with its namespace; imports and declarations follow",
                   .related = {{.span = *first, .label = "comes before it"}}});
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
    expect_line_end(cursor, progress, "the namespace");
}

/// Only the first import after the naming block is told.
void check_naming_before_import(Cursor& cursor, Progress& progress, Span import) {
    if (!progress.file.naming || progress.naming_place_reported)
        return;
    progress.naming_place_reported = true;
    cursor.report(progress.file.naming->span,
                  {.code = "RS0236",
                   .message = "the naming rules come before an import",
                   .help = "they come after the imports, before the first declaration",
                   .related = {{.span = import, .label = "this import"}}});
}

void parse_import(Cursor& cursor, Progress& progress) {
    const Span keyword = cursor.here().span;
    cursor.take();
    std::optional<Text> path =
        cursor.expect_text("a file's name in quotes", "as in `import \"common.rows\"`");
    if (!path) {
        progress.file.complete = false;
        cursor.skip_line();
        return;
    }
    if (progress.first_declaration)
        cursor.report(cursor.since(keyword),
                      {.code = "RS0204",
                       .message = "the import comes after a declaration",
                       .help = "imports come directly after the namespace",
                       .related = {{.span = *progress.first_declaration, .label = "the first declaration"}}});
    check_naming_before_import(cursor, progress, cursor.since(keyword));
    progress.file.imports.push_back({.path = std::move(*path)});
    expect_line_end(cursor, progress, "the import");
}

/// Reports naming rules that may not stand here; false when they do not count.
bool check_naming_place(Cursor& cursor, Progress& progress, const Naming& naming) {
    if (progress.file.naming) {
        cursor.report(naming.span, {.code = "RS0235",
                                    .message = "the file has a second block of naming rules",
                                    .label = "second",
                                    .help = "write all rules into one block",
                                    .related = {{.span = progress.file.naming->span, .label = "first"}}});
        return false;
    }
    if (!progress.first_declaration)
        return true;
    progress.naming_place_reported = true;
    cursor.report(naming.span,
                  {.code = "RS0236",
                   .message = "the naming rules come after a declaration",
                   .help = "they come after the imports, before the first declaration",
                   .related = {{.span = *progress.first_declaration, .label = "the first declaration"}}});
    return true;
}

void parse_naming_rules(Cursor& cursor, Progress& progress) {
    std::optional<Naming> naming = parse_naming(cursor);
    if (naming && check_naming_place(cursor, progress, *naming))
        progress.file.naming = std::move(naming);
    progress.file.complete = progress.file.complete && naming;
    expect_line_end(cursor, progress, "the naming rules");
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
    DeclarationRule{"query", "a query", parse_query},
    DeclarationRule{"view", "a view", parse_view},
};

void parse_declaration(Cursor& cursor, Progress& progress, const DeclarationRule& rule) {
    if (!progress.first_declaration)
        progress.first_declaration = cursor.here().span;
    std::optional<Declaration> declaration = rule.parse(cursor);
    if (declaration)
        progress.file.declarations.push_back(std::move(*declaration));
    else
        progress.file.complete = false;
    expect_line_end(cursor, progress, rule.what);
}

void report_no_declaration(Cursor& cursor, Progress& progress) {
    progress.file.complete = false;
    constexpr std::array<std::string_view, 9> words{"namespace", "import", "naming", "enum",
                                                    "sequence",  "mixin",  "table",  "query", "view"};
    if (cursor.at(TokenKind::close_brace)) {
        cursor.complain({.code = "RS0219",
                         .message = "'}' without a matching '{'",
                         .help = "remove it, or another one above it that closes too early"});
        cursor.take();
        return;
    }
    const bool is_first = !first_thing(progress);
    const std::string_view otherwise = is_first && !progress.namespace_reported
                                           ? "a file begins with its namespace, as in `namespace shop`"
                                           : "declarations begin with enum, sequence, mixin, table, query or view";
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
    else if (cursor.at_word("naming"))
        parse_naming_rules(cursor, progress);
    else
        report_no_declaration(cursor, progress);
}

}

File parse(const Source& source, FileIndex index, Diagnostics& diagnostics, std::size_t token_limit) {
    Cursor cursor{source, index, diagnostics, token_limit};
    Progress progress;
    progress.file.source = index;
    const Span start = cursor.place();
    const std::string found = cursor.found();
    progress.file.complete = cursor.whole();
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
