#pragma once
// What the language offers and one database does not take, or takes in another sense than a reader would
// expect. Asked for the databases that code is wanted for, so that a schema for one of them may use all that
// it has.

#include "model/model.hpp"
#include "support/diagnostics.hpp"

#include <string>
#include <vector>

namespace rowsmith::sql {

struct Dialect;

/// One such thing. `message` names the database and says what it does; `help` says how to mend it.
struct Limit {
    std::string code{};
    model::Place place{};
    std::string message{};
    std::string help{};
    Severity severity = Severity::error;

    friend bool operator==(const Limit&, const Limit&) = default;
};

/// Of all tables in the files that outputs are made for, those of one reason together.
[[nodiscard]] std::vector<Limit> limits(const Dialect& dialect, const model::Schema& schema);

}
