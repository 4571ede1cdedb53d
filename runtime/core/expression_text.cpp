// How each kind of expression is written.

#include "core/query_values.hpp"
#include "core/query_writer.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <utility>

namespace rowsmith::detail {
namespace {

/// In the order of Operator.
constexpr std::string_view signs[] = {
    " = ",  " <> ", " < ", " <= ", " > ", " >= ", " is null", " is not null", " and ",
    " or ", "not ", " + ", " - ",  " * ", " / ",  " % ",      " || "};
static_assert(std::size(signs) == static_cast<std::size_t>(Operator::concatenation) + 1);

std::string_view sign_of(Operator kind) {
    return signs[static_cast<std::size_t>(kind)];
}

bool in_range_of(ColumnKind kind, std::int64_t value) {
    if (kind == ColumnKind::int16)
        return std::in_range<std::int16_t>(value);
    return kind != ColumnKind::int32 || std::in_range<std::int32_t>(value);
}

/// Whether numbers are among the values that the column could not hold.
bool has_wide(const ValueList& values, const Column& column) {
    if (!values.integers || in_range_of(column.kind, INT64_MAX))
        return false;
    for (std::size_t at = 0; at < values.size; ++at) {
        if (!in_range_of(column.kind, *static_cast<const std::int64_t*>(values.at(values.held.get(), at))))
            return true;
    }
    return false;
}

/// The digits behind the point that all decimals of a list need.
int scale_of(const ListTerm& term) {
    int scale = 0;
    for (std::size_t at = 0; is_computed_decimal(*term.type) && at < term.values.size; ++at)
        scale =
            std::max(scale, static_cast<const Decimal*>(term.values.at(term.values.held.get(), at))->scale());
    return scale;
}

bool is_comparison(Operator kind) {
    switch (kind) {
    case Operator::equal:
    case Operator::not_equal:
    case Operator::less:
    case Operator::less_equal:
    case Operator::greater:
    case Operator::greater_equal:
        return true;
    default:
        return false;
    }
}

/// How close an operator binds, on every database; texts are put together at another level on each.
int closeness(Operator kind) {
    switch (kind) {
    case Operator::either:
        return 1;
    case Operator::both:
        return 2;
    case Operator::plus:
    case Operator::minus:
        return 4;
    case Operator::times:
    case Operator::divided:
    case Operator::remainder:
        return 5;
    default:
        return 3;
    }
}

int closeness(const ExpressionPtr& expression) {
    const auto& term = expression->term;
    if (const OperationTerm* const operation = operation_of(expression))
        return operation->kind == Operator::concatenation ? 3 : closeness(operation->kind);
    const bool comparison =
        std::holds_alternative<ComparisonTerm>(term) || std::holds_alternative<ListTerm>(term) ||
        std::holds_alternative<MatchTerm>(term) || std::holds_alternative<RelatedTerm>(term);
    return comparison ? closeness(Operator::equal) : closeness(Operator::times) + 1;
}

/// A first operand may bind as close as what is around it where that goes from left to right.
bool needs_brackets(const ExpressionPtr& operand, Operator around, bool first) {
    const OperationTerm* const inner = operation_of(operand);
    if (around == Operator::concatenation)
        return inner && (inner->kind != Operator::concatenation || !first);
    if (around == Operator::both ||
        around == Operator::either) // for the reader also where it could be without
        return inner && (inner->kind == Operator::both || inner->kind == Operator::either) &&
               inner->kind != around;
    const int inside = closeness(operand);
    const int outside = closeness(around);
    return inside < outside || (inside == outside && !(first && outside > closeness(Operator::equal)));
}

}

/// While something is written that brings tables of its own: then those of the statement's own are named as
/// well.
class Writer::OwnInSight {
public:
    explicit OwnInSight(Writer& writer) : writer_(writer), added_(writer.sources_.empty()) {
        if (added_)
            writer_.sources_.push_back(writer_.own());
        writer_.scopes_.push_back(writer_.sources_.size());
    }
    ~OwnInSight() {
        writer_.leave();
        if (added_)
            writer_.sources_.clear();
    }
    OwnInSight(const OwnInSight&) = delete;
    OwnInSight& operator=(const OwnInSight&) = delete;

private:
    Writer& writer_;
    bool added_;
};

void Writer::expression(const ExpressionPtr& expression) {
    const auto& any = expression->term;
    if (const auto* const comparison = std::get_if<ComparisonTerm>(&any)) // most are, and no jump by a table
        write(*comparison);
    else if (const auto* const operation = std::get_if<OperationTerm>(&any))
        write(*operation);
    else
        std::visit([this](const auto& term) { write(term); }, any);
}

void Writer::values(std::span<const ExpressionPtr> list) {
    for (std::size_t at = 0; at < list.size(); ++at) {
        add(at == 0 ? "" : ", ");
        argument(list[at], true);
    }
}

void Writer::write(const ColumnTerm& term) {
    if (const NamedSource* const source = sources_.empty() ? nullptr : find(term.source))
        return column(*source, term.column);
    if (!prefix_.empty())
        add(prefix_);
    add(own_texts_.columns[term.column]);
}

void Writer::value(const Column& type, const void* value) {
    if (!is_computed_decimal(type) || !value)
        return parameter({.type = &type, .value = value, .any_length = true});
    const int scale = static_cast<const Decimal*>(value)->scale();
    parameter(TypedValue{type_beside(type, scale), {std::shared_ptr<const void>{}, value}});
}

/// A decimal beside one that is computed has digits of its own, for there are none of a column.
Column Writer::type_beside(const Column& type, int scale) const {
    Column known = comparable(type);
    if (is_computed_decimal(type)) {
        known.scale = static_cast<std::uint8_t>(scale);
        known.precision = static_cast<std::uint8_t>(target_.spelling.real_decimals ? digits_of_computed_reals
                                                                                   : Decimal::max_digits);
    }
    return known;
}

void Writer::write(const ListTerm& term) {
    if (term.values.size == 0) {
        add(term.negated ? "true" : "false");
        return;
    }
    if (term.values.size > most_places)
        return write_long_list(term);
    bracketed(term.operand);
    add(term.negated ? " not in (" : " in (");
    const std::size_t places = places_for(term.values.size);
    const bool wide = has_wide(term.values, *term.type);
    const Column& type = *text_.keep({type_beside(*term.type, scale_of(term))}).type;
    for (std::size_t place = 0; place < places; ++place) {
        add(place == 0 ? "" : ", ").add(wide ? "cast(" : "");
        parameter(value_in(text_, term.values, type, std::min(place, term.values.size - 1)));
        add(wide ? " as bigint)" : "");
    }
    add(")");
}

void Writer::write_long_list(const ListTerm& term) {
    const ListParameter list = list_parameter(term.values, type_beside(*term.type, scale_of(term)));
    const bool hexadecimal = target_.spelling.json_lists && list.bytes;
    add(hexadecimal ? "lower(hex(" : "");
    bracketed(term.operand);
    add(hexadecimal ? "))" : "");
    if (target_.spelling.json_lists)
        add(term.negated ? " not in (select value from json_each(" : " in (select value from json_each(");
    else
        add(term.negated ? " <> all(" : " = any(");
    const bool wide = !target_.spelling.json_lists && has_wide(term.values, *term.type);
    add(wide ? "cast(" : "");
    parameter(list.value);
    add(wide ? " as bigint[])" : "");
    add(target_.spelling.json_lists ? "))" : ")");
}

void Writer::write(const MatchTerm& term) {
    const std::string pattern = like_pattern(term);
    const auto* const column = std::get_if<ColumnTerm>(&term.operand->term);
    const NamedSource* const source = column ? find(column->source) : nullptr;
    const Mapping* const mapping = source ? source->mapping : &target_.mapping;
    bracketed(term.operand);
    add(term.negated ? " not" : "").add(target_.spelling.glob ? " glob " : " like ");
    parameter(
        text_value(target_.spelling.glob ? glob_of(pattern) : pattern,
                   column && mapping ? mapping->columns[column->column] : column_of_value<std::string>));
    add(target_.spelling.glob ? "" : " escape '\\'");
}

void Writer::write(const LinkedTerm& term) {
    const Mapping& link = *term.relation->link;
    const Statements& texts = target_.texts(link);
    const ForeignKey& near = link.foreign_keys[term.relation->key];
    const ForeignKey& far = link.foreign_keys[term.relation->far_key];
    row_value(far.target_columns);
    add(" in (select ");
    for (std::size_t part = 0; part < far.columns.size(); ++part)
        add(part == 0 ? "" : ", ").add(texts.columns[far.columns[part]]);
    add(" from ").add(texts.table);
    for (std::size_t part = 0; part < near.columns.size(); ++part) {
        add(part == 0 ? " where " : " and ").add(texts.columns[near.columns[part]]).add(" = ");
        value(link.columns[near.columns[part]], term.key[part].get());
    }
    add(")");
}

void Writer::write(const RelatedTerm& term) {
    const OwnInSight own_too{*this};
    const NamedSource outer = *find(term.source);
    add(term.negated ? "not exists (select 1 from " : "exists (select 1 from ");
    related_rows(term, outer);
    if (term.condition) {
        add(" and ");
        operand(term.condition, nullptr, Operator::both);
    }
    add(")");
}

/// The rows along a relation from a row outside.
void Writer::related_rows(const RelatedTerm& term, const NamedSource& outer) {
    const Relation& relation = *term.relation;
    if (relation.kind == RelationKind::many_to_many) {
        const ForeignKey& near = relation.link->foreign_keys[relation.key];
        const ForeignKey& far = relation.link->foreign_keys[relation.far_key];
        add(bring(nullptr, *relation.link));
        const NamedSource link = sources_.back();
        add(" join ").add(bring(term.target, *relation.target)).add(" on ");
        key_equals(sources_.back(), far.target_columns, link, far.columns);
        add(" where ");
        return key_equals(link, near.columns, outer, near.target_columns);
    }
    add(bring(term.target, *relation.target)).add(" where ");
    const bool to_one = relation.kind == RelationKind::to_one;
    const ForeignKey& key = (to_one ? outer.mapping : relation.target)->foreign_keys[relation.key];
    if (to_one)
        key_equals(sources_.back(), key.target_columns, outer, key.columns);
    else
        key_equals(sources_.back(), key.columns, outer, key.target_columns);
}

void Writer::write(const ComparisonTerm& term) {
    write(term.column);
    add(sign_of(term.kind));
    if (term.type)
        value(*term.type, term.value.get());
    else
        integer(term.integer, column_fits(term.integer, term.column));
}

void Writer::write(const OperationTerm& term) {
    if (term.kind == Operator::negation) {
        add("not (");
        expression(term.left);
        add(")");
        return;
    }
    operand(term.left, term.right, term.kind, true);
    add(sign_of(term.kind));
    if (term.right && (term.kind == Operator::divided || term.kind == Operator::remainder))
        divided(term.right);
    else if (term.right)
        operand(term.right, term.left, term.kind);
}

/// Nothing is divided by 0: what one database makes an error is NULL on all.
void Writer::divided(const ExpressionPtr& divisor) {
    add("nullif(");
    expression(divisor);
    add(", 0)");
}

bool Writer::column_fits(std::int64_t value, const ColumnTerm& column) const {
    const NamedSource* const source = find(column.source);
    const Mapping* const mapping = source ? source->mapping : &target_.mapping;
    return mapping ? in_range_of(mapping->columns[column.column].kind, value)
                   : std::in_range<std::int32_t>(value);
}

/// `fits`: a database takes it for a number of the type that it is to be.
void Writer::integer(std::int64_t value, bool fits) {
    if (fits)
        return integer(value);
    add("cast(");
    integer(value);
    add(" as bigint)");
}

/// Whether a number is of the type that a database takes it for beside this, which is that of the columns
/// there.
bool Writer::fits(std::int64_t value, const ExpressionPtr& beside) const {
    if (const auto* const column = std::get_if<ColumnTerm>(&beside->term))
        return column_fits(value, *column);
    const OperationTerm* const inner = operation_of(beside);
    if (!inner)
        return std::in_range<std::int32_t>(value);
    return fits(value, inner->left) && (!inner->right || fits(value, inner->right));
}

void Writer::operand(const ExpressionPtr& operand, const ExpressionPtr& beside, Operator around, bool first) {
    const auto* const integer = std::get_if<IntegerTerm>(&operand->term);
    if (integer && beside)
        return this->integer(integer->value, fits(integer->value, beside));
    if (is_comparison(around) && rounding(operand))
        return exact(operand);
    if (!needs_brackets(operand, around, first))
        return expression(operand);
    add("(");
    expression(operand);
    add(")");
}

void Writer::bracketed(const ExpressionPtr& operand) {
    this->operand(operand, nullptr, Operator::equal);
}

void Writer::write(const SelectTerm& term) {
    if (term.operand) {
        bracketed(term.operand);
        add(term.negated ? " not in (" : " in (");
    } else {
        add(term.use == SelectUse::exists ? "exists (" : "(");
    }
    const OwnInSight own_too{*this};
    select(*term.select, no_limit);
    add(")");
}

}
