#include "core/cascades.hpp"

#include "core/links.hpp"
#include "core/lists.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace rowsmith::detail {
namespace {

bool clears(KeyAction action) {
    return action == KeyAction::set_null || action == KeyAction::set_default;
}

/// Finds what rows take along that are to be deleted, and only then changes anything.
class Cascade {
public:
    explicit Cascade(SessionState& session) : session_(session) {}

    void find() {
        for (const ManagedRow* row : session_.erased)
            note_gone(*row);
        while (find_more()) {
        }
        for_each_key([&](TableRows& table, std::size_t key) { find_cleared(table, key); });
    }

    /// Throws UsageError for new rows that refer to what is to be erased.
    void refuse() const {
        if (!refused_)
            return;
        const auto& [row, key] = *refused_;
        throw UsageError("a row of " + std::string(row->mapping->model) + " refers by '" +
                             std::string(row->mapping->foreign_keys[key].relation) +
                             "' to a row that is erased: give it another one, or erase it too",
                         {.table = std::string(row->mapping->table)});
    }

    void apply() {
        session_.erased.reserve(session_.erased.size() + doomed_.size());
        session_.cleared.clear();
        for (ManagedRow* row : doomed_)
            doom(*row);
        for (const Place& place : cleared_)
            clear_later(place);
        for (const Place& place : unsent_)
            clear_now(place);
        for (ManagedRow* row : dropped_) {
            if (row->state == RowState::pending)
                take_back_added(*row);
        }
    }

private:
    struct Place {
        ManagedRow* row;
        std::size_t key;
    };

    void note_gone(const ManagedRow& row) {
        if (std::ranges::find(tables_, row.mapping) == tables_.end())
            tables_.push_back(row.mapping);
    }

    [[nodiscard]] bool is_gone(const ManagedRow* row) const {
        return row && (row->state == RowState::erased || row->state == RowState::deleted ||
                       row->state == RowState::detached || found_.contains(row));
    }

    /// Visits foreign keys to tables of which rows go.
    template <typename Visit>
    void for_each_key(Visit visit) {
        for (std::size_t at = 0; at < session_.tables.size(); ++at) {
            TableRows& table = *session_.tables[at];
            const auto keys = table.mapping->foreign_keys;
            for (std::size_t key = 0; key < keys.size(); ++key) {
                if (session_.pending > 0 || std::ranges::find(tables_, keys[key].target) != tables_.end())
                    visit(table, key);
            }
        }
    }

    /// One pass over the session's rows; false when nobody took anybody along.
    bool find_more() {
        const std::size_t known = found_.size();
        for_each_key([&](TableRows& table, std::size_t key) {
            if (table.mapping->foreign_keys[key].on_delete == KeyAction::cascade)
                find_doomed(table, key);
        });
        return found_.size() > known;
    }

    void find_doomed(TableRows& table, std::size_t key) {
        if (!tables_.empty())
            table.identities.for_each([&](ManagedRow& row) {
                if (row.state == RowState::persistent && !found_.contains(&row) && goes_along(row, key))
                    add(row, doomed_);
            });
        for (ManagedRow* row : table.pending) {
            if (row && !found_.contains(row) && is_gone(pending_target(*row, key)))
                add(*row, dropped_);
        }
    }

    void add(ManagedRow& row, std::vector<ManagedRow*>& rows) {
        found_.insert(&row);
        rows.push_back(&row);
        note_gone(row);
    }

    [[nodiscard]] ManagedRow* pending_target(const ManagedRow& row, std::size_t key) const {
        return tables_.empty() ? link_of(row, key).target : current_target(row, key);
    }

    [[nodiscard]] static ManagedRow* target_in_database(const ManagedRow& row, std::size_t key) {
        ManagedRow* const known = row.original ? nullptr : link_of(row, key).target;
        return known ? known : stored_target(row, key);
    }

    /// A row that moves away in this flush stays.
    [[nodiscard]] bool goes_along(const ManagedRow& row, std::size_t key) const {
        ManagedRow* const target = target_in_database(row, key);
        return is_gone(target) && (!row.original || current_target(row, key) == target);
    }

    void find_cleared(TableRows& table, std::size_t key) {
        const KeyAction action = table.mapping->foreign_keys[key].on_delete;
        if (!tables_.empty())
            table.identities.for_each([&](ManagedRow& row) {
                if (row.state == RowState::persistent && !found_.contains(&row))
                    find_cleared_row(row, key, action);
            });
        for (ManagedRow* row : table.pending) {
            if (!row || found_.contains(row) || !is_gone(pending_target(*row, key)))
                continue;
            if (clears(action))
                unsent_.push_back({row, key});
            else
                refused_ = Place{row, key};
        }
    }

