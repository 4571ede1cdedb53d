#include "sql/named_statement.hpp"

#include "sql/tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::sql {

namespace {

/// Where the statement ends: before a semicolon that nothing follows.
std::size_t end_of(std::string_view text, const std::vector<Token>& tokens) {
    const bool semicolon = !tokens.empty() && written(text, tokens.back()) == ";";
    return semicolon ? tokens.back().begin : text.size();
}

struct Writer {
    const Dialect& dialect;
    const model::Schema& schema;
    const model::Query& query;
    NamedStatement made = {};

    void add_parameter(std::string_view name, bool bare) {
        const auto declared = std::ranges::find(query.parameters, name, &model::Column::name);
        const auto index = static_cast<std::size_t>(declared - query.parameters.begin());
        const auto known = std::ranges::find(made.parameters, index);
        const auto number = known - made.parameters.begin() + 1;
        if (known == made.parameters.end())
            made.parameters.push_back(index);
        const auto placeholder = fmt::format("${}", number);
        made.sql += bare ? dialect.bare_parameter(schema, declared->type, placeholder) : placeholder;
    }
};

}

NamedStatement named_statement(const Dialect& dialect, const model::Schema& schema, const model::Query& query,
                               const model::QueryText& text) {
    const auto tokens = tokens_of(text.text);
    const auto end = end_of(text.text, tokens);
    Writer writer{.dialect = dialect, .schema = schema, .query = query};
    std::size_t at = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i].kind != TokenKind::parameter)
            continue;
        // Beside `is null` and `as name` nothing tells a database of which type it is.
        const bool bare = i + 1 < tokens.size() && (is_word(text.text, tokens[i + 1], "is") ||
                                                    is_word(text.text, tokens[i + 1], "as"));
        writer.made.sql += text.text.substr(at, tokens[i].begin - at);
        writer.add_parameter(written(text.text, tokens[i]).substr(1), bare);
        at = tokens[i].end;
    }
    writer.made.sql += text.text.substr(at, end - at);
    const auto last = writer.made.sql.find_last_not_of(" \t\n");
    writer.made.sql.erase(last == std::string::npos ? 0 : last + 1);
    return std::move(writer.made);
}

}
