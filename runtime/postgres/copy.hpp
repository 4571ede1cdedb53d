#pragma once
// COPY: very many rows, which nothing comes back of.

#include "core/driver.hpp"
#include "postgres/catalog.hpp"
#include "postgres/wire.hpp"

#include <memory>

namespace rowsmith::postgres {

/// For a batch of kind `load`. It sends about 1 MiB at a time, two round trips each; between them the
/// connection can do other things. Sets the counters of identities that were given. When it is cleared, or
/// goes, without run(), and has sent something, then the transaction has failed.
[[nodiscard]] std::unique_ptr<driver::Batch> make_load(Wire& wire, Catalog& catalog,
                                                       const driver::BatchShape& shape);

}
