#pragma once
// Which of a table's texts a database gets.

#include "core/driver.hpp"
#include "rowsmith/mapping.hpp"

namespace rowsmith {

/// With the name of the table's schema, where it has one and the database knows schemas.
[[nodiscard]] inline const Statements& statements_of(const Mapping& mapping, const driver::Traits& traits) {
    return traits.schemas && mapping.qualified ? *mapping.qualified : *mapping.statements;
}

}
