#include "checking/derived.hpp"

#include "support/names.hpp"

#include <algorithm>

namespace rowsmith::checking {

namespace {

bool mentions(const Sql& sql, Range range, std::string_view name) {
    for (auto at = range.first; at < range.end; ++at)
        if (sql.name(at) && sql.name_of(at) == name)
            return true;
    return false;
}

/// WITH and its tables up to this one; empty where there are none.
std::string with_until(const Statement& statement, std::size_t tables) {
    if (tables == 0)
        return {};
    const auto end = statement.common_tables[tables - 1].select.end; // its parenthesis
    return statement.text_of({0, end + 1}) + " ";
}

bool same_nulls(const NamedValues& one, const NamedValues& other) {
    return std::ranges::equal(
        one, other, {}, [](const NamedValue& it) { return it.value.null; },
        [](const NamedValue& it) { return it.value.null; });
}

/// Rows of a recursive table are of the type of its first ones; of another, a database may refuse them.
void take_types(NamedValues& columns, const NamedValues& first) {
    for (std::size_t at = 0; at < columns.size(); ++at)
        if (columns[at].value.type != first[at].value.type)
            columns[at].value.type.reset();
}

}

void note_plain_names(Statement& statement, const Prepared& prepared) {
    Branch& branch = statement.branches.front();
    for (std::size_t at = 0; at < branch.items.size() && at < prepared.columns.size(); ++at) {
        Item& item = branch.items[at];
        const auto last = item.expression.end - 1;
        const bool apart = item.expression.size() > 1 && !item.name && statement.sql.name(last) &&
                           !statement.sql.sign(last - 1, ".");
        if (!apart ||
            sql::name_in(statement.sql.text, statement.sql.tokens[last]) != prepared.columns[at].name)
            continue;
        item.name = last;
        --item.expression.end;
    }
}

Value Derivations::value_of(const Statement& statement, std::size_t item) {
    std::vector<Value> values;
    for (const auto& branch : statement.branches)
        values.push_back(item < branch.items.size()
                             ? infer({probe_, *this, schema_, query_, files_, statement, branch},
                                     branch.items[item].expression)
                             : Value{});
    return common(values);
}

std::optional<NamedValues> Derivations::read_now(const Inner& inner) {
    const auto prepared = probe_.prepare(inner.text);
    Statement statement = parse_statement(inner.text);
    if (prepared.refusal || statement.branches.empty() ||
        statement.branches.front().items.size() != prepared.columns.size())
        return std::nullopt;
    note_plain_names(statement, prepared);
    NamedValues columns;
    for (std::size_t at = 0; at < prepared.columns.size(); ++at)
        columns.push_back(
            {.name = at < inner.names.size() ? inner.names[at] : lower_ascii(prepared.columns[at].name),
             .value = value_of(statement, at)});
    return columns;
}

/// What is read with an assumption is not kept.
std::optional<NamedValues> Derivations::read(const Inner& inner) {
    if (!assumed_.empty())
        return read_now(inner);
    const auto known = known_.find(inner.text);
    auto columns = known != known_.end() ? known->second : read_now(inner);
    known_[inner.text] = columns;
    for (std::size_t at = 0; columns && at < std::min(columns->size(), inner.names.size()); ++at)
        (*columns)[at].name = inner.names[at];
    return columns;
}

/// With what its first SELECT gives for a beginning, until nothing more is found that may be NULL.
std::optional<NamedValues> Derivations::read_recursive(const Statement& statement, const CommonTable& table) {
    const auto number = static_cast<std::size_t>(&table - statement.common_tables.data());
    const std::string with = with_until(statement, number + 1);
    const Statement body = parse_statement(statement.text_of(table.select));
    if (body.branches.empty())
        return std::nullopt;
    const Branch& branch = body.branches.front();
    const std::string first = body.sql.text.substr(branch.begin, branch.end - branch.begin);
    assumed_.emplace_back(table.name, NamedValues{});
    auto columns = read_now({.text = with + first, .names = table.columns});
    const auto types = columns;
    bool settled = false;
    for (std::size_t round = 0; columns && !settled && round <= types->size(); ++round) {
        assumed_.back().second = *columns;
        auto all = read_now({.text = with + body.sql.text, .names = table.columns});
        if (all)
            take_types(*all, *types);
        settled = all && same_nulls(*all, *columns);
        columns = std::move(all);
    }
    assumed_.pop_back();
    return settled ? columns : std::nullopt;
}

std::optional<NamedValues> Derivations::columns_of(const Statement& statement, const Source& source) {
    if (source.select)
        return read(
            {.text = statement.sql.text.substr(0, statement.verb_at) + statement.text_of(*source.select),
             .names = source.columns});
    const CommonTable* const table = statement.common_table(source.table);
    if (table == nullptr || !source.columns.empty())
        return std::nullopt;
    const auto assumed = std::ranges::find(assumed_, table->name, &decltype(assumed_)::value_type::first);
    if (assumed != assumed_.end())
        return assumed->second;
    if (statement.recursive && mentions(statement.sql, table->select, table->name))
        return read_recursive(statement, *table);
    const auto number = static_cast<std::size_t>(table - statement.common_tables.data());
    return read(
        {.text = with_until(statement, number) + statement.text_of(table->select), .names = table->columns});
}

}
