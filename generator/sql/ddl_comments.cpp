// The documentation of a schema, as the database keeps it.

#include "sql/ddl_parts.hpp"

#include <fmt/format.h>

namespace rowsmith::sql {

std::string comment(std::string_view what, const std::string& name, const std::string& doc) {
    return fmt::format("comment on {} {} is {}", what, name, text_literal(doc));
}

std::vector<std::string> comments_on(const DdlContext& in, const model::Table& table) {
    const auto name = in.name(table);
    std::vector<std::string> result;
    const auto add = [&result](std::string_view what, const std::string& whose, const std::string& doc) {
        if (!doc.empty())
            result.push_back(comment(what, whose, doc));
    };
    add(table.view ? "view" : "table", name, table.doc);
    for (const auto& column : table.columns)
        add("column", name + "." + quote(column.db_name), column.doc);
    for (const auto& relation : table.relations) {
        if (!table.view)
            add("constraint", quote(relation.db_name) + " on " + name, relation.doc);
    }
    for (const auto& index : table.indexes) {
        if (has_index(in, index)) // an index stands where its table does
            add("index", quote(in.dialect.schemas() ? table.db_schema : "", index.db_name), index.doc);
    }
    return result;
}

}
