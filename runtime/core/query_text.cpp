#include "core/query_text.hpp"

#include "core/grouping.hpp"
#include "core/query_values.hpp"
#include "core/query_writer.hpp"
#include "core/values.hpp"
#include "core/write_now.hpp"
#include "rowsmith/upsert.hpp"

#include <string>

namespace rowsmith::detail {
namespace {

const Column& stored_column(const Column& column) {
    return column.kind == ColumnKind::converted ? column.conversion->stored : column;
}

/// A sum of decimals may be a float in the database: it is brought back to the column's scale.
void write_assigned(Writer& writer, const Column& column, const AssignmentData& assignment) {
    const Column& stored = stored_column(column);
    const bool rounded = stored.kind == ColumnKind::decimal && operation_of(assignment.value);
    writer.add(rounded ? "round(" : "");
    if (const auto* value = std::get_if<ValueTerm>(&assignment.value->term))
        writer.parameter({.type = &column, .value = value->value.get()});
    else
        writer.expression(assignment.value);
    if (rounded)
        writer.add(", ").add(std::to_string(stored.scale)).add(")");
}

void write_assignments(Writer& writer, std::span<const AssignmentData> assignments) {
    const QueryTarget& target = writer.target();
    for (std::size_t at = 0; at < assignments.size(); ++at) {
        const auto column = assignments[at].column;
        writer.add(at == 0 ? "" : ", ").add(target.texts().columns[column]).add(" = ");
        write_assigned(writer, target.mapping.columns[column], assignments[at]);
    }
}

/// Whether a selected decimal may have more digits than the column that it is for.
bool is_longer(const Column& column, const SelectData& select, std::size_t at) {
    const bool plain = select.parts.empty() && std::holds_alternative<ColumnTerm>(select.columns[at]->term);
    return stored_column(column).kind == ColumnKind::decimal &&
           stored_column(*select.types[at]).kind == ColumnKind::decimal &&
           (!plain || stored_column(*select.types[at]).scale > stored_column(column).scale);
}

/// The columns of a SELECT that has a name, as they are stored.
void write_selected(Writer& writer, const SelectData& select, std::span<const std::uint16_t> columns) {
    for (std::size_t at = 0; at < columns.size(); ++at) {
        const Column& column = writer.target().mapping.columns[columns[at]];
        const bool rounded = is_longer(column, select, at);
        writer.add(at == 0 ? "" : ", ").add(rounded ? "round(" : "");
        writer.numbered(at);
        if (rounded)
            writer.add(", ").add(std::to_string(stored_column(column).scale)).add(")");
    }
}

}

void bind(driver::Statement& statement, const QueryText& text) {
    int number = 0;
    for (const Parameter& parameter : text.parameters) {
        ++number;
        if (!parameter.type)
            statement.bind_integer(parameter.integer, number);
        else if (parameter.any_length && parameter.type->length > 0)
            statement.bind_value(comparable(*parameter.type), parameter.value, number);
        else
            statement.bind_value(*parameter.type, parameter.value, number);
    }
}

QueryText select_query(const QueryTarget& target, const QueryData& query, std::int64_t at_most) {
    check_distinct(query);
    check_lock(query);
    Writer writer{target};
    if (query.joins.empty() && !query.distinct && !query.alias) {
        writer.add(target.texts().select);
        writer.where(query);
    } else {
        writer.named_selects(query);
        const auto tables = writer.enter(query);
        writer.add(query.distinct ? "select distinct " : "select ");
        writer.names(columns_of_row(target.mapping));
        writer.from(query, tables);
    }
    writer.order(query.order);
    writer.limit(query, at_most);
    writer.lock(query, name_to_lock(query));
    return writer.take();
}

QueryText values_query(const QueryTarget& target, const SelectData& select, std::int64_t at_most) {
    Writer writer{target};
    writer.select(select, at_most);
    return writer.take();
}

/// A SELECT without columns of its own whose rows are counted, or looked for.
QueryText count_query(const QueryTarget& target, const QueryData& query) {
    Writer writer{target};
    const bool whole = query.limit == no_limit && query.offset == 0 && !query.distinct;
    writer.named_selects(query);
    const auto tables = writer.enter(query);
    writer.add("select count(*)");
    if (!whole)
        writer.add(query.distinct ? " from (select distinct " : " from (select 1");
    if (query.distinct)
        writer.names(target.mapping.key);
    writer.from(query, tables);
    writer.limit(query, no_limit);
    writer.add(whole ? "" : ") as counted");
    return writer.take();
}

QueryText exists_query(const QueryTarget& target, const QueryData& query) {
    Writer writer{target};
    writer.named_selects(query);
    const auto tables = writer.enter(query);
    writer.add("select ");
    if (query.derived)
        writer.add("1");
    else
        writer.names(target.mapping.key);
    writer.from(query, tables);
    writer.limit(query, 1);
    return writer.take();
}

QueryText delete_query(const QueryTarget& target, const QueryData& query, const ReturningList& returning) {
    Writer writer{target};
    writer.add("delete from ").add(target.texts().table);
    writer.chosen(query);
    writer.returning(returning.columns, returning.values);
    return writer.take();
}

QueryText update_query(const QueryTarget& target, const QueryData& query,
                       std::span<const AssignmentData> assignments, const ReturningList& returning) {
    Writer writer{target};
    writer.add("update ").add(target.texts().table).add(" set ");
    write_assignments(writer, assignments);
    writer.chosen(query);
    writer.returning(returning.columns, returning.values);
    return writer.take();
}

QueryText insert_query(const QueryTarget& target, const SelectData& select,
                       std::span<const std::uint16_t> columns, const std::uint16_t* version,
                       const ReturningList& returning) {
    bool named = version != nullptr;
    for (std::size_t at = 0; at < columns.size(); ++at)
        named = named || is_longer(target.mapping.columns[columns[at]], select, at);
    Writer writer{target};
    writer.add("insert into ").add(target.texts().table).add(" (");
    writer.names(columns);
    if (version)
        writer.add(", ").add(target.texts().columns[*version]);
    writer.add(") ");
    if (named) {
        writer.add("with \"selected\" (");
        for (std::size_t at = 0; at < columns.size(); ++at)
            writer.add(at == 0 ? "" : ", ").numbered(at);
        writer.add(") as (");
    }
    writer.select(select, no_limit);
    if (named) {
        writer.add(") select ");
        write_selected(writer, select, columns);
        writer.add(version ? ", 1 from \"selected\"" : " from \"selected\"");
    }
    writer.returning(returning.columns, returning.values);
    return writer.take();
}

QueryText upsert_query(const QueryTarget& target, const UpsertColumns& columns, const UpsertData& data,
                       const void* model) {
    Writer writer{target};
    writer.add(insert_text(target.texts(), columns.inserted, {}));
    for (const auto index : columns.inserted) {
        const Column& column = target.mapping.columns[index];
        writer.placed({.type = &column, .value = value_of(column, model)});
    }
    writer.add(" on conflict (");
    writer.names(columns.target);
    writer.add(") do update set ");
    std::vector<AssignmentData> assignments = data.assignments;
    if (columns.version)
        assignments.push_back(
            {*columns.version,
             operation(Operator::plus, column_expression(*columns.version), integer_expression(1))});
    writer.enter_conflict(*data.excluded);
    write_assignments(writer, assignments);
    if (data.condition) {
        writer.add(" where ");
        writer.expression(data.condition);
    }
    writer.leave();
    writer.returning(columns.returning);
    return writer.take();
}

}
