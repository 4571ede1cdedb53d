#include "core/sequences.hpp"

#include "rowsmith/error.hpp"

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

namespace rowsmith::detail {
namespace {

template <typename Integer>
void store(const Column& column, void* place, std::int64_t value) {
    if (value < std::numeric_limits<Integer>::min() || value > std::numeric_limits<Integer>::max())
        throw OutOfRange("the next key of column '" + std::string(column.name) + "' does not fit its type",
                         {.column = std::string(column.name)});
    *static_cast<Integer*>(place) = static_cast<Integer>(value);
}

std::vector<ManagedRow*> rows_without_value(const SessionState& session, std::span<ManagedRow* const> rows,
                                            std::uint16_t index) {
    std::vector<ManagedRow*> open;
    for (ManagedRow* row : rows) {
        const auto given = session.given.find(row);
        const bool is_set = given != session.given.end() && given->second.contains(index);
        if (!is_set && !is_given(row->mapping->columns[index], model_of(*row)))
            open.push_back(row);
    }
    return open;
}

SessionBlock& keep(SessionState& session, const Sequence& sequence, SequenceBlock block, bool committed) {
    return session.blocks.emplace_back(
        SessionBlock{.sequence = &sequence, .block = block, .level = session.level, .committed = committed});
}

/// A block with at least one value: one at hand, one that the engine kept, or a new one from the database.
SequenceBlock& block_of(SessionState& session, const Sequence& sequence, std::size_t needed) {
    for (SessionBlock& held : session.blocks) {
        if (held.sequence->name == sequence.name && held.block.remaining > 0)
            return held.block;
    }
    const SequenceBlock left = session.engine.take_block(sequence.name);
    if (left.remaining > 0)
        return keep(session, sequence, left, true).block;
    const std::int64_t count = std::max(static_cast<std::int64_t>(needed), sequence.cache);
    StatementWatch watch{session.engine, "draw from sequence"};
    const std::int64_t first = session.connection->driver().draw(sequence, count);
    watch.rows = count;
    watch.done();
    return keep(session, sequence, {.next = first, .remaining = count}, false).block;
}

bool is_key(const Mapping& mapping, std::uint16_t index) {
    return std::ranges::find(mapping.key, index) != mapping.key.end();
}

void hand_out(SessionState& session, std::uint16_t index, std::span<ManagedRow* const> rows) {
    for (std::size_t done = 0; done < rows.size(); ++done) {
        ManagedRow& row = *rows[done];
        const Column& column = row.mapping->columns[index];
        SequenceBlock& block = block_of(session, *column.sequence, rows.size() - done);
        store_integer(column, model_of(row), block.next);
        row.key_was_made = row.key_was_made || is_key(*row.mapping, index);
        --block.remaining;
        if (block.remaining > 0)
            block.next += column.sequence->increment;
    }
}

}

void store_integer(const Column& column, void* model, std::int64_t value) {
    void* place = place_of(column, model);
    if (column.kind == ColumnKind::int16)
        store<std::int16_t>(column, place, value);
    else if (column.kind == ColumnKind::int32)
        store<std::int32_t>(column, place, value);
    else
        store<std::int64_t>(column, place, value);
}

void draw_keys(SessionState& session, TableRows& table, std::span<ManagedRow* const> rows) {
    if (rows.empty())
        return;
    const auto columns = table.mapping->columns;
    for (std::uint16_t index = 0; index < columns.size(); ++index) {
        if (columns[index].maker == Maker::sequence)
            hand_out(session, index, rows_without_value(session, rows, index));
    }
}

}
