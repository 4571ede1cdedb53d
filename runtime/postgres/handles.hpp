#pragma once
// Owners of libpq's objects, and what goes into one execution of a statement.

#include <libpq-fe.h>

#include <memory>
#include <vector>

namespace rowsmith::postgres {

struct ClearResult {
    void operator()(PGresult* result) const noexcept { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, ClearResult>;

enum class Format : int { text = 0, binary = 1 };

/// The parameters of one execution, as libpq takes them. What the pointers show must stay until it has been sent.
struct Parameters {
    explicit Parameters(std::size_t count = 0) : values(count), lengths(count), formats(count) {}

    [[nodiscard]] int count() const { return static_cast<int>(values.size()); }

    std::vector<const char*> values; // null is NULL; those in text end with a NUL
    std::vector<int> lengths;        // of those in binary
    std::vector<int> formats;        // Format
};

}
