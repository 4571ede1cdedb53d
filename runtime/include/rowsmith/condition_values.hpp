#pragma once
// The values that conditions and assignments hold: which C++ values suit a column, and how they wait to be
// bound.

#include "rowsmith/deferred.hpp"
#include "rowsmith/expression_ptr.hpp"
#include "rowsmith/sources.hpp"
#include "rowsmith/types.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith::detail {

enum class Operator : std::uint8_t {
    equal,
    not_equal,
    less,
    less_equal,
    greater,
    greater_equal,
    is_null,
    is_not_null,
    both,
    either,
    negation,
    plus,
    minus,
    times,
    divided,
    remainder,
    concatenation,
};

enum class Match : std::uint8_t { pattern, start, part, end };

/// A value of an expression. Small ones stand in it, so that they need no memory of their own.
class HeldValue {
public:
    HeldValue() = default; // NULL
    /// One that others have as well.
    explicit HeldValue(std::shared_ptr<const void> shared) : shared_(std::move(shared)) {}
    template <typename V>
    [[nodiscard]] static HeldValue of(V value) {
        if constexpr (std::is_trivially_copyable_v<V> && sizeof(V) <= most_bytes) {
            HeldValue held;
            std::construct_at(reinterpret_cast<V*>(held.bytes_), value);
            held.in_place_ = true;
            return held;
        } else {
            return HeldValue{std::make_shared<const V>(std::move(value))};
        }
    }

    /// Null for NULL.
    [[nodiscard]] const void* get() const { return in_place_ ? bytes_ : shared_.get(); }

private:
    static constexpr std::size_t most_bytes = 16;

    std::shared_ptr<const void> shared_{};
    alignas(most_bytes) std::byte bytes_[most_bytes]{};
    bool in_place_ = false;
};

/// Values of one type; `integers` and `reals` when they are std::int64_t or double whatever the column's type
/// is.
struct ValueList {
    std::shared_ptr<const void> held{};
    std::size_t size = 0;
    const void* (*at)(const void* held, std::size_t index) = nullptr;
    bool integers = false;
    bool reals = false;
};

/// A column of a source of the query; without a source, of the query's own table.
[[nodiscard]] ExpressionPtr column_expression(std::uint16_t column, const Source* source = nullptr);
/// A value of the C++ type that `type` describes. The description must stay.
[[nodiscard]] ExpressionPtr value_expression(const Column& type, HeldValue value);
[[nodiscard]] ExpressionPtr integer_expression(std::int64_t value);
/// A column compared with a value or a whole number: what most conditions are, in one piece.
[[nodiscard]] ExpressionPtr comparison(Operator kind, std::uint16_t column, const Source& source,
                                       const Column& type, HeldValue value);
[[nodiscard]] ExpressionPtr comparison(Operator kind, std::uint16_t column, const Source& source,
                                       std::int64_t value);
[[nodiscard]] ExpressionPtr list_expression(ExpressionPtr operand, const Column& type, ValueList values,
                                            bool negated);
[[nodiscard]] ExpressionPtr match_expression(ExpressionPtr operand, Match match, std::string_view text,
                                             bool negated);
/// Throws UsageError when it nests too deep for a database.
[[nodiscard]] ExpressionPtr operation(Operator kind, ExpressionPtr left, ExpressionPtr right = {});
/// Whether a row of `source` has rows along `relation` that satisfy `condition`, or with a null one any.
/// Columns of `target` in the condition are those of the rows there.
[[nodiscard]] ExpressionPtr related_expression(const Source& source, const Relation& relation,
                                               const Source& target, ExpressionPtr condition, bool negated);
[[noreturn]] void refuse_number();

template <typename V>
struct PlainType {
    using type = V;
    static constexpr bool nullable = false;
};
template <typename V>
struct PlainType<std::optional<V>> {
    using type = V;
    static constexpr bool nullable = true;
};
template <typename V>
struct PlainType<Deferred<V>> : PlainType<V> {};

/// The type of an expression that is never NULL, whatever a join leaves out: count(), coalesce() with a
/// value.
template <typename V>
struct Sure;
template <typename V>
struct PlainType<Sure<V>> : PlainType<V> {};

/// The type of a column's value when there is one.
template <typename V>
using Plain = typename PlainType<V>::type;

template <typename V>
concept Number = WholeNumber<V> || std::floating_point<V> || std::same_as<V, Decimal>;
/// Equal, but neither more nor less: the databases order their labels, or texts, each in its own way.
template <typename V>
inline constexpr bool ordered = !std::is_enum_v<V> && !std::same_as<V, Json> && !std::same_as<V, bool>;

