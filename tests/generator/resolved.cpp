#include "resolved.hpp"

#include <catch2/catch.hpp>

namespace rowsmith::tests {

Resolved resolved(const Texts& texts, const std::vector<std::string>& requested) {
    Diagnostics diagnostics;
    const auto program = analysis::load(requested, {}, analysis::memory_files(texts), diagnostics);
    Resolved result{.schema = analysis::resolve(program, diagnostics, dialects), .reports = {}};
    for (const auto& it : diagnostics.sorted()) {
        const auto position = program.sources[it.span.file].position(it.span.begin);
        const auto file = it.span.file == 0 ? std::string() : program.sources[it.span.file].path() + ":";
        result.reports += file + std::to_string(position.line) + ":" + std::to_string(position.column) + " " +
                          it.code + " " + it.message + "\n";
    }
    return result;
}

Resolved resolved(const std::string& text) {
    return resolved({{"a.rows", "namespace n\n" + text}}, {"a.rows"});
}

std::string dump(const std::string& text) {
    const auto result = resolved(text);
    return result.reports.empty() ? model::dump(result.schema, 0) : result.reports;
}

void check_dumps(const std::vector<Row>& rows) {
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK("\n" + dump(text) == "\nnamespace n" + expected);
    }
}

void check_reports(const std::vector<Row>& rows) {
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK("\n" + resolved(text).reports == expected);
    }
}

}
