// Views: the schema's SQL, with columns of the types that the schema says.

#include "sql/ddl_parts.hpp"
#include "sql/layout.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::sql {

namespace {

/// The columns as the view has them: what the SQL gives, made a value of the column's type.
std::string select_columns(const DdlContext& in, const model::Table& view) {
    constexpr std::string_view word = "select ";
    std::vector<std::string> columns;
    for (const auto& column : view.columns) {
        const auto name = quote(column.db_name);
        const auto value = in.dialect.view_value(in.schema, column);
        columns.push_back(value == name ? name : fmt::format("{} as {}", value, name));
    }
    return std::string(word) + filled(columns, word.size(), word.size());
}

/// Whether the SQL alone would do.
bool is_plain(const DdlContext& in, const model::Table& view) {
    return std::ranges::all_of(view.columns, [&](const auto& column) {
        return in.dialect.view_value(in.schema, column) == quote(column.db_name);
    });
}

}

bool has_view(const DdlContext& in, const model::Table& view) {
    return view.view->of(in.dialect.name) != nullptr;
}

std::string create_view(const DdlContext& in, const model::Table& view) {
    const auto& sql = *view.view->of(in.dialect.name);
    if (is_plain(in, view))
        return in.dialect.create_view(in.name(view), sql, in.mode);
    const auto columns = select_columns(in, view);
    return in.dialect.create_view(
        in.name(view), fmt::format("{}\nfrom (\n{}\n) as {}", columns, sql, quote(view.db_name)), in.mode);
}

std::string check_view(const DdlContext& in, const model::Table& view) {
    if (in.mode == CreateMode::plain || in.dialect.check_view == nullptr)
        return {};
    return in.dialect.check_view(view.db_name, create_view({in.dialect, in.schema, CreateMode::plain}, view));
}

}
