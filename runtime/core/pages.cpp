// The next page of an ordered query, by where the last one ended ("keyset pagination": Markus Winand,
// "We need tool support for keyset pagination", use-the-index-luke.com).

#include "core/query_run.hpp"
#include "core/values.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

/// A place in the order, and the value that the last row has there.
struct Place {
    std::uint16_t column = 0;
    bool descending = false;
    bool nulls_first = true;
    bool nullable = false;
    std::shared_ptr<const void> value{}; // null is NULL
};

std::uint16_t column_of(const OrderTerm& term, const QueryData& query) {
    const ColumnTerm* const column = own_column(term.expression, query);
    if (!column)
        throw UsageError("after() needs an order by columns of " + std::string(query.table->mapping->model) +
                         " alone");
    return column->column;
}

/// The order, with the key at its end so that no two rows have the same place.
void complete_order(QueryData& query, const Mapping& mapping) {
    for (const std::uint16_t column : mapping.key) {
        const bool ordered = std::ranges::any_of(
            query.order, [&](const OrderTerm& term) { return column_of(term, query) == column; });
        if (!ordered)
            query.order.push_back({.expression = column_expression(column)});
    }
}

std::vector<Place> places_of(const QueryData& query, const Mapping& mapping,
                             const std::shared_ptr<const void>& row) {
    std::vector<Place> places;
    for (const OrderTerm& term : query.order) {
        const std::uint16_t index = column_of(term, query);
        if (!is_loaded(mapping.columns[index], row.get()))
            throw UsageError("after() needs the value of '" + std::string(mapping.columns[index].name) +
                             "', which is deferred: load it first");
        places.push_back({.column = index,
                          .descending = term.descending,
                          .nulls_first = term.nulls == Nulls::first,
                          .nullable = mapping.columns[index].nullable,
                          .value = {row, value_of(mapping.columns[index], row.get())}});
    }
    return places;
}

ExpressionPtr equal_to(const Place& place, const Mapping& mapping) {
    if (!place.value)
        return operation(Operator::is_null, column_expression(place.column));
    return operation(Operator::equal, column_expression(place.column),
                     value_expression(mapping.columns[place.column], HeldValue{place.value}));
}

/// A condition that no row satisfies.
ExpressionPtr nothing() {
    return list_expression(column_expression(0), column_of_value<std::int64_t>, {}, false);
}

/// Rows behind the place; null when there are none.
ExpressionPtr behind(const Place& place, const Mapping& mapping) {
    const ExpressionPtr column = column_expression(place.column);
    if (!place.value)
        return place.nulls_first ? operation(Operator::is_not_null, column) : nullptr;
    const ExpressionPtr further =
        operation(place.descending ? Operator::less : Operator::greater, column,
                  value_expression(mapping.columns[place.column], HeldValue{place.value}));
    if (!place.nullable || place.nulls_first)
        return further;
    return operation(Operator::either, further, operation(Operator::is_null, column));
}

}

QueryData first_page(QueryData query) {
    complete_order(query, *query.table->mapping);
    return query;
}

QueryData after_row(QueryData query, const Mapping* mapping, const void* model) {
    complete_order(query, *mapping);
    const std::shared_ptr<const void> row{mapping->rows.copy(model), [mapping](const void* copy) {
                                              mapping->rows.discard(const_cast<void*>(copy));
                                          }};
    ExpressionPtr condition;
    ExpressionPtr same;
    for (const Place& place : places_of(query, *mapping, row)) {
        if (ExpressionPtr next = behind(place, *mapping)) {
            if (same)
                next = operation(Operator::both, same, next);
            condition = condition ? operation(Operator::either, condition, next) : next;
        }
        same = both(same, equal_to(place, *mapping));
    }
    narrow(query, condition ? condition : nothing());
    return query;
}

}
