#pragma once
// What the columns of a repository become in conditions and assignments: a small tree of plain data, which is
// never changed and may be part of several conditions.

#include "rowsmith/condition.hpp"
#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace rowsmith::detail {

struct ColumnTerm {
    std::uint16_t column = 0;
};
struct ValueTerm {
    std::uint16_t column = 0; // whose type it has
    std::shared_ptr<const void> value{};
};
struct IntegerTerm {
    std::int64_t value = 0;
};
struct ListTerm {
    std::uint16_t column = 0;
    ValueList values{};
    bool negated = false;
};
struct MatchTerm {
    std::uint16_t column = 0;
    Match match = Match::pattern;
    std::string text{};
};
/// Rows at the far ends of the links of one row.
struct LinkedTerm {
    const Relation* relation = nullptr;             // many-to-many
    std::vector<std::shared_ptr<const void>> key{}; // of the row: values of the link's columns
};
struct OperationTerm {
    Operator kind = Operator::both;
    ExpressionPtr left{};
    ExpressionPtr right{}; // null when there is one operand
};

struct Expression {
    std::variant<ColumnTerm, ValueTerm, IntegerTerm, ListTerm, MatchTerm, LinkedTerm, OperationTerm> term;
    int depth = 1;
};

[[nodiscard]] ExpressionPtr linked_expression(const Relation& relation,
                                              std::vector<std::shared_ptr<const void>> key);
/// `condition` may be null: then it is all rows.
[[nodiscard]] ExpressionPtr both(const ExpressionPtr& condition, const ExpressionPtr& other);

}
