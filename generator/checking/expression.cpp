#include "checking/expression.hpp"

#include "checking/derived.hpp"
#include "checking/functions.hpp"
#include "support/names.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <span>

namespace rowsmith::checking {

namespace {

using model::Scalar;
using sql::TokenKind;

constexpr std::array<std::string_view, 6> comparisons{"=", "<", ">", "<=", ">=", "<>"};
constexpr std::array<std::string_view, 2> more_comparisons{"!=", "=="};
constexpr std::array<std::string_view, 9> condition_words{"and", "or",   "not",     "in",  "between",
                                                          "is",  "like", "notnull", "glob"};

template <typename Words>
bool is_in(const Words& words, std::string_view text) {
    return std::ranges::find(words, text) != words.end();
}

model::Type without_null(model::Type type) {
    type.nullable = false;
    return type;
}

/// `12`, `0xE`
bool is_whole(std::string_view number) {
    return number.starts_with("0x") || number.starts_with("0X") || number.find_first_of(".eE") == number.npos;
}

class Inference {
public:
    explicit Inference(const Context& context) : context_(context), sql_(context.statement.sql) {}

    [[nodiscard]] Value value(Range range) const;

private:
    using Test = std::function<bool(std::size_t)>;

    [[nodiscard]] std::size_t behind_nest(std::size_t at) const;
    [[nodiscard]] std::optional<std::size_t> last(Range range, const Test& test) const;
    [[nodiscard]] bool has(Range range, const Test& test) const { return last(range, test).has_value(); }
    [[nodiscard]] bool is_condition(std::size_t at) const;

    [[nodiscard]] Value single(std::size_t at) const;
    [[nodiscard]] Value condition(Range range) const;
    [[nodiscard]] std::optional<Value> operation(Range range) const;
    [[nodiscard]] Value choice(Range range) const;
    [[nodiscard]] std::optional<Value> call(Range range) const;
    [[nodiscard]] Value cast(Range range) const;
    [[nodiscard]] Value column(Range range) const;
    [[nodiscard]] std::optional<Value> view_column(Range range) const;
    [[nodiscard]] std::optional<Value> derived_column(Range range) const;
    [[nodiscard]] std::optional<bool> has_column(const Source& source, std::string_view name) const;
    [[nodiscard]] const Source* owner_of(Range column) const;
    [[nodiscard]] ResultColumn origin_of(Range range) const;
    [[nodiscard]] const model::Table* find_table(std::string_view name) const;
    [[nodiscard]] const model::Column* find_column(const ResultColumn& origin) const;
    [[nodiscard]] Null null_of(Range range, const ResultColumn& origin, const model::Column& column) const;
    [[nodiscard]] bool is_table(const Source& source, std::string_view table) const;
    [[nodiscard]] std::string text(Range range) const { return context_.statement.text_of(range); }

