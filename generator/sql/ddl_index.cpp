// Indexes and unique keys.

#include "sql/ddl_parts.hpp"
#include "sql/layout.hpp"
#include "sql/table.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::sql {

namespace {

using PartKind = model::IndexPart::Kind;

std::string part_value(const DdlContext& in, const model::Table& table, const model::IndexPart& part) {
    switch (part.kind) {
    case PartKind::column:
        return quote(table.columns[part.columns.front()].db_name);
    case PartKind::call: // the name is a word of the schema: quoted, `coalesce` would be no function
        return part.function + columns_of(table, part.columns);
    case PartKind::sql:
        return "(" + *part.sql.of(in.dialect.name) + ")";
    }
    return {};
}

std::string part_text(const DdlContext& in, const model::Table& table, const model::IndexPart& part) {
    auto text = part_value(in, table, part);
    if (in.dialect.index_methods && !part.operators.empty())
        text += " " + quote(part.operators);
    return text + (part.descending ? " desc" : "");
}

}

bool has_index(const DdlContext& in, const model::Index& index) {
    return (in.dialect.index_methods || index.method.empty()) &&
           std::ranges::all_of(index.parts, [&](const model::IndexPart& part) {
               return part.kind != PartKind::sql || part.sql.of(in.dialect.name) != nullptr;
           });
}

std::string create_index(const DdlContext& in, const model::Table& table, const model::Index& index) {
    std::vector<std::string> parts;
    for (const auto& part : index.parts)
        parts.push_back(part_text(in, table, part));
    std::vector<std::string> pieces{
        fmt::format("create {}index {}{}", index.unique ? "unique " : "", in.guard(), quote(index.db_name))};
    const auto on =
        fmt::format("on {} {}(", in.name(table), index.method.empty() ? "" : "using " + index.method + " ");
    pieces.push_back(on + filled(parts, on.size() + 4, 8) + ")");
    if (const auto* where = index.where.of(in.dialect.name))
        pieces.push_back("where " + *where);
    return broken(pieces, 0, 4);
}

std::string create_unique_key(const DdlContext& in, const model::Table& table, const model::UniqueKey& key) {
    model::Index index{.doc = {}, .db_name = key.db_name, .parts = {}, .unique = true};
    for (const auto column : key.columns)
        index.parts.push_back({.kind = PartKind::column, .columns = {column}});
    return create_index(in, table, index);
}

}
