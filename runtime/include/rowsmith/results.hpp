#pragma once
// What a SELECT of values gives: how its columns become rows of the program, all at once or one by one.

#include "rowsmith/joins.hpp"
#include "rowsmith/operands.hpp"
#include "rowsmith/select_data.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace rowsmith {

namespace detail {

template <typename V>
inline constexpr bool is_sure = false;
template <typename V>
inline constexpr bool is_sure<Sure<V>> = true;

/// What a column of a SELECT gives; `Empty`: the sources that a left join may leave empty.
template <typename U, typename Empty>
using ResultOf =
    Nullable<nullable_operand<U> || (!is_sure<ValueOf<U>> && meet<SourcesOf<U>, Empty>), Plain<ValueOf<U>>>;

template <typename U>
inline constexpr FixedText label_of{""};
template <typename U, FixedText name>
inline constexpr FixedText label_of<Labelled<U, name>> = name;

/// Among the tables of a SELECT: the names of its columns, empty for those that have none.
template <FixedText... labels>
struct Labels {
    static constexpr std::size_t find(std::string_view label) {
        std::size_t at = 0;
        static_cast<void>(((labels.view() == label || (++at, false)) || ...));
        return at;
    }
};
template <typename... Tables>
struct LabelsAmong {
    using type = Labels<>;
};
template <typename First, typename... Rest>
struct LabelsAmong<First, Rest...> : LabelsAmong<Rest...> {};
template <FixedText... labels>
struct LabelsAmong<Labels<labels...>> {
    using type = Labels<labels...>;
};

template <typename... V>
struct Single {
    using type = std::tuple<V...>;
};
template <typename V>
struct Single<V> {
    using type = V;
};
/// The row that a program gets where it asks for none of its own.
template <typename... V>
using RowOf = typename Single<V...>::type;

/// Where a value of a result goes.
struct MemberPlace {
    std::uint32_t offset = 0;
    bool nullable = false;
};

template <typename Tuple, std::size_t... at>
[[nodiscard]] std::span<const MemberPlace> places_of(std::index_sequence<at...>) {
    static const Tuple probe{};
    static const MemberPlace places[] = {
        {static_cast<std::uint32_t>(reinterpret_cast<const char*>(&std::get<at>(probe)) -
                                    reinterpret_cast<const char*>(&probe)),
         PlainType<std::tuple_element_t<at, Tuple>>::nullable}...};
    return places;
}
/// How the values of a result lie in a tuple.
template <typename Tuple>
[[nodiscard]] std::span<const MemberPlace> places_of() {
    return places_of<Tuple>(std::make_index_sequence<std::tuple_size_v<Tuple>>{});
}
/// The columns of a result as they are read into such a tuple.
[[nodiscard]] std::vector<Column> layout_of(std::span<const Column* const> types,
                                            std::span<const MemberPlace> places);

template <typename Row, typename Tuple>
Row row_from(Tuple&& values) {
    using Plain = std::remove_cvref_t<Tuple>;
    if constexpr (std::same_as<Row, Plain>)
        return std::forward<Tuple>(values);
    else if constexpr (std::tuple_size_v<Plain> == 1)
        return Row{std::get<0>(std::forward<Tuple>(values))};
    else
        return std::apply([](auto&&... value) { return Row{std::forward<decltype(value)>(value)...}; },
                          std::forward<Tuple>(values));
}

template <typename Row, typename Tuple>
inline constexpr bool makes_row = false;
template <typename Row, typename... V>
inline constexpr bool makes_row<Row, std::tuple<V...>> = requires(V... value) {
    Row{std::move(value)...};
};

/// The result of a SELECT of values.
class SelectCursor {
public:
    /// Flushes and sends it, for at most so many rows.
    SelectCursor(const SelectData& select, std::span<const MemberPlace> places, const char* call,
                 std::int64_t at_most = no_limit);
    ~SelectCursor();
    SelectCursor(const SelectCursor&) = delete;
    SelectCursor& operator=(const SelectCursor&) = delete;

    [[nodiscard]] bool next();
    /// The current row into a tuple with these places.
    void read(void* tuple);
    void end();

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// The same, while the program does other things between the rows.
class SelectStream {
public:
    SelectStream(const SelectData& select, std::span<const MemberPlace> places);
    ~SelectStream();
    SelectStream(const SelectStream&) = delete;
    SelectStream& operator=(const SelectStream&) = delete;

    /// Reads the next row; false at the end. After an error there is none.
    [[nodiscard]] bool next(void* tuple);

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Throws NotFound, TooManyRows.
void require_one_result(std::size_t rows);

}

/// Values one by one, in constant memory. Until its end, of the loop or of the scope, the session can read
/// but neither flush, commit nor roll back. For one loop.
template <typename Row, typename Columns>
class ValueStream {
public:
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = Row;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(ValueStream& stream) : stream_(&stream) {}
        [[nodiscard]] Row& operator*() const { return *stream_->row_; }
        Iterator& operator++() {
            stream_->step();
            return *this;
        }
        void operator++(int) { stream_->step(); }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_end();
        }

    private:
        [[nodiscard]] bool at_end() const { return !stream_->row_; }

        ValueStream* stream_;
    };

    explicit ValueStream(const detail::SelectData& select) : rows_(select, detail::places_of<Columns>()) {}

    [[nodiscard]] Iterator begin() {
        step();
        return Iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
    void step() {
        Columns values{};
        if (rows_.next(&values))
            row_.emplace(detail::row_from<Row>(std::move(values)));
        else
            row_.reset();
    }

    detail::SelectStream rows_;
    std::optional<Row> row_{};
};

}
