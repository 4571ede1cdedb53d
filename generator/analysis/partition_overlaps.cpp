// Whether the partitions of a table go together: those without rows are refused, and those that have rows in
// common, as far as the values tell.

#include "analysis/partitions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <compare>
#include <tuple>

namespace rowsmith::analysis {

namespace {

using model::Partition;
using model::PartitionBound;
using model::PartitionMethod;
using model::Scalar;
using Row = std::vector<PartitionBound>;

std::int64_t integer(const std::string& text) {
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// Of decimals with the same number of digits behind the point.
std::strong_ordering compare_decimals(std::string_view one, std::string_view other) {
    const bool negative = one.starts_with('-');
    if (negative != other.starts_with('-'))
        return negative ? std::strong_ordering::less : std::strong_ordering::greater;
    const auto order = std::tuple(one.size(), one) <=> std::tuple(other.size(), other);
    return negative ? 0 <=> order : order;
}

struct Comparison {
    const model::Schema& schema;
    const model::Table& table;

    [[nodiscard]] const model::Type& type(std::size_t at) const {
        return table.columns[table.partitioning->columns[at]].type;
    }
    /// Whether the order of the values is known here: that of texts is a matter of the database.
    [[nodiscard]] bool is_ordered() const {
        for (std::size_t at = 0; at < table.partitioning->columns.size(); ++at)
            if (type(at).scalar == Scalar::string || type(at).scalar == Scalar::bytes)
                return false;
        return true;
    }
    [[nodiscard]] std::size_t position(const model::Type& of, const std::string& label) const {
        const auto& values = schema.enums[of.enumeration].values;
        return static_cast<std::size_t>(std::ranges::find(values, label, &model::EnumValue::name) -
                                        values.begin());
    }
    [[nodiscard]] std::strong_ordering compare(const model::Type& of, const std::string& one,
                                               const std::string& other) const {
        switch (of.scalar) {
        case Scalar::int16:
        case Scalar::int32:
        case Scalar::int64:
            return integer(one) <=> integer(other);
        case Scalar::decimal:
            return compare_decimals(one, other);
        case Scalar::enumeration:
            return position(of, one) <=> position(of, other);
        case Scalar::boolean: // the forms of these sort as their values do
        case Scalar::date:
        case Scalar::time:
        case Scalar::timestamp:
        case Scalar::uuid:
        case Scalar::float32: // these are in no key, or not ordered
        case Scalar::float64:
        case Scalar::string:
        case Scalar::bytes:
        case Scalar::json:
            return one <=> other;
        }
        return std::strong_ordering::equal;
    }
    [[nodiscard]] std::strong_ordering operator()(const Row& one, const Row& other) const {
        constexpr auto rank = [](const PartitionBound& bound) {
            return bound.kind == PartitionBound::Kind::least   ? 0
                   : bound.kind == PartitionBound::Kind::value ? 1
                                                               : 2;
        };
        for (std::size_t at = 0; at < one.size(); ++at) {
            auto order = rank(one[at]) <=> rank(other[at]);
            if (order == 0 && one[at].kind == PartitionBound::Kind::value)
                order = compare(type(at), one[at].text, other[at].text);
            if (order != 0)
                return order;
        }
        return std::strong_ordering::equal;
    }
};

struct Checker {
    Work& work;
    const model::Table& table;
    Comparison compare = {work.schema, table};

    void report_both(const Partition& one, const Partition& other, std::string_view why) const {
        const bool in_order = one.place.begin <= other.place.begin;
        const auto& first = in_order ? one : other;
        const auto& second = in_order ? other : one;
        work.report(mistake("RS0523", to_span(second.place),
                            fmt::format("'{}' and '{}' {}", first.db_name, second.db_name, why),
                            "each row belongs to one partition", {}, {{to_span(first.place), "the first"}}));
    }
    void check_rest() const;
    void check_empty() const;
    void check_ranges() const;
    void check_lists() const;
    void check_hashes() const;
    void check() const;
};

constexpr std::string_view in_common = "would have rows in common";

void Checker::check_rest() const {
    const Partition* first = nullptr;
    for (const auto& partition : table.partitioning->partitions) {
        if (!partition.rest)
            continue;
        if (first != nullptr)
            report_both(*first, partition, "would both have the rest");
        else
            first = &partition;
    }
}

void Checker::check_empty() const {
    for (const auto& partition : table.partitioning->partitions) {
        const bool known = compare.is_ordered() || partition.from == partition.to;
        if (!partition.rest && known && compare(partition.from, partition.to) >= 0)
            work.report(mistake(
                "RS0522", to_span(partition.place),
                fmt::format("'{}' has no rows: its end does not come after its beginning", partition.db_name),
                "`from` is the first value of a partition, `to` the first behind it"));
    }
}

/// Where the order is not known, two ranges that begin alike.
void Checker::check_ranges() const {
    check_empty();
    std::vector<const Partition*> sorted;
    for (const auto& partition : table.partitioning->partitions)
        if (!partition.rest)
            sorted.push_back(&partition);
    std::ranges::stable_sort(sorted, [&](const Partition* one, const Partition* other) {
        return compare(one->from, other->from) < 0;
    });
    for (std::size_t at = 1; at < sorted.size(); ++at) {
        const auto& before = *sorted[at - 1];
        const auto& after = *sorted[at];
        const bool overlap =
            compare.is_ordered() ? compare(after.from, before.to) < 0 : after.from == before.from;
        if (overlap)
            report_both(before, after, in_common);
    }
}

void Checker::check_lists() const {
    std::map<std::string_view, const Partition*> owners;
    for (const auto& partition : table.partitioning->partitions)
        for (const auto& value : partition.values) {
            const auto [owner, is_new] = owners.emplace(value.text, &partition);
            if (!is_new && owner->second != &partition)
                report_both(*owner->second, partition, fmt::format("would both have '{}'", value.text));
        }
}

/// A modulus must be a factor of each greater one; so there are few.
void Checker::check_hashes() const {
    std::map<std::int64_t, const Partition*> moduli;
    std::map<std::pair<std::int64_t, std::int64_t>, const Partition*> taken;
    for (const auto& partition : table.partitioning->partitions) {
        moduli.emplace(partition.modulus, &partition);
        const auto [owner, is_new] =
            taken.emplace(std::pair(partition.modulus, partition.remainder), &partition);
        if (!is_new)
            report_both(*owner->second, partition, in_common);
    }
    for (auto it = moduli.begin(); it != moduli.end() && std::next(it) != moduli.end(); ++it)
        if (std::next(it)->first % it->first != 0) {
            report_both(*it->second, *std::next(it)->second,
                        "have moduli of which the less is no factor of the greater");
            return;
        }
    for (const auto& [key, partition] : taken)
        for (const auto& [modulus, smaller] : moduli) {
            const auto owner = taken.find({modulus, key.second % modulus});
            if (modulus < key.first && owner != taken.end())
                report_both(*owner->second, *partition, in_common);
        }
}

void Checker::check() const {
    check_rest();
    switch (table.partitioning->method) {
    case PartitionMethod::range:
        return check_ranges();
    case PartitionMethod::list:
        return check_lists();
    case PartitionMethod::hash:
        return check_hashes();
    }
}

}

void check_partitions(Work& work, const model::Table& table) {
    Checker{.work = work, .table = table}.check();
}

}
