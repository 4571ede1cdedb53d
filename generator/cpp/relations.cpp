#include "cpp/relations.hpp"

#include "cpp/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::cpp {
namespace {

WayKind back_kind(const model::Relation& relation) {
    return relation.unique ? WayKind::one_to_one : WayKind::to_many;
}

/// The way from the target of a foreign key back to the rows that have it.
Way way_back(const model::Schema& schema, std::size_t table, std::size_t relation) {
    const model::Relation& key = schema.tables[table].relations[relation];
    return {.kind = back_kind(key),
            .name = key.inverse.empty() ? stem(schema.tables[table].name) : key.inverse,
            .hidden = key.inverse.empty(),
            .from = key.target,
            .target = table,
            .key = relation};
}

Way way_through(const model::ManyToMany& link, std::size_t table) {
    return {.kind = WayKind::many_to_many,
            .name = link.name,
            .from = table,
            .target = link.target,
            .key = link.near_relation,
            .far_key = link.far_relation,
            .link = link.through,
            .doc = link.doc};
}

/// Whether a table's many-to-many relation is declared in the table's own file.
bool is_own(const model::Schema& schema, const model::Table& table, const model::ManyToMany& link) {
    return link.declared_here || schema.tables[link.target].file == table.file;
}

bool is_own(const model::Schema& schema, const model::Table& table, const model::Inverse& inverse) {
    return schema.tables[inverse.table].file == table.file;
}

/// Whether the links of a many-to-many relation of `target` have this foreign key to it, and no other name.
bool is_hidden_list(const model::Schema& schema, std::size_t table, std::size_t relation) {
    const model::Relation& key = schema.tables[table].relations[relation];
    return key.inverse.empty() &&
           std::ranges::any_of(schema.tables[key.target].many_to_many, [&](const model::ManyToMany& link) {
               return link.through == table && link.near_relation == relation;
           });
}

/// The foreign keys from the table's own file whose list it keeps: named ones, then hidden ones.
struct ListKey {
    std::size_t table;
    std::size_t relation;

    friend bool operator==(const ListKey&, const ListKey&) = default;
};

std::vector<ListKey> lists_of(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    std::vector<ListKey> lists;
    for (const model::Inverse& inverse : table.inverses) {
        if (is_own(schema, table, inverse))
            lists.push_back({inverse.table, inverse.relation});
    }
    for (const model::ManyToMany& link : table.many_to_many) {
        const ListKey list{link.through, link.near_relation};
        if (schema.tables[link.through].file == table.file &&
            schema.tables[link.through].relations[link.near_relation].inverse.empty() &&
            std::ranges::find(lists, list) == lists.end())
            lists.push_back(list);
    }
    return lists;
}

std::string relations_constant(const model::Schema& schema, std::size_t table, std::size_t index) {
    return fmt::format("{}_table::relations[{}]", stem(schema.tables[table].name), index);
}

}

const model::Relation& Way::foreign_key(const model::Schema& schema) const {
    switch (kind) {
    case WayKind::to_one:
        return schema.tables[from].relations[key];
    case WayKind::to_many:
    case WayKind::one_to_one:
        return schema.tables[target].relations[key];
    case WayKind::many_to_many:
        break;
    }
    return schema.tables[link].relations[key];
}

std::vector<Way> ways_of(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    std::vector<Way> ways;
    for (std::size_t key = 0; key < table.relations.size(); ++key)
        ways.push_back({.name = table.relations[key].name,
                        .from = index,
                        .target = table.relations[key].target,
                        .key = key,
                        .doc = table.relations[key].doc});
    for (const ListKey list : lists_of(schema, index))
        ways.push_back(way_back(schema, list.table, list.relation));
    for (std::size_t slot = 0; slot < ways.size(); ++slot)
        ways[slot].slot = slot;
    for (const model::ManyToMany& link : table.many_to_many) {
        if (is_own(schema, table, link))
            ways.push_back(way_through(link, index));
    }
    return ways;
}

std::size_t slots_of(const model::Schema& schema, std::size_t table) {
    return schema.tables[table].relations.size() + lists_of(schema, table).size();
}

std::vector<std::string> relation_names(const model::Schema& schema, const model::Table& table) {
    std::vector<std::string> names;
    for (const model::Relation& relation : table.relations)
        names.push_back(relation.name);
    for (const model::Inverse& inverse : table.inverses) {
        if (is_own(schema, table, inverse))
            names.push_back(inverse.name);
    }
    for (const model::ManyToMany& link : table.many_to_many) {
        if (is_own(schema, table, link))
            names.push_back(link.name);
    }
    return names;
}

std::vector<OutsideWay> outside_ways_of(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    const auto is_outside = [&](std::size_t target) { return schema.tables[target].file != table.file; };
    std::vector<OutsideWay> ways;
    for (std::size_t key = 0; key < table.relations.size(); ++key) {
        const model::Relation& relation = table.relations[key];
        if (is_outside(relation.target) && (!relation.inverse.empty() || is_hidden_list(schema, index, key)))
            ways.push_back({way_back(schema, index, key), index, relation.name + "_inverse"});
    }
    for (const model::ManyToMany& link : table.many_to_many) {
        if (!link.declared_here || link.inverse.empty() || !is_outside(link.target))
            continue;
        Way way = way_through(link, link.target);
        way.name = link.inverse;
        way.target = index;
        std::swap(way.key, way.far_key);
        way.doc.clear();
        ways.push_back({std::move(way), index, link.name + "_inverse"});
    }
    return ways;
}

std::string inverse_of(const model::Schema& schema, std::size_t table, std::size_t relation) {
    const model::Relation& key = schema.tables[table].relations[relation];
    if (key.inverse.empty() && !is_hidden_list(schema, table, relation))
        return "";
    if (schema.tables[key.target].file != schema.tables[table].file)
        return key.name + "_inverse";
    const auto lists = lists_of(schema, key.target);
    const auto at = std::ranges::find(lists, ListKey{table, relation}) - lists.begin();
    return relations_constant(schema, key.target,
                              schema.tables[key.target].relations.size() + static_cast<std::size_t>(at));
}

}
