#include "core/expression.hpp"

#include "rowsmith/error.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::detail {
namespace {

/// SQLite takes 1,000 levels, of which some are ours.
constexpr int deepest = 500;

int depth_of(const ExpressionPtr& expression) {
    return expression ? expression->depth : 0;
}

template <typename Term>
ExpressionPtr made(Term term) {
    return std::make_shared<const Expression>(Expression{.term = std::move(term)});
}

}

ExpressionPtr column_expression(std::uint16_t column) {
    return made(ColumnTerm{column});
}

ExpressionPtr value_expression(std::uint16_t column, std::shared_ptr<const void> value) {
    return made(ValueTerm{column, std::move(value)});
}

ExpressionPtr integer_expression(std::int64_t value) {
    return made(IntegerTerm{value});
}

ExpressionPtr list_expression(std::uint16_t column, ValueList values, bool negated) {
    return made(ListTerm{column, std::move(values), negated});
}

ExpressionPtr match_expression(std::uint16_t column, Match match, std::string_view text) {
    return made(MatchTerm{column, match, std::string(text)});
}

ExpressionPtr linked_expression(const Relation& relation, std::vector<std::shared_ptr<const void>> key) {
    return made(LinkedTerm{&relation, std::move(key)});
}

ExpressionPtr operation(Operator kind, ExpressionPtr left, ExpressionPtr right) {
    const int depth = std::max(depth_of(left), depth_of(right)) + 1;
    if (depth > deepest)
        throw UsageError("a condition is nested more than " + std::to_string(deepest) +
                         " levels deep; compare with many values by in()");
    return std::make_shared<const Expression>(
        Expression{.term = OperationTerm{kind, std::move(left), std::move(right)}, .depth = depth});
}

ExpressionPtr both(const ExpressionPtr& condition, const ExpressionPtr& other) {
    return condition ? operation(Operator::both, condition, other) : other;
}

void refuse_number() {
    throw OutOfRange("a number does not fit the type of the column that it is for");
}

}
