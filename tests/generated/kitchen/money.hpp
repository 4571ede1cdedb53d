#pragma once

#include <rowsmith/converter.hpp>
#include <rowsmith/types.hpp>

#include <cstdint>

namespace kitchen {

/// Counts cents.
struct Money {
    std::int64_t cents = 0;

    friend bool operator==(const Money&, const Money&) = default;
};

}

template <>
struct rowsmith::Converter<kitchen::Money> {
    static Decimal to_database(const kitchen::Money& money) { return Decimal::scaled(money.cents, 2); }
    static kitchen::Money from_database(const Decimal& stored) {
        return {static_cast<std::int64_t>(stored.rescaled(2).coefficient())};
    }
};
