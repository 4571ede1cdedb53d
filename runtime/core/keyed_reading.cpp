#include "core/keyed_reading.hpp"

#include "core/query_values.hpp"
#include "core/values.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

/// The smallest number of places that statements are made for.
std::size_t places_for_keys(std::size_t keys) {
    for (const std::size_t size : {std::size_t{1}, std::size_t{8}, std::size_t{64}}) {
        if (size >= keys)
            return size;
    }
    return most_keys;
}

driver::Statement& statement_for(TableRows& table, std::span<const std::uint16_t> columns,
                                 std::size_t count) {
    PreparedTable& prepared_table = prepared(table, driver::Begin::read);
    return table.session->connection->select_by_keys(prepared_table, *table.mapping, columns,
                                                     places_for_keys(count));
}

}

void sort_and_unite(Keys& keys, const Mapping& mapping) {
    std::vector<std::span<const void* const>> sorted;
    sorted.reserve(keys.size());
    for (std::size_t at = 0; at < keys.size(); ++at)
        sorted.push_back(keys.at(at));
    const auto compare = [&](auto left, auto right) {
        for (std::size_t part = 0; part < left.size(); ++part) {
            const auto order = compare_values(mapping.columns[keys.columns[part]], left[part], right[part]);
            if (order != 0)
                return order;
        }
        return std::strong_ordering::equal;
    };
    std::ranges::sort(sorted, [&](auto left, auto right) { return compare(left, right) < 0; });
    const auto equal = [&](auto left, auto right) { return compare(left, right) == 0; };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), equal), sorted.end());
    Keys united{.columns = keys.columns};
    for (const auto key : sorted)
        united.add(key);
    keys = std::move(united);
}

KeyedSelect::KeyedSelect(TableRows& table, const Keys& keys, std::size_t from, std::size_t count)
    : arrays_(table.session->engine.traits.batches), statement_(statement_for(table, keys.columns, count)) {
    if (arrays_)
        bind_arrays(*table.mapping, keys, from, count);
    else
        bind_places(*table.mapping, keys, from, count);
}

/// A place too many gets the last key again.
void KeyedSelect::bind_places(const Mapping& mapping, const Keys& keys, std::size_t from, std::size_t count) {
    int parameter = 1;
    for (std::size_t place = 0; place < places_for_keys(count); ++place) {
        const auto key = keys.at(from + std::min(place, count - 1));
        for (std::size_t part = 0; part < key.size(); ++part)
            statement_.bind_value(mapping.columns[keys.columns[part]], key[part], parameter++);
    }
}

void KeyedSelect::bind_arrays(const Mapping& mapping, const Keys& keys, std::size_t from, std::size_t count) {
    values_.resize(keys.columns.size());
    for (std::size_t part = 0; part < values_.size(); ++part) {
        Values& values = values_[part];
        const Column& column = mapping.columns[keys.columns[part]];
        values = {.keys = &keys, .from = from, .count = count, .part = part};
        values.type.element = comparable(column);
        values.type.size = [](const void* all) { return static_cast<const Values*>(all)->count; };
        values.type.at = [](const void* all, std::size_t index) {
            const auto& known = *static_cast<const Values*>(all);
            return known.keys->at(known.from + index)[known.part];
        };
        Column array = comparable(column);
        array.kind = ColumnKind::array;
        array.array = &values.type;
        statement_.bind_value(array, &values, static_cast<int>(part) + 1);
    }
}

std::string_view sql_for_one_key(TableRows& table, std::span<const std::uint16_t> columns) {
    return statement_for(table, columns, 1).sql();
}

}
