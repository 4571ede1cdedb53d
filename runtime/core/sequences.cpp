#include "core/sequences.hpp"

#include "core/context.hpp"
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
        throw OutOfRange("the next value of column '" + std::string(column.name) + "' does not fit its type",
                         {.column = std::string(column.name)});
    *static_cast<Integer*>(place) = static_cast<Integer>(value);
}

/// Rows of one table that need values of a sequence in one column.
struct OpenColumn {
    std::uint16_t index = 0;
    std::vector<ManagedRow*> rows{};
};

struct Demand {
    const Sequence* sequence = nullptr;
    std::size_t count = 0;
    std::vector<OpenColumn> columns{};
};

OpenColumn open_column(const SessionState& session, const TablePlan& plan, std::uint16_t index) {
    OpenColumn open{.index = index};
    for (ManagedRow* row : plan.inserts) {
        const auto given = session.given.find(row);
        const bool is_set = given != session.given.end() && given->second.contains(index);
        if (!is_set && !is_given(row->mapping->columns[index], model_of(*row)))
            open.rows.push_back(row);
    }
    return open;
}

Demand& demand_of(std::vector<Demand>& demands, const Sequence& sequence) {
    const auto known =
        std::ranges::find_if(demands, [&](const Demand& demand) { return *demand.sequence == sequence; });
    return known != demands.end() ? *known : demands.emplace_back(Demand{.sequence = &sequence});
}

std::vector<Demand> demands_of(const SessionState& session, const FlushPlan& plan) {
    std::vector<Demand> demands;
    for (const TablePlan& table : plan.tables) {
        const auto columns = table.table->mapping->columns;
        for (std::uint16_t index = 0; index < columns.size(); ++index) {
            if (columns[index].maker != Maker::sequence || table.inserts.empty())
                continue;
            Demand& demand = demand_of(demands, *columns[index].sequence);
            demand.columns.push_back(open_column(session, table, index));
            demand.count += demand.columns.back().rows.size();
        }
    }
    return demands;
}

SessionBlock& keep(SessionState& session, const Sequence& sequence, SequenceBlock block, bool committed) {
    return session.blocks.emplace_back(
        SessionBlock{.sequence = &sequence, .block = block, .level = session.level, .committed = committed});
}

/// A block with at least one value: one at hand, one that the engine kept, or a new one from the database.
SequenceBlock& block_of(SessionState& session, const Sequence& sequence, std::size_t needed) {
    std::erase_if(session.blocks, [](const SessionBlock& held) { return held.block.remaining == 0; });
    for (SessionBlock& held : session.blocks) {
        if (*held.sequence == sequence)
            return held.block;
    }
    const SequenceBlock left = session.engine.take_block(sequence);
    if (left.remaining > 0)
        return keep(session, sequence, left, true).block;
    const std::int64_t count = std::max(static_cast<std::int64_t>(needed), sequence.cache);
    StatementWatch watch{session.engine, "draw from sequence"};
    const auto drawn = session.connection->driver().draw(sequence, count);
    watch.rows = count;
    watch.done();
    const bool kept = session.engine.traits.keeps_draws;
    const std::size_t first = session.blocks.size();
    for (const driver::DrawnValues& run : drawn)
        keep(session, sequence, {.next = run.first, .remaining = run.count}, kept);
    return session.blocks[first].block;
}

bool is_key(const Mapping& mapping, std::uint16_t index) {
    return std::ranges::find(mapping.key, index) != mapping.key.end();
}

/// Moves a block on; past its last value there need not be another.
std::int64_t take_next(SequenceBlock& block, const Sequence& sequence) {
    const std::int64_t value = block.next;
    if (--block.remaining > 0)
        block.next += sequence.increment;
    return value;
}

void hand_out(SessionState& session, Demand& demand) {
    SequenceBlock* block = nullptr;
    for (const OpenColumn& open : demand.columns) {
        for (ManagedRow* row : open.rows) {
            if (!block || block->remaining == 0)
                block = &block_of(session, *demand.sequence, demand.count);
            with_context(*row->mapping, "insert", [&] {
                store_integer(row->mapping->columns[open.index], model_of(*row),
                              take_next(*block, *demand.sequence));
            });
            row->key_was_made = row->key_was_made || is_key(*row->mapping, open.index);
            --demand.count;
        }
    }
}

}

void store_integer(const Column& column, void* model, std::int64_t value) {
    void* place = place_of(column, model);
    if (column.kind == ColumnKind::converted)
        load_stored(column, place,
                    [&](void* stored) { store_integer(column.conversion->stored, stored, value); });
    else if (column.kind == ColumnKind::int16)
        store<std::int16_t>(column, place, value);
    else if (column.kind == ColumnKind::int32)
        store<std::int32_t>(column, place, value);
    else
        store<std::int64_t>(column, place, value);
}

std::int64_t draw_value(SessionState& session, const Sequence& sequence) {
    constexpr std::size_t block_size = 1'000;
    return take_next(block_of(session, sequence, block_size), sequence);
}

void draw_keys(SessionState& session, FlushPlan& plan) {
    for (Demand& demand : demands_of(session, plan))
        hand_out(session, demand);
}

}
