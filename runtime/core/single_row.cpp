#include "core/single_row.hpp"

#include "core/expression.hpp"
#include "core/grouping.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith::detail {
namespace {

/// The columns of the query's own table that a condition says to be equal to what its rows do not change.
class FixedColumns {
public:
    explicit FixedColumns(const QueryData& query) : query_(query) {
        if (query.condition)
            add(query.condition);
    }

    [[nodiscard]] bool have(std::span<const std::uint16_t> key) const {
        return !key.empty() && std::ranges::all_of(key, [&](std::uint16_t column) {
            return std::ranges::find(columns_, column) != columns_.end();
        });
    }

private:
    void add(const ExpressionPtr& condition) {
        if (const auto* const comparison = std::get_if<ComparisonTerm>(&condition->term)) {
            if (comparison->kind == Operator::equal && is_own(comparison->column, query_))
                columns_.push_back(comparison->column.column);
        } else if (const auto* const operation = std::get_if<OperationTerm>(&condition->term)) {
            if (operation->kind == Operator::both) {
                add(operation->left);
                add(operation->right);
            } else if (operation->kind == Operator::equal) {
                add_equal(operation->left, operation->right);
                add_equal(operation->right, operation->left);
            }
        }
    }
    void add_equal(const ExpressionPtr& side, const ExpressionPtr& other) {
        const auto* const column = std::get_if<ColumnTerm>(&side->term);
        if (column && is_own(*column, query_) && is_fixed(other))
            columns_.push_back(column->column);
    }
    [[nodiscard]] bool is_fixed(const ExpressionPtr& side) const {
        if (const auto* const column = std::get_if<ColumnTerm>(&side->term))
            return !is_own(*column, query_) && std::ranges::none_of(query_.joins, [&](const JoinData& join) {
                return join.source == column->source;
            });
        return std::holds_alternative<ValueTerm>(side->term) ||
               std::holds_alternative<IntegerTerm>(side->term);
    }
    const QueryData& query_;
    std::vector<std::uint16_t> columns_{};
};

/// Whether each row is joined with one row at most.
bool keeps_rows_single(const JoinData& join) {
    return join.relation && join.relation->target && !join.relation->target->read_only &&
           (join.relation->kind == RelationKind::to_one || join.relation->kind == RelationKind::one_to_one);
}

bool has_key(const QueryData& query) {
    const Mapping& table = *query.table->mapping;
    if (query.derived || table.read_only || !std::ranges::all_of(query.joins, keeps_rows_single))
        return false;
    const FixedColumns fixed{query};
    return fixed.have(table.key) ||
           std::ranges::any_of(table.unique_keys, [&](auto key) { return fixed.have(key); });
}

bool is_single(const SelectData& select) {
    if (select.query.limit <= 1)
        return true;
    if (!select.parts.empty() || !select.groups.empty())
        return false;
    return is_of_all_rows(select) || has_key(select.query);
}

}

void require_single_row(const SelectData& select) {
    if (!is_single(select))
        throw UsageError("as_value() of a SELECT that may have several rows: give it limit(1), with an order "
                         "that says which of them, or an aggregate, or a condition on a key");
}

}
