// INSERT ... ON CONFLICT: sent at once, with all columns coming back.

#include "rowsmith/upsert.hpp"

#include "core/column_set.hpp"
#include "core/context.hpp"
#include "core/flush_plan.hpp"
#include "core/inserting.hpp"
#include "core/links.hpp"
#include "core/query_text.hpp"
#include "core/reading.hpp"
#include "core/sequences.hpp"
#include "core/statement_text.hpp"
#include "core/statements_of.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

using Columns = std::vector<std::uint16_t>;

bool same_columns(std::span<const std::uint16_t> left, std::span<const std::uint16_t> right) {
    return left.size() == right.size() &&
           std::ranges::all_of(left, [&](std::uint16_t column) { return contains(right, column); });
}

/// Rows to upsert, until the session has taken over what the database made of them.
class Upsert {
public:
    Upsert(TableRows& table, std::vector<ManagedRow*> rows, const UpsertData& data)
        : table_(table), mapping_(*table.mapping), data_(data), rows_(std::move(rows)) {
        for (ManagedRow* row : rows_) {
            row->mapping = &mapping_;
            acquire(*row);
        }
    }
    ~Upsert() {
        for (ManagedRow* row : rows_)
            release(*row);
    }
    Upsert(const Upsert&) = delete;
    Upsert& operator=(const Upsert&) = delete;

    void check() const {
        const auto is_target = [&](std::span<const std::uint16_t> key) {
            return same_columns(key, data_.target);
        };
        if (!is_target(mapping_.key) && std::ranges::none_of(mapping_.unique_keys, is_target))
            refuse("its target is not a key: neither the primary key nor a unique one");
        for (const auto index : data_.only) {
            if (!can_be_set(index))
                refuse("column '" + std::string(mapping_.columns[index].name) + "' cannot be updated");
        }
        ColumnSet set;
        for (const AssignmentData& assignment : data_.assignments) {
            const auto index = assignment.column;
            const std::string name = "column '" + std::string(mapping_.columns[index].name) + "'";
            if (!can_be_set(index))
                refuse(name + " cannot be updated");
            if (set.contains(index))
                refuse(name + " is set twice");
            set.insert(index);
        }
        check_twice();
    }
    /// What the program does with rows in memory must not be lost.
    void check_managed() const {
        for (const std::vector<ManagedRow*>* changed : {&session().edited, &session().erased}) {
            for (const ManagedRow* row : *changed) {
                const bool edited = row->state == RowState::persistent && row->original;
                if (row->table == &table_ && (edited || row->state == RowState::erased) && is_meant(*row))
                    refuse(edited ? "a managed row that it would update is edited: flush first"
                                  : "a managed row that it would update is erased: flush first");
            }
        }
    }

    [[nodiscard]] std::vector<ManagedRow*> send() {
        begin(session(), driver::Begin::write);
        return write_now(session(), [&] {
            std::vector<Columns> updated;
            for (ManagedRow* row : rows_)
                updated.push_back(columns_to_update(model_of(*row)));
            complete();
            std::vector<ManagedRow*> results;
            for (std::size_t at = 0; at < rows_.size(); ++at)
                with_context(mapping_, "upsert",
                             [&] { results.push_back(send_row(*rows_[at], updated[at])); });
            return results;
        });
    }

private:
    [[nodiscard]] SessionState& session() const { return *table_.session; }
    [[nodiscard]] QueryTarget target() const {
        return {mapping_, session().engine.spelling, session().engine.traits};
    }

    [[noreturn]] void refuse(const std::string& why) const {
        throw UsageError("upsert of " + std::string(mapping_.model) + ": " + why,
                         {.table = std::string(mapping_.table)});
    }

    [[nodiscard]] KeyValues target_of(const void* model) const { return {mapping_, data_.target, model}; }

    void check_twice() const {
        std::vector<KeyValues> targets;
        for (const ManagedRow* row : rows_) {
            targets.push_back(target_of(model_of(*row)));
            if (targets.back().has_null())
                targets.pop_back();
        }
        const auto compare = [&](const KeyValues& left, const KeyValues& right) {
            for (std::size_t part = 0; part < data_.target.size(); ++part) {
                const auto order = compare_values(mapping_.columns[data_.target[part]], left.values()[part],
                                                  right.values()[part]);
                if (order != 0)
                    return order;
            }
            return std::strong_ordering::equal;
        };
        std::ranges::sort(targets,
                          [&](const auto& left, const auto& right) { return compare(left, right) < 0; });
        const auto same = [&](const auto& left, const auto& right) { return compare(left, right) == 0; };
        if (std::ranges::adjacent_find(targets, same) != targets.end())
            refuse("two of the rows have the same values in its target");
    }

