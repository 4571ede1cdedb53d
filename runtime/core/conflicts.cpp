#include "core/conflicts.hpp"

#include "core/execution.hpp"
#include "core/keyed_reading.hpp"
#include "core/keys.hpp"
#include "core/links.hpp"
#include "core/reading.hpp"
#include "core/versions.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <iterator>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

namespace rowsmith::detail {
namespace {

constexpr const char* gone = "gone";

std::string other_version(std::int64_t found, std::int64_t expected) {
    if (found == expected) // as a trigger may see to
        return "version " + std::to_string(found) + ", which the statement passed over";
    return "version " + std::to_string(found) + " instead of " + std::to_string(expected);
}

ColumnSet version_alone(const ColumnRoles& roles) {
    ColumnSet set;
    set.insert(roles.version_index);
    return set;
}

/// The name of statements that look for rows which another one has missed.
StatementName what_is_there(const Mapping& mapping) {
    return {mapping.model, "conflict"};
}

/// What the database has under the keys of versioned rows.
std::vector<std::string> look_up(TableRows& table, std::span<const ManagedRow* const> rows) {
    const Mapping& mapping = *table.mapping;
    SessionState& session = *table.session;
    driver::Statement& select =
        *session.connection
             ->select(prepared(table, driver::Begin::write), version_alone(table.roles), mapping)
             .statement;
    StatementWatch watch{session.engine, select.sql(), what_is_there(mapping)};
    watch.executions = 0;
    std::vector<std::string> found;
    for (const ManagedRow* row : rows) {
        const Execution execution{select};
        ++watch.executions;
        select.bind(mapping.columns, mapping.key, stored_model(*row));
        const bool there = select.step();
        watch.rows += there ? 1 : 0;
        found.push_back(there ? other_version(select.read_integer(0),
                                              version_of(*table.roles.version, stored_model(*row)))
                              : gone);
    }
    watch.done();
    return found;
}

std::string list_of(const std::vector<std::string>& found) {
    constexpr std::size_t shown = 5;
    std::string list;
    for (std::size_t at = 0; at < std::min(found.size(), shown); ++at)
        list += (list.empty() ? "" : ", ") + found[at];
    return found.size() > shown ? list + ", and " + std::to_string(found.size() - shown) + " more" : list;
}

std::string count_of(const Mapping& mapping, std::size_t rows) {
    return " of " + std::to_string(rows) + " row(s) of " + std::string(mapping.model);
}

/// `detail` says what was found under the keys of the rows.
[[noreturn]] void throw_conflict(const Mapping& mapping, const std::string& message,
                                 std::span<const ManagedRow* const> rows, ErrorDetail detail) {
    detail.retry = Retry::never;
    detail.table = mapping.table;
    for (const ManagedRow* row : rows)
        detail.keys.push_back(describe_key(mapping, stored_model(*row)));
    throw Conflict(message, std::move(detail));
}

}

void refuse_missed(TableRows& table, std::string_view statement, std::span<const ManagedRow* const> rows,
                   std::string_view sql) {
    const Mapping& mapping = *table.mapping;
    std::vector<std::string> found(rows.size(), gone);
    if (table.roles.version)
        found = look_up(table, rows);
    const bool all_gone = std::ranges::all_of(found, [](const std::string& what) { return what == gone; });
    const std::string message =
        std::string(statement) + count_of(mapping, rows.size()) +
        (all_gone ? " that are gone from the database" : " that have changed since: " + list_of(found));
    throw_conflict(mapping, message, rows, {.sql = std::string(sql), .found = std::move(found)});
}

std::vector<const ManagedRow*> rows_gone(TableRows& table, std::span<ManagedRow* const> rows) {
    const Mapping& mapping = *table.mapping;
    std::vector<KeyValues> values;
    values.reserve(rows.size());
    Keys keys{.columns = mapping.key};
    for (const ManagedRow* row : rows)
        keys.add(values.emplace_back(mapping, stored_model(*row)).values());
    const Kept read{*static_cast<ManagedRow*>(mapping.rows.create()), mapping};
    std::unordered_set<const ManagedRow*> there;
    read_by_keys(table, keys, what_is_there(mapping), [&](driver::Statement& statement) {
        read_model(statement, mapping, model_of(read.row()));
        if (const ManagedRow* known = find_stored(table, model_of(read.row())))
            there.insert(known);
    });
    std::vector<const ManagedRow*> missing;
    std::ranges::copy_if(rows, std::back_inserter(missing),
                         [&](const ManagedRow* row) { return !there.contains(row); });
    return missing;
}

void refuse_stale(std::span<const ManagedRow* const> rows) {
    const Mapping& mapping = *rows.front()->mapping;
    const Column& version = *rows.front()->table->roles.version;
    std::vector<std::string> found;
    for (const ManagedRow* row : rows)
        found.push_back(
            other_version(version_of(version, stored_model(*row)), version_of(version, model_of(*row))));
    const std::string message =
        "update" + count_of(mapping, rows.size()) + " by structs of another version: " + list_of(found);
    throw_conflict(mapping, message, rows, {.found = std::move(found)});
}

}
