#pragma once
// Rows that go to the database together, where it has batches.

#include "core/session_state.hpp"

#include <cstddef>
#include <cstdint>

namespace rowsmith::detail {

/// Whether so many rows are worth a batch: one alone has a statement of its own.
[[nodiscard]] inline bool goes_by_batch(const SessionState& session, std::size_t rows) {
    return rows > 1 && session.engine.traits.batches;
}

/// As much as goes in one statement.
[[nodiscard]] inline bool is_full(const driver::Batch& batch) {
    constexpr std::size_t most_rows = 10'000;
    constexpr std::size_t most_bytes = std::size_t{8} * 1024 * 1024;
    return batch.rows() >= most_rows || batch.bytes() >= most_bytes;
}

/// A batch and what it serves.
struct NamedBatch {
    driver::Batch& batch;
    StatementName name;
};

/// Sends what the batch holds; how many rows were written.
[[nodiscard]] inline std::int64_t run_batch(const SessionState& session, const NamedBatch& named) {
    StatementWatch watch{session.engine, named.batch.sql(), named.name};
    watch.rows = named.batch.run();
    watch.done();
    return watch.rows;
}

/// Leaves a batch empty for the next, whatever happens.
class FilledBatch {
public:
    explicit FilledBatch(driver::Batch& batch) : batch_(batch) {}
    ~FilledBatch() { batch_.clear(); }
    FilledBatch(const FilledBatch&) = delete;
    FilledBatch& operator=(const FilledBatch&) = delete;

private:
    driver::Batch& batch_;
};

/// Sends `rows` rows, as many at a time as fit. `add(at)` puts one into the batch; `sent(from, written)` is
/// told when those from number `from` on, as many as the batch has, were sent.
template <typename Add, typename Sent>
void send_in_batches(const SessionState& session, const NamedBatch& named, std::size_t rows, Add add,
                     Sent sent) {
    driver::Batch& batch = named.batch;
    const FilledBatch filled{batch};
    std::size_t from = 0;
    for (std::size_t at = 0; at < rows; ++at) {
        add(at);
        if (at + 1 < rows && !is_full(batch))
            continue;
        sent(from, run_batch(session, named));
        batch.clear();
        from = at + 1;
    }
}

}
