// What queries are made of: copied, and put together, for all sources that have queries.

#include "rowsmith/select_data.hpp"

#include "core/expression.hpp"

#include <utility>

namespace rowsmith::detail {

QueryData::QueryData(TableRows& rows, const Source* name) : table(&rows), alias(name) {
}

QueryData::QueryData(const QueryData& other) = default;
QueryData::QueryData(QueryData&& other) noexcept = default;
QueryData& QueryData::operator=(const QueryData& other) = default;
QueryData& QueryData::operator=(QueryData&& other) noexcept = default;
QueryData::~QueryData() = default;

SelectData::SelectData(QueryData rows) : query(std::move(rows)) {
}

SelectData::SelectData(QueryData rows, std::initializer_list<ExpressionPtr> selected,
                       std::initializer_list<const Column*> kinds)
    : query(std::move(rows)), columns(selected), types(kinds) {
}

SelectData::SelectData(const SelectData& other) = default;
SelectData::SelectData(SelectData&& other) noexcept = default;
SelectData& SelectData::operator=(const SelectData& other) = default;
SelectData& SelectData::operator=(SelectData&& other) noexcept = default;
SelectData::~SelectData() = default;

void set_order(QueryData& query, std::initializer_list<OrderTerm> terms) {
    query.order = terms;
}

void add_join(QueryData& query, JoinData join) {
    query.joins.push_back(std::move(join));
}

void set_groups(SelectData& select, std::initializer_list<ExpressionPtr> terms) {
    select.groups = terms;
}

void narrow_groups(SelectData& select, ExpressionPtr condition) {
    select.having = both(select.having, condition);
}

const Column& type_of(const SelectData& select, std::size_t column) {
    return *select.types[column];
}

std::shared_ptr<const SelectData> shared(SelectData select) {
    return std::make_shared<const SelectData>(std::move(select));
}

}
