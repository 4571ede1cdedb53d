#include "sqlite/words.hpp"

#include "rowsmith/error.hpp"

#include <string>

namespace rowsmith::sqlite {
namespace {

using detail::Function;

/// Dates and timestamps are texts in the form of ISO 8601, arrays are JSON texts.
std::string_view function_text(Function function) {
    switch (function) {
    case Function::year:
        return "cast(strftime('%Y', ?) as integer)";
    case Function::month:
        return "cast(strftime('%m', ?) as integer)";
    case Function::day:
        return "cast(strftime('%d', ?) as integer)";
    case Function::hour:
        return "cast(strftime('%H', ?) as integer)";
    case Function::minute:
        return "cast(strftime('%M', ?) as integer)";
    case Function::day_of:
        return "date(?)";
    case Function::plus_days:
        return "date(?, ? || ' days')";
    case Function::element_of:
        return "(? in (select value from json_each(?)))";
    default:
        return {};
    }
}

std::string json_path(std::span<const detail::JsonStep> path) {
    std::string text = "$";
    for (const detail::JsonStep& step : path) {
        if (step.name.find('"') != std::string::npos)
            throw UsageError("SQLite finds no member of a JSON document whose name has quotes");
        if (step.element)
            text.append("[").append(std::to_string(step.number)).append("]");
        else
            text.append(".\"").append(step.name).append("\"");
    }
    return text;
}

}

driver::Spelling spelling_of_queries() {
    return {.glob = true,
            .json_lists = true,
            .real_decimals = true,
            .words = {.function = &function_text,
                      .json_path = &json_path,
                      .json_text =
                          "case json_type(?, ?) when 'true' then 'true' when 'false' then 'false' else "
                          "cast(json_extract(?, ?) as text) end"},
            .plan = {.words = "explain query plan ", .text = 3, .step = 0, .parent = 1}};
}

}
