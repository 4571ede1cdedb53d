// inspect: what tables, queries and the rest become, in the databases and in C++.

#include "cli/chosen_tables.hpp"
#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "show/describe.hpp"
#include "show/statements.hpp"

#include <iostream>
#include <string>
#include <vector>

namespace rowsmith::cli {
namespace {

template <typename Declared>
void add_all(std::vector<std::string>& texts, const model::Schema& schema, const std::vector<Declared>& all,
             std::size_t file, std::string (*describe)(const model::Schema&, std::size_t)) {
    for (std::size_t index = 0; index < all.size(); ++index) {
        if (all[index].file == file)
            texts.push_back(describe(schema, index));
    }
}

std::vector<std::string> describe_everything(const model::Schema& schema) {
    std::vector<std::string> texts;
    for (const std::size_t file : requested_files(schema)) {
        add_all(texts, schema, schema.enums, file, show::describe_enumeration);
        add_all(texts, schema, schema.sequences, file, show::describe_sequence);
        add_all(texts, schema, schema.tables, file, show::describe_table);
        add_all(texts, schema, schema.queries, file, show::describe_query);
    }
    return texts;
}

std::vector<std::string> all_statements(const model::Schema& schema) {
    std::vector<std::string> texts;
    for (const std::size_t file : requested_files(schema)) {
        add_all(texts, schema, schema.tables, file, show::table_statements);
        add_all(texts, schema, schema.queries, file, show::query_statements);
    }
    std::erase_if(texts, [](const std::string& text) { return text.empty(); }); // a query of no database
    return texts;
}

}

int inspect(const InspectOptions& options) {
    const auto resolved = resolve(options.input);
    if (!resolved)
        return input_has_errors;
    const model::Schema& schema = resolved->schema;
    std::vector<std::string> texts;
    if (options.table.empty()) {
        texts = options.sql ? all_statements(schema) : describe_everything(schema);
    } else {
        const auto tables = chosen_tables(schema, {options.table});
        if (!tables)
            return input_has_errors;
        for (const std::size_t table : *tables)
            texts.push_back(options.sql ? show::table_statements(schema, table)
                                        : show::describe_table(schema, table));
    }
    for (const std::string& text : texts)
        std::cout << (&text == &texts.front() ? "" : "\n") << text;
    return fine;
}

}
