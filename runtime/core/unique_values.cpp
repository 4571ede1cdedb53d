#include "core/unique_values.hpp"

#include "core/flush_plan.hpp"
#include "core/links.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

std::size_t count_changed(const Mapping& mapping, const ColumnSet& changed) {
    std::size_t count = 0;
    for (std::size_t index = 0; index < mapping.columns.size(); ++index) {
        if (changed.contains(index) && mapping.columns[index].writing != Writing::version)
            ++count;
    }
    return count;
}

/// Collects parts; those that have a column in common become one.
class Parts {
public:
    Parts(const Mapping& mapping, const ColumnSet& changed) : mapping_(mapping), changed_(changed) {}

    /// `part` names the key that has the columns.
    void add(std::span<const std::uint16_t> columns, ChangedPart part) {
        for (const auto column : columns) {
            if (changed_.contains(column))
                part.set.insert(column);
        }
        if (part.set.empty())
            return;
        take_in_overlapping(part);
        parts_.push_back(std::move(part));
    }

    std::vector<ChangedPart> done() {
        for (ChangedPart& part : parts_) {
            part.columns = count_changed(mapping_, part.set);
            part.changed = count_changed(mapping_, changed_);
        }
        return std::move(parts_);
    }

private:
    [[nodiscard]] bool overlap(const ColumnSet& left, const ColumnSet& right) const {
        for (std::size_t index = 0; index < mapping_.columns.size(); ++index) {
            if (left.contains(index) && right.contains(index))
                return true;
        }
        return false;
    }

    void take_in_overlapping(ChangedPart& part) {
        const ColumnSet own = part.set;
        std::erase_if(parts_, [&](const ChangedPart& other) {
            if (!overlap(own, other.set))
                return false;
            for (std::size_t index = 0; index < mapping_.columns.size(); ++index) {
                if (other.set.contains(index))
                    part.set.insert(index);
            }
            part.unique_keys.insert(part.unique_keys.end(), other.unique_keys.begin(),
                                    other.unique_keys.end());
            part.foreign_keys.insert(part.foreign_keys.end(), other.foreign_keys.begin(),
                                     other.foreign_keys.end());
            return true;
        });
    }

    const Mapping& mapping_;
    const ColumnSet& changed_;
    std::vector<ChangedPart> parts_;
};

bool is_array(const Column& column) {
    return column.kind == ColumnKind::array ||
           (column.kind == ColumnKind::converted && column.conversion->stored.kind == ColumnKind::array);
}

bool is_made_later(const ManagedRow& row, std::uint16_t index) {
    const Maker maker = row.mapping->columns[index].maker;
    const bool made_while_sending =
        maker == Maker::identity || maker == Maker::sequence || maker == Maker::database;
    return row.state == RowState::pending && made_while_sending && !is_set(*row.table->session, row, index);
}

/// Whether the column is to hold a new row's key, which is still to be made.
bool waits_for_target(const ManagedRow& row, std::uint16_t column) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t number = 0; number < keys.size(); ++number) {
        const Link link = link_of(row, number);
        if (link.was_set && link.target && !has_key(*link.target) && contains(keys[number].columns, column))
            return true;
    }
    return false;
}

}

std::vector<ChangedPart> parts_of(const Mapping& mapping, const ColumnSet& changed) {
    Parts parts{mapping, changed};
    for (std::size_t number = 0; number < count_unique_keys(mapping); ++number)
        parts.add(unique_key(mapping, number), {.unique_keys = {number}});
    for (std::size_t number = 0; number < mapping.foreign_keys.size(); ++number)
        parts.add(mapping.foreign_keys[number].columns, {.foreign_keys = {number}});
    return parts.done();
}

bool changes_any(std::span<const std::uint16_t> columns, const ColumnSet& changed) {
    return std::ranges::any_of(columns, [&](std::uint16_t column) { return changed.contains(column); });
}

bool is_comparable(const Mapping& mapping, std::span<const std::uint16_t> columns) {
    return std::ranges::none_of(columns, [&](std::uint16_t index) {
        const Column& column = mapping.columns[index];
        return is_array(column) || column.writing == Writing::computed;
    });
}

std::optional<std::uint64_t> hash_of(const Mapping& mapping, std::span<const std::uint16_t> columns,
                                     const void* model) {
    std::uint64_t hash = 0;
    for (const auto index : columns) {
        const Column& column = mapping.columns[index];
        const void* const value = is_loaded(column, model) ? value_of(column, model) : nullptr;
        if (!value)
            return std::nullopt;
        hash = mix(hash + hash_value(column, value));
    }
    return hash;
}

std::optional<std::uint64_t> hash_of_new(const ManagedRow& row, std::span<const std::uint16_t> columns) {
    const bool unknown = std::ranges::any_of(columns, [&](std::uint16_t column) {
        return is_made_later(row, column) || waits_for_target(row, column);
    });
    return unknown ? std::nullopt : hash_of(*row.mapping, columns, model_of(row));
}

bool equal_in(const Mapping& mapping, std::span<const std::uint16_t> columns, const void* left,
              const void* right) {
    return std::ranges::all_of(
        columns, [&](std::uint16_t column) { return equal(mapping.columns[column], left, right); });
}

}
