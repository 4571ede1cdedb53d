#pragma once
// Filling a table with rows that the session does not take in.

#include <cstdint>
#include <memory>

namespace rowsmith::detail {

struct TableRows;

/// Inserts rows one after the other; what was not finished is not stored.
class BulkInsert {
public:
    explicit BulkInsert(TableRows& table);
    ~BulkInsert();
    BulkInsert(const BulkInsert&) = delete;
    BulkInsert& operator=(const BulkInsert&) = delete;

    void add(const void* model);
    /// How many rows were stored.
    [[nodiscard]] std::int64_t finish();

private:
    class State;
    std::unique_ptr<State> state_;
};

}
