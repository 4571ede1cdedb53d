#pragma once
// Statements for any number of rows: arrays of their values, one per column, and COPY.

#include "core/driver.hpp"
#include "postgres/catalog.hpp"
#include "postgres/wire.hpp"

#include <memory>

namespace rowsmith::postgres {

[[nodiscard]] std::unique_ptr<driver::Batch> make_batch(Wire& wire, Catalog& catalog,
                                                        const driver::BatchShape& shape);
/// The statement of Connection::prepare_by_keys.
[[nodiscard]] std::unique_ptr<driver::Statement> make_by_keys(Wire& wire, Catalog& catalog,
                                                              const Mapping& mapping, const Statements& texts,
                                                              std::span<const std::uint16_t> key);

}
