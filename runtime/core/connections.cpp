#include "core/connections.hpp"

#include "core/column_roles.hpp"
#include "core/statement_text.hpp"
#include "core/statements_of.hpp"

#include <algorithm>

namespace rowsmith {
namespace {

std::vector<std::uint16_t> members(const ColumnSet& set, const Mapping& mapping) {
    std::vector<std::uint16_t> columns;
    for (std::size_t column = 0; column < mapping.columns.size(); ++column) {
        if (set.contains(column))
            columns.push_back(static_cast<std::uint16_t>(column));
    }
    return columns;
}

/// Columns that the database makes and the INSERT left out; an identity may come by another way.
std::vector<std::uint16_t> made_by_database(const ColumnSet& inserted, const Mapping& mapping,
                                            const driver::Traits& traits) {
    std::vector<std::uint16_t> columns;
    for (std::size_t column = 0; column < mapping.columns.size(); ++column) {
        const Maker maker = mapping.columns[column].maker;
        const bool made = maker == Maker::database || mapping.columns[column].writing == Writing::computed ||
                          (maker == Maker::identity && traits.returns_identity);
        if (made && !inserted.contains(column))
            columns.push_back(static_cast<std::uint16_t>(column));
    }
    return columns;
}

template <typename Entry>
Entry* search(std::vector<std::unique_ptr<Entry>>& entries, const ColumnSet& set) {
    const auto found = std::ranges::find_if(entries, [&](const auto& entry) { return entry->set == set; });
    return found == entries.end() ? nullptr : found->get();
}

/// What an UPDATE of several rows gives back. Where it is not enough to know how many it has written, because
/// a row that it missed looks like one that it has written, something must.
std::vector<std::uint16_t> told_by_update(const ColumnSet& set, const Mapping& mapping,
                                          const ColumnRoles& roles) {
    if (!roles.computed.empty())
        return roles.computed;
    if (roles.version)
        return {roles.version_index};
    const bool moves = std::ranges::any_of(mapping.key, [&](auto part) { return set.contains(part); });
    return moves ? std::vector<std::uint16_t>{mapping.key.begin(), mapping.key.end()}
                 : std::vector<std::uint16_t>{};
}

}

PreparedTable& PreparedConnection::table(const Mapping& mapping) {
    auto& slot = tables_[&mapping];
    if (!slot) {
        slot = std::make_unique<PreparedTable>();
        slot->texts = &statements_of(mapping, traits_);
        slot->find_by.resize(slot->texts->find_by.size());
    }
    return *slot;
}

driver::Statement& PreparedConnection::prepared(std::unique_ptr<driver::Statement>& slot,
                                                std::string_view sql) {
    if (!slot)
        slot = connection_->prepare(sql);
    return *slot;
}

ColumnStatement& PreparedConnection::insert(PreparedTable& table, const ColumnSet& set,
                                            const Mapping& mapping) {
    if (ColumnStatement* known = search(table.inserts, set))
        return *known;
    auto made = std::make_unique<ColumnStatement>();
    made->set = set;
    made->columns = members(set, mapping);
    made->returning = made_by_database(set, mapping, traits_);
    const bool usual = made->columns.size() + ColumnRoles{mapping}.computed.size() == mapping.columns.size();
    made->statement = usual ? connection_->prepare(table.texts->insert)
                            : connection_->prepare(insert_text(*table.texts, made->columns, made->returning));
    return *table.inserts.emplace_back(std::move(made));
}

ColumnStatement& PreparedConnection::update(PreparedTable& table, const ColumnSet& set,
                                            const Mapping& mapping) {
    if (ColumnStatement* known = search(table.updates, set))
        return *known;
    auto made = std::make_unique<ColumnStatement>();
    made->set = set;
    made->columns = members(set, mapping);
    const ColumnRoles roles{mapping};
    made->returning = roles.computed;
    made->statement =
        connection_->prepare(update_text(*table.texts, made->columns, roles.target, made->returning));
    return *table.updates.emplace_back(std::move(made));
}

std::unique_ptr<driver::Batch> PreparedConnection::prepare_batch(driver::BatchKind kind,
                                                                 const Mapping& mapping,
                                                                 const PreparedTable& table,
                                                                 const ColumnBatch& batch) {
    return connection_->prepare_batch({.kind = kind,
                                       .mapping = &mapping,
                                       .texts = table.texts,
                                       .set = batch.columns,
                                       .target = batch.target,
                                       .returning = batch.returning});
}

ColumnBatch& PreparedConnection::insert_batch(PreparedTable& table, const ColumnSet& set,
                                              const Mapping& mapping) {
    if (ColumnBatch* known = search(table.insert_batches, set))
        return *known;
    auto made = std::make_unique<ColumnBatch>();
    made->set = set;
    made->columns = members(set, mapping);
    made->returning = made_by_database(set, mapping, traits_);
    made->batch = prepare_batch(driver::BatchKind::insert, mapping, table, *made);
    return *table.insert_batches.emplace_back(std::move(made));
}

ColumnBatch& PreparedConnection::update_batch(PreparedTable& table, const ColumnSet& set,
                                              const Mapping& mapping) {
    if (ColumnBatch* known = search(table.update_batches, set))
        return *known;
    const ColumnRoles roles{mapping};
    auto made = std::make_unique<ColumnBatch>();
    made->set = set;
    made->columns = members(set, mapping);
    made->target.assign(roles.target.begin(), roles.target.end());
    made->returning = told_by_update(set, mapping, roles);
    made->batch = prepare_batch(driver::BatchKind::update, mapping, table, *made);
    return *table.update_batches.emplace_back(std::move(made));
}

ColumnBatch& PreparedConnection::erase_batch(PreparedTable& table, const Mapping& mapping) {
    if (!table.erase_batch) {
        const ColumnRoles roles{mapping};
        auto made = std::make_unique<ColumnBatch>();
        made->target.assign(roles.target.begin(), roles.target.end());
        made->batch = prepare_batch(driver::BatchKind::erase, mapping, table, *made);
        table.erase_batch = std::move(made);
    }
    return *table.erase_batch;
}

std::unique_ptr<ColumnBatch> PreparedConnection::load(const PreparedTable& table, const ColumnSet& set,
                                                      const Mapping& mapping) {
    auto made = std::make_unique<ColumnBatch>();
    made->set = set;
    made->columns = members(set, mapping);
    made->batch = prepare_batch(driver::BatchKind::load, mapping, table, *made);
    return made;
}

ColumnStatement& PreparedConnection::select(PreparedTable& table, const ColumnSet& set,
                                            const Mapping& mapping) {
    if (ColumnStatement* known = search(table.selects, set))
        return *known;
    auto made = std::make_unique<ColumnStatement>();
    made->set = set;
    made->columns = members(set, mapping);
    made->statement = connection_->prepare(select_text(*table.texts, made->columns, mapping.key));
    return *table.selects.emplace_back(std::move(made));
}

driver::Statement& PreparedConnection::select_by_keys(PreparedTable& table, const Mapping& mapping,
                                                      std::span<const std::uint16_t> columns,
                                                      std::size_t keys) {
    if (traits_.batches)
        keys = 0;
    for (const KeyedStatement& known : table.by_keys) {
        if (known.keys == keys && std::ranges::equal(known.columns, columns))
            return *known.statement;
    }
    auto statement = traits_.batches ? connection_->prepare_by_keys(mapping, *table.texts, columns)
                                     : connection_->prepare(select_by_keys_text(*table.texts, columns, keys));
    return *table.by_keys
                .emplace_back(KeyedStatement{{columns.begin(), columns.end()}, keys, std::move(statement)})
                .statement;
}

driver::Statement& PreparedConnection::select_referenced(PreparedTable& table, const Mapping& mapping,
                                                         std::size_t key) {
    table.referenced.resize(mapping.foreign_keys.size());
    const ForeignKey& foreign = mapping.foreign_keys[key];
    if (!table.referenced[key])
        table.referenced[key] = connection_->prepare(select_referenced_text(
            statements_of(*foreign.target, traits_), foreign.target_columns, *table.texts, foreign.columns));
    return *table.referenced[key];
}

}
