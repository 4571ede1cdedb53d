#pragma once
// Types that a program may have had long before it had a database.

#include <own.rows_fwd.hpp>

#include <rowsmith/converter.hpp>
#include <rowsmith/types.hpp>

#include <cstdint>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace own {

struct ArticleId {
    std::int64_t number = 0;

    friend bool operator==(const ArticleId&, const ArticleId&) = default;
};

struct Title {
    std::string text;

    friend bool operator==(const Title&, const Title&) = default;
};

/// Counts cents.
class Money {
public:
    Money() = default;
    explicit Money(std::int64_t cents) : cents_(cents) {}

    [[nodiscard]] std::int64_t cents() const { return cents_; }

    friend bool operator==(const Money&, const Money&) = default;

private:
    std::int64_t cents_ = 0;
};

struct Tint {
    int degree = 0;

    friend bool operator==(const Tint&, const Tint&) = default;
};

using Sizes = std::set<std::int32_t>;

struct Icon {
    std::string pixels;

    friend bool operator==(const Icon&, const Icon&) = default;
};

}

template <>
struct rowsmith::Converter<own::ArticleId> {
    static std::int64_t to_database(own::ArticleId id) { return id.number; }
    static own::ArticleId from_database(std::int64_t stored) { return {stored}; }
};

template <>
struct rowsmith::Converter<own::Title> {
    static std::string to_database(const own::Title& title) { return title.text; }
    static own::Title from_database(std::string stored) { return {std::move(stored)}; }
};

template <>
struct rowsmith::Converter<own::Money> {
    static Decimal to_database(const own::Money& money) { return Decimal::scaled(money.cents(), 2); }
    static own::Money from_database(const Decimal& stored) {
        const Decimal cents = stored.rescaled(2);
        return own::Money{static_cast<std::int64_t>(cents.coefficient())};
    }
};

template <>
struct rowsmith::Converter<own::Tint> {
    static own::Colour to_database(own::Tint tint) { return static_cast<own::Colour>(tint.degree); }
    static own::Tint from_database(own::Colour stored) {
        if (stored == own::Colour::blue)
            throw std::domain_error("no blue here");
        return {static_cast<int>(stored)};
    }
};

template <>
struct rowsmith::Converter<own::Sizes> {
    static std::vector<std::int32_t> to_database(const own::Sizes& sizes) { return {sizes.begin(), sizes.end()}; }
    static own::Sizes from_database(const std::vector<std::int32_t>& stored) { return {stored.begin(), stored.end()}; }
};

template <>
struct rowsmith::Converter<own::Icon> {
    static Bytes to_database(const own::Icon& icon) {
        Bytes bytes;
        for (const char pixel : icon.pixels)
            bytes.push_back(static_cast<std::byte>(pixel));
        return bytes;
    }
    static own::Icon from_database(const Bytes& stored) {
        own::Icon icon;
        for (const std::byte pixel : stored)
            icon.pixels += static_cast<char>(pixel);
        return icon;
    }
};
