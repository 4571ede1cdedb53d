#include "core/connections.hpp"

#include "core/column_roles.hpp"
#include "core/statement_text.hpp"

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

/// Columns that the database makes and the INSERT left out; an identity comes by another way.
std::vector<std::uint16_t> made_by_database(const ColumnSet& inserted, const Mapping& mapping) {
    std::vector<std::uint16_t> columns;
    for (std::size_t column = 0; column < mapping.columns.size(); ++column) {
        const bool made = mapping.columns[column].maker == Maker::database ||
                          mapping.columns[column].writing == Writing::computed;
        if (made && !inserted.contains(column))
            columns.push_back(static_cast<std::uint16_t>(column));
    }
    return columns;
}

ColumnStatement* search(std::vector<std::unique_ptr<ColumnStatement>>& statements, const ColumnSet& set) {
    const auto found = std::ranges::find_if(statements, [&](const auto& entry) { return entry->set == set; });
    return found == statements.end() ? nullptr : found->get();
}

}

PreparedTable& PreparedConnection::table(const Mapping& mapping) {
    auto& slot = tables_[&mapping];
    if (!slot) {
        slot = std::make_unique<PreparedTable>();
        slot->texts = mapping.statements;
        slot->find_by.resize(mapping.statements->find_by.size());
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
    made->returning = made_by_database(set, mapping);
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

driver::Statement& PreparedConnection::select_by_keys(PreparedTable& table,
                                                      std::span<const std::uint16_t> columns,
                                                      std::size_t keys) {
    for (const KeyedStatement& known : table.by_keys) {
        if (known.keys == keys && std::ranges::equal(known.columns, columns))
            return *known.statement;
    }
    auto statement = connection_->prepare(select_by_keys_text(*table.texts, columns, keys));
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
            *foreign.target->statements, foreign.target_columns, *table.texts, foreign.columns));
    return *table.referenced[key];
}

}
