#include "core/query_writer.hpp"

#include "core/query_values.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace rowsmith::detail {
namespace {

const char* sign_of(Operator kind) {
    switch (kind) {
    case Operator::equal:
        return " = ";
    case Operator::not_equal:
        return " <> ";
    case Operator::less:
        return " < ";
    case Operator::less_equal:
        return " <= ";
    case Operator::greater:
        return " > ";
    case Operator::greater_equal:
        return " >= ";
    case Operator::is_null:
        return " is null";
    case Operator::is_not_null:
        return " is not null";
    case Operator::both:
        return " and ";
    case Operator::either:
        return " or ";
    case Operator::negation:
        return "not ";
    case Operator::plus:
        return " + ";
    case Operator::minus:
        return " - ";
    case Operator::times:
        return " * ";
    }
    return "";
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

/// Columns and comparisons bind closer than anything around them.
bool needs_brackets(const ExpressionPtr& operand, Operator around) {
    const OperationTerm* const inner = operation_of(operand);
    if (!inner)
        return false;
    const bool connective = around == Operator::both || around == Operator::either;
    if (connective)
        return (inner->kind == Operator::both || inner->kind == Operator::either) && inner->kind != around;
    return true;
}

}

Writer& Writer::add(std::string_view sql) {
    text_.sql += sql;
    return *this;
}

void Writer::parameter(Parameter value) {
    text_.parameters.push_back(std::move(value));
    add("$").add(std::to_string(text_.parameters.size()));
}

void Writer::names(std::span<const std::uint16_t> columns) {
    for (std::size_t at = 0; at < columns.size(); ++at) {
        add(at == 0 ? "" : ", ");
        name(columns[at]);
    }
}

void Writer::row_value(std::span<const std::uint16_t> columns) {
    add(columns.size() > 1 ? "(" : "");
    names(columns);
    add(columns.size() > 1 ? ")" : "");
}

void Writer::expression(const ExpressionPtr& expression) {
    std::visit([this](const auto& term) { write(term); }, expression->term);
}

void Writer::where(const QueryData& query) {
    if (!query.condition)
        return;
    add(" where ");
    expression(query.condition);
}

void Writer::order(const QueryData& query) {
    for (std::size_t at = 0; at < query.order.size(); ++at) {
        const OrderTerm& term = query.order[at];
        add(at == 0 ? " order by " : ", ");
        expression(term.expression);
        add(term.descending ? " desc" : "");
        if (term.nullable)
            add(term.descending ? " nulls last" : " nulls first");
    }
}

void Writer::limit(const QueryData& query, std::int64_t at_most) {
    const std::int64_t rows = std::min(query.limit, at_most);
    if (rows == no_limit && query.offset == 0)
        return;
    add(" limit "); // one database wants a limit before an offset
    parameter(rows);
    if (query.offset > 0) {
        add(" offset ");
        parameter(query.offset);
    }
}

void Writer::from(const QueryData& query) {
    add(" from ").add(target_.texts().table);
    where(query);
}

void Writer::chosen(const QueryData& query) {
    if (query.limit == no_limit && query.offset == 0)
        return where(query);
    add(" where ");
    row_value(target_.mapping.key);
    add(" in (select ");
    names(target_.mapping.key);
    from(query);
    order(query);
    limit(query, no_limit);
    add(")");
}

void Writer::returning(std::span<const std::uint16_t> columns) {
    if (columns.empty())
        return;
    add(" returning ");
    names(columns);
}

void Writer::write(const ValueTerm& term) {
    parameter(TypedValue{comparable(target_.mapping.columns[term.column]), term.value});
}

void Writer::write(const ListTerm& term) {
    if (term.values.size == 0) {
        add(term.negated ? "true" : "false");
        return;
    }
    const Column& column = target_.mapping.columns[term.column];
    if (term.values.size > most_places)
        return write_long_list(term, column);
    name(term.column);
    add(term.negated ? " not in (" : " in (");
    const std::size_t places = places_for(term.values.size);
    const bool wide = has_wide(term.values, column);
    for (std::size_t place = 0; place < places; ++place) {
        add(place == 0 ? "" : ", ").add(wide ? "cast(" : "");
        parameter(value_in(term.values, column, std::min(place, term.values.size - 1)));
        add(wide ? " as bigint)" : "");
    }
    add(")");
}

void Writer::write_long_list(const ListTerm& term, const Column& column) {
    const ListParameter list = list_parameter(term.values, column);
    const bool hexadecimal = target_.spelling.json_lists && list.bytes;
    add(hexadecimal ? "lower(hex(" : "");
    name(term.column);
    add(hexadecimal ? "))" : "");
    if (target_.spelling.json_lists)
        add(term.negated ? " not in (select value from json_each(" : " in (select value from json_each(");
    else
        add(term.negated ? " <> all(" : " = any(");
    const bool wide = !target_.spelling.json_lists && has_wide(term.values, column);
    add(wide ? "cast(" : "");
    parameter(list.value);
    add(wide ? " as bigint[])" : "");
    add(target_.spelling.json_lists ? "))" : ")");
}

void Writer::write(const MatchTerm& term) {
    const std::string pattern = like_pattern(term);
    name(term.column);
    add(target_.spelling.glob ? " glob " : " like ");
    parameter(
        text_value(target_.spelling.glob ? glob_of(pattern) : pattern, target_.mapping.columns[term.column]));
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
        parameter(TypedValue{comparable(link.columns[near.columns[part]]), term.key[part]});
    }
    add(")");
}

void Writer::write(const OperationTerm& term) {
    if (term.kind == Operator::negation) {
        add("not (");
        expression(term.left);
        add(")");
        return;
    }
    operand(term.left, term.right, term.kind);
    add(sign_of(term.kind));
    if (term.right)
        operand(term.right, term.left, term.kind);
}

/// Whether a number is of the type that a database takes it for beside this, which is that of the columns
/// there.
bool Writer::fits(std::int64_t value, const ExpressionPtr& beside) const {
    if (const auto* const column = std::get_if<ColumnTerm>(&beside->term))
        return in_range_of(target_.mapping.columns[column->column].kind, value);
    const OperationTerm* const inner = operation_of(beside);
    return !inner || (fits(value, inner->left) && (!inner->right || fits(value, inner->right)));
}

void Writer::operand(const ExpressionPtr& operand, const ExpressionPtr& beside, Operator around) {
    const auto* const integer = std::get_if<IntegerTerm>(&operand->term);
    if (integer && beside && !fits(integer->value, beside)) {
        add("cast(");
        parameter(integer->value);
        add(" as bigint)");
        return;
    }
    const bool brackets = needs_brackets(operand, around);
    add(brackets ? "(" : "");
    expression(operand);
    add(brackets ? ")" : "");
}

}
