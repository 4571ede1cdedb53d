#include "core/expression.hpp"

#include "core/session_state.hpp"
#include "core/single_row.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>
#include <utility>

namespace rowsmith::detail {
namespace {

/// SQLite takes 1,000 levels, of which some are ours.
constexpr int deepest = 500;

int depth_of(const ExpressionPtr& expression) {
    return expression ? expression->depth : 0;
}

int depth_of(std::initializer_list<ExpressionPtr> parts) {
    int depth = 0;
    for (const ExpressionPtr& part : parts)
        depth = std::max(depth, depth_of(part));
    return depth;
}

/// `inside`: how deep the parts of the term are.
template <typename Term>
ExpressionPtr made(Term&& term, int inside = 0) {
    if (inside >= deepest)
        throw UsageError("a condition is nested more than " + std::to_string(deepest) +
                         " levels deep; compare with many values by in()");
    return ExpressionPtr{new Expression(std::forward<Term>(term), inside + 1)};
}

}

void ExpressionPtr::discard(const Counted* expression) noexcept {
    delete static_cast<const Expression*>(expression);
}

ExpressionPtr column_expression(std::uint16_t column, const Source* source) {
    return made(ColumnTerm{column, source});
}

ExpressionPtr value_expression(const Column& type, HeldValue value) {
    return made(ValueTerm{&type, std::move(value)});
}

ExpressionPtr integer_expression(std::int64_t value) {
    return made(IntegerTerm{value});
}

ExpressionPtr comparison(Operator kind, std::uint16_t column, const Source& source, const Column& type,
                         HeldValue value) {
    return made(
        ComparisonTerm{.kind = kind, .column = {column, &source}, .type = &type, .value = std::move(value)});
}

ExpressionPtr comparison(Operator kind, std::uint16_t column, const Source& source, std::int64_t value) {
    return made(ComparisonTerm{.kind = kind, .column = {column, &source}, .integer = value});
}

ExpressionPtr list_expression(ExpressionPtr operand, const Column& type, ValueList values, bool negated) {
    const int depth = depth_of(operand);
    return made(ListTerm{std::move(operand), &type, std::move(values), negated}, depth);
}

ExpressionPtr match_expression(ExpressionPtr operand, Match match, std::string_view text, bool negated) {
    const int depth = depth_of(operand);
    return made(MatchTerm{std::move(operand), match, std::string(text), negated}, depth);
}

ExpressionPtr related_expression(const Source& source, const Relation& relation, const Source& target,
                                 ExpressionPtr condition, bool negated) {
    const int depth = depth_of(condition);
    return made(RelatedTerm{&source, &relation, &target, std::move(condition), negated}, depth);
}

ExpressionPtr call_expression(Function function, std::initializer_list<ExpressionPtr> arguments) {
    return call_expression(function, std::vector(arguments));
}

ExpressionPtr call_expression(Function function, std::vector<ExpressionPtr> arguments) {
    int depth = 0;
    for (const ExpressionPtr& argument : arguments)
        depth = std::max(depth, depth_of(argument));
    return made(CallTerm{function, std::move(arguments)}, depth);
}

ExpressionPtr aggregate_expression(const ExpressionPtr& call, bool distinct, ExpressionPtr filter) {
    CallTerm term = std::get<CallTerm>(call->term);
    const int depth = depth_of({call, filter});
    term.distinct = term.distinct || distinct;
    if (filter)
        term.filter = both(term.filter, filter);
    return made(std::move(term), depth);
}

ExpressionPtr json_expression(ExpressionPtr document, std::vector<JsonStep> path) {
    const int depth = depth_of(document);
    return made(JsonTerm{std::move(document), std::move(path)}, depth);
}

ExpressionPtr result_expression(std::size_t column) {
    return made(ResultTerm{column});
}

ExpressionPtr window_expression(ExpressionPtr call, WindowData window) {
    if (std::get<CallTerm>(call->term).distinct)
        throw UsageError("databases have no distinct() over windows");
    const int depth = depth_of(call);
    return made(WindowTerm{std::move(call), std::move(window)}, depth);
}

ExpressionPtr select_expression(std::shared_ptr<const SelectData> select, SelectUse use,
                                ExpressionPtr operand, bool negated) {
    if (use == SelectUse::value)
        require_single_row(*select);
    const int depth = depth_of(operand) + 1;
    return made(SelectTerm{std::move(select), use, std::move(operand), negated}, depth);
}

const Column& decimal_column(int scale) {
    static const auto columns = [] {
        std::array<Column, Decimal::max_digits + 1> made{};
        for (std::size_t at = 0; at < made.size(); ++at) {
            made[at] = column_of_value<Decimal>;
            made[at].scale = static_cast<std::uint8_t>(at);
        }
        return made;
    }();
    return columns[static_cast<std::size_t>(std::clamp(scale, 0, Decimal::max_digits))];
}

bool is_own(const ColumnTerm& column, const QueryData& query) {
    const Source* const source = column.source;
    if (!source || source == query.alias)
        return true;
    return !query.alias && source->mapping && source->alias.empty() &&
           &source->mapping() == query.table->mapping;
}

const ColumnTerm* own_column(const ExpressionPtr& expression, const QueryData& query) {
    const auto* const column = std::get_if<ColumnTerm>(&expression->term);
    return column && is_own(*column, query) ? column : nullptr;
}

ExpressionPtr linked_expression(const Relation& relation, std::vector<std::shared_ptr<const void>> key) {
    return made(LinkedTerm{&relation, std::move(key)});
}

ExpressionPtr operation(Operator kind, ExpressionPtr left, ExpressionPtr right) {
    const int depth = std::max(depth_of(left), depth_of(right));
    return made(OperationTerm{kind, std::move(left), std::move(right)}, depth);
}

ExpressionPtr both(ExpressionPtr condition, ExpressionPtr other) {
    return condition ? operation(Operator::both, std::move(condition), std::move(other)) : other;
}

void refuse_number() {
    throw OutOfRange("a number does not fit the type of the column that it is for");
}

}
