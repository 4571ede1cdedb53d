#include "support/capabilities.hpp"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace rowsmith::test {
namespace {

struct Named {
    std::string_view name;
    bool Capabilities::*member;
};

constexpr std::array names{
    Named{"batches", &Capabilities::batches},
    Named{"keeps_draws", &Capabilities::keeps_draws},
    Named{"counts_on", &Capabilities::counts_on},
    Named{"errors_end_transaction", &Capabilities::errors_end_transaction},
    Named{"parks_chains", &Capabilities::parks_chains},
    Named{"one_writer", &Capabilities::one_writer},
    Named{"reads_snapshots", &Capabilities::reads_snapshots},
    Named{"isolation_levels", &Capabilities::isolation_levels},
    Named{"loose_types", &Capabilities::loose_types},
    Named{"rolls_back_in_triggers", &Capabilities::rolls_back_in_triggers},
    Named{"all_reals", &Capabilities::all_reals},
    Named{"keeps_json_text", &Capabilities::keeps_json_text},
};

const Capabilities& chosen() {
    const char* const name = std::getenv("ROWSMITH_TEST_DATABASE");
    const auto found =
        std::ranges::find(databases, name == nullptr ? "sqlite" : name, &Capabilities::database);
    if (found == databases.end())
        throw std::invalid_argument("ROWSMITH_TEST_DATABASE names no database that tests know");
    return *found;
}

}

const Capabilities& capabilities() {
    static const Capabilities& tested = chosen();
    return tested;
}

std::string excluded_tags() {
    std::string tags;
    for (const Named& capability : names) {
        const bool there = capabilities().*capability.member;
        tags.append(there ? "~[not " : "~[").append(capability.name).append("]");
    }
    return tags;
}

std::string spelled(const Sql& sql) {
    return std::string(capabilities().database == "sqlite" ? sql.sqlite : sql.postgres);
}

}
