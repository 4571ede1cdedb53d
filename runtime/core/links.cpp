#include "core/links.hpp"

#include <algorithm>

namespace rowsmith::detail {
namespace {

/// The column as that of a plain value: not of a member of a model.
Column plain(const Column& column) {
    Column value = column;
    value.offset = 0;
    value.nullable = false;
    return value;
}

bool may_differ_from_slot(const ManagedRow& row) {
    return row.original || row.state == RowState::pending;
}

}

TableRows* target_table(const TableRows& table, const ForeignKey& key) {
    const auto at = static_cast<std::size_t>(&key - table.mapping->foreign_keys.data());
    TableRows*& known = table.targets[at];
    if (!known) {
        const auto& tables = table.session->tables;
        const auto found =
            std::ranges::find_if(tables, [&](const auto& other) { return other->mapping == key.target; });
        known = found == tables.end() ? nullptr : found->get();
    }
    return known;
}

bool is_null(const Mapping& mapping, const ForeignKey& key, const void* model) {
    return std::ranges::any_of(key.columns,
                               [&](std::uint16_t part) { return !value_of(mapping.columns[part], model); });
}

bool is_unset(const ManagedRow& row, const ForeignKey& key) {
    return std::ranges::none_of(
        key.columns, [&](std::uint16_t part) { return is_given(row.mapping->columns[part], model_of(row)); });
}

bool holds_key_of(const Mapping& mapping, const ForeignKey& key, const void* model,
                  const ManagedRow& target) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const void* const value = value_of(mapping.columns[key.columns[part]], model);
        const Column& column = key.target->columns[key.target_columns[part]];
        if (!value || !equal_values(column, value, value_of(column, stored_model(target))))
            return false;
    }
    return true;
}

bool refers_to(const ManagedRow& row, std::size_t key, const ManagedRow& target) {
    return current_target(row, key) == &target;
}

ManagedRow* named_target(const TableRows& table, const ForeignKey& key, const void* model) {
    TableRows* const target = target_table(table, key);
    if (!target || target->identities.size() == 0)
        return nullptr;
    const KeyValues values{*table.mapping, key.columns, model};
    return values.has_null() ? nullptr : target->identities.find(values.values());
}

ManagedRow* current_target(const ManagedRow& row, std::size_t key) {
    const Link link = link_of(row, key);
    if (link.was_set)
        return link.target;
    const ForeignKey& foreign = row.mapping->foreign_keys[key];
    if (link.target &&
        (!may_differ_from_slot(row) || holds_key_of(*row.mapping, foreign, model_of(row), *link.target)))
        return link.target;
    return named_target(*row.table, foreign, model_of(row));
}

ManagedRow* stored_target(const ManagedRow& row, std::size_t key) {
    const ForeignKey& foreign = row.mapping->foreign_keys[key];
    ManagedRow* const found = named_target(*row.table, foreign, stored_model(row));
    const auto& displaced = row.table->session->displaced;
    const auto former = found && !displaced.empty() ? displaced.find(found) : displaced.end();
    return former == displaced.end() ? found : former->second;
}

void link_new(ManagedRow& fresh, std::uint16_t key, ManagedRow& target) {
    if (has_key(target))
        write_key(fresh, fresh.mapping->foreign_keys[key], target);
    put_link(fresh, key, {.target = &target, .was_set = true});
}

void write_key(ManagedRow& row, const ForeignKey& key, const ManagedRow& target) {
    for (std::size_t part = 0; part < key.columns.size(); ++part) {
        const Column& from = key.target->columns[key.target_columns[part]];
        const Column& to = row.mapping->columns[key.columns[part]];
        copy_value(plain(from), place_of(to, model_of(row)), value_of(from, stored_model(target)));
    }
}

void clear_key(ManagedRow& row, const ForeignKey& key) {
    for (const auto part : key.columns)
        clear(row.mapping->columns[part], model_of(row));
}

void make_null(ManagedRow& row, const ForeignKey& key) {
    for (const auto part : key.columns) {
        if (row.mapping->columns[part].nullable)
            clear(row.mapping->columns[part], model_of(row));
    }
}

bool can_be_null(const Mapping& mapping, const ForeignKey& key) {
    return std::ranges::any_of(key.columns,
                               [&](std::uint16_t part) { return mapping.columns[part].nullable; });
}

}
