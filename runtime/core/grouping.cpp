#include "core/grouping.hpp"

#include "core/query_values.hpp"
#include "core/session_state.hpp"
#include "core/values.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <span>
#include <string>
#include <variant>

namespace rowsmith::detail {
namespace {

using Expressions = std::span<const ExpressionPtr>;

bool same_list(Expressions left, Expressions right) {
    return std::ranges::equal(left, right, same_expression);
}

bool says_same(const ColumnTerm& left, const ColumnTerm& right) {
    return left.column == right.column && left.source == right.source;
}
bool says_same(const IntegerTerm& left, const IntegerTerm& right) {
    return left.value == right.value;
}
bool says_same(const ValueTerm& left, const ValueTerm& right) {
    const void* const one = left.value.get();
    const void* const other = right.value.get();
    if (!one || !other || left.type->kind != right.type->kind)
        return one == other;
    return one == other || equal(comparable(*left.type), one, other);
}
bool says_same(const ComparisonTerm& left, const ComparisonTerm& right) {
    return left.kind == right.kind && says_same(left.column, right.column) && left.integer == right.integer &&
           (left.type ? right.type &&
                            says_same(ValueTerm{left.type, left.value}, ValueTerm{right.type, right.value})
                      : !right.type);
}
bool says_same(const OperationTerm& left, const OperationTerm& right) {
    return left.kind == right.kind && same_expression(left.left, right.left) &&
           same_expression(left.right, right.right);
}
bool says_same(const CallTerm& left, const CallTerm& right) {
    return left.function == right.function && left.distinct == right.distinct &&
           same_list(left.arguments, right.arguments) && same_expression(left.filter, right.filter);
}
bool says_same(const JsonTerm& left, const JsonTerm& right) {
    return same_expression(left.document, right.document) &&
           std::ranges::equal(left.path, right.path, [](const JsonStep& one, const JsonStep& other) {
               return one.name == other.name && one.number == other.number && one.element == other.element;
           });
}
template <typename Term>
bool says_same(const Term&, const Term&) {
    return false; // unless it is the same object
}

bool is_aggregate(const CallTerm& call) {
    return call.function >= Function::count_rows && call.function <= Function::greatest;
}

/// What a function over a window takes of each row, or of each group.
std::vector<ExpressionPtr> parts_of(const WindowTerm& term) {
    const auto& call = std::get<CallTerm>(term.call->term);
    std::vector<ExpressionPtr> parts = call.arguments;
    if (call.filter)
        parts.push_back(call.filter);
    parts.insert(parts.end(), term.window.partition.begin(), term.window.partition.end());
    for (const OrderTerm& order : term.window.order)
        parts.push_back(order.expression);
    return parts;
}

/// What an expression is made of directly, aggregates apart.
std::vector<ExpressionPtr> parts_of(const Expression& expression) {
    if (const auto* const operation = std::get_if<OperationTerm>(&expression.term))
        return operation->right ? std::vector{operation->left, operation->right}
                                : std::vector{operation->left};
    if (const auto* const call = std::get_if<CallTerm>(&expression.term))
        return is_aggregate(*call) ? std::vector<ExpressionPtr>{} : call->arguments;
    if (const auto* const window = std::get_if<WindowTerm>(&expression.term))
        return parts_of(*window);
    if (const auto* const json = std::get_if<JsonTerm>(&expression.term))
        return {json->document};
    if (const auto* const list = std::get_if<ListTerm>(&expression.term))
        return {list->operand};
    if (const auto* const match = std::get_if<MatchTerm>(&expression.term))
        return {match->operand};
    return {};
}

bool has_aggregate(const ExpressionPtr& expression) {
    const auto* const call = std::get_if<CallTerm>(&expression->term);
    return (call && is_aggregate(*call)) || std::ranges::any_of(parts_of(*expression), has_aggregate);
}

/// Whether it takes more than one row to compute it: aggregates and window functions.
bool takes_rows(const ExpressionPtr& expression) {
    const auto* const call = std::get_if<CallTerm>(&expression->term);
    return (call && is_aggregate(*call)) || std::holds_alternative<WindowTerm>(expression->term) ||
           std::ranges::any_of(parts_of(*expression), takes_rows);
}

class Groups {
public:
    explicit Groups(const SelectData& select) : select_(select) {}

