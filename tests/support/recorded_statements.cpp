#include "support/recorded_statements.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <utility>

namespace rowsmith::test {
namespace {

/// The texts between double quotes.
std::vector<std::string> quoted_names(std::string_view sql) {
    std::vector<std::string> names;
    for (auto from = sql.find('"'); from != std::string_view::npos; from = sql.find('"')) {
        const auto to = sql.find('"', from + 1);
        names.emplace_back(sql.substr(from + 1, to - from - 1));
        sql.remove_prefix(to + 1);
    }
    return names;
}

/// The columns that a SET clause assigns: a name and what stands for it, with commas between.
std::string assigned_columns(std::string_view sql) {
    std::string list;
    for (auto at = sql.find(" set \""); at != std::string_view::npos; at = sql.find(", \"", at)) {
        const auto from = sql.find('"', at) + 1;
        const auto to = sql.find('"', from);
        at = to;
        if (sql.substr(to + 1).starts_with(" = "))
            list += (list.empty() ? "" : ", ") + std::string(sql.substr(from, to - from));
    }
    return "{" + list + "}";
}

/// Up to the condition of an UPDATE, or what it gives back.
std::string_view set_clause(std::string_view sql) {
    const auto end = std::min({sql.find(" where "), sql.find(" from "), sql.find(" returning ")});
    return sql.substr(0, end);
}

/// What a text says at its top level: conditions and selects in parentheses are left out.
std::string without_parentheses(std::string_view sql) {
    std::string top;
    int depth = 0;
    for (const char character : sql) {
        depth -= character == ')' ? 1 : 0;
        if (depth == 0)
            top += character;
        depth += character == '(' ? 1 : 0;
    }
    return top;
}

constexpr std::string_view from_table = " from \"";

std::string selected(std::string_view sql) {
    std::string text = "S ";
    if (sql.starts_with("select count("))
        text = "S count ";
    if (sql.starts_with("select exists"))
        text = "S exists ";
    text += quoted_names(sql.substr(sql.find(from_table))).front();
    const std::string top = without_parentheses(sql);
    const std::string_view tables = std::string_view(top).substr(0, top.find(" where "));
    for (auto at = tables.find(" join \""); at != std::string_view::npos;
         at = tables.find(" join \"", at + 1))
        text += " join " + quoted_names(tables.substr(at)).front();
    return text;
}

std::string conflict_part(std::string_view sql) {
    const auto at = sql.find(" on conflict");
    if (at == std::string_view::npos)
        return "";
    const std::string_view action = sql.substr(at);
    return action.find(" do nothing") != std::string_view::npos
               ? " or nothing"
               : " or U " + assigned_columns(set_clause(action));
}

/// What a statement does, without the rows that it makes first: `with src as (select ...) insert into
/// "users"`.
std::string_view without_source(std::string_view sql) {
    const auto insert = sql.find("insert into \"");
    return sql.starts_with("with src as ") && insert != std::string_view::npos ? sql.substr(insert) : sql;
}

std::string table_statement(const StatementEvent& event) {
    const std::string_view sql = without_source(event.sql);
    if (sql.starts_with("select "))
        return selected(sql);
    const std::string counted = quoted_names(sql).front() + " " + std::to_string(event.rows);
    if (sql.starts_with("insert into \"") || sql.starts_with("copy \""))
        return "I " + counted + conflict_part(sql);
    if (sql.starts_with("update \""))
        return "U " + counted + " " + assigned_columns(set_clause(sql));
    return "D " + counted;
}

bool is_on_table(std::string_view sql) {
    constexpr std::string_view starts[] = {"insert into \"", "copy \"", "update \"", "delete from \""};
    return std::ranges::any_of(starts, [&](std::string_view start) { return sql.starts_with(start); }) ||
           (sql.starts_with("select ") && sql.find(from_table) != std::string_view::npos);
}

/// That of a query in the schema, not of a model and a call.
bool has_declared_name(const StatementEvent& event) {
    return !event.name.empty() && event.name.find(": ") == std::string_view::npos;
}

bool is_short_form(std::string_view statement) {
    return statement.size() > 1 && statement[1] == ' ';
}

/// As many of `sent` from `at` on as a step asks for.
std::vector<std::string> part_of(const std::vector<std::string>& sent, std::size_t at, const Expected& step) {
    const std::size_t from = std::min(at, sent.size());
    const std::size_t to = std::min(from + step.statements().size(), sent.size());
    return {sent.begin() + static_cast<std::ptrdiff_t>(from), sent.begin() + static_cast<std::ptrdiff_t>(to)};
}

bool fits(const Expected& step, const std::vector<std::string>& sent) {
    return std::ranges::is_permutation(step.statements(), sent);
}

/// Two columns: what was expected, with a bar before what may come in any order, and what was sent.
class SideBySide {
public:
    void add(const Expected& step, const std::vector<std::string>& sent) {
        const bool group = step.statements().size() > 1;
        const std::size_t rows = std::max(step.statements().size(), sent.size());
        for (std::size_t row = 0; row < rows; ++row)
            add(fits(step, sent), (group ? "| " : "") + text_at(step.statements(), row), text_at(sent, row));
    }
    void add_surplus(const std::string& sent) { add(false, "", sent); }

