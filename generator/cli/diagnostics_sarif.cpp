// SARIF 2.1.0 (docs.oasis-open.org/sarif), which code hosts and editors read.

#include "cli/diagnostics_output.hpp"
#include "cli/pages.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace rowsmith::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view schema_address =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// A path as a URI reference: relative where the path is. What is not a letter, a digit or one of `-._~/` is
/// encoded.
std::string uri_of(std::string_view path) {
    std::string uri{path.starts_with('/') ? "file://" : ""};
    for (const char c : path) {
        const bool as_itself = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                               std::string_view{"-._~/"}.find(c) != std::string_view::npos;
        uri += as_itself ? std::string{c} : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return uri;
}

Json text_object(std::string_view text) {
    return {{"text", text}};
}

Json location(const Sources& sources, Span span, std::string_view label) {
    const Source& source = sources[span.file];
    const Position start = source.position(span.begin);
    const Position end = source.position(std::max(span.begin, span.end));
    Json location{{"physicalLocation",
                   {{"artifactLocation", {{"uri", uri_of(source.path())}}},
                    {"region",
                     {{"startLine", start.line},
                      {"startColumn", start.column},
                      {"endLine", end.line},
                      {"endColumn", end.column}}}}}};
    if (!label.empty())
        location["message"] = text_object(label);
    return location;
}

/// The codes that occur, ascending.
std::vector<std::string> codes_of(const std::vector<Diagnostic>& diagnostics) {
    std::set<std::string> codes;
    for (const Diagnostic& diagnostic : diagnostics)
        codes.insert(diagnostic.code);
    return {codes.begin(), codes.end()};
}

Json rule(const std::string& code) {
    Json rule{{"id", code}};
    const auto title = std::ranges::find(all_codes(), code, &CodeTitle::code);
    if (title != all_codes().end())
        rule["shortDescription"] = text_object(title->title);
    if (const std::string_view page = page_text(code); !page.empty())
        rule["help"] = {{"text", render_page(parse_page(page), Paint{false})}, {"markdown", page}};
    return rule;
}

Json result(const Diagnostic& diagnostic, const Sources& sources, std::size_t rule_index) {
    std::string message = diagnostic.message;
    if (!diagnostic.help.empty())
        message += "\nhelp: " + diagnostic.help;
    Json result{{"ruleId", diagnostic.code},
                {"ruleIndex", rule_index},
                {"level", diagnostic.severity == Severity::error ? "error" : "warning"},
                {"message", text_object(message)},
                {"locations", Json::array()}};
    if (diagnostic.span.file < sources.size())
        result["locations"].push_back(location(sources, diagnostic.span, diagnostic.label));
    for (const Related& related : diagnostic.related) {
        if (related.span.file < sources.size())
            result["relatedLocations"].push_back(location(sources, related.span, related.label));
    }
    return result;
}

}

std::string to_sarif(const Diagnostics& diagnostics, const Sources& sources) {
    const std::vector<Diagnostic> sorted = diagnostics.sorted();
    const std::vector<std::string> codes = codes_of(sorted);
    Json rules = Json::array();
    for (const std::string& code : codes)
        rules.push_back(rule(code));
    Json results = Json::array();
    for (const Diagnostic& diagnostic : sorted) {
        const auto at = std::ranges::lower_bound(codes, diagnostic.code);
        results.push_back(result(diagnostic, sources, static_cast<std::size_t>(at - codes.begin())));
    }
    const Json driver{{"name", "Rowsmith"}, {"version", ROWSMITH_VERSION}, {"rules", std::move(rules)}};
    Json run{
        {"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
    const Json log{
        {"$schema", schema_address}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
    // A path or a message may hold bytes that are not UTF-8.
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}