    void check(const ExpressionPtr& expression) const {
        const auto is_it = [&](const ExpressionPtr& group) { return same_expression(group, expression); };
        if (std::ranges::any_of(select_.groups, is_it))
            return;
        if (const auto* const column = std::get_if<ColumnTerm>(&expression->term))
            check_column(*column);
        if (const auto* const comparison = std::get_if<ComparisonTerm>(&expression->term))
            check_column(comparison->column);
        for (const ExpressionPtr& part : parts_of(*expression))
            check(part);
    }

private:
    /// Of a table whose whole key is grouped each group has one row.
    void check_column(const ColumnTerm& column) const {
        const Mapping* const mapping =
            column.source && column.source->mapping ? &column.source->mapping() : nullptr;
        const auto grouped = [&](std::uint16_t part) {
            return std::ranges::any_of(select_.groups, [&](const ExpressionPtr& group) {
                const auto* const other = std::get_if<ColumnTerm>(&group->term);
                return other && other->column == part && other->source == column.source;
            });
        };
        const bool by_key = mapping && !mapping->key.empty() && std::ranges::all_of(mapping->key, grouped);
        if (by_key || grouped(column.column))
            return;
        const std::string name = mapping ? "'" + std::string(mapping->columns[column.column].name) + "'"
                                         : "number " + std::to_string(column.column);
        throw UsageError(
            "the column " + name +
            " is neither in group_by() nor in an aggregate: a group may have several values of it");
    }

    const SelectData& select_;
};

}

bool same_expression(const ExpressionPtr& left, const ExpressionPtr& right) {
    if (left == right)
        return true;
    if (!left || !right || left->term.index() != right->term.index())
        return false;
    return std::visit(
        [&](const auto& term) {
            return says_same(term, std::get<std::remove_cvref_t<decltype(term)>>(right->term));
        },
        left->term);
}

std::optional<std::size_t> column_like(const SelectData& select, const ExpressionPtr& expression) {
    if (std::holds_alternative<ColumnTerm>(expression->term))
        return std::nullopt;
    const auto found = std::ranges::find_if(
        select.columns, [&](const ExpressionPtr& column) { return same_expression(column, expression); });
    if (found == select.columns.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - select.columns.begin());
}

bool is_of_all_rows(const SelectData& select) {
    const auto by_aggregate = [](const OrderTerm& term) { return has_aggregate(term.expression); };
    return select.groups.empty() && (select.having || std::ranges::any_of(select.columns, has_aggregate) ||
                                     std::ranges::any_of(select.query.order, by_aggregate));
}

void check_groups(const SelectData& select) {
    if (select.groups.empty() && !is_of_all_rows(select))
        return;
    const Groups groups{select};
    if (select.having)
        groups.check(select.having);
    for (const ExpressionPtr& column : select.columns)
        groups.check(column);
    for (const OrderTerm& term : select.query.order)
        groups.check(term.expression);
}

void check_distinct(const SelectData& select) {
    if (!select.query.distinct)
        return;
    for (const OrderTerm& term : select.query.order) {
        const auto is_it = [&](const ExpressionPtr& column) {
            return same_expression(column, term.expression);
        };
        const bool numbered = std::holds_alternative<ResultTerm>(term.expression->term);
        if (!numbered && std::ranges::none_of(select.columns, is_it))
            throw UsageError(
                "distinct rows are ordered by what is selected: by anything else they have no place");
    }
}

void check_distinct(const QueryData& query) {
    if (!query.distinct || query.joins.empty())
        return;
    for (const OrderTerm& term : query.order) {
        if (!own_column(term.expression, query))
            throw UsageError(
                "distinct rows are ordered by columns of their own table: by those of others they have "
                "several places");
    }
}

void check_lock(const SelectData& select) {
    check_lock(select.query);
    const bool computed =
        !select.groups.empty() || is_of_all_rows(select) || std::ranges::any_of(select.columns, takes_rows);
    if (select.query.lock != RowLock::none && computed)
        throw UsageError("rows that are grouped, or computed from several, are not locked: lock them by a "
                         "query of their own");
}

void check_lock(const QueryData& query) {
    if (query.lock != RowLock::none && query.distinct)
        throw UsageError("distinct rows are not locked: lock them by a query without distinct()");
}

}
