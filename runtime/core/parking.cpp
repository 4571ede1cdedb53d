#include "core/parking.hpp"

#include "core/column_types.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <type_traits>

namespace rowsmith::detail {
namespace {

constexpr std::uint32_t random_length = 32; // of a uuid in hexadecimal digits

/// Whether a foreign key, of this table or of one that the session knows, has to do with the column.
bool is_in_foreign_key(const TableRows& table, std::uint16_t column) {
    const Mapping& mapping = *table.mapping;
    for (const auto& other : table.session->tables) {
        for (const ForeignKey& key : other->mapping->foreign_keys) {
            if (other->mapping == &mapping && contains(key.columns, column))
                return true;
            if (key.target == &mapping && contains(key.target_columns, column))
                return true;
        }
    }
    return std::ranges::any_of(mapping.relations, [&](const Relation& relation) {
        const bool refers_here = relation.kind != RelationKind::to_one;
        return refers_here && contains(mapping.key, column);
    });
}

bool has_free_values(const Column& column) {
    switch (column.kind) {
    case ColumnKind::int16:
    case ColumnKind::int32:
    case ColumnKind::int64:
    case ColumnKind::bytes:
    case ColumnKind::uuid:
        return true;
    case ColumnKind::string:
        return column.length == 0 || column.length >= random_length;
    case ColumnKind::boolean:
    case ColumnKind::float32:
    case ColumnKind::float64:
    case ColumnKind::decimal:
    case ColumnKind::date:
    case ColumnKind::time:
    case ColumnKind::timestamp:
    case ColumnKind::json:
    case ColumnKind::enumeration:
    case ColumnKind::array:
    case ColumnKind::converted:
        return false;
    }
    return false;
}

bool can_hold_another(const ManagedRow& row, std::uint16_t index) {
    const Column& column = row.mapping->columns[index];
    if (column.writing != Writing::always)
        return false;
    if (contains(row.mapping->key, index) && column.maker != Maker::program)
        return false;
    return column.nullable ||
           (!column.checked && has_free_values(column) && !is_in_foreign_key(*row.table, index));
}

std::string random_text() {
    std::string text = Uuid::random().to_string();
    std::erase(text, '-');
    return text;
}

Bytes random_bytes() {
    const Uuid uuid = Uuid::random();
    Bytes bytes(uuid.bytes.size());
    std::memcpy(bytes.data(), uuid.bytes.data(), uuid.bytes.size());
    return bytes;
}

}

std::optional<ParkedValue> Parking::park(const ManagedRow& row, std::size_t unique_key) {
    for (const auto column : detail::unique_key(*row.mapping, unique_key)) {
        if (!can_hold_another(row, column))
            continue;
        ParkedValue parked{.column = column, .image = image_of(*row.mapping, stored_model(row))};
        fill(row, column, parked.image.get());
        return parked;
    }
    return std::nullopt;
}

void Parking::fill(const ManagedRow& row, std::uint16_t index, void* image) {
    const Column& column = row.mapping->columns[index];
    void* const member = member_of(column, image);
    if (column.nullable)
        clear(column, image);
    else if (column.kind == ColumnKind::uuid)
        *static_cast<Uuid*>(member) = Uuid::random();
    else if (column.kind == ColumnKind::string)
        *static_cast<std::string*>(member) = random_text();
    else if (column.kind == ColumnKind::bytes)
        *static_cast<Bytes*>(member) = random_bytes();
    else if (column.kind == ColumnKind::int16)
        fill_number<std::int16_t>(row, index, image);
    else if (column.kind == ColumnKind::int32)
        fill_number<std::int32_t>(row, index, image);
    else
        fill_number<std::int64_t>(row, index, image);
}

template <typename Integer>
void Parking::fill_number(const ManagedRow& row, std::uint16_t index, void* image) {
    auto& number = *static_cast<Integer*>(member_of(row.mapping->columns[index], image));
    number = static_cast<Integer>(-1 - number);
    using Digits = std::make_unsigned_t<Integer>;
    while (!claim(*row.table, index, image))
        number = static_cast<Integer>(static_cast<Digits>(static_cast<Digits>(number) - 1));
}

Parking::Taken& Parking::taken(TableRows& table, std::size_t number) {
    const auto known = taken_.try_emplace({&table, number});
    Taken& hashes = known.first->second;
    if (!known.second)
        return hashes;
    const Mapping& mapping = *table.mapping;
    const auto columns = unique_key(mapping, number);
    const auto add = [&](std::optional<std::uint64_t> hash) {
        if (hash)
            hashes.insert(*hash);
    };
    table.identities.for_each(
        [&](const ManagedRow& row) { add(hash_of(mapping, columns, stored_model(row))); });
    for (const ReleaseStep& step : graph_.steps) {
        if (step.row->table != &table)
            continue;
        add(hash_of(mapping, columns, stored_model(*step.row)));
        if (step.part)
            add(hash_of_new(*step.row, columns));
    }
    return hashes;
}

bool Parking::claim(TableRows& table, std::uint16_t column, const void* image) {
    const Mapping& mapping = *table.mapping;
    for (std::size_t number = 0; number < count_unique_keys(mapping); ++number) {
        const auto columns = unique_key(mapping, number);
        if (!contains(columns, column) || !is_comparable(mapping, columns))
            continue;
        const auto hash = hash_of(mapping, columns, image);
        if (hash && !taken(table, number).insert(*hash).second)
            return false;
    }
    return true;
}

}
