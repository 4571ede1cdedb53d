// Relations as refs offer them: reading them, and changing them in memory.

#include "rowsmith/relations.hpp"

#include "core/links.hpp"
#include "core/lists.hpp"
#include "core/many_to_many.hpp"
#include "core/relation_loading.hpp"
#include "core/repeats.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

std::string called(const char* verb, const ManagedRow& row, const Relation& relation) {
    return verb + std::string("'") + std::string(relation.name) + "' of a row of " +
           std::string(row.mapping->model);
}

SessionState& session_of(const ManagedRow& row, const Relation& relation) {
    if (!row.table)
        throw UsageError(called("", row, relation) + " that is detached");
    require_usable(*row.table->session);
    return *row.table->session;
}

void require_same_session(const char* verb, const ManagedRow& row, const Relation& relation,
                          const ManagedRow& other) {
    const SessionState& session = *row.table->session;
    if (!other.table || other.table->session != &session) // the message costs more than all the rest
        require_managed(session, other, called(verb, row, relation).c_str());
}

/// Both rows must be there to stay, in one session.
void require_relatable(const ManagedRow& row, const Relation& relation, const ManagedRow& target) {
    require_same_session("change of ", row, relation, target);
    if (target.state != RowState::pending && target.state != RowState::persistent)
        throw UsageError(called("change of ", row, relation) + ": the row of " +
                         std::string(target.mapping->model) + " that it should lead to is erased");
}

/// Loads the relation for all rows that came with this one.
void load_for_siblings(ManagedRow& row, const Relation& relation) {
    SessionState& session = *row.table->session;
    if (session.options.loading == Loading::strict)
        throw LazyLoad(called("", row, relation) +
                           " is not loaded, and the session is strict: name it in `with(...)` of the query",
                       {.table = std::string(relation.target->table)});
    autoflush(session, *row.mapping, std::string(relation.name).c_str());
    if (counts_runs(session) && (!row.group || row.group->rows.size() == 1))
        count_again(session, Asked::relation, {row.mapping->model, relation.name},
                    sql_for_one(*row.table, relation));
    ManagedRow* const alone = &row;
    const HeldGroup group{row.group}; // what is read may take its rows into another one
    const std::span<ManagedRow* const> siblings =
        row.group ? std::span<ManagedRow* const>{row.group->rows} : std::span{&alone, 1};
    load_relation(*row.table, siblings, relation,
                  relation.target->read_only ? Reload::stale : Reload::missing);
}

/// The rows of a view: the database alone knows them, so that those of a new row are asked for when it is
/// sent. They may be others in each transaction.
RowList& list_from_view(ManagedRow& owner, const Relation& relation) {
    SessionState& session = *owner.table->session;
    const RowList* const known = list_of(owner, relation);
    if (!known || known->loaded_in != session.transaction)
        load_for_siblings(owner, relation);
    if (RowList* const list = list_of(owner, relation))
        return *list;
    throw UsageError(called("", owner, relation) +
                     ", a view, which knows nothing of a row before it is flushed");
}

/// The list of a to-many or one-to-one relation.
RowList& loaded_list(ManagedRow& owner, const Relation& relation) {
    if (relation.target->read_only)
        return list_from_view(owner, relation);
    if (RowList* const known = list_of(owner, relation))
        return *known;
    if (owner.state == RowState::pending)
        return *writable_list(owner, relation);
    load_for_siblings(owner, relation);
    return *list_of(owner, relation);
}

RowList* counted(RowList& list) {
    acquire(list);
    return &list;
}

/// The rows at the other ends of the links.
RowList* linked_list(ManagedRow& owner, const Relation& relation) {
    if (!is_loaded(owner, relation))
        load_for_siblings(owner, relation);
    OwnedList list = new_list(*owner.table->session);
    list->rows = far_rows(loaded_list(owner, links_of(relation)), relation);
    for (ManagedRow* row : list->rows)
        acquire(*row);
    return list.release();
}

ManagedRow* to_one(ManagedRow& row, const Relation& relation) {
    const ForeignKey& key = row.mapping->foreign_keys[relation.key];
    if (ManagedRow* const known = current_target(row, relation.key))
        return known;
    if (row.orphaned)
        throw UsageError(called("", row, relation) + ", which was removed from it and has got no other yet");
    if (link_of(row, relation.key).was_set || is_null(*row.mapping, key, model_of(row)) ||
        (row.state == RowState::pending && is_unset(row, key)))
        return nullptr;
    load_for_siblings(row, relation);
    return current_target(row, relation.key);
}

