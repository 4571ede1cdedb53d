#include "postgres/words.hpp"

namespace rowsmith::postgres {
namespace {

using detail::Function;

std::string_view function_text(Function function) {
    switch (function) {
    case Function::position:
        return "cast(strpos(?, ?) as bigint)";
    case Function::rounded_real: // there is none of floating-point numbers
        return "cast(round(cast(? as numeric), cast(? as integer)) as double precision)";
    case Function::truncated:
        return "cast(trunc(?) as bigint)";
    default:
        return {};
    }
}

/// Types of the program's own, enums and arrays are known from what stands beside them.
std::string_view type_text(ColumnKind kind) {
    switch (kind) {
    case ColumnKind::boolean:
        return "boolean";
    case ColumnKind::int16:
    case ColumnKind::int32:
    case ColumnKind::int64:
        return "bigint";
    case ColumnKind::float32:
    case ColumnKind::float64:
        return "double precision";
    case ColumnKind::decimal:
        return "numeric";
    case ColumnKind::string:
        return "text";
    case ColumnKind::bytes:
        return "bytea";
    case ColumnKind::date:
        return "date";
    case ColumnKind::time:
        return "time";
    case ColumnKind::timestamp:
        return "timestamptz";
    case ColumnKind::uuid:
        return "uuid";
    case ColumnKind::json:
        return "jsonb";
    case ColumnKind::enumeration:
    case ColumnKind::array:
    case ColumnKind::converted:
        break;
    }
    return {};
}

/// An array of texts, as it is written.
std::string json_path(std::span<const detail::JsonStep> path) {
    std::string text = "{";
    for (const detail::JsonStep& step : path) {
        text += text.size() > 1 ? ",\"" : "\"";
        for (const char character : step.element ? std::to_string(step.number) : step.name) {
            if (character == '"' || character == '\\')
                text += '\\';
            text += character;
        }
        text += '"';
    }
    return text += '}';
}

}

driver::Spelling spelling_of_queries() {
    return {.words = {.function = &function_text,
                      .type = &type_text,
                      .json_path = &json_path,
                      .json_text = "(? #>> cast(? as text[]))"},
            .plan = {.words = "explain "}};
}

}
