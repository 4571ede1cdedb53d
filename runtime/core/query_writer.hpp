#pragma once
// Writes queries and what they are made of. Columns are named by the table that they belong to as soon as
// more than one is in sight.

#include "core/query_text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::detail {

/// A table in sight of an expression.
struct NamedSource {
    const Source* source = nullptr;     // null: the table that a statement is about
    const Mapping* mapping = nullptr;   // null: a SELECT with a name
    const SelectData* select = nullptr; // that one
    std::string prefix{};               // what columns are named with, the dot included
    bool root = false;                  // the table of a query, not one that it is joined with
};

/// Writes SQL text, and counts the parameters in it.
class Writer {
public:
    explicit Writer(const QueryTarget& target) : target_(target), own_texts_(target.texts()) {
        if (target.spare)
            text_ = std::move(*target.spare);
        text_.sql.reserve(own_texts_.select.size() + usual_rest);
        text_.parameters.reserve(usual_parameters);
    }

    /// Columns of the statement's own table are named with this in front: `t0.`.
    void set_prefix(std::string_view prefix) { prefix_ = prefix; }

    [[nodiscard]] const QueryTarget& target() const { return target_; }
    [[nodiscard]] QueryText take() { return std::move(text_); }

    Writer& add(std::string_view sql) {
        text_.sql.append(sql);
        return *this;
    }
    /// The name of column number `at` of a SELECT that has a name.
    Writer& numbered(std::size_t at) { return add("\"c").add(std::to_string(at)).add("\""); }
    void parameter(const Parameter& value);
    void parameter(TypedValue value) { parameter(text_.keep(std::move(value))); }
    void integer(std::int64_t value) { parameter({.integer = value}); }
    /// One whose place is in the text already.
    void placed(const Parameter& value) { text_.parameters.push_back(value); }
    /// Columns of the table that the innermost query is about.
    void name(std::uint16_t column);
    void names(std::span<const std::uint16_t> columns);
    /// `a`, or `(a, b)`.
    void row_value(std::span<const std::uint16_t> columns);

    void expression(const ExpressionPtr& expression);
    /// The same as columns of a result, whose types are sure.
    void values(std::span<const ExpressionPtr> list);
    void where(const QueryData& query);
    void order(std::span<const OrderTerm> terms);
    void limit(const QueryData& query, std::int64_t at_most);
    /// The tables of a query come in sight, until leave(); how FROM has them. Nothing when the one table of a
    /// statement goes without being named with its columns.
    [[nodiscard]] std::vector<std::string> enter(const QueryData& query);
    /// The row of an INSERT that exists, and the one that was to be inserted, come in sight, until leave().
    void enter_conflict(const Source& excluded);
    void leave();
    /// The table, with what it is joined with, and the condition.
    void from(const QueryData& query, std::span<const std::string> tables = {});
    /// `rows`: the name of the table whose rows are locked; empty when there is no other.
    void lock(const QueryData& query, std::string_view rows);
    /// What an UPDATE or DELETE applies to: it has no order of its own.
    void chosen(const QueryData& query);
    void returning(std::span<const std::uint16_t> columns, std::span<const ExpressionPtr> values = {});

    /// The SELECTs with names that a query needs, in front of it.
    void named_selects(const QueryData& query);
    /// A whole SELECT of values.
    void select(const SelectData& select, std::int64_t at_most);

private:
    class OwnInSight;

    /// As much as most queries need, so that a text does not move as it grows.
    static constexpr std::size_t usual_rest = 256;
    static constexpr std::size_t usual_parameters = 8;

    void write(const ColumnTerm& term);
    void write(const ValueTerm& term) { value(*term.type, term.value.get()); }
    void write(const IntegerTerm& term) { integer(term.value); }
    void write(const ListTerm& term);
    void write_long_list(const ListTerm& term);
    void write(const MatchTerm& term);
    void write(const LinkedTerm& term);
    void write(const RelatedTerm& term);
    void write(const ComparisonTerm& term);
    void write(const OperationTerm& term);
    void write(const CallTerm& term);
    void write(const JsonTerm& term);
    void write(const ResultTerm& term);
    void write(const WindowTerm& term);
    void write(const SelectTerm& term);

    void value(const Column& type, const void* value);
    void write_choice(const CallTerm& term);
    /// An argument, whose type is said where it could not be known.
    void argument(const ExpressionPtr& argument, bool typed);
    void divided(const ExpressionPtr& divisor);
    /// `beside`: the other operand, null when there is none. `first`: what is written stands in front of the
    /// operator.
    void operand(const ExpressionPtr& operand, const ExpressionPtr& beside, Operator around,
                 bool first = false);
    /// The same inside of what is not an operator.
    void bracketed(const ExpressionPtr& operand);
    void integer(std::int64_t value, bool fits);
    void exact(const ExpressionPtr& expression);
    [[nodiscard]] std::optional<int> rounding(const ExpressionPtr& expression) const;
    [[nodiscard]] const Column* column_of(const ColumnTerm& term) const;
    [[nodiscard]] Column type_beside(const Column& type, int scale) const;
    [[nodiscard]] bool column_fits(std::int64_t value, const ColumnTerm& column) const;
    [[nodiscard]] bool fits(std::int64_t value, const ExpressionPtr& beside) const;

    [[nodiscard]] const NamedSource* find(const Source* source) const;
    /// Brings a table in sight; the text by which FROM has it.
    [[nodiscard]] std::string bring(const Source* source, const Mapping& mapping, bool root = false);
    [[nodiscard]] std::string bring(const DerivedData& derived, bool root = false);
    void bring_join(const JoinData& join, std::vector<std::string>& tables);
    /// Returns the number of the source behind those of the join, whose first one is number `at`.
    std::size_t join(const JoinData& join, std::span<const std::string> tables, std::size_t at);
    void join_condition(const JoinData& join, const NamedSource& joined);
    void key_equals(const NamedSource& here, std::span<const std::uint16_t> columns, const NamedSource& there,
                    std::span<const std::uint16_t> others);
    void related_rows(const RelatedTerm& term, const NamedSource& outer);
    [[nodiscard]] NamedSource own() const;
    void column(const NamedSource& source, std::uint16_t column);
    void define(const DerivedData& derived);
    void parts(const SelectData& select, std::int64_t at_most);
    void end_part();
    void plain(const SelectData& select, std::int64_t at_most);
    void selected(const ExpressionPtr& column, const Column& type);
    void settled(const ExpressionPtr& column, const Column& type);
    void groups(const SelectData& select);
    void order_values(const SelectData& select);

    const QueryTarget& target_;
    const Statements& own_texts_; // of the target
    std::string prefix_{};
    QueryText text_;
    std::vector<NamedSource> sources_{};       // in sight, the innermost last
    std::vector<std::size_t> scopes_{};        // where each query's begin
    std::vector<const SelectData*> defined_{}; // SELECTs with names that are in sight
    int aliases_ = 0;
    bool settled_ = false; // columns of a SELECT are given the types that a step is to have as well
};

[[nodiscard]] inline const OperationTerm* operation_of(const ExpressionPtr& expression) {
    return std::get_if<OperationTerm>(&expression->term);
}

/// The name of a query's own table where it has others.
[[nodiscard]] std::string name_to_lock(const QueryData& query);
/// With the quotes that a name needs.
[[nodiscard]] std::string quoted(std::string_view name);

}
