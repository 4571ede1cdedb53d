#include "core/join_text.hpp"

#include "core/query_writer.hpp"
#include "core/write_now.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

std::string alias(std::size_t table) {
    return "t" + std::to_string(table);
}

const ForeignKey& key_of(const LoadStep& step) {
    const Mapping& holder =
        step.relation->kind == RelationKind::to_one ? *step.source : *step.relation->target;
    return holder.foreign_keys[step.relation->key];
}

/// The tables of the query: number 0 is its own, number n that of step n - 1.
class Join {
public:
    Join(const QueryTarget& target, const LoadingData& data, std::int64_t at_most)
        : target_(target), data_(data), at_most_(at_most), writer_(target) {}

    [[nodiscard]] JoinText write() {
        writer_.add("select ");
        write_columns();
        write_own_table();
        for (const JoinedColumns& joined : result_.joined)
            write_join(joined.step);
        const bool whole = !is_subselect();
        if (whole)
            writer_.where(data_.query);
        writer_.order(data_.query.order);
        if (whole)
            writer_.limit(data_.query, at_most_);
        writer_.lock(data_.query, "t0");
        result_.text = writer_.take();
        return std::move(result_);
    }

private:
    [[nodiscard]] bool is_joined(std::size_t table) const {
        if (table == 0)
            return true;
        const LoadStep& step = data_.steps[table - 1];
        return step.joined && is_joined(step.parent);
    }
    /// Whether each row of the query has a row of the table.
    [[nodiscard]] bool is_inner(std::size_t table) const {
        if (table == 0)
            return true;
        const LoadStep& step = data_.steps[table - 1];
        return step.relation->kind == RelationKind::to_one && is_inner(step.parent) &&
               std::ranges::none_of(key_of(step).columns, [&](std::uint16_t column) {
                   return step.source->columns[column].nullable;
               });
    }
    [[nodiscard]] bool multiplies() const {
        for (std::size_t step = 0; step < data_.steps.size(); ++step) {
            if (is_joined(step + 1) && data_.steps[step].relation->kind == RelationKind::to_many)
                return true;
        }
        return false;
    }
    [[nodiscard]] bool is_subselect() const {
        const bool limited = data_.query.limit != no_limit || data_.query.offset != 0 || at_most_ != no_limit;
        return limited && multiplies();
    }

    void write_columns() {
        writer_.set_prefix("t0.");
        const auto own = columns_of_row(target_.mapping);
        writer_.names(own);
        int column = static_cast<int>(own.size());
        result_.deferred = column;
        for (const auto deferred : data_.deferred) {
            writer_.add(", ");
            writer_.name(deferred);
            ++column;
        }
        for (std::size_t step = 0; step < data_.steps.size(); ++step) {
            if (!is_joined(step + 1))
                continue;
            result_.joined.push_back({.step = step, .marker = column});
            column += write_joined_columns(step + 1, *data_.steps[step].relation->target);
        }
    }
    [[nodiscard]] int write_joined_columns(std::size_t table, const Mapping& mapping) {
        column(table, mapping, mapping.key[0], ", case when ");
        writer_.add(" is null then 0 else 1 end");
        const auto columns = columns_of_row(mapping);
        for (const auto index : columns)
            column(table, mapping, index, ", ");
        return static_cast<int>(columns.size()) + 1;
    }
    void column(std::size_t table, const Mapping& mapping, std::uint16_t index, const char* before) {
        writer_.add(before).add(alias(table)).add(".").add(target_.texts(mapping).columns[index]);
    }

    void write_own_table() {
        writer_.add(" from ");
        if (is_subselect())
            write_subselect();
        else
            writer_.add(target_.texts().table);
        writer_.add(" as t0");
    }
    void write_subselect() {
        writer_.set_prefix("");
        writer_.add("(select *");
        writer_.from(data_.query);
        writer_.order(data_.query.order);
        writer_.limit(data_.query, at_most_);
        writer_.add(")");
        writer_.set_prefix("t0.");
    }

    void write_join(std::size_t number) {
        const LoadStep& step = data_.steps[number];
        const Mapping& target = *step.relation->target;
        const ForeignKey& key = key_of(step);
        const bool to_one = step.relation->kind == RelationKind::to_one;
        const auto own = to_one ? key.target_columns : key.columns; // of the joined table
        const auto other = to_one ? key.columns : key.target_columns;
        writer_.add(is_inner(number + 1) ? " join " : " left join ").add(target_.texts(target).table);
        writer_.add(" as ").add(alias(number + 1));
        for (std::size_t part = 0; part < own.size(); ++part) {
            column(number + 1, target, own[part], part == 0 ? " on " : " and ");
            column(step.parent, *step.source, other[part], " = ");
        }
    }

    const QueryTarget& target_;
    const LoadingData& data_;
    std::int64_t at_most_;
    Writer writer_;
    JoinText result_;
};

}

JoinText join_query(const QueryTarget& target, const LoadingData& data, std::int64_t at_most) {
    return Join{target, data, at_most}.write();
}

}
