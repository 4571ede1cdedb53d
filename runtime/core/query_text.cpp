#include "core/query_text.hpp"

#include "core/query_values.hpp"
#include "core/query_writer.hpp"

#include <string>

namespace rowsmith::detail {
namespace {

/// A sum of decimals may be a float in the database: it is brought back to the column's scale.
void write_assigned(Writer& writer, const Column& column, const AssignmentData& assignment) {
    const Column& stored = column.kind == ColumnKind::converted ? column.conversion->stored : column;
    const bool rounded = stored.kind == ColumnKind::decimal && operation_of(assignment.value);
    writer.add(rounded ? "round(" : "");
    if (const auto* value = std::get_if<ValueTerm>(&assignment.value->term))
        writer.parameter(TypedValue{storable(column), value->value});
    else
        writer.expression(assignment.value);
    if (rounded)
        writer.add(", ").add(std::to_string(stored.scale)).add(")");
}

}

void bind(driver::Statement& statement, const QueryText& text) {
    int number = 0;
    for (const Parameter& parameter : text.parameters) {
        ++number;
        if (const auto* integer = std::get_if<std::int64_t>(&parameter))
            statement.bind_integer(*integer, number);
        else
            statement.bind_value(std::get<TypedValue>(parameter).column,
                                 std::get<TypedValue>(parameter).value.get(), number);
    }
}

QueryText select_query(const QueryTarget& target, const QueryData& query, std::int64_t at_most) {
    Writer writer{target};
    writer.add(target.texts().select);
    writer.where(query);
    writer.order(query);
    writer.limit(query, at_most);
    return writer.take();
}

QueryText count_query(const QueryTarget& target, const QueryData& query) {
    Writer writer{target};
    writer.add("select count(*)");
    if (query.limit == no_limit && query.offset == 0) {
        writer.from(query);
        return writer.take();
    }
    writer.add(" from (select 1");
    writer.from(query);
    writer.limit(query, no_limit);
    writer.add(") as counted");
    return writer.take();
}

QueryText exists_query(const QueryTarget& target, const QueryData& query) {
    Writer writer{target};
    writer.add("select ");
    writer.names(target.mapping.key);
    writer.from(query);
    writer.limit(query, 1);
    return writer.take();
}

QueryText delete_query(const QueryTarget& target, const QueryData& query,
                       std::span<const std::uint16_t> returning) {
    Writer writer{target};
    writer.add("delete from ").add(target.texts().table);
    writer.chosen(query);
    writer.returning(returning);
    return writer.take();
}

QueryText update_query(const QueryTarget& target, const QueryData& query,
                       std::span<const AssignmentData> assignments,
                       std::span<const std::uint16_t> returning) {
    Writer writer{target};
    writer.add("update ").add(target.texts().table).add(" set ");
    for (std::size_t at = 0; at < assignments.size(); ++at) {
        writer.add(at == 0 ? "" : ", ");
        writer.name(assignments[at].column);
        writer.add(" = ");
        write_assigned(writer, target.mapping.columns[assignments[at].column], assignments[at]);
    }
    writer.chosen(query);
    writer.returning(returning);
    return writer.take();
}

}
