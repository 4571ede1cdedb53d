#include "checking/tables.hpp"

#include "sql/ddl.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::checking {

std::vector<bool> reached_files(const model::Schema& schema, std::size_t file) {
    std::vector<bool> reached(schema.files.size());
    std::vector<std::size_t> waiting{file};
    reached[file] = true;
    while (!waiting.empty()) {
        const auto next = waiting.back();
        waiting.pop_back();
        for (const auto import : schema.files[next].imports)
            if (!reached[import]) {
                reached[import] = true;
                waiting.push_back(import);
            }
    }
    return reached;
}

std::optional<std::string> make_tables(Probe& probe, const model::Schema& schema,
                                       const std::vector<bool>& files) {
    std::vector<sql::DdlStatement> statements;
    for (std::size_t file = 0; file < files.size(); ++file)
        if (files[file])
            for (auto& statement :
                 sql::create_statements(probe.dialect(), schema, file, sql::CreateMode::if_not_exists))
                statements.push_back(std::move(statement));
    std::ranges::stable_sort(statements, {}, &sql::DdlStatement::order);
    std::optional<std::string> refused;
    for (const auto& statement : statements)
        if (const auto refusal = probe.execute(statement.sql); refusal && !refused)
            refused = refusal->message;
    return refused;
}

}