    [[nodiscard]] std::string text() const {
        std::size_t width = std::string_view("expected").size();
        for (const Row& row : rows_)
            width = std::max(width, row.expected.size());
        std::string text = "  expected" + std::string(width - 8, ' ') + "   sent\n";
        for (const Row& row : rows_)
            text += (row.right ? "  " : "! ") + row.expected + std::string(width - row.expected.size(), ' ') +
                    "   " + row.sent + "\n";
        return text;
    }

private:
    struct Row {
        bool right;
        std::string expected;
        std::string sent;
    };

    static std::string text_at(const std::vector<std::string>& texts, std::size_t at) {
        return at < texts.size() ? texts[at] : "";
    }
    void add(bool right, std::string expected, std::string sent) {
        rows_.push_back({right, std::move(expected), std::move(sent)});
    }

    std::vector<Row> rows_;
};

}

Expected any_order(std::vector<std::string> statements) {
    Expected group;
    group.statements_ = std::move(statements);
    return group;
}

std::string difference(const std::vector<Expected>& expected, const std::vector<std::string>& sent) {
    SideBySide table;
    std::size_t at = 0;
    bool right = true;
    for (const Expected& step : expected) {
        const auto part = part_of(sent, at, step);
        right = right && fits(step, part);
        table.add(step, part);
        at += step.statements().size();
    }
    for (; at < sent.size(); ++at) {
        right = false;
        table.add_surplus(sent[at]);
    }
    return right ? "" : table.text();
}

std::string in_short(const StatementEvent& event) {
    std::string text = std::string(event.sql);
    if (has_declared_name(event))
        text = "Q " + std::string(event.name.substr(event.name.rfind(':') + 1));
    else if (is_on_table(without_source(event.sql)))
        text = table_statement(event);
    if (event.failed)
        text += " failed";
    return text;
}

RecordedStatements::RecordedStatements(Engine& engine) : engine_(engine) {
    engine.on_statement([this](const StatementEvent& event) {
        statements_.push_back(in_short(event));
        if (also)
            also(statements_.back());
    });
}

RecordedStatements::~RecordedStatements() {
    engine_.on_statement({});
}

void RecordedStatements::expect(const std::vector<Expected>& expected, const char* file, int line) {
    const std::string wrong = difference(expected, take());
    INFO(file << ":" << line << ": other statements than expected\n" << wrong);
    CHECK(wrong.empty());
}

std::vector<std::string> RecordedStatements::take() {
    auto statements = take_all();
    std::erase_if(statements, [](const std::string& statement) { return !is_short_form(statement); });
    return statements;
}

std::vector<std::string> RecordedStatements::take_all() {
    return std::exchange(statements_, {});
}

}
