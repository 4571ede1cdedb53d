// INSERT ... SELECT: rows that the session does not get to see.

#include "core/column_set.hpp"
#include "core/context.hpp"
#include "core/links.hpp"
#include "core/query_run.hpp"
#include "core/query_values.hpp"
#include "core/returned.hpp"
#include "core/write_now.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

using Columns = std::span<const std::uint16_t>;

[[noreturn]] void refuse(const Mapping& mapping, const std::string& why, std::string_view column = {}) {
    throw UsageError("insert into " + std::string(mapping.model) + ": " + why,
                     {.table = std::string(mapping.table), .column = std::string(column)});
}

[[noreturn]] void refuse_column(const Mapping& mapping, std::uint16_t index, const std::string& why) {
    const std::string_view name = mapping.columns[index].name;
    refuse(mapping, "column '" + std::string(name) + "' " + why, name);
}

void check_given(const Mapping& mapping, Columns columns) {
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const Column& column = mapping.columns[columns[at]];
        if (column.writing == Writing::computed)
            refuse_column(mapping, columns[at], "is computed by the database");
        if (column.writing == Writing::version)
            refuse_column(mapping, columns[at], "is a version, and 1 in a new row: leave it out");
        if (contains(columns.first(at), columns[at]))
            refuse_column(mapping, columns[at], "is set twice");
    }
}

/// Whether the database has a value for a column that is left out.
void check_left_out(const Mapping& mapping, std::uint16_t index, const driver::Traits& traits) {
    const Column& column = mapping.columns[index];
    if (column.writing == Writing::computed || column.writing == Writing::version)
        return;
    switch (column.maker) {
    case Maker::sequence:
        if (!traits.keeps_draws)
            refuse_column(
                mapping, index,
                "gets its values from a sequence, which this database does not draw from by itself: "
                "select values for it, or add the rows one by one");
        break;
    case Maker::program:
        if (!column.nullable && !column.defaulted)
            refuse_column(mapping, index, "is neither nullable nor has it a default: select values for it");
        break;
    case Maker::identity:
    case Maker::clock:
    case Maker::uuid:
    case Maker::database:
        break; // by its DEFAULT
    }
}

/// Decimals with too many digits for a floating-point number are texts there, and compare as such.
void check_digits(const Mapping& mapping, std::uint16_t index, const Column& selected) {
    const Column& column = mapping.columns[index];
    const bool both = column.kind == ColumnKind::decimal && selected.kind == ColumnKind::decimal;
    const int digits = selected.precision == 0 ? digits_of_computed_reals : selected.precision;
    if (both && column.precision > digits_of_computed_reals && digits <= digits_of_computed_reals)
        refuse_column(
            mapping, index,
            "has decimals of more than 15 digits, which this database does not make of shorter ones");
}

void check_session(const TableRows& table, const SelectData& select) {
    if (select.query.table->session != table.session)
        refuse(*table.mapping, "the SELECT is one of another session");
    for (const SelectData::Part& part : select.parts)
        check_session(table, *part.select);
}

void check(const TableRows& table, Columns columns, const SelectData& select, const QueryTarget& target) {
    const Mapping& mapping = *table.mapping;
    check_session(table, select);
    check_given(mapping, columns);
    for (std::uint16_t index = 0; index < mapping.columns.size(); ++index) {
        if (!contains(columns, index))
            check_left_out(mapping, index, target.traits);
    }
    for (std::size_t at = 0; target.spelling.real_decimals && at < columns.size(); ++at)
        check_digits(mapping, columns[at], *select.types[at]);
}

/// Foreign keys through which lists that the session has may get rows.
std::vector<const ForeignKey*> growing_lists(const TableRows& table) {
    std::vector<const ForeignKey*> keys;
    for (const ForeignKey& key : table.mapping->foreign_keys) {
        const TableRows* const target = key.inverse ? target_table(table, key) : nullptr;
        if (target && target->identities.size() > 0)
            keys.push_back(&key);
    }
    return keys;
}

std::vector<std::uint16_t> columns_of(std::span<const ForeignKey* const> keys) {
    std::vector<std::uint16_t> columns;
    for (const ForeignKey* key : keys) {
        for (const auto column : key->columns) {
            if (!contains(columns, column))
                columns.push_back(column);
        }
    }
    return columns;
}

}

std::int64_t insert_selected(TableRows& table, Columns columns, const SelectData& select,
                             const ReturnedRows* returned) {
    const Mapping& mapping = *table.mapping;
    SessionState& session = *table.session;
    const QueryTarget target = target_of(QueryData{table});
    require_usable(session);
    require_no_stream(session, "insert");
    check(table, columns, select, target);
    static_cast<void>(Returned{returned, target, {}}); // refused before the flush
    autoflush(session, mapping, "insert");
    const auto lists = growing_lists(table);
    const auto keys = columns_of(lists);
    const Returned give_back{returned, target, keys};
    const std::uint16_t* const version = table.roles.version ? &table.roles.version_index : nullptr;
    QueryText text = insert_query(target, select, columns, version, give_back.list());
    const StatementName name{mapping.model, "insert"};
    count_run(select.query, Asked::change, name, text);
    RunningQuery run{session, std::move(text), name, driver::Begin::write};
    return write_now(session, [&] {
        std::int64_t rows = 0;
        with_context(mapping, "insert", [&] {
            if (keys.empty() && !give_back.wanted()) {
                rows = run.execute();
                return;
            }
            const Kept scratch{*static_cast<ManagedRow*>(mapping.rows.create()), mapping};
            while (run.next()) {
                run.statement().read(mapping.columns, keys, model_of(scratch.row()));
                for (const ForeignKey* key : lists)
                    unload_list(table, *key, model_of(scratch.row()));
                give_back.read(run.statement());
            }
            rows = run.rows();
        });
        return rows;
    });
}

}
