// diagram: tables and their relations as a picture, or in a language that others make pictures of.

#include "cli/chosen_tables.hpp"
#include "cli/commands.hpp"
#include "cli/graphviz.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "show/picture.hpp"
#include "support/files.hpp"

#include <iostream>

namespace rowsmith::cli {
namespace {

/// Those of the files that were asked for, without link tables that nobody declared.
std::vector<std::size_t> all_tables(const model::Schema& schema) {
    std::vector<std::size_t> tables;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        const model::Table& table = schema.tables[index];
        if (schema.files[table.file].requested && !table.made)
            tables.push_back(index);
    }
    return tables;
}

std::string text_of(const show::Picture& picture, DiagramFormat format) {
    switch (format) {
    case DiagramFormat::mermaid:
        return show::to_mermaid(picture);
    case DiagramFormat::dot:
        return show::to_dot(picture);
    case DiagramFormat::svg:
        return render_svg(show::to_dot(picture));
    }
    return {};
}

}

int diagram(const DiagramOptions& options) {
    const auto resolved = resolve(options.input);
    if (!resolved)
        return input_has_errors;
    const model::Schema& schema = resolved->schema;
    const auto tables =
        options.tables.empty() ? std::optional(all_tables(schema)) : chosen_tables(schema, options.tables);
    if (!tables)
        return input_has_errors;
    const std::string text = text_of(show::picture_of(schema, *tables), options.format);
    if (options.out.empty())
        std::cout << text;
    else
        write_output(options.out, text);
    return fine;
}

}
