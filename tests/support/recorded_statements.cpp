#include "support/recorded_statements.hpp"

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

std::string updated_columns(std::string_view sql) {
    const auto names = quoted_names(sql.substr(0, sql.find(" where ")));
    std::string list;
    for (std::size_t at = 1; at < names.size(); ++at)
        list += (list.empty() ? "" : ", ") + names[at];
    return " {" + list + "}";
}

std::string table_statement(const StatementEvent& event) {
    const std::string_view sql = event.sql;
    const auto names = quoted_names(sql);
    if (sql.starts_with("select \""))
        return "S " + quoted_names(sql.substr(sql.find(" from "))).front();
    const std::string counted = names.front() + " " + std::to_string(event.rows);
    if (sql.starts_with("insert into \""))
        return "I " + counted;
    if (sql.starts_with("update \""))
        return "U " + counted + updated_columns(sql);
    return "D " + counted;
}

bool is_on_table(std::string_view sql) {
    constexpr std::string_view starts[] = {"select \"", "insert into \"", "update \"", "delete from \""};
    return std::ranges::any_of(starts, [&](std::string_view start) { return sql.starts_with(start); });
}

bool is_short_form(std::string_view statement) {
    return statement.size() > 1 && statement[1] == ' ';
}

}

std::string in_short(const StatementEvent& event) {
    std::string text = is_on_table(event.sql) ? table_statement(event) : std::string(event.sql);
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

std::vector<std::string> RecordedStatements::take() {
    auto statements = take_all();
    std::erase_if(statements, [](const std::string& statement) { return !is_short_form(statement); });
    return statements;
}

std::vector<std::string> RecordedStatements::take_all() {
    return std::exchange(statements_, {});
}

}