    void find_cleared_row(ManagedRow& row, std::size_t key, KeyAction action) {
        if (clears(action) && goes_along(row, key))
            cleared_.push_back({&row, key});
        else if (row.original && is_gone(current_target(row, key)) && !is_gone(target_in_database(row, key)))
            refused_ = Place{&row, key};
    }

    void doom(ManagedRow& row) {
        session_.journal.note(row, session_.level, nullptr);
        leave_lists(row);
        session_.erased.push_back(&row);
        acquire(row);
        row.state = RowState::erased;
        row.cascaded = true;
    }

    /// A model as `{}` makes it, of a table whose keys get their defaults; null for NULL.
    [[nodiscard]] static Image defaults_of(const ManagedRow& row, const ForeignKey& key) {
        if (key.on_delete == KeyAction::set_null)
            return nullptr;
        const Kept fresh{*static_cast<ManagedRow*>(row.mapping->rows.create()), *row.mapping};
        return image_of(*row.mapping, model_of(fresh.row()));
    }

    void clear_later(const Place& place) {
        ManagedRow& row = *place.row;
        if (!row.original && row.touched_level < session_.level) {
            Image image = image_of(*row.mapping, model_of(row));
            session_.journal.note(row, session_.level, image.get());
            static_cast<void>(image.release()); // the journal's now
        } else if (row.original_is_image) { // what is stored changes, and what a rollback restores does not
            row.original = image_of(*row.mapping, row.original).release();
            row.original_is_image = false;
        }
        const ForeignKey& key = row.mapping->foreign_keys[place.key];
        session_.cleared.push_back({.row = &row, .key = &key, .defaults = defaults_of(row, key)});
    }

    void clear_now(const Place& place) {
        ManagedRow& row = *place.row;
        const ForeignKey& key = row.mapping->foreign_keys[place.key];
        const Image defaults = defaults_of(row, key);
        set_cleared({.row = &row, .key = &key, .defaults = {}}, defaults.get());
    }

public:
    /// Puts NULL, or what is in `defaults`, into the columns.
    static void set_cleared(const ClearedKey& cleared, const void* defaults) {
        ManagedRow& row = *cleared.row;
        for (const auto part : cleared.key->columns) {
            const Column& column = row.mapping->columns[part];
            for (void* model : {model_of(row), row.state == RowState::pending ? nullptr : row.original}) {
                if (model && defaults)
                    copy_value(column, model, defaults);
                else if (model && column.nullable)
                    clear(column, model);
            }
        }
        put_link(row, static_cast<std::size_t>(cleared.key - row.mapping->foreign_keys.data()), {});
    }

private:
    SessionState& session_;
    std::vector<const Mapping*> tables_; // of which rows go
    std::unordered_set<const ManagedRow*> found_;
    std::vector<ManagedRow*> doomed_;
    std::vector<ManagedRow*> dropped_;
    std::vector<Place> cleared_;
    std::vector<Place> unsent_;
    std::optional<Place> refused_;
};

/// Takes rows out of the map that the database has deleted by itself.
void settle_cascaded(SessionState& session) {
    std::erase_if(session.erased, [](ManagedRow* row) {
        if (!row->cascaded)
            return false;
        row->state = RowState::deleted;
        if (row->in_map)
            leave(*row->table, *row, stored_model(*row));
        release(*row);
        return true;
    });
}

}

void cascade(SessionState& session) {
    if (session.erased.empty() && session.pending == 0)
        return;
    Cascade found{session};
    found.find();
    found.refuse();
    found.apply();
}

void settle_cleared(SessionState& session) noexcept {
    for (const ClearedKey& cleared : session.cleared)
        Cascade::set_cleared(cleared, cleared.defaults.get());
    session.cleared.clear();
}

void follow_deleted(SessionState& session, std::span<ManagedRow* const> rows) {
    session.erased.reserve(session.erased.size() + rows.size());
    for (ManagedRow* row : rows) {
        if (row->state != RowState::persistent && row->state != RowState::erased)
            continue;
        session.journal.note(*row, session.level, nullptr);
        leave_lists(*row);
        if (row->state == RowState::persistent) {
            session.erased.push_back(row);
            acquire(*row);
        }
        row->state = RowState::erased;
        row->cascaded = true;
    }
    Cascade found{session};
    found.find();
    found.apply();
    settle_cascaded(session);
    settle_cleared(session);
}

}
