#include "analysis/sql_text.hpp"

#include "analysis/dialect_words.hpp"
#include "support/verbatim.hpp"

#include <fmt/format.h>

namespace rowsmith::analysis {

namespace {

/// Reports what is no single expression; true when it is one.
bool check_text(Work& work, const syntax::Text& sql) {
    const auto fault = verbatim_fault(sql.value);
    if (fault)
        work.report(mistake("RS0413", sql.span, fmt::format("this SQL is not one expression: {}", *fault),
                            "it must stand alone: no `;`, no comment, no quote or parenthesis left open"));
    return !fault;
}

}

std::optional<model::SqlText> resolve_sql(Work& work, const syntax::SqlText& sql) {
    model::SqlText resolved{.place = to_place(sql.span)};
    bool whole = true;
    if (sql.common) {
        whole = check_text(work, *sql.common);
        resolved.common = sql.common->value;
    }
    for (const auto& own : sql.dialects) {
        whole = (!own.text || check_text(work, *own.text)) && whole;
        whole = check_dialect(work, own.dialect) && whole;
        resolved.dialects.push_back(
            {.dialect = own.dialect.text, .text = own.text ? std::optional(own.text->value) : std::nullopt});
    }
    return whole ? std::optional(std::move(resolved)) : std::nullopt;
}

}
