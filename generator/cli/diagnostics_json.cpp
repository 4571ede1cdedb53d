// The form for scripts and editors. Members may be added to it; a change of those that are there is a new
// version.

#include "cli/diagnostics_output.hpp"

#include <nlohmann/json.hpp>

namespace rowsmith::cli {

namespace {

using Json = nlohmann::ordered_json;

Json position(const Source& source, std::uint32_t offset) {
    const Position position = source.position(offset);
    return {{"line", position.line}, {"column", position.column}, {"offset", offset}};
}

/// Path, start and end; null where a diagnostic has no place.
void add_place(Json& object, const Sources& sources, Span span) {
    const bool has_place = span.file < sources.size();
    object["path"] = has_place ? Json(sources[span.file].path()) : Json();
    object["start"] = has_place ? position(sources[span.file], span.begin) : Json();
    object["end"] = has_place ? position(sources[span.file], span.end) : Json();
}

Json to_object(const Diagnostic& diagnostic, const Sources& sources) {
    Json object{{"severity", diagnostic.severity == Severity::error ? "error" : "warning"},
                {"code", diagnostic.code},
                {"message", diagnostic.message}};
    add_place(object, sources, diagnostic.span);
    object["label"] = diagnostic.label;
    object["related"] = Json::array();
    for (const Related& related : diagnostic.related) {
        Json place = Json::object();
        add_place(place, sources, related.span);
        place["label"] = related.label;
        object["related"].push_back(std::move(place));
    }
    object["help"] = diagnostic.help;
    object["explain"] = "rowsmith explain " + diagnostic.code;
    return object;
}

}

std::string to_json(const Diagnostics& diagnostics, const Sources& sources) {
    Json list = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.sorted())
        list.push_back(to_object(diagnostic, sources));
    const Json document{{"version", 1},
                        {"diagnostics", std::move(list)},
                        {"errors", diagnostics.error_count()},
                        {"warnings", diagnostics.warning_count()}};
    // A path or a message may hold bytes that are not UTF-8.
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}
