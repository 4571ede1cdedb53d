#include "core/many_to_many.hpp"

#include "core/lists.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/relations.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <unordered_set>

namespace rowsmith::detail {
namespace {

bool is_present(const ManagedRow* row) {
    return row && row->state != RowState::erased && row->state != RowState::deleted;
}

bool is_part_of(const ForeignKey& key, std::uint16_t column) {
    return std::ranges::find(key.columns, column) != key.columns.end();
}

/// Whether the two rows that a link joins are its primary key, so that there is one at most.
bool is_keyed_by_ends(const Relation& relation) {
    const ForeignKey& near = relation.link->foreign_keys[relation.key];
    const ForeignKey& far = relation.link->foreign_keys[relation.far_key];
    return std::ranges::all_of(relation.link->key, [&](std::uint16_t part) {
        return is_part_of(near, part) || is_part_of(far, part);
    });
}

bool joins(const ManagedRow& link, const Relation& relation, const ManagedRow& owner, const ManagedRow& row) {
    return current_target(link, relation.key) == &owner && current_target(link, relation.far_key) == &row;
}

const void* key_part(const Relation& relation, std::uint16_t part, const ManagedRow& owner,
                     const ManagedRow& row) {
    const ForeignKey& near = relation.link->foreign_keys[relation.key];
    const ForeignKey& far = relation.link->foreign_keys[relation.far_key];
    const bool is_near = is_part_of(near, part);
    const ForeignKey& key = is_near ? near : far;
    const auto at = std::ranges::find(key.columns, part) - key.columns.begin();
    const Column& column = key.target->columns[key.target_columns[static_cast<std::size_t>(at)]];
    return value_of(column, stored_model(is_near ? owner : row));
}

/// The key of the link between two rows that have keys.
std::vector<const void*> link_key(const Relation& relation, const ManagedRow& owner, const ManagedRow& row) {
    std::vector<const void*> key;
    for (const auto part : relation.link->key)
        key.push_back(key_part(relation, part, owner, row));
    return key;
}

using Rows = std::span<ManagedRow* const>;

/// Where links between the two rows stand that the session knows without their keys.
Rows known_links(const ManagedRow& owner, const Relation& relation, const ManagedRow& row,
                 const TableRows& links) {
    if (const RowList* const near = list_of(owner, links_of(relation)))
        return near->rows;
    const Relation* const back = relation.link->foreign_keys[relation.far_key].inverse;
    const RowList* const far = back ? list_of(row, *back) : nullptr;
    return far ? Rows{far->rows} : Rows{links.pending};
}

/// A link that the session has; perhaps one that is erased.
ManagedRow* find_link(const ManagedRow& owner, const Relation& relation, const ManagedRow& row,
                      TableRows& links) {
    if (is_keyed_by_ends(relation) && has_key(owner) && has_key(row))
        return links.identities.find(link_key(relation, owner, row));
    for (ManagedRow* link : known_links(owner, relation, row, links)) {
        if (link && joins(*link, relation, owner, row))
            return link;
    }
    return nullptr;
}

/// Adding what was removed since the last flush sends nothing.
void bring_back(ManagedRow& link) {
    SessionState& session = *link.table->session;
    session.journal.complete(link); // from now on it may be edited again
    for (std::size_t key = 0; key < link.mapping->foreign_keys.size(); ++key) {
        const ForeignKey& foreign = link.mapping->foreign_keys[key];
        ManagedRow* const end = current_target(link, key);
        RowList* const list = end && foreign.inverse ? writable_list(*end, *foreign.inverse) : nullptr;
        if (!list)
            continue;
        make_place(*list);
        put_at_end(*list, link);
        put_link(link, key, {.target = end});
    }
    std::erase(session.erased, &link);
    link.state = RowState::persistent;
    release(link);
}

/// A new link is added to the lists of both rows.
void add_link(ManagedRow& owner, const Relation& relation, ManagedRow& row) {
    const Kept fresh{*static_cast<ManagedRow*>(relation.link->rows.create()), *relation.link};
    link_new(fresh.row(), relation.far_key, row);
    const Relation* const back = relation.link->foreign_keys[relation.far_key].inverse;
    RowList* const list = back ? writable_list(row, *back) : nullptr;
    if (list)
        make_place(*list);
    ManagedRow& link = add_related(owner, links_of(relation), fresh.row());
    if (list)
        put_at_end(*list, link);
}

/// The links that remove takes away; where the session does not know them, the database is asked.
std::vector<ManagedRow*> present_links(ManagedRow& owner, const Relation& relation, const ManagedRow& row,
                                       TableRows& links) {
    if (!list_of(owner, links_of(relation)) && is_keyed_by_ends(relation) && has_key(owner) && has_key(row)) {
        ManagedRow* const link = find(links, link_key(relation, owner, row), "remove");
        return link ? std::vector{link} : std::vector<ManagedRow*>{};
    }
    const RelatedRows known{owner, links_of(relation)};
    std::vector<ManagedRow*> found;
    for (std::size_t at = 0; at < known.size(); ++at) {
        if (joins(known[at], relation, owner, row))
            found.push_back(&known[at]);
    }
    return found;
}

}

std::vector<ManagedRow*> far_rows(const RowList& links, const Relation& relation) {
    const bool once = is_keyed_by_ends(relation);
    std::unordered_set<const ManagedRow*> seen;
    std::vector<ManagedRow*> rows;
    rows.reserve(links.rows.size());
    for (const ManagedRow* link : links.rows) {
        ManagedRow* const row = current_target(*link, relation.far_key);
        if (is_present(row) && (once || seen.insert(row).second))
            rows.push_back(row);
    }
    return rows;
}

bool knows_far_rows(const RowList& links, const Relation& relation) {
    return std::ranges::all_of(links.rows, [&](const ManagedRow* link) {
        return current_target(*link, relation.far_key) != nullptr;
    });
}

void link_rows(ManagedRow& owner, const Relation& relation, ManagedRow& row) {
    TableRows& links = rows_of(*owner.table->session, *relation.link);
    ManagedRow* const known = find_link(owner, relation, row, links);
    if (!known)
        add_link(owner, relation, row);
    else if (known->state == RowState::erased)
        bring_back(*known);
}

void unlink_rows(ManagedRow& owner, const Relation& relation, ManagedRow& row) {
    TableRows& links = rows_of(*owner.table->session, *relation.link);
    const auto found = present_links(owner, relation, row, links);
    if (found.empty())
        throw UsageError("remove from '" + std::string(relation.name) + "' of a row of " +
                         std::string(owner.mapping->model) + " of a row that is not in it");
    for (ManagedRow* link : found)
        erase(*link, links);
}

}
