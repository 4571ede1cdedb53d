#pragma once
// Compares models of schemas/types.rows more sharply than `==`, by which 1.50 equals 1.5 and 0.0 equals -0.0:
// two values of the same spelling are the same.

#include <types.rows.hpp>

#include <rowsmith/types.hpp>

#include <bit>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

namespace rowsmith::tests {

inline std::string spelled(std::integral auto value) {
    return std::to_string(value);
}
inline std::string spelled(float value) {
    return std::to_string(value) + ", bits " + std::to_string(std::bit_cast<std::uint32_t>(value));
}
inline std::string spelled(double value) {
    return std::to_string(value) + ", bits " + std::to_string(std::bit_cast<std::uint64_t>(value));
}
inline std::string spelled(const Decimal& value) {
    return value.to_string();
}
inline std::string spelled(const std::string& value) {
    return value;
}
inline std::string spelled(const Bytes& value) {
    return {reinterpret_cast<const char*>(value.data()), value.size()};
}
inline std::string spelled(const Date& value) {
    return value.to_string();
}
inline std::string spelled(const Time& value) {
    return value.to_string();
}
inline std::string spelled(const Timestamp& value) {
    return value.to_string();
}
inline std::string spelled(const Uuid& value) {
    return value.to_string();
}
inline std::string spelled(const Json& value) {
    return value.text;
}
inline std::string spelled(types::Color value) {
    return std::string(to_string(value));
}

template <typename T>
inline std::string spelled(const std::vector<T>& values) {
    std::string list;
    for (const T& value : values)
        list += '[' + spelled(value) + ']';
    return list;
}

template <typename T>
inline std::string spelled(const std::optional<T>& value) {
    return value ? "some " + spelled(*value) : "none";
}

inline auto columns_of(const types::Sample& row) {
    return std::tie(row.id, row.flag, row.tiny, row.medium, row.large, row.ratio, row.precise, row.price,
                    row.exact, row.name, row.note, row.data, row.day, row.at, row.moment, row.token,
                    row.document, row.color);
}

inline auto columns_of(const types::Maybe& row) {
    return std::tie(row.id, row.flag, row.tiny, row.medium, row.large, row.ratio, row.precise, row.price,
                    row.exact, row.name, row.note, row.data, row.day, row.at, row.moment, row.token,
                    row.document, row.color, row.numbers);
}

inline auto columns_of(const types::Lists& row) {
    return std::tie(row.id, row.flags, row.tinies, row.mediums, row.larges, row.ratios, row.precises,
                    row.prices, row.names, row.days, row.times, row.moments, row.tokens, row.colors);
}

/// Those whose values the schema gives.
inline auto columns_of(const types::Preset& row) {
    return std::tie(row.flag, row.tiny, row.medium, row.large, row.ratio, row.precise, row.price, row.name,
                    row.day, row.at, row.moment, row.token, row.document, row.color, row.maybe);
}

/// Not more of a text than a person wants to see.
inline std::string shortened(const std::string& text) {
    return text.size() <= 100 ? text : text.substr(0, 100) + "... of " + std::to_string(text.size());
}

template <typename Row>
std::vector<std::string> spelled_columns(const Row& row) {
    return std::apply([](const auto&... columns) { return std::vector{spelled(columns)...}; },
                      columns_of(row));
}

/// The columns in which the rows differ, in words; empty when they are the same.
template <typename Row>
inline std::string difference(const Row& actual, const Row& expected) {
    const auto left = spelled_columns(actual);
    const auto right = spelled_columns(expected);
    std::string text;
    for (std::size_t at = 0; at < left.size(); ++at)
        if (left[at] != right[at])
            text += "column " + std::to_string(at) + " is " + shortened(left[at]) + " instead of " +
                    shortened(right[at]) + '\n';
    return text;
}

}