/// Whether a part of a foreign key was given a value by hand that the relation would overwrite by another.
bool contradicts(const ManagedRow& row, const ForeignKey& key, std::size_t part, const ManagedRow* target) {
    const Column& column = row.mapping->columns[key.columns[part]];
    const bool by_hand = row.state == RowState::pending ? is_given(column, model_of(row))
                                                        : !equal(column, stored_model(row), model_of(row));
    if (!by_hand || !target)
        return by_hand && column.nullable;
    const Column& wanted = key.target->columns[key.target_columns[part]];
    const void* const value = value_of(column, model_of(row));
    return !has_key(*target) || !value ||
           !equal_values(wanted, value, value_of(wanted, stored_model(*target)));
}

/// The relation and the column must not say different things.
void refuse_value_by_hand(const ManagedRow& row, const ForeignKey& key, const Relation& relation,
                          const ManagedRow* target) {
    for (std::size_t part = 0; part < key.columns.size() && !link_of(row, relation.key).was_set; ++part) {
        if (contradicts(row, key, part, target))
            throw UsageError(called("change of ", row, relation) +
                                 ", whose column was set to another value before",
                             {.table = std::string(row.mapping->table),
                              .column = std::string(row.mapping->columns[key.columns[part]].name)});
    }
}

void write_columns(ManagedRow& row, const ForeignKey& key, const ManagedRow* target) {
    if (!target)
        make_null(row, key);
    else if (has_key(*target))
        write_key(row, key, *target);
    else
        clear_key(row, key);
}

/// The row in whose list this one stands, if that is loaded: a column may lead elsewhere by now.
ManagedRow* listed_owner(const ManagedRow& row, std::uint16_t number) {
    ManagedRow* const known = link_of(row, number).target;
    return known ? known : current_target(row, number);
}

/// Leads a foreign key elsewhere, or nowhere, with all lists that show it.
void lead_to(ManagedRow& row, std::uint16_t number, ManagedRow* target) {
    const ForeignKey& key = row.mapping->foreign_keys[number];
    ManagedRow* const former = listed_owner(row, number);
    RowList* from = former && key.inverse ? writable_list(*former, *key.inverse) : nullptr;
    RowList* to = target && key.inverse ? writable_list(*target, *key.inverse) : nullptr;
    if (former == target)
        from = to = nullptr;
    if (to)
        make_place(*to);
    write_columns(row, key, target);
    if (from)
        take_from(*from, row);
    if (to)
        put_at_end(*to, row);
    put_link(row, number, {.target = target, .was_set = true});
    row.orphaned = false;
}

void unlink_one(ManagedRow& row, std::uint16_t number);

/// Another row must leave a one-to-one relation before `row` can be in it.
void make_room(ManagedRow& owner, const Relation& one, const ManagedRow& row) {
    const RelatedRows former{owner, one};
    for (std::size_t at = 0; at < former.size(); ++at) {
        if (&former[at] != &row)
            unlink_one(former[at], one.key);
    }
}

void set_target(ManagedRow& row, const Relation& relation, ManagedRow* target) {
    const ForeignKey& key = row.mapping->foreign_keys[relation.key];
    if (target)
        require_relatable(row, relation, *target);
    refuse_value_by_hand(row, key, relation, target);
    if (target && key.inverse && key.inverse->kind == RelationKind::one_to_one)
        make_room(*target, *key.inverse, row);
    begin_edit(row, "change of a relation");
    lead_to(row, relation.key, target);
}

/// Takes a row out of a relation that it cannot be without; the next flush erases it if it stays so.
void make_orphan(ManagedRow& row, std::uint16_t number) {
    SessionState& session = *row.table->session;
    const ForeignKey& key = row.mapping->foreign_keys[number];
    if (key.on_delete != KeyAction::cascade)
        throw UsageError(
            "a row of " + std::string(row.mapping->model) + " cannot leave the relation '" +
            std::string(key.relation) +
            "', which is not nullable and has no `on delete cascade`: give it another row, or erase it");
    begin_edit(row, "change of a relation"); // what it may be given until the flush is undone, too
    session.orphans.push_back(&row);
    acquire(row);
    ManagedRow* const owner = listed_owner(row, number);
    RowList* const list = owner && key.inverse ? writable_list(*owner, *key.inverse) : nullptr;
    if (list)
        take_from(*list, row);
    put_link(row, number, {.was_set = true});
    row.orphaned = true;
}

void unlink_one(ManagedRow& row, std::uint16_t number) {
    if (can_be_null(*row.mapping, row.mapping->foreign_keys[number])) {
        begin_edit(row, "change of a relation");
        lead_to(row, number, nullptr);
    } else {
        make_orphan(row, number);
    }
}

