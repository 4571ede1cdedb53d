#include "cli/pipeline.hpp"

#include "analysis/analysis.hpp"
#include "checking/check.hpp"
#include "checking/views.hpp"
#include "cli/limits.hpp"
#include "sql/dialect.hpp"
#include "support/diagnostics.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <vector>

namespace rowsmith::cli {

std::optional<Resolved> resolve(const SchemaOptions& options, DocumentStream stream) {
    Diagnostics diagnostics;
    analysis::Program program = analysis::load(options.schemas, options.import_dirs, diagnostics);
    std::vector<std::string_view> dialects;
    std::ranges::transform(sql::dialects(), std::back_inserter(dialects), &sql::Dialect::name);
    model::Schema schema = analysis::resolve(program, diagnostics, dialects);
    if (!diagnostics.has_errors())
        report_limits(chosen_dialects(options.dialects), schema, diagnostics);
    if (!diagnostics.has_errors())
        checking::check_views(schema, chosen_dialects(options.dialects), diagnostics, options.database);
    if (!diagnostics.has_errors())
        checking::check_queries(schema, chosen_dialects(options.dialects), diagnostics, options.database);
    print_diagnostics(diagnostics, program.sources, options.diagnostics, stream);
    if (diagnostics.has_errors())
        return std::nullopt;
    return Resolved{.program = std::move(program), .schema = std::move(schema)};
}

std::vector<const sql::Dialect*> chosen_dialects(const std::vector<std::string>& names) {
    std::vector<const sql::Dialect*> chosen;
    for (const sql::Dialect* dialect : sql::dialects()) {
        if (std::ranges::find(names, dialect->name) != names.end())
            chosen.push_back(dialect);
    }
    return chosen;
}

std::vector<std::size_t> requested_files(const model::Schema& schema) {
    std::vector<std::size_t> files;
    for (std::size_t file = 0; file < schema.files.size(); ++file) {
        if (schema.files[file].requested)
            files.push_back(file);
    }
    return files;
}

}
