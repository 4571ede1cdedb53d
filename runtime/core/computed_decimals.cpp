// How many digits behind the point decimals have that the database computes. Where floating-point numbers
// stand for decimals, results are off by a little: they are brought back to these digits before they are
// compared.

#include "core/query_writer.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace rowsmith::detail {
namespace {

/// What is known of an exact number.
struct Digits {
    int scale = 0;
    bool decimal = false;
    bool computed = false;
};
using MaybeDigits = std::optional<Digits>;

MaybeDigits digits_of(const Column& column) {
    switch (column.kind) {
    case ColumnKind::decimal:
        return Digits{.scale = column.scale, .decimal = true};
    case ColumnKind::int16:
    case ColumnKind::int32:
    case ColumnKind::int64:
        return Digits{};
    default:
        return std::nullopt;
    }
}

/// The column that a term speaks of; null when it is not known.
using ColumnLookup = std::function<const Column*(const ColumnTerm&)>;

class Reading {
public:
    explicit Reading(ColumnLookup column_of) : column_of_(std::move(column_of)) {}

    [[nodiscard]] MaybeDigits digits(const ExpressionPtr& expression) const {
        return std::visit([this](const auto& term) { return of(term); }, expression->term);
    }

private:
    template <typename Term>
    [[nodiscard]] MaybeDigits of(const Term&) const {
        return std::nullopt; // no number
    }
    [[nodiscard]] MaybeDigits of(const ColumnTerm& term) const {
        const Column* const column = column_of_(term);
        return column ? digits_of(*column) : std::nullopt;
    }
    [[nodiscard]] MaybeDigits of(const ValueTerm& term) const {
        MaybeDigits known = digits_of(*term.type);
        if (known && known->decimal && term.value.get())
            known->scale = static_cast<const Decimal*>(term.value.get())->scale();
        return known;
    }
    [[nodiscard]] MaybeDigits of(const IntegerTerm&) const { return Digits{}; }
    [[nodiscard]] MaybeDigits of(const WindowTerm& term) const { return digits(term.call); }
    /// What it selects is rounded there.
    [[nodiscard]] MaybeDigits of(const SelectTerm& term) const {
        return term.use == SelectUse::value ? digits_of(*term.select->types.front()) : std::nullopt;
    }
    [[nodiscard]] MaybeDigits of(const OperationTerm& term) const;
    [[nodiscard]] MaybeDigits of(const CallTerm& term) const;
    [[nodiscard]] MaybeDigits of_any(std::span<const ExpressionPtr> list) const;
    [[nodiscard]] MaybeDigits of_choice(const CallTerm& term) const;

    ColumnLookup column_of_;
};

MaybeDigits Reading::of(const OperationTerm& term) const {
    const bool times = term.kind == Operator::times;
    if (!times && term.kind != Operator::plus && term.kind != Operator::minus)
        return std::nullopt; // a division of decimals gives no decimal
    const MaybeDigits left = digits(term.left);
    const MaybeDigits right = digits(term.right);
    if (!left || !right)
        return std::nullopt;
    const bool decimal = left->decimal || right->decimal;
    return Digits{.scale = times ? left->scale + right->scale : std::max(left->scale, right->scale),
                  .decimal = decimal,
                  .computed = decimal};
}

MaybeDigits Reading::of_any(std::span<const ExpressionPtr> list) const {
    Digits all;
    for (const ExpressionPtr& one : list) {
        const MaybeDigits known = digits(one);
        if (!known)
            return std::nullopt;
        all = {.scale = std::max(all.scale, known->scale),
               .decimal = all.decimal || known->decimal,
               .computed = all.computed || known->computed};
    }
    return all;
}

MaybeDigits Reading::of_choice(const CallTerm& term) const {
    std::vector<ExpressionPtr> values;
    for (std::size_t at = 0; at < term.arguments.size(); ++at) {
        if (at % 2 == 1 || at + 1 == term.arguments.size())
            values.push_back(term.arguments[at]);
    }
    return of_any(values);
}

MaybeDigits Reading::of(const CallTerm& term) const {
    switch (term.function) {
    case Function::sum: {
        MaybeDigits known = of_any(term.arguments);
        if (known)
            known->computed = known->decimal;
        return known;
    }
    case Function::least:
    case Function::greatest:
    case Function::lag:
    case Function::lead:
    case Function::first_value:
    case Function::last_value:
    case Function::absolute:
    case Function::coalesce:
    case Function::null_if:
    case Function::value:
        return of_any(term.arguments);
    case Function::choice:
        return of_choice(term);
    case Function::count_rows:
    case Function::count:
    case Function::row_number:
    case Function::rank:
    case Function::dense_rank:
    case Function::length:
    case Function::position:
    case Function::to_integer:
    case Function::truncated:
    case Function::year:
    case Function::month:
    case Function::day:
    case Function::hour:
    case Function::minute:
        return Digits{};
    case Function::rounded:
        return Digits{.scale = static_cast<int>(std::get<IntegerTerm>(term.arguments[1]->term).value),
                      .decimal = true};
    case Function::none:
    case Function::average:
    case Function::lower:
    case Function::upper:
    case Function::trim:
    case Function::replace:
    case Function::part:
    case Function::rest:
    case Function::rounded_real:
    case Function::to_real:
    case Function::to_text:
    case Function::day_of:
    case Function::plus_days:
    case Function::element_of:
        break;
    }
    return std::nullopt;
}

}

const Column* Writer::column_of(const ColumnTerm& term) const {
    const NamedSource* const source = find(term.source);
    if (source && source->select)
        return source->select->types[term.column];
    const Mapping* const mapping = source ? source->mapping : &target_.mapping;
    return mapping ? &mapping->columns[term.column] : nullptr;
}

/// The digits to which a value is to be rounded before it is compared; none where databases are exact.
std::optional<int> Writer::rounding(const ExpressionPtr& expression) const {
    if (!target_.spelling.real_decimals || std::holds_alternative<ColumnTerm>(expression->term))
        return std::nullopt;
    const auto known = Reading{[this](const ColumnTerm& term) { return column_of(term); }}.digits(expression);
    return known && known->computed ? std::optional(known->scale) : std::nullopt;
}

/// An expression whose value is compared, with others or with those of other rows.
void Writer::exact(const ExpressionPtr& expression) {
    const auto digits = rounding(expression);
    add(digits ? "round(" : "");
    this->expression(expression);
    if (digits)
        add(", ").add(std::to_string(*digits)).add(")");
}

}
