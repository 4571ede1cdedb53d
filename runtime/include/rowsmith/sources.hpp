#pragma once
// The tables that a query and its expressions speak of, as types: the compiler knows which columns may stand
// where.

#include "rowsmith/mapping.hpp"
#include "rowsmith/ref.hpp"

#include <concepts>
#include <cstddef>
#include <string_view>
#include <type_traits>

namespace rowsmith {

/// A text as a template argument: `alias<"boss">(employees)`.
template <std::size_t size>
struct FixedText {
    char text[size]{};

    constexpr FixedText(const char (&from)[size]) { // NOLINT(google-explicit-constructor)
        for (std::size_t at = 0; at < size; ++at)
            text[at] = from[at];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {text, size - 1}; }
};

/// The table of model T under a name of its own, so that a query can have it twice.
template <typename T, FixedText name>
struct Alias {};

/// An alias leads where its table does.
template <typename T, FixedText name>
struct Relations<Alias<T, name>> : Relations<T> {};

namespace detail {

/// What a source is at run time. The one object of each is its identity.
struct Source {
    const Mapping& (*mapping)() = nullptr;
    std::string_view alias{}; // empty: the table's own name
};

template <typename S>
inline constexpr Source source{&Relations<S>::mapping, {}};
template <typename T, FixedText name>
inline constexpr Source source<Alias<T, name>>{&Relations<T>::mapping, name.view()};

template <typename S>
struct ModelOfSource {
    using type = S;
};
template <typename T, FixedText name>
struct ModelOfSource<Alias<T, name>> {
    using type = T;
};
/// The model whose rows a source has.
template <typename S>
using ModelOf = typename ModelOfSource<S>::type;

/// Among the sources of an expression: it is computed of many rows, as an aggregate is.
struct ManyRows {};
/// Among them: it is computed over a window.
struct Windowed {};
/// Among them: it has to be computed over a window, and has none yet.
struct WindowWanted {};

/// The sources that an expression refers to, each once.
template <typename... S>
struct Sources {
    template <typename T>
    static constexpr bool has = (std::same_as<T, S> || ...);
};

template <typename Left, typename Right>
struct Union;
template <typename... Left>
struct Union<Sources<Left...>, Sources<>> {
    using type = Sources<Left...>;
};
template <typename... Left, typename Next, typename... Rest>
struct Union<Sources<Left...>, Sources<Next, Rest...>>
    : Union<
          std::conditional_t<Sources<Left...>::template has<Next>, Sources<Left...>, Sources<Left..., Next>>,
          Sources<Rest...>> {};

template <typename... Lists>
struct United {
    using type = Sources<>;
};
template <typename First, typename... Rest>
struct United<First, Rest...> : Union<First, typename United<Rest...>::type> {};
/// The sources of several lists, each once.
template <typename... Lists>
using UnitedSources = typename United<Lists...>::type;

template <typename List, typename Gone>
struct Difference;
template <typename... S, typename Gone>
struct Difference<Sources<S...>, Gone> {
    using type = UnitedSources<std::conditional_t<std::same_as<S, Gone>, Sources<>, Sources<S>>...>;
};
/// The sources of a list but for one.
template <typename List, typename Gone>
using Without = typename Difference<List, Gone>::type;

template <typename Inner, typename Outer>
inline constexpr bool within = false;
/// Whether all sources of the first list are in the second.
template <typename... S, typename Outer>
inline constexpr bool within<Sources<S...>, Outer> = (Outer::template has<S> && ...);

template <typename List, typename... Added>
struct Extended;
template <typename... S, typename... Added>
struct Extended<Sources<S...>, Added...> {
    using type = Sources<S..., Added...>;
};
/// The sources of a list, and others that it does not have.
template <typename List, typename... Added>
using With = typename Extended<List, Added...>::type;

/// False, but only when it is asked.
template <typename...>
inline constexpr bool never = false;

/// Whether it lacks no window; if it does, it does not compile. So with those that follow.
template <typename List>
consteval bool has_its_window() {
    static_assert(!List::template has<WindowWanted>,
                  "row_number() and the like, and aggregates of aggregates, are computed over a window: "
                  "row_number().over(window().order_by(users.age))");
    return true;
}
/// Whether there are no windows in it.
template <typename List>
consteval bool is_before_windows() {
    static_assert(!List::template has<Windowed>,
                  "what is computed over a window is not known yet when rows are chosen and grouped: give "
                  "the SELECT a name by named<\"name\">(...), and ask about its column");
    return has_its_window<List>();
}
/// Whether there are no aggregates in it.
template <typename List>
consteval bool is_before_groups() {
    static_assert(!List::template has<ManyRows>,
                  "an aggregate such as count() is not known yet when rows are chosen and grouped: a "
                  "condition on it stands in having()");
    return has_its_window<List>();
}
/// Whether it is known of each row by itself.
template <typename List>
consteval bool is_of_one_row() {
    return is_before_groups<List>() && is_before_windows<List>();
}

}

}
