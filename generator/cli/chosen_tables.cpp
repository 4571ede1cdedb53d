#include "cli/chosen_tables.hpp"

#include "show/names.hpp"

#include <fmt/format.h>

#include <iostream>
#include <set>

namespace rowsmith::cli {

std::optional<std::vector<std::size_t>> chosen_tables(const model::Schema& schema,
                                                      const std::vector<std::string>& names) {
    std::set<std::size_t> chosen;
    bool all_found = true;
    for (const std::string& name : names) {
        const auto found = show::tables_called(schema, name);
        chosen.insert(found.begin(), found.end());
        if (!found.empty())
            continue;
        all_found = false;
        const std::string near = show::nearest_table(schema, name);
        std::cerr << fmt::format("rowsmith: error: no table is called '{}'{}\n", show::visible(name),
                                 near.empty() ? ""
                                              : fmt::format("; did you mean '{}'?", show::visible(near)));
    }
    if (!all_found)
        return std::nullopt;
    return std::vector<std::size_t>(chosen.begin(), chosen.end());
}

}
