#include "cli/limits.hpp"

#include "sql/limits.hpp"

#include <utility>

namespace rowsmith::cli {

namespace {

Diagnostic as_diagnostic(sql::Limit limit) {
    return {.severity = limit.severity,
            .code = std::move(limit.code),
            .span = {.file = limit.place.file, .begin = limit.place.begin, .end = limit.place.end},
            .message = std::move(limit.message),
            .help = std::move(limit.help)};
}

}

void report_limits(std::span<const sql::Dialect* const> dialects, const model::Schema& schema,
                   Diagnostics& diagnostics) {
    for (const sql::Dialect* dialect : dialects)
        for (sql::Limit& limit : sql::limits(*dialect, schema))
            diagnostics.report(as_diagnostic(std::move(limit)));
}

}