    const Context& context_;
    const Sql& sql_;
};

// ---- the form of an expression

/// Behind a parenthesis or a CASE with all that is inside; else the next token.
std::size_t Inference::behind_nest(std::size_t at) const {
    if (sql_.sign(at, "("))
        return sql_.behind(at);
    if (!sql_.word(at, "case"))
        return at + 1;
    ++at;
    while (sql_.has(at) && !sql_.word(at, "end"))
        at = behind_nest(at);
    return at + 1;
}

/// The last token outside of what is nested for which the test holds.
std::optional<std::size_t> Inference::last(Range range, const Test& test) const {
    std::optional<std::size_t> found;
    for (auto at = range.first; at < range.end; at = behind_nest(at))
        if (test(at))
            found = at;
    return found;
}

bool Inference::is_condition(std::size_t at) const {
    if (sql_.tokens[at].kind == TokenKind::sign)
        return is_in(comparisons, sql_.written(at)) || is_in(more_comparisons, sql_.written(at));
    return sql_.tokens[at].kind == TokenKind::word && is_in(condition_words, sql_.name_of(at));
}

Value Inference::single(std::size_t at) const {
    const auto written = sql_.written(at);
    switch (sql_.tokens[at].kind) {
    case TokenKind::number:
        return {.type = plain_type(is_whole(written) ? Scalar::int64 : Scalar::float64), .null = Null::no};
    case TokenKind::text:
        return {.type = plain_type(Scalar::string), .null = Null::no};
    case TokenKind::parameter: {
        const auto found =
            std::ranges::find(context_.query.parameters, written.substr(1), &model::Column::name);
        if (found == context_.query.parameters.end())
            return {};
        return {.type = without_null(found->type), .null = found->type.nullable ? Null::yes : Null::no};
    }
    case TokenKind::word:
        if (sql_.word(at, "null"))
            return {.type = std::nullopt, .null = Null::yes, .is_null = true};
        if (sql_.word(at, "true") || sql_.word(at, "false"))
            return {.type = plain_type(Scalar::boolean), .null = Null::no};
        return column({at, at + 1});
    case TokenKind::quoted:
        return column({at, at + 1});
    case TokenKind::positional:
    case TokenKind::sign:
        return {};
    }
    return {};
}

/// `a is null` and `exists (...)` always say yes or no; what other conditions say of NULL is NULL.
Value Inference::condition(Range range) const {
    const bool joins = has(
        range, [this](auto at) { return is_condition(at) && !sql_.word(at, "is") && !sql_.word(at, "not"); });
    const bool sure = !joins && has(range, [this](auto at) { return sql_.word(at, "is"); });
    return {.type = plain_type(Scalar::boolean), .null = sure ? Null::no : Null::yes};
}

/// The operator that binds least, and of several such the last.
std::optional<Value> Inference::operation(Range range) const {
    constexpr std::array<std::string_view, 2> sums{"+", "-"};
    constexpr std::array<std::string_view, 3> products{"*", "/", "%"};
    const auto is_sign = [this](std::size_t at) { return sql_.tokens[at].kind == TokenKind::sign; };
    const auto split = [&](const auto& signs) {
        return last(range, [&](auto at) { // not the sign of a number
            const bool joins = at > range.first && at + 1 < range.end && is_sign(at) &&
                               (!is_sign(at - 1) || sql_.sign(at - 1, ")"));
            return joins && is_in(signs, sql_.written(at));
        });
    };
    auto at = split(sums);
    if (!at)
        at = split(products);
    if (at)
        return arithmetic(value({range.first, *at}), value({*at + 1, range.end}), sql_.written(*at));
    const auto joined = split(std::array<std::string_view, 1>{"||"});
    if (!joined)
        return std::nullopt;
    const Null null = any_null(value({range.first, *joined}).null, value({*joined + 1, range.end}).null);
    return Value{.type = plain_type(Scalar::string), .null = null};
}

/// CASE: what stands behind each THEN, and behind ELSE.
Value Inference::choice(Range range) const {
    std::vector<Value> values;
    bool complete = false;
    std::optional<std::size_t> begin;
    for (auto at = range.first + 1; at < range.end; at = behind_nest(at)) {
        const bool ends = sql_.word(at, "when") || sql_.word(at, "else") || at + 1 == range.end;
        if (begin && ends) {
            values.push_back(value({*begin, at}));
            begin.reset();
        }
        complete = complete || sql_.word(at, "else");
        if (sql_.word(at, "then") || sql_.word(at, "else"))
            begin = at + 1;
    }
    Value made = common(values);
    if (!complete)
        made.null = Null::yes;
    return made;
}

Value Inference::cast(Range range) const {
    const auto as = last(range, [this](auto at) { return sql_.word(at, "as"); });
    if (!as)
        return {};
    const Null null = value({range.first, *as}).null;
    return {.type = cast_type(text({*as + 1, range.end})), .null = null};
}

/// `name(...)`, with `filter (...)` and `over (...)` behind it.
std::optional<Value> Inference::call(Range range) const {
    if (range.size() < 3 || sql_.tokens[range.first].kind != TokenKind::word ||
        !sql_.sign(range.first + 1, "("))
        return std::nullopt;
    const auto name = sql_.name_of(range.first);
    const auto end = sql_.behind(range.first + 1);
    auto rest = end;
    while (sql_.word(rest, "filter") || sql_.word(rest, "over"))
        rest = sql_.sign(rest + 1, "(") ? sql_.behind(rest + 1) : rest + 2;
    if (rest != range.end)
        return std::nullopt;
    Range inside{range.first + 2, end - 1};
    if (name == "cast")
        return cast(inside);
    if (name == "exists")
        return Value{.type = plain_type(Scalar::boolean), .null = Null::no};
    if (sql_.word(inside.first, "distinct"))
        ++inside.first;
    std::vector<Value> arguments;
    while (inside.size() > 0) {
        auto comma = inside.first;
        while (comma < inside.end && !sql_.sign(comma, ","))
            comma = behind_nest(comma);
        arguments.push_back(name == "count" ? Value{} : value({inside.first, std::min(comma, inside.end)}));
        inside.first = std::min(comma + 1, inside.end);
    }
    return call_value(name, arguments);
}

Value Inference::value(Range range) const {
    if (range.size() == 0 || range.first >= range.end)
        return {};
    if (range.size() == 1)
        return single(range.first);
    if (sql_.sign(range.first, "(") && sql_.behind(range.first) == range.end) {
        const bool selects = sql_.word(range.first + 1, "select") || sql_.word(range.first + 1, "with");
        return selects ? Value{} : value({range.first + 1, range.end - 1});
    }
    if (sql_.word(range.first, "case") && behind_nest(range.first) == range.end)
        return choice(range);
    if (has(range, [this](auto at) { return is_condition(at); }))
        return sql_.word(range.first, "not") && sql_.word(range.first + 1, "exists")
                   ? value({range.first + 1, range.end})
                   : condition(range);
    if (auto made = operation(range))
        return *made;
    if (sql_.sign(range.first, "-") || sql_.sign(range.first, "+")) {
        const Value number = value({range.first + 1, range.end});
        return is_integer(number) || is_real(number) || is_decimal(number) ? number : Value{};
    }
    if (auto made = call(range))
        return *made;
    return column(range);
}

// ---- columns

const model::Column* column_of(const model::Table& table, std::string_view name) {
    const auto found = std::ranges::find_if(table.columns, [&](const model::Column& column) {
        return lower_ascii(column.db_name) == lower_ascii(name);
    });
    return found == table.columns.end() ? nullptr : &*found;
}

const model::Table* Inference::find_table(std::string_view name) const {
    const auto found = std::ranges::find_if(context_.schema.tables, [&](const model::Table& table) {
        return context_.files[table.file] && lower_ascii(table.db_name) == lower_ascii(name);
    });
    return found == context_.schema.tables.end() ? nullptr : &*found;
}

const model::Column* Inference::find_column(const ResultColumn& origin) const {
    const auto* table = find_table(origin.table);
    return table == nullptr ? nullptr : column_of(*table, origin.column);
}

/// A view's column has the type that the schema gives it; the database sees through the view, or not at all.
std::optional<Value> Inference::view_column(Range range) const {
    const auto name = sql_.name_of(range.end - 1);
    const auto alias = range.size() > 1 ? sql_.name_of(range.end - 3) : std::string();
    for (const Source& source : context_.branch.sources) {
        const auto* table = is_table(source, source.table) ? find_table(source.table) : nullptr;
        const bool meant = alias.empty() || alias == source.alias;
        const auto* found = meant && table != nullptr && table->view ? column_of(*table, name) : nullptr;
        if (found == nullptr)
            continue;
        const bool nullable = found->type.nullable || source.nullable || context_.branch.has_totals;
        return Value{
            .type = without_null(found->type), .cpp = found->cpp, .null = nullable ? Null::yes : Null::no};
    }
    return std::nullopt;
}

/// A source that is this table itself, and no common table of that name.
bool Inference::is_table(const Source& source, std::string_view table) const {
    return !source.table.empty() && source.table == lower_ascii(table) &&
           context_.statement.common_table(source.table) == nullptr;
}

Null Inference::null_of(Range range, const ResultColumn& origin, const model::Column& column) const {
    // An aggregate of no rows is a row all the same, in which columns beside it have no value.
    if (column.type.nullable || context_.branch.has_totals)
        return Null::yes;
    const auto& sources = context_.branch.sources;
    if (range.size() == 1) {
        // Which of them it is of is plain only when there is nothing else that could have the column.
        const bool plain = std::ranges::all_of(
            sources, [&](const Source& source) { return is_table(source, source.table); });
        const auto same = [&](const Source& source) { return is_table(source, origin.table); };
        const Source* owner = owner_of(range);
        if (plain && std::ranges::count_if(sources, same) == 1)
            owner = &*std::ranges::find_if(sources, same);
        if (owner == nullptr || !is_table(*owner, origin.table))
            return Null::unknown;
        return owner->nullable ? Null::yes : Null::no;
    }
    const auto alias = sql_.name_of(range.end - 3);
    const auto found = std::ranges::find(sources, alias, &Source::alias);
    if (found == sources.end())
        return Null::unknown;
    if (found->nullable)
        return Null::yes;
    return is_table(*found, origin.table) ? Null::no : Null::unknown;
}

/// Nothing where that cannot be known.
std::optional<bool> Inference::has_column(const Source& source, std::string_view name) const {
    if (is_table(source, source.table)) {
        const auto* table = find_table(source.table);
        return table != nullptr && source.columns.empty() ? std::optional(column_of(*table, name) != nullptr)
                                                          : std::nullopt;
    }
    const auto columns = context_.derivations.columns_of(context_.statement, source);
    if (!columns)
        return std::nullopt;
    return std::ranges::find(*columns, name, &NamedValue::name) != columns->end();
}

/// The source that a column is of; null where it could be of another one, too.
const Source* Inference::owner_of(Range column) const {
    const auto name = sql_.name_of(column.end - 1);
    const auto& sources = context_.branch.sources;
    if (column.size() > 1) {
        const auto found = std::ranges::find(sources, sql_.name_of(column.end - 3), &Source::alias);
        return found == sources.end() ? nullptr : &*found;
    }
    const Source* owner = nullptr;
    for (const Source& source : sources) {
        const auto has = has_column(source, name);
        if (!has || (*has && owner != nullptr))
            return nullptr;
        owner = *has ? &source : owner;
    }
    return owner;
}

/// A column of a SELECT in FROM, or of one in WITH.
std::optional<Value> Inference::derived_column(Range range) const {
    const Source* const owner = owner_of(range);
    if (owner == nullptr || is_table(*owner, owner->table))
        return std::nullopt;
    const auto columns = context_.derivations.columns_of(context_.statement, *owner);
    if (!columns)
        return std::nullopt;
    const auto found = std::ranges::find(*columns, sql_.name_of(range.end - 1), &NamedValue::name);
    if (found == columns->end() || !found->value.known())
        return std::nullopt;
    Value value = found->value;
    if (owner->nullable || context_.branch.has_totals)
        value.null = Null::yes;
    return value;
}

/// Alone in the list, else behind what stands there: GROUP BY may name, or count, its columns.
ResultColumn Inference::origin_of(Range range) const {
    const auto& branch = context_.branch;
    const auto& statement = context_.statement;
    for (const std::string& list : {text(range), statement.list_of(branch) + ", " + text(range)}) {
        const auto prepared = context_.probe.prepare(statement.with_list(branch, list));
        if (!prepared.refusal && !prepared.columns.empty())
            return prepared.columns.back();
    }
    return {};
}

/// `name`, `table.name`, `schema.table.name`
Value Inference::column(Range range) const {
    for (auto at = range.first; at < range.end; ++at)
        if ((at - range.first) % 2 == 0 ? !sql_.name(at) : !sql_.sign(at, "."))
            return {};
    if (range.size() % 2 == 0)
        return {};
    if (auto found = view_column(range))
        return *found;
    if (auto found = derived_column(range))
        return *found;
    const ResultColumn origin = origin_of(range);
    const auto* found = origin.table.empty() ? nullptr : find_column(origin);
    if (found == nullptr)
        return {};
    return {.type = without_null(found->type), .cpp = found->cpp, .null = null_of(range, origin, *found)};
}

}

Value infer(const Context& context, Range expression) {
    return Inference{context}.value(expression);
}

}
