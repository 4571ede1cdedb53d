#pragma once
// Types of the program's own in models: `price: decimal(12, 2) as cpp "acme::Money" header "acme/money.hpp"`.

#include "rowsmith/mapping.hpp"

#include <concepts>

namespace rowsmith {

/// How T travels to and from the database. A program specialises it in the header that its schema names:
///
///     template <>
///     struct rowsmith::Converter<acme::Money> {
///         static rowsmith::Decimal to_database(const acme::Money& value);
///         static acme::Money from_database(const rowsmith::Decimal& stored);
///     };
///
/// The stored type is the one that the schema's type has in C++. `from_database` may throw what it likes: the
/// exception passes through the session as it is. Two values are equal to a session when they are stored alike,
/// and a value is "not given" when what it is stored as is `{}`.
template <typename T>
struct Converter;

namespace detail {

template <typename T, typename Stored>
concept Converts = requires(const T& value, const Stored& stored) {
    { Converter<T>::to_database(value) } -> std::convertible_to<Stored>;
    { Converter<T>::from_database(stored) } -> std::convertible_to<T>;
};

}

/// The Conversion of T to Stored, which `stored` describes.
template <typename T, typename Stored>
constexpr Conversion conversion(Column stored) {
    static_assert(detail::Converts<T, Stored>,
                  "`as cpp` needs a rowsmith::Converter of this type, with to_database() and from_database() for "
                  "the C++ type of the column");
    return {stored,
            [](const void* value, void (*use)(void* context, const void* stored), void* context) {
                const Stored made = Converter<T>::to_database(*static_cast<const T*>(value));
                use(context, &made);
            },
            [](void* value, void (*read)(void* context, void* stored), void* context) {
                Stored made{};
                read(context, &made);
                *static_cast<T*>(value) = Converter<T>::from_database(made);
            },
            [](void* to, const void* from) { *static_cast<T*>(to) = *static_cast<const T*>(from); },
            [](void* value) { *static_cast<T*>(value) = T{}; },
            detail::optional_access<T>};
}

}
