#pragma once
// Writes conditions, and what else queries are made of.

#include "core/query_text.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::detail {

/// Writes SQL text, and counts the parameters in it.
class Writer {
public:
    explicit Writer(const QueryTarget& target) : target_(target) {}

    /// Columns of the query's own table are named with this in front: `t0.`.
    void set_prefix(std::string_view prefix) { prefix_ = prefix; }

    [[nodiscard]] const QueryTarget& target() const { return target_; }
    [[nodiscard]] QueryText take() { return std::move(text_); }

    Writer& add(std::string_view sql);
    void parameter(Parameter value);
    void name(std::uint16_t column) { add(prefix_).add(target_.texts().columns[column]); }
    void names(std::span<const std::uint16_t> columns);
    /// `a`, or `(a, b)`.
    void row_value(std::span<const std::uint16_t> columns);

    void expression(const ExpressionPtr& expression);
    void where(const QueryData& query);
    void order(const QueryData& query);
    void limit(const QueryData& query, std::int64_t at_most);
    void from(const QueryData& query);
    /// What an UPDATE or DELETE applies to: it has no order of its own.
    void chosen(const QueryData& query);
    void returning(std::span<const std::uint16_t> columns);

private:
    void write(const ColumnTerm& term) { name(term.column); }
    void write(const ValueTerm& term);
    void write(const IntegerTerm& term) { parameter(term.value); }

    void write(const ListTerm& term);
    void write_long_list(const ListTerm& term, const Column& column);

    void write(const MatchTerm& term);

    void write(const LinkedTerm& term);

    void write(const OperationTerm& term);
    /// `beside`: the other operand, null when there is none.
    void operand(const ExpressionPtr& operand, const ExpressionPtr& beside, Operator around);
    [[nodiscard]] bool fits(std::int64_t value, const ExpressionPtr& beside) const;

    const QueryTarget& target_;
    std::string prefix_{};
    QueryText text_;
};

[[nodiscard]] inline const OperationTerm* operation_of(const ExpressionPtr& expression) {
    return std::get_if<OperationTerm>(&expression->term);
}

}