template <typename V>
inline constexpr ColumnKind kind_of_value = ColumnKind::converted; // not a type that a schema has
template <>
inline constexpr ColumnKind kind_of_value<bool> = ColumnKind::boolean;
template <>
inline constexpr ColumnKind kind_of_value<std::int16_t> = ColumnKind::int16;
template <>
inline constexpr ColumnKind kind_of_value<std::int32_t> = ColumnKind::int32;
template <>
inline constexpr ColumnKind kind_of_value<std::int64_t> = ColumnKind::int64;
template <>
inline constexpr ColumnKind kind_of_value<float> = ColumnKind::float32;
template <>
inline constexpr ColumnKind kind_of_value<double> = ColumnKind::float64;
template <>
inline constexpr ColumnKind kind_of_value<Decimal> = ColumnKind::decimal;
template <>
inline constexpr ColumnKind kind_of_value<std::string> = ColumnKind::string;
template <>
inline constexpr ColumnKind kind_of_value<Bytes> = ColumnKind::bytes;
template <>
inline constexpr ColumnKind kind_of_value<Date> = ColumnKind::date;
template <>
inline constexpr ColumnKind kind_of_value<Time> = ColumnKind::time;
template <>
inline constexpr ColumnKind kind_of_value<Timestamp> = ColumnKind::timestamp;
template <>
inline constexpr ColumnKind kind_of_value<Uuid> = ColumnKind::uuid;
template <>
inline constexpr ColumnKind kind_of_value<Json> = ColumnKind::json;

/// How values of a type travel that no column describes.
template <typename V>
inline constexpr Column column_of_value{.name = "an expression", .kind = kind_of_value<V>};
/// Decimals with so many digits behind the point, from 0 to 38.
[[nodiscard]] const Column& decimal_column(int scale);

/// Whether a U can be compared with, or assigned to, a column of plain type V.
template <typename U, typename V>
consteval bool suits() {
    if constexpr (WholeNumber<V>)
        return WholeNumber<U>;
    else if constexpr (std::floating_point<V>)
        return WholeNumber<U> || std::floating_point<U>;
    else if constexpr (std::same_as<V, bool>)
        return std::same_as<U, bool>;
    else if constexpr (std::same_as<V, std::string>)
        return std::convertible_to<const U&, std::string_view> && !std::same_as<U, std::nullptr_t>;
    else
        return std::convertible_to<const U&, V>;
}

template <typename U>
std::int64_t whole_number(U value) {
    if (!std::in_range<std::int64_t>(value))
        refuse_number();
    return static_cast<std::int64_t>(value);
}

template <typename V, typename U>
V converted_to(const U& value) {
    if constexpr (std::same_as<V, std::string>)
        return V(std::string_view(value));
    else
        return static_cast<V>(value);
}

/// A value to compare with. Whole numbers of any width compare as they are.
template <typename V, typename U>
ExpressionPtr comparand(const Column& type, const U& value) {
    if constexpr (WholeNumber<V>)
        return integer_expression(whole_number(value));
    else
        return value_expression(type, HeldValue::of(converted_to<V>(value)));
}

/// A value to be stored: it must fit.
template <typename V, typename U>
ExpressionPtr storable(const Column& type, const U& value) {
    if constexpr (WholeNumber<V>) {
        if (!std::in_range<V>(value))
            refuse_number();
    }
    return value_expression(type, HeldValue::of(converted_to<V>(value)));
}

/// What a list of a column's values holds.
template <typename V>
using Listed =
    std::conditional_t<WholeNumber<V>, std::int64_t, std::conditional_t<std::floating_point<V>, double, V>>;

template <typename V>
struct ListedValue {
    Listed<V> value; // in a struct, since a std::vector<bool> holds no bools
};

template <typename Values>
concept IsRange = requires(const Values& values) {
    *std::begin(values);
    std::end(values);
};

template <typename V, typename Range>
ValueList value_list(const Range& range) {
    auto values = std::make_shared<std::vector<ListedValue<V>>>();
    for (const auto& value : range) {
        using U = std::remove_cvref_t<decltype(value)>;
        static_assert(suits<U, V>(), "in() takes values of the column's type");
        if constexpr (suits<U, V>() && WholeNumber<V>)
            values->push_back({whole_number(value)});
        else if constexpr (suits<U, V>())
            values->push_back({static_cast<Listed<V>>(converted_to<V>(value))});
    }
    const std::size_t size = values->size();
    return {std::move(values), size,
            [](const void* held, std::size_t index) -> const void* {
                return &(*static_cast<const std::vector<ListedValue<V>>*>(held))[index].value;
            },
            WholeNumber<V>, std::floating_point<V>};
}

}
