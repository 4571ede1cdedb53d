#include "postgres/catalog.hpp"

#include "postgres/batch_text.hpp"
#include "rowsmith/error.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace rowsmith::postgres {
namespace {

enum ResultColumn : int { name, oid, type, sequence, made_by };

std::string text_of(const PGresult* result, int row, ResultColumn column) {
    return {PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column))};
}

ColumnType type_in(const PGresult* result, int row) {
    ColumnType found{.name = text_of(result, row, type),
                     .sequence = text_of(result, row, sequence),
                     .made_by = text_of(result, row, made_by)};
    const std::string number = text_of(result, row, oid);
    std::from_chars(number.data(), number.data() + number.size(), found.oid);
    if (found.made_by.empty() && !found.sequence.empty())
        found.made_by = next_value_text(found.sequence);
    return found;
}

[[noreturn]] void refuse(const Mapping& mapping, const Column& column) {
    ErrorDetail detail;
    detail.table = mapping.table;
    detail.column = column.name;
    throw SchemaMismatch("the database's table '" + std::string(mapping.table) + "' has no column '" +
                             std::string(column.name) + "'",
                         std::move(detail));
}

}

const std::vector<ColumnType>& Catalog::types_of(const Mapping& mapping, const Statements& texts) {
    if (generation_ != wire_.generation())
        forget();
    generation_ = wire_.generation();
    if (const auto known = tables_.find(&mapping); known != tables_.end())
        return known->second;
    const std::string table(texts.table);
    Parameters parameters(1);
    parameters.values[0] = table.c_str();
    const Result result = wire_.run_once(std::string(column_types_text), parameters, Format::text);

    std::unordered_map<std::string_view, int> rows;
    for (int row = 0; row < PQntuples(result.get()); ++row)
        rows.emplace(PQgetvalue(result.get(), row, name), row);
    std::vector<ColumnType> types;
    for (const Column& column : mapping.columns) {
        const auto row = rows.find(column.name);
        if (row == rows.end())
            refuse(mapping, column);
        types.push_back(type_in(result.get(), row->second));
    }
    return tables_.emplace(&mapping, std::move(types)).first->second;
}

}
