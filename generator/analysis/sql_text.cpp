#include "analysis/sql_text.hpp"

#include "analysis/dialect_words.hpp"
#include "support/verbatim.hpp"
#include "syntax/lexer.hpp"
#include "syntax/quoted_text.hpp"

#include <fmt/format.h>

namespace rowsmith::analysis {

namespace {

/// Reports what is no single expression or statement; true when it is one.
bool check_text(Work& work, const syntax::Text& sql, std::string_view what) {
    const auto fault = verbatim_fault(sql.value);
    if (fault)
        work.report(mistake("RS0413", sql.span, fmt::format("this SQL is not one {}: {}", what, *fault),
                            "it must stand alone: no `;`, no comment, no quote or parenthesis left open"));
    return !fault;
}

}

std::optional<model::SqlText> resolve_sql(Work& work, const syntax::SqlText& sql, std::string_view what) {
    model::SqlText resolved{.place = to_place(sql.span)};
    bool whole = true;
    if (sql.common) {
        whole = check_text(work, *sql.common, what);
        resolved.common = sql.common->value;
    }
    for (const auto& own : sql.dialects) {
        whole = (!own.text || check_text(work, *own.text, what)) && whole;
        whole = check_dialect(work, own.dialect) && whole;
        resolved.dialects.push_back(
            {.dialect = own.dialect.text, .text = own.text ? std::optional(own.text->value) : std::nullopt});
    }
    return whole ? std::optional(std::move(resolved)) : std::nullopt;
}

model::QueryText located_text(const Work& work, const syntax::Text& text) {
    const auto quoted = syntax::text_at(work.program.sources[text.span.file], text.span);
    auto parts = syntax::unquote_parts(quoted);
    model::QueryText made{.text = std::move(parts.value), .place = to_place(text.span)};
    for (const auto& origin : parts.origins)
        made.origins.push_back(
            {.value = origin.value, .begin = text.span.begin + static_cast<std::uint32_t>(origin.written)});
    return made;
}

}
