#pragma once
// Short forms for making diagnostics of places inside SQL.

#include "checking/statement.hpp"
#include "model/model.hpp"
#include "support/diagnostics.hpp"

#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::checking {

[[nodiscard]] inline Span to_span(model::Place place) {
    return {.file = place.file, .begin = place.begin, .end = place.end};
}

[[nodiscard]] inline Diagnostic mistake(std::string_view code, model::Place place, std::string message,
                                        std::string help) {
    return {.code = std::string(code),
            .span = to_span(place),
            .message = std::move(message),
            .help = std::move(help)};
}

/// The place of a token of the text.
[[nodiscard]] inline model::Place place_of(const model::QueryText& text, const sql::Token& token) {
    return text.at(token.begin, token.end);
}
[[nodiscard]] inline model::Place place_of(const model::QueryText& text, const Sql& sql, Range range) {
    return text.at(sql.tokens[range.first].begin, sql.tokens[range.end - 1].end);
}

}
