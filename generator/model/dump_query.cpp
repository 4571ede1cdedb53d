#include "model/dump_query.hpp"

#include "model/words.hpp"

#include <fmt/format.h>

namespace rowsmith::model {

namespace {

using Spell = std::function<std::string(const Type&)>;

std::string list_of(const std::vector<Column>& values, const Spell& spell) {
    std::string list;
    for (const auto& value : values)
        list += fmt::format("{}{}: {}{}", list.empty() ? "" : ", ", value.name, spell(value.type),
                            value.cpp.name.empty() ? "" : " as cpp " + value.cpp.name);
    return list;
}

void add_text(std::vector<std::string>& lines, std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(fmt::format("| {}", text.substr(at, end - at)));
        at = end + 1;
    }
}

}

std::vector<std::string> query_lines(const Query& query, const Spell& spell) {
    auto head = fmt::format("query {}({}) -> {}", query.name, list_of(query.parameters, spell),
                            query_kind_word(query.kind));
    if (!query.columns.empty())
        head += fmt::format(" {{ {} }}", list_of(query.columns, spell));
    std::vector<std::string> lines{head + (query.writes ? " writes" : "")};
    for (const auto& sql : query.sql) {
        const std::string dialect = sql.dialect.empty() ? "sql" : sql.dialect;
        lines.push_back(dialect + (sql.text ? "" : " none"));
        if (sql.text)
            add_text(lines, sql.text->text);
    }
    return lines;
}

}
