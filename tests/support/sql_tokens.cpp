#include "support/sql_tokens.hpp"

#include <algorithm>
#include <cctype>
#include <stdexcept>

namespace rowsmith::test {
namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f';
}

/// Behind the quote that closes what `sql` begins with; two in a row close nothing.
std::size_t quoted_length(std::string_view sql) {
    for (std::size_t at = 1; at < sql.size(); ++at) {
        if (sql[at] != sql[0])
            continue;
        if (at + 1 == sql.size() || sql[at + 1] != sql[0])
            return at + 1;
        ++at;
    }
    throw std::runtime_error("a quote is open");
}

/// PostgreSQL's comments nest, SQLite's do not: one that holds another is refused.
std::size_t comment_length(std::string_view sql) {
    if (sql.starts_with("--"))
        return std::min(sql.find('\n'), sql.size());
    const std::size_t end = sql.find("*/", 2);
    if (end == std::string_view::npos || sql.substr(2, end - 2).find("/*") != std::string_view::npos)
        throw std::runtime_error("a comment is open");
    return end + 2;
}

/// `$$` or `$word$`; 0 where there is none.
std::size_t dollar_length(std::string_view sql) {
    std::size_t at = 1;
    while (at < sql.size() && is_word(sql[at]))
        ++at;
    const bool parameter = sql.size() > 1 && std::isdigit(static_cast<unsigned char>(sql[1])) != 0;
    return at < sql.size() && sql[at] == '$' && !parameter ? at + 1 : 0;
}

void add_tokens(std::string_view sql, std::vector<std::string>& tokens);

std::size_t add_dollar_quoted(std::string_view sql, std::vector<std::string>& tokens) {
    const std::size_t mark = dollar_length(sql);
    const std::size_t end = mark == 0 ? 0 : sql.find(sql.substr(0, mark), mark);
    if (end == std::string_view::npos)
        throw std::runtime_error("a dollar quote is open");
    tokens.emplace_back("$");
    if (mark == 0)
        return 1;
    add_tokens(sql.substr(mark, end - mark), tokens);
    tokens.emplace_back("$");
    return end + mark;
}

std::size_t add_word(std::string_view sql, std::vector<std::string>& tokens) {
    const auto length = static_cast<std::size_t>(std::ranges::find_if_not(sql, is_word) - sql.begin());
    tokens.emplace_back(sql.substr(0, length));
    return length;
}

/// Adds what `sql` begins with; returns how long that is.
std::size_t add_token(std::string_view sql, std::vector<std::string>& tokens) {
    if (is_space(sql[0]))
        return 1;
    if (sql.starts_with("--") || sql.starts_with("/*"))
        return comment_length(sql);
    if (sql[0] == '\'' || sql[0] == '"') {
        tokens.emplace_back(2, sql[0]);
        return quoted_length(sql);
    }
    if (sql[0] == '$')
        return add_dollar_quoted(sql, tokens);
    if (is_word(sql[0]))
        return add_word(sql, tokens);
    tokens.emplace_back(1, sql[0]);
    return 1;
}

void add_tokens(std::string_view sql, std::vector<std::string>& tokens) {
    while (!sql.empty())
        sql.remove_prefix(add_token(sql, tokens));
}

}

std::vector<std::string> sql_tokens(std::string_view sql) {
    std::vector<std::string> tokens;
    add_tokens(sql, tokens);
    return tokens;
}

}
