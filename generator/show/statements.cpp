#include "show/statements.hpp"

#include "show/names.hpp"
#include "show/page.hpp"
#include "sql/dialect.hpp"
#include "sql/named_statement.hpp"
#include "sql/statements.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::show {
namespace {

/// A statement as one database has it.
struct Statement {
    std::string_view dialect;
    std::string serves; // the comment
    std::string sql;

    [[nodiscard]] bool says_the_same(const Statement& other) const {
        return serves == other.serves && sql == other.sql;
    }
};

/// What each database has for one place; none where there is nothing for it to run.
void print(Page& page, const std::vector<Statement>& statements, bool first) {
    const bool alike = statements.size() == sql::dialects().size() &&
                       std::ranges::all_of(statements, [&](const Statement& statement) {
                           return statement.says_the_same(statements.front());
                       });
    for (const Statement& statement : statements) {
        if (!first)
            page.blank();
        first = false;
        page.line(0, fmt::format("-- {}{}", visible(statement.serves),
                                 alike ? "" : fmt::format(", on {}", statement.dialect)));
        page.lines(0, statement.sql + ";");
        if (alike)
            return;
    }
}

struct Fixed {
    std::string calls;
    std::string sql;
};

std::string find_by_call(const model::Table& table, const std::vector<std::size_t>& key) {
    return "find_by_" + joined(column_names(table, key), "_");
}

/// The statements of a table in the order of generated code. A view's rows are only read.
std::vector<Fixed> fixed_statements(const sql::Dialect& dialect, const model::Table& table) {
    const bool qualified = dialect.schemas() && !table.db_schema.empty();
    const sql::TableStatements texts =
        qualified ? sql::qualified_statements(table) : sql::table_statements(table);
    std::vector<Fixed> fixed{{"insert", texts.insert},
                             {"all, rows", texts.select},
                             {"find, refresh", texts.find},
                             {"erase", texts.erase}};
    for (std::size_t key = 0; key < texts.find_by.size(); ++key)
        fixed.push_back({find_by_call(table, table.unique_keys[key].columns), texts.find_by[key]});
    std::erase_if(fixed, [](const Fixed& statement) { return statement.sql.empty(); });
    return fixed;
}

/// `shop::top_spenders; $1 min_total, $2 at_most`.
std::string query_words(const model::Schema& schema, const model::Query& query,
                        const sql::NamedStatement& statement) {
    std::string words = full_name(schema, query.file, query.name);
    for (std::size_t place = 0; place < statement.parameters.size(); ++place)
        words += fmt::format("{}${} {}", place == 0 ? "; " : ", ", place + 1,
                             query.parameters[statement.parameters[place]].name);
    return words;
}

}

std::string table_statements(const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    std::vector<std::vector<Statement>> places; // by statement, then by database
    for (const sql::Dialect* dialect : sql::dialects()) {
        const auto fixed = fixed_statements(*dialect, table);
        places.resize(fixed.size());
        for (std::size_t place = 0; place < fixed.size(); ++place)
            places[place].push_back({dialect->name,
                                     fmt::format("{}: {}", full_name(schema, table), fixed[place].calls),
                                     fixed[place].sql});
    }
    Page page;
    for (const auto& statements : places)
        print(page, statements, &statements == &places.front());
    return std::move(page).text();
}

std::string query_statements(const model::Schema& schema, std::size_t index) {
    const model::Query& query = schema.queries[index];
    std::vector<Statement> statements;
    for (const sql::Dialect* dialect : sql::dialects()) {
        if (const model::QueryText* text = query.of(dialect->name)) {
            auto named = sql::named_statement(*dialect, schema, query, *text);
            statements.push_back({dialect->name, query_words(schema, query, named), std::move(named.sql)});
        }
    }
    Page page;
    print(page, statements, true);
    return std::move(page).text();
}

}
