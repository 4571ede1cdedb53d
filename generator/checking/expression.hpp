#pragma once
// The type of an expression, as far as it follows surely from its form and from the columns in it.

#include "checking/probe.hpp"
#include "checking/statement.hpp"
#include "checking/types.hpp"

#include <vector>

namespace rowsmith::checking {

class Derivations;

/// What an expression is seen in.
struct Context {
    Probe& probe;
    Derivations& derivations;
    const model::Schema& schema;
    const model::Query& query;
    const std::vector<bool>& files; // by file: whether its tables are there
    const Statement& statement;
    const Branch& branch;
};

[[nodiscard]] Value infer(const Context& context, Range expression);

}
