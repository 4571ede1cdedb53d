#pragma once
// Queries without the types of their rows: plain values that the library renders and runs.

#include "rowsmith/condition_values.hpp"
#include "rowsmith/function_names.hpp"
#include "rowsmith/operands.hpp"
#include "rowsmith/session.hpp"

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::detail {

[[nodiscard]] ExpressionPtr call_expression(Function function,
                                            std::initializer_list<ExpressionPtr> arguments);
[[nodiscard]] ExpressionPtr call_expression(Function function, std::vector<ExpressionPtr> arguments);
/// An aggregate's call once more, of each value once, or of the rows that satisfy a condition.
[[nodiscard]] ExpressionPtr aggregate_expression(const ExpressionPtr& call, bool distinct,
                                                 ExpressionPtr filter);
/// A value in a JSON document as text; the steps lead from the outside in.
[[nodiscard]] ExpressionPtr json_expression(ExpressionPtr document, std::vector<JsonStep> path);
/// Column number `column`, from 0, of the result, as an order of set operations has it.
[[nodiscard]] ExpressionPtr result_expression(std::size_t column);

struct AssignmentData {
    std::uint16_t column;
    ExpressionPtr value;
};

struct OrderTerm {
    ExpressionPtr expression;
    bool descending = false;
    Nulls nulls = Nulls::none;
};

/// Which of the rows around it a window function sees.
enum class Frame : std::uint8_t {
    standard, // with an order up to the current row and its equals, else all
    rows,     // up to the current row
    all,
};

struct WindowData {
    std::vector<ExpressionPtr> partition{};
    std::vector<OrderTerm> order{};
    Frame frame = Frame::standard;
};
[[nodiscard]] ExpressionPtr window_expression(ExpressionPtr call, WindowData window);

/// Where the next row of a result is read to.
struct RowPlace {
    void* rows = nullptr;
    void* (*next)(void* rows) = nullptr;
};
template <typename Row>
[[nodiscard]] RowPlace place_in(std::vector<Row>& rows) {
    return {&rows, [](void* to) -> void* { return &static_cast<std::vector<Row>*>(to)->emplace_back(); }};
}

inline constexpr std::int64_t no_limit = std::numeric_limits<std::int64_t>::max();

struct SelectData;

/// A SELECT with a name, written in front of the statement.
struct DerivedData {
    const Source* source = nullptr;
    std::shared_ptr<const SelectData> select{};
    std::shared_ptr<const SelectData> step{}; // of a recursive one: what is added until nothing is new
};

enum class JoinKind : std::uint8_t { inner, left, cross };

struct JoinData {
    JoinKind kind = JoinKind::inner;
    const Source* source = nullptr;               // what is joined
    const Source* from = nullptr;                 // where the relation starts
    const Relation* relation = nullptr;           // null: by the condition alone
    ExpressionPtr condition{};                    // null: by the relation alone
    std::shared_ptr<const DerivedData> derived{}; // null: a table
};

enum class RowLock : std::uint8_t { none, update, share };
enum class LockWait : std::uint8_t { wait, skip, refuse };

/// A query without the type of its rows. It is copied and destroyed in the library, not in each source that
/// has queries: that is most of what compiling one would cost. So it is with SelectData.
struct QueryData {
    /// `alias`: null for the table under its own name.
    explicit QueryData(TableRows& rows, const Source* alias = nullptr);
    QueryData(const QueryData& other);
    QueryData(QueryData&& other) noexcept;
    QueryData& operator=(const QueryData& other);
    QueryData& operator=(QueryData&& other) noexcept;
    ~QueryData();

    TableRows* table;
    const Source* alias = nullptr;
    ExpressionPtr condition{}; // null: all rows
    std::vector<OrderTerm> order{};
    std::int64_t limit = no_limit;
    std::int64_t offset = 0;
    bool synced = true; // managed rows follow update() and erase()
    bool distinct = false;
    RowLock lock = RowLock::none;
    LockWait wait = LockWait::wait;
    std::vector<JoinData> joins{};
    std::shared_ptr<const DerivedData>
        derived{}; // instead of the table, which only leads to the session then
};

enum class SetOperation : std::uint8_t { none, union_distinct, union_all, intersection, difference };

/// A query with its own columns, or several put together.
struct SelectData {
    explicit SelectData(QueryData query);
    SelectData(QueryData query, std::initializer_list<ExpressionPtr> columns,
               std::initializer_list<const Column*> types);
    SelectData(const SelectData& other);
    SelectData(SelectData&& other) noexcept;
    SelectData& operator=(const SelectData& other);
    SelectData& operator=(SelectData&& other) noexcept;
    ~SelectData();

    QueryData query;
    std::vector<ExpressionPtr> columns{};
    std::vector<const Column*> types{}; // of the columns
    std::vector<ExpressionPtr> groups{};
    ExpressionPtr having{};
    /// With parts, the query's order and limits are those of the whole, and the rest is in the parts.
    struct Part {
        SetOperation operation = SetOperation::none; // with what came before; the first has none
        std::shared_ptr<const SelectData> select{};
    };
    std::vector<Part> parts{};
};

/// Instead of an earlier order.
void set_order(QueryData& query, std::initializer_list<OrderTerm> terms);
void add_join(QueryData& query, JoinData join);
void set_groups(SelectData& select, std::initializer_list<ExpressionPtr> terms);
/// Groups that satisfy this too.
void narrow_groups(SelectData& select, ExpressionPtr condition);
[[nodiscard]] const Column& type_of(const SelectData& select, std::size_t column);
[[nodiscard]] std::shared_ptr<const SelectData> shared(SelectData select);

enum class SelectUse : std::uint8_t { value, exists, list };
/// A SELECT as an operand; `operand` is what is looked for in a list. Throws UsageError for a value of a
/// SELECT that may have several rows.
[[nodiscard]] ExpressionPtr select_expression(std::shared_ptr<const SelectData> select, SelectUse use,
                                              ExpressionPtr operand, bool negated);

}
