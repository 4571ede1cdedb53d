#pragma once
// What formatting must keep, found without help of the formatter.

#include "ast_dump.hpp"
#include "syntax/format.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::syntax {

inline std::string text_of_file(const std::string& path) {
    std::ifstream stream{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{stream}, {}};
}

/// Every *.rows of the tree, sorted.
inline std::vector<std::string> schemas_of_the_project() {
    std::vector<std::string> paths;
    for (const std::string folder : {"schemas", "examples", "tests"}) {
        const std::filesystem::path root = std::filesystem::path{ROWSMITH_SOURCE_DIR} / folder;
        if (!std::filesystem::exists(root))
            continue;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{root})
            if (entry.is_regular_file() && entry.path().extension() == ".rows")
                paths.push_back(entry.path().string());
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

inline bool parses(const std::string& text) {
    Diagnostics diagnostics;
    (void)parse(Source{"a.rows", text}, 0, diagnostics);
    return !diagnostics.has_errors();
}

/// The tree without its places, or `errors`.
inline std::string tree_of(const std::string& text) {
    Diagnostics diagnostics;
    const std::string tree = dump(parse(Source{"a.rows", text}, 0, diagnostics));
    return diagnostics.has_errors() ? "errors" : tree;
}

/// The tokens, one per line, without the commas that a line end may replace: those between braces.
inline std::string tokens_of(const std::string& text) {
    const Source source{"a.rows", text};
    Diagnostics diagnostics;
    std::string tokens;
    std::size_t parentheses = 0;
    std::size_t braces = 0;
    for (const Token& token : lex(source, 0, diagnostics)) {
        parentheses += token.kind == TokenKind::open_paren ? 1 : 0;
        parentheses -= token.kind == TokenKind::close_paren ? 1 : 0;
        braces += token.kind == TokenKind::open_brace ? 1 : 0;
        braces -= token.kind == TokenKind::close_brace ? 1 : 0;
        const bool separates = token.kind == TokenKind::comma && braces > 0 && parentheses == 0;
        if (!separates && token.kind != TokenKind::doc)
            tokens.append(text_at(source, token.span)).append("\n");
    }
    return tokens;
}

/// The comments, documentation too, one per line; those that stand behind something are marked.
inline std::string comments_of(const std::string& text) {
    std::string comments;
    bool in_text = false;
    bool behind = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const std::string_view rest = std::string_view{text}.substr(at);
        if (in_text && rest.starts_with('\\')) {
            ++at;
        } else if (rest.starts_with('"')) {
            in_text = !in_text;
            behind = true;
        } else if (!in_text && rest.starts_with("//")) {
            const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
            comments.append(behind ? "behind " : "")
                .append(line.substr(0, line.find_last_not_of(" \t") + 1))
                .append("\n");
            at += line.size() - 1;
        } else if (rest.starts_with('\n')) {
            behind = false;
        } else if (!rest.starts_with(' ') && !rest.starts_with('\t') && !rest.starts_with('\r')) {
            behind = true;
        }
    }
    return comments;
}

/// Whether an empty line stands behind a line that ends in an opening sign, and in no comment.
inline bool opens_with_empty_line(const std::string& text) {
    for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at + 1)) {
        const std::size_t begin = at == 0 ? 0 : text.rfind('\n', at - 1) + 1;
        const std::string_view line = std::string_view{text}.substr(begin, at - begin);
        const bool opens = line.ends_with('{') || line.ends_with('(');
        if (opens && line.find("//") == std::string_view::npos)
            return true;
    }
    return false;
}

/// What the layout of a formatted file may not have.
inline std::string objections_to_layout(const std::string& text) {
    std::string objections;
    for (const std::string_view never : {" \n", "\r", "\n\n\n"}) {
        if (text.find(never) != std::string::npos)
            objections.append("contains '").append(never).append("'\n");
    }
    if (opens_with_empty_line(text))
        objections += "an empty line begins a block\n";
    for (std::size_t at = text.find("\n\n"); at != std::string::npos; at = text.find("\n\n", at + 1)) {
        const std::size_t next = text.find_first_not_of("\n ", at);
        if (next != std::string::npos && (text[next] == '}' || text[next] == ')'))
            objections += "an empty line ends a block\n";
    }
    if (!text.ends_with('\n') || text.ends_with("\n\n") || text.starts_with('\n'))
        objections += "does not end with one line end, or begins with one\n";
    return objections;
}

/// Empty when formatting a text, which is without errors, keeps all that it must.
inline std::string objections_to_formatting(const std::string& text) {
    const auto formatted = [](const std::string& from) {
        Diagnostics diagnostics;
        return format(Source{"a.rows", from}, 0, diagnostics).value_or("errors");
    };
    const std::string result = formatted(text);
    std::string objections = objections_to_layout(result);
    if (tree_of(result) != tree_of(text))
        objections += "another tree\n";
    if (tokens_of(result) != tokens_of(text))
        objections += "other tokens\n";
    if (comments_of(result) != comments_of(text))
        objections += "other comments\n";
    if (formatted(result) != result)
        objections += "formatting again gives\n" + formatted(result);
    return objections.empty() ? "" : objections + result;
}

}