ManagedRow& add_to_list(ManagedRow& owner, const Relation& relation, ManagedRow& fresh) {
    TableRows& table = rows_of(*owner.table->session, *relation.target);
    link_new(fresh, relation.key, owner);
    RowList* const list = writable_list(owner, relation);
    if (list)
        make_place(*list);
    ManagedRow& row = add(table, fresh, {});
    if (list)
        put_at_end(*list, row);
    return row;
}

}

RelatedRows::RelatedRows(ManagedRow& owner, const Relation& relation) {
    static_cast<void>(session_of(owner, relation));
    list_ = relation.kind == RelationKind::many_to_many ? linked_list(owner, relation)
                                                        : counted(loaded_list(owner, relation));
}

RelatedRows::RelatedRows(const RelatedRows& other) noexcept : list_(counted(*other.list_)) {
}

RelatedRows::~RelatedRows() {
    if (list_)
        release(*list_);
}

std::size_t RelatedRows::size() const noexcept {
    return list_->rows.size();
}

ManagedRow& RelatedRows::operator[](std::size_t index) const noexcept {
    return *list_->rows[index];
}

ManagedRow* related_row(ManagedRow& row, const Relation& relation) {
    static_cast<void>(session_of(row, relation));
    if (relation.kind == RelationKind::to_one)
        return to_one(row, relation);
    const RowList& list = loaded_list(row, relation);
    return list.rows.empty() ? nullptr : list.rows.front();
}

ManagedRow& required_row(ManagedRow& row, const Relation& relation) {
    ManagedRow* const found = related_row(row, relation);
    if (found)
        return *found;
    if (row.state == RowState::pending)
        throw NotFound(called("", row, relation) + " was not set yet",
                       {.table = std::string(row.mapping->table)});
    throw NotFound("the row that " + called("", row, relation) + " refers to is gone",
                   {.table = std::string(relation.target->table)});
}

void relate(ManagedRow& row, const Relation& relation, ManagedRow* target) {
    static_cast<void>(session_of(row, relation));
    if (relation.kind == RelationKind::to_one)
        return set_target(row, relation, target);
    const std::uint16_t key = relation.key;
    if (target) {
        require_relatable(row, relation, *target);
        return set_target(*target, target->mapping->relations[key], &row);
    }
    if (ManagedRow* const former = related_row(row, relation))
        unlink_one(*former, key);
}

ManagedRow& add_related(ManagedRow& owner, const Relation& relation, ManagedRow& fresh) {
    const Kept kept{fresh, *relation.target};
    SessionState& session = session_of(owner, relation);
    require_relatable(owner, relation, owner);
    if (relation.kind == RelationKind::one_to_one)
        make_room(owner, relation, fresh);
    if (relation.kind != RelationKind::many_to_many)
        return add_to_list(owner, relation, fresh);
    ManagedRow& row = add(rows_of(session, *relation.target), fresh, {});
    link_rows(owner, relation, row);
    return row;
}

void relate_many(ManagedRow& owner, const Relation& relation, ManagedRow& row) {
    static_cast<void>(session_of(owner, relation));
    require_relatable(owner, relation, owner);
    require_relatable(owner, relation, row);
    if (relation.kind == RelationKind::many_to_many)
        link_rows(owner, relation, row);
    else
        set_target(row, row.mapping->relations[relation.key], &owner);
}

void unrelate(ManagedRow& owner, const Relation& relation, ManagedRow& row) {
    static_cast<void>(session_of(owner, relation));
    require_same_session("remove from ", owner, relation, row);
    if (relation.kind == RelationKind::many_to_many)
        return unlink_rows(owner, relation, row);
    if (current_target(row, relation.key) != &owner || row.state == RowState::erased)
        throw UsageError(called("remove from ", owner, relation) + " of a row that is not in it");
    unlink_one(row, relation.key);
}

bool is_loaded(const ManagedRow& owner, const Relation& relation) {
    switch (relation.kind) {
    case RelationKind::to_one:
        return link_of(owner, relation.key).was_set || current_target(owner, relation.key) ||
               is_null(*owner.mapping, owner.mapping->foreign_keys[relation.key], model_of(owner));
    case RelationKind::to_many:
    case RelationKind::one_to_one:
        return (owner.state == RowState::pending && !relation.target->read_only) || list_of(owner, relation);
    case RelationKind::many_to_many:
        break;
    }
    const RowList* const links = list_of(owner, links_of(relation));
    return owner.state == RowState::pending || (links && knows_far_rows(*links, relation));
}

}
