#pragma once
// What the parser makes of a text, as texts to compare.

#include "ast_dump.hpp"
#include "support/diagnostics.hpp"
#include "support/source.hpp"
#include "syntax/parser.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace rowsmith::syntax {

struct Parsed {
    File file;
    std::string tree;
    std::string reports; // one per line: place, code, message
    std::size_t count = 0;
};

inline Parsed parsed(const std::string& text) {
    const Source source{"a.rows", text};
    Diagnostics diagnostics;
    Parsed result{.file = parse(source, 0, diagnostics), .tree = {}, .reports = {}};
    result.tree = dump(result.file);
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        const Position position = source.position(diagnostic.span.begin);
        result.reports += std::to_string(position.line) + ':' + std::to_string(position.column) + ' ' +
                          diagnostic.code + ' ' + diagnostic.message + '\n';
        ++result.count;
    }
    return result;
}

/// The first report's help.
inline std::string help_for(const std::string& text) {
    const Source source{"a.rows", text};
    Diagnostics diagnostics;
    (void)parse(source, 0, diagnostics);
    return diagnostics.sorted().empty() ? "" : diagnostics.sorted().front().help;
}

struct Row {
    std::string text;
    std::string expected;
};

/// Each row's text, as a member of a table, parses to what is expected, and the next line is read too.
inline void check_members(const std::vector<Row>& rows) {
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Parsed result = parsed("namespace n\ntable T {\n  " + row.text + "\n  last: int32\n}\n");
        CHECK(result.reports.empty());
        CHECK(result.tree == "namespace (n)\ntable T\n  " + row.expected + "\n  last: int32\n");
    }
}

}
