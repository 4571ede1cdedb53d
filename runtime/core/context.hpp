#pragma once
// Errors of values name their column; what they were meant for is known further up.

#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"

#include <string>

namespace rowsmith::detail {

/// Runs a part of a flush. A DataError from it says "insert of shop::User: " in front, and has the table.
template <typename Part>
void with_context(const Mapping& mapping, const char* statement, Part part) {
    try {
        part();
    } catch (DataError& error) {
        error.add_context(std::string(statement) + " of " + std::string(mapping.model));
        if (error.table().empty())
            error.set_table(mapping.table);
        throw;
    }
}

}
