#include "analysis/sql_text.hpp"

#include "support/verbatim.hpp"

#include <fmt/format.h>

namespace rowsmith::analysis {

bool check_sql(Work& work, const syntax::Text& sql) {
    const auto fault = verbatim_fault(sql.value);
    if (fault)
        work.report(mistake("RS0413", sql.span, fmt::format("this SQL is not one expression: {}", *fault),
                            "it must stand alone: no `;`, no comment, no quote or parenthesis left open"));
    return !fault;
}

}