    [[nodiscard]] bool is_meant(const ManagedRow& known) const {
        const KeyValues values = target_of(stored_model(known));
        return !values.has_null() && std::ranges::any_of(rows_, [&](const ManagedRow* row) {
            return std::ranges::all_of(data_.target, [&](std::uint16_t column) {
                return equal(mapping_.columns[column], stored_model(known), model_of(*row));
            });
        });
    }

    [[nodiscard]] bool can_be_set(std::uint16_t index) const {
        return mapping_.columns[index].writing == Writing::always && !contains(mapping_.key, index) &&
               !contains(data_.target, index);
    }
    /// Whether the program said a value, so that an existing row is to have it.
    [[nodiscard]] bool says(std::uint16_t index, const void* model) const {
        const Column& column = mapping_.columns[index];
        return is_loaded(column, model) && (column.maker == Maker::program || is_given(column, model));
    }
    [[nodiscard]] Columns columns_to_update(const void* model) const {
        Columns columns = data_.only;
        const bool said = !data_.only.empty() || !data_.assignments.empty();
        for (std::uint16_t index = 0; !said && index < mapping_.columns.size(); ++index) {
            if (can_be_set(index) && says(index, model))
                columns.push_back(index);
        }
        return columns;
    }
    [[nodiscard]] Columns columns_to_insert(const void* model) const {
        const ColumnSet set = inserted_columns(table_, {}, model);
        Columns columns;
        for (std::uint16_t index = 0; index < mapping_.columns.size(); ++index) {
            if (set.contains(index))
                columns.push_back(index);
        }
        return columns;
    }

    /// Keys, clock, versions: as for rows that are added.
    void complete() {
        FlushPlan plan;
        plan.tables.push_back({.table = &table_, .inserts = rows_});
        draw_keys(session(), plan);
        for (ManagedRow* row : rows_) {
            if (table_.makes_values)
                make_values(session(), mapping_, {}, model_of(*row));
            if (table_.roles.version)
                store_integer(*table_.roles.version, model_of(*row), 1);
        }
    }

    [[nodiscard]] ManagedRow* send_row(const ManagedRow& row, const Columns& updated) {
        const Columns inserted = columns_to_insert(model_of(row));
        const Columns returned = columns_of_row(mapping_);
        const UpsertColumns columns{.inserted = inserted,
                                    .target = data_.target,
                                    .updated = updated,
                                    .version = table_.roles.version ? &table_.roles.version_index : nullptr,
                                    .ignore = data_.ignore,
                                    .returning = returned};
        const bool computed = !data_.assignments.empty();
        const QueryText text =
            computed
                ? upsert_query(target(), columns, data_, model_of(row))
                : QueryText{.sql = upsert_text(statements_of(mapping_, session().engine.traits), columns)};
        const TakenStatement statement{session().connection->statements(), text.sql};
        StatementWatch watch{session().engine, text.sql, {mapping_.model, "upsert"}};
        if (computed)
            bind(*statement, text);
        else
            statement->bind(mapping_.columns, inserted, model_of(row));
        ManagedRow* result = nullptr;
        while (statement->step()) {
            ++watch.rows;
            result = &take(*statement);
        }
        watch.done();
        return result;
    }

    /// What the database has now becomes the session's row.
    [[nodiscard]] ManagedRow& take(driver::Statement& statement) {
        const Kept read{*static_cast<ManagedRow*>(mapping_.rows.create()), mapping_};
        read_model(statement, mapping_, model_of(read.row()));
        ManagedRow* known = find_stored(table_, model_of(read.row()));
        if (known) {
            keep_image(*known);
            overwrite(*known, model_of(read.row()));
        } else {
            known = &adopt(table_, statement);
            note_as_added(*known);
        }
        unload_incomplete_lists(*known);
        return *known;
    }

    /// A rollback forgets a row that was not there for the session before.
    void note_as_added(ManagedRow& row) {
        row.state = RowState::detached;
        try {
            session().journal.note(row, session().level, nullptr);
        } catch (...) {
            leave(table_, row, model_of(row));
            throw;
        }
        row.state = RowState::persistent;
    }

    TableRows& table_;
    const Mapping& mapping_;
    const UpsertData& data_;
    std::vector<ManagedRow*> rows_; // with a reference each
};

}

std::vector<ManagedRow*> upsert_rows(TableRows& table, std::vector<ManagedRow*> rows,
                                     const UpsertData& data) {
    Upsert upsert{table, std::move(rows), data};
    require_usable(*table.session);
    require_no_stream(*table.session, "upsert");
    upsert.check();
    autoflush(*table.session, *table.mapping, "upsert");
    upsert.check_managed();
    return upsert.send();
}

}
