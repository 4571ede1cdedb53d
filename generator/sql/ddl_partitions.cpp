// Tables that the database keeps in several parts.

#include "model/words.hpp"
#include "sql/ddl_parts.hpp"
#include "sql/layout.hpp"
#include "sql/table.hpp"

#include <fmt/format.h>

namespace rowsmith::sql {

namespace {

using model::PartitionBound;
using model::PartitionMethod;

bool is_partitioned(const DdlContext& in, const model::Table& table) {
    return in.dialect.partitions && table.partitioning.has_value();
}

std::string bound_text(const DdlContext& in, const model::Column& column, const PartitionBound& bound) {
    switch (bound.kind) {
    case PartitionBound::Kind::value:
        return in.dialect.literal(in.schema, column.type, bound.text);
    case PartitionBound::Kind::least:
        return "minvalue";
    case PartitionBound::Kind::greatest:
        return "maxvalue";
    }
    return {};
}

/// One bound for each column that the table is partitioned by.
std::string row_text(const DdlContext& in, const model::Table& table,
                     const std::vector<PartitionBound>& bounds) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < bounds.size(); ++i)
        texts.push_back(bound_text(in, table.columns[table.partitioning->columns[i]], bounds[i]));
    return "(" + joined(texts, ", ") + ")";
}

std::string list_text(const DdlContext& in, const model::Table& table,
                      const std::vector<PartitionBound>& values) {
    std::vector<std::string> texts;
    for (const auto& value : values)
        texts.push_back(bound_text(in, table.columns[table.partitioning->columns.front()], value));
    constexpr std::string_view word = "for values in (";
    return std::string(word) + filled(texts, word.size() + 4, 8) + ")";
}

std::string rows_text(const DdlContext& in, const model::Table& table, const model::Partition& partition) {
    if (partition.rest)
        return "default";
    switch (table.partitioning->method) {
    case PartitionMethod::range:
        return fmt::format("for values from {} to {}", row_text(in, table, partition.from),
                           row_text(in, table, partition.to));
    case PartitionMethod::list:
        return list_text(in, table, partition.values);
    case PartitionMethod::hash:
        return fmt::format("for values with (modulus {}, remainder {})", partition.modulus,
                           partition.remainder);
    }
    return {};
}

}

std::string partition_clause(const DdlContext& in, const model::Table& table) {
    if (!is_partitioned(in, table))
        return {};
    return fmt::format(" partition by {} {}", model::method_word(table.partitioning->method),
                       columns_of(table, table.partitioning->columns));
}

std::vector<std::string> create_partitions(const DdlContext& in, const model::Table& table) {
    std::vector<std::string> statements;
    if (!is_partitioned(in, table))
        return statements;
    for (const auto& partition : table.partitioning->partitions)
        statements.push_back(
            broken({fmt::format("create table {}{} partition of {}", in.guard(),
                                quote(in.dialect.schemas() ? table.db_schema : "", partition.db_name),
                                in.name(table)),
                    rows_text(in, table, partition)},
                   0, 4));
    return statements;
}

}
