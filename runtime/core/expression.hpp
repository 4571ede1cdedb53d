#pragma once
// What the columns of a repository become in conditions and assignments: a small tree of plain data, which is
// never changed and may be part of several conditions.

#include "rowsmith/condition.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/select_data.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rowsmith::detail {

struct ColumnTerm {
    std::uint16_t column = 0;
    const Source* source = nullptr; // null: the query's own table
};
struct ValueTerm {
    const Column* type = nullptr;
    HeldValue value{};
};
struct IntegerTerm {
    std::int64_t value = 0;
};
struct ListTerm {
    ExpressionPtr operand{};
    const Column* type = nullptr; // of the values
    ValueList values{};
    bool negated = false;
};
struct MatchTerm {
    ExpressionPtr operand{};
    Match match = Match::pattern;
    std::string text{};
    bool negated = false;
};
/// Rows at the far ends of the links of one row.
struct LinkedTerm {
    const Relation* relation = nullptr;             // many-to-many
    std::vector<std::shared_ptr<const void>> key{}; // of the row: values of the link's columns
};
/// Whether a row has rows along a relation.
struct RelatedTerm {
    const Source* source = nullptr;
    const Relation* relation = nullptr;
    const Source* target = nullptr;
    ExpressionPtr condition{}; // null: any row
    bool negated = false;
};
/// A column beside a value.
struct ComparisonTerm {
    Operator kind = Operator::equal;
    ColumnTerm column{};
    const Column* type = nullptr; // null: a whole number
    HeldValue value{};
    std::int64_t integer = 0;
};
struct OperationTerm {
    Operator kind = Operator::both;
    ExpressionPtr left{};
    ExpressionPtr right{}; // null when there is one operand
};
/// A function of the database. The last argument may be any number of them.
struct CallTerm {
    Function function{};
    std::vector<ExpressionPtr> arguments{};
    bool distinct = false;  // of an aggregate: each value once
    ExpressionPtr filter{}; // of an aggregate: only rows that satisfy it; null: all
};
struct JsonTerm {
    ExpressionPtr document{};
    std::vector<JsonStep> path{};
};
struct ResultTerm {
    std::size_t column = 0;
};
/// A function over the rows around each row.
struct WindowTerm {
    ExpressionPtr call{};
    WindowData window{};
};
/// A SELECT as an operand.
struct SelectTerm {
    std::shared_ptr<const SelectData> select{};
    SelectUse use = SelectUse::value;
    ExpressionPtr operand{}; // of `in`
    bool negated = false;
};

struct Expression : Counted {
    template <typename Term>
    Expression(Term&& made, int levels) : term(std::forward<Term>(made)), depth(levels) {}

    std::variant<ColumnTerm, ValueTerm, IntegerTerm, ListTerm, MatchTerm, LinkedTerm, RelatedTerm,
                 ComparisonTerm, OperationTerm, CallTerm, JsonTerm, ResultTerm, WindowTerm, SelectTerm>
        term;
    int depth; // of what it is made of, itself included
};

inline const Expression& ExpressionPtr::operator*() const {
    return static_cast<const Expression&>(*expression_);
}
inline const Expression* ExpressionPtr::operator->() const {
    return static_cast<const Expression*>(expression_);
}

/// The column that the expression is, where it is one of the query's own table; else null.
[[nodiscard]] const ColumnTerm* own_column(const ExpressionPtr& expression, const QueryData& query);
[[nodiscard]] bool is_own(const ColumnTerm& column, const QueryData& query);
[[nodiscard]] ExpressionPtr linked_expression(const Relation& relation,
                                              std::vector<std::shared_ptr<const void>> key);
/// `condition` may be null: then it is all rows.
[[nodiscard]] ExpressionPtr both(ExpressionPtr condition, ExpressionPtr other);

}
