#include "core/query_writer.hpp"

#include "core/grouping.hpp"
#include "core/query_values.hpp"
#include "core/session_state.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

namespace rowsmith::detail {
namespace {

const char* word_of(JoinKind kind) {
    switch (kind) {
    case JoinKind::left:
        return " left join ";
    case JoinKind::cross:
        return " cross join ";
    case JoinKind::inner:
        break;
    }
    return " join ";
}

const char* word_of(SetOperation operation) {
    switch (operation) {
    case SetOperation::union_distinct:
        return " union ";
    case SetOperation::union_all:
        return " union all ";
    case SetOperation::intersection:
        return " intersect ";
    case SetOperation::difference:
        return " except ";
    case SetOperation::none:
        break;
    }
    return "";
}

}

std::string name_to_lock(const QueryData& query) {
    if (query.joins.empty())
        return {};
    return quoted(query.alias ? query.alias->alias : query.table->mapping->table);
}

std::string quoted(std::string_view name) {
    std::string text = "\"";
    for (const char character : name)
        text.append(character == '"' ? 2 : 1, character);
    return text += '"';
}

void Writer::parameter(const Parameter& value) {
    text_.parameters.push_back(value);
    text_.sql += '$';
    if (text_.parameters.size() < 10) { // most, and quickest
        text_.sql += static_cast<char>('0' + text_.parameters.size());
        return;
    }
    std::array<char, std::numeric_limits<std::size_t>::digits10 + 1> number{};
    const char* const end =
        std::to_chars(number.data(), number.data() + number.size(), text_.parameters.size()).ptr;
    add({number.data(), end});
}

void Writer::name(std::uint16_t column) {
    if (const NamedSource* const own = find(nullptr))
        this->column(*own, column);
    else
        add(prefix_).add(own_texts_.columns[column]);
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

void Writer::column(const NamedSource& source, std::uint16_t column) {
    add(source.prefix);
    if (source.mapping)
        add(target_.texts(*source.mapping).columns[column]);
    else
        numbered(column);
}

// ---- clauses

void Writer::where(const QueryData& query) {
    if (!query.condition)
        return;
    add(" where ");
    expression(query.condition);
}

void Writer::order(std::span<const OrderTerm> terms) {
    for (std::size_t at = 0; at < terms.size(); ++at) {
        const OrderTerm& term = terms[at];
        add(at == 0 ? " order by " : ", ");
        exact(term.expression);
        add(term.descending ? " desc" : "");
        if (term.nulls != Nulls::none)
            add(term.nulls == Nulls::first ? " nulls first" : " nulls last");
    }
}

void Writer::limit(const QueryData& query, std::int64_t at_most) {
    const std::int64_t rows = std::min(query.limit, at_most);
    if (rows == no_limit && query.offset == 0)
        return;
    add(" limit "); // one database wants a limit before an offset
    integer(rows);
    if (query.offset > 0) {
        add(" offset ");
        integer(query.offset);
    }
}

void Writer::from(const QueryData& query, std::span<const std::string> tables) {
    add(" from ").add(tables.empty() ? target_.texts(*query.table->mapping).table
                                     : std::string_view(tables.front()));
    std::size_t at = scopes_.empty() ? 0 : scopes_.back() + 1;
    for (const JoinData& join : query.joins)
        at = this->join(join, tables, at);
    where(query);
}

std::size_t Writer::join(const JoinData& join, std::span<const std::string> tables, std::size_t at) {
    const std::size_t first = scopes_.back();
    if (join.relation && join.relation->kind == RelationKind::many_to_many) {
        const NamedSource near = *find(join.from);
        const ForeignKey& key = join.relation->link->foreign_keys[join.relation->key];
        const ForeignKey& far = join.relation->link->foreign_keys[join.relation->far_key];
        add(word_of(join.kind)).add(tables[at - first]).add(" on ");
        key_equals(sources_[at], key.columns, near, key.target_columns);
        add(word_of(join.kind)).add(tables[at + 1 - first]).add(" on ");
        key_equals(sources_[at + 1], far.target_columns, sources_[at], far.columns);
        return at + 2;
    }
    add(word_of(join.kind)).add(tables[at - first]);
    join_condition(join, sources_[at]);
    return at + 1;
}

void Writer::join_condition(const JoinData& join, const NamedSource& joined) {
    if (join.kind == JoinKind::cross)
        return;
    add(" on ");
    if (join.condition)
        return expression(join.condition);
    const NamedSource& from = *find(join.from);
    if (join.relation->kind == RelationKind::to_one) {
        const ForeignKey& key = from.mapping->foreign_keys[join.relation->key];
        key_equals(joined, key.target_columns, from, key.columns);
    } else {
        const ForeignKey& key = join.relation->target->foreign_keys[join.relation->key];
        key_equals(joined, key.columns, from, key.target_columns);
    }
}

void Writer::key_equals(const NamedSource& here, std::span<const std::uint16_t> columns,
                        const NamedSource& there, std::span<const std::uint16_t> others) {
    for (std::size_t part = 0; part < columns.size(); ++part) {
        add(part == 0 ? "" : " and ");
        column(here, columns[part]);
        add(" = ");
        column(there, others[part]);
    }
}

void Writer::lock(const QueryData& query, std::string_view rows) {
    if (query.lock == RowLock::none)
        return;
    add(query.lock == RowLock::update ? " for update" : " for share");
    if (!rows.empty()) // else it would be all of them, those that a left join leaves empty among them
        add(" of ").add(rows);
    if (query.wait != LockWait::wait)
        add(query.wait == LockWait::skip ? " skip locked" : " nowait");
}

void Writer::chosen(const QueryData& query) {
    if (query.limit == no_limit && query.offset == 0)
        return where(query);
    add(" where ");
    row_value(target_.mapping.key);
    add(" in (select ");
    names(target_.mapping.key);
    from(query);
    order(query.order);
    limit(query, no_limit);
    add(")");
}

void Writer::returning(std::span<const std::uint16_t> columns, std::span<const ExpressionPtr> values) {
    if (columns.empty() && values.empty())
        return;
    add(" returning ");
    names(columns);
    add(columns.empty() || values.empty() ? "" : ", ");
    this->values(values);
}

// ---- whole SELECTs

void Writer::named_selects(const QueryData& query) {
    std::vector<const DerivedData*> needed;
    if (query.derived)
        needed.push_back(query.derived.get());
    for (const JoinData& join : query.joins) {
        if (join.derived)
            needed.push_back(join.derived.get());
    }
    std::erase_if(needed, [&](const DerivedData* derived) {
        return std::ranges::find(defined_, derived->select.get()) != defined_.end();
    });
    const bool repeated =
        std::ranges::any_of(needed, [](const auto* derived) { return derived->step != nullptr; });
    for (std::size_t at = 0; at < needed.size(); ++at) {
        add(at > 0 ? ", " : repeated ? "with recursive " : "with ");
        define(*needed[at]);
    }
    add(needed.empty() ? "" : " ");
}

void Writer::define(const DerivedData& derived) {
    add(quoted(derived.source->alias)).add(" (");
    for (std::size_t at = 0; at < derived.select->columns.size(); ++at)
        add(at == 0 ? "" : ", ").numbered(at);
    add(") as (");
    const auto outer = std::exchange(sources_, {}); // it does not see what is around it
    settled_ = derived.step != nullptr;
    select(*derived.select, no_limit);
    settled_ = false;
    defined_.push_back(derived.select.get());
    if (derived.step) {
        add(" union ");
        select(*derived.step, no_limit);
    }
    sources_ = outer;
    add(")");
}

void Writer::select(const SelectData& select, std::int64_t at_most) {
    if (select.parts.empty())
        plain(select, at_most);
    else
        parts(select, at_most);
}

void Writer::plain(const SelectData& select, std::int64_t at_most) {
    const QueryData& query = select.query;
    check_groups(select);
    check_distinct(select);
    check_lock(select);
    const std::size_t known = defined_.size();
    named_selects(query);
    const auto tables = enter(query);
    add(query.distinct ? "select distinct " : "select ");
    for (std::size_t at = 0; at < select.columns.size(); ++at) {
        add(at == 0 ? "" : ", ");
        selected(select.columns[at], *select.types[at]);
    }
    add(select.columns.empty() ? "1" : "");
    from(query, tables);
    groups(select);
    if (select.having) {
        add(" having ");
        expression(select.having);
    }
    order_values(select);
    limit(query, at_most);
    lock(query, name_to_lock(query));
    leave();
    defined_.resize(known); // what follows does not see what stands in front of this one
}

/// Without the length, or the digits, of a column: what a step makes of it may have more.
void Writer::settled(const ExpressionPtr& column, const Column& type) {
    const auto name =
        target_.spelling.words.type ? target_.spelling.words.type(type.kind) : std::string_view{};
    add(name.empty() ? "" : "cast(");
    expression(column);
    if (!name.empty())
        add(" as ").add(name).add(")");
}

/// Decimals that are computed in floating point are off by more the more of them there are.
void Writer::selected(const ExpressionPtr& column, const Column& type) {
    const bool rounded = target_.spelling.real_decimals && is_computed_decimal(type);
    add(rounded ? "round(" : "");
    if (settled_ && (type.kind == ColumnKind::string || type.kind == ColumnKind::decimal))
        settled(column, type);
    else
        argument(column, true);
    if (rounded)
        add(", ").add(std::to_string(type.scale)).add(")");
}

/// What is selected as well is named by its number: with parameters in it, databases would not see that it is
/// the same.
void Writer::groups(const SelectData& select) {
    for (std::size_t at = 0; at < select.groups.size(); ++at) {
        add(at == 0 ? " group by " : ", ");
        if (const auto column = column_like(select, select.groups[at]))
            write(ResultTerm{*column});
        else
            exact(select.groups[at]);
    }
}

void Writer::order_values(const SelectData& select) {
    std::vector<OrderTerm> terms = select.query.order;
    for (OrderTerm& term : terms) {
        if (const auto column = column_like(select, term.expression))
            term.expression = result_expression(*column);
    }
    order(terms);
}

/// A SELECT that another one is from has a name, though nobody says it.
void Writer::end_part() {
    add(") as \"part").add(std::to_string(++aliases_)).add("\"");
}

/// A part that has an order, or limits, of its own is a SELECT from itself, since only the whole may have
/// them.
void Writer::parts(const SelectData& select, std::int64_t at_most) {
    add(select.query.distinct ? "select distinct * from (" : "");
    for (const SelectData::Part& part : select.parts) {
        const bool whole = part.select->query.order.empty() && part.select->query.limit == no_limit &&
                           part.select->query.offset == 0 && part.select->parts.empty() &&
                           part.select->query.joins.empty() && !part.select->query.derived;
        add(word_of(part.operation)).add(whole ? "" : "select * from (");
        this->select(*part.select, no_limit);
        if (!whole)
            end_part();
    }
    if (select.query.distinct)
        end_part();
    scopes_.push_back(sources_.size());
    order(select.query.order);
    limit(select.query, at_most);
    leave();
}

}
