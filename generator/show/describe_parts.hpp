#pragma once
// The parts of a table's description, for describe.cpp alone.

#include "model/model.hpp"
#include "show/page.hpp"

#include <cstddef>
#include <string_view>

namespace rowsmith::show {

void describe_columns(Page& page, const model::Schema& schema, const model::Table& table);
/// Primary and unique keys, indexes and checks.
void describe_keys(Page& page, const model::Schema& schema, std::size_t table);
/// By what the table is partitioned, and into which parts.
void describe_partitions(Page& page, const model::Table& table);
/// Relations in both directions, and where a ring of tables is cut.
void describe_relations(Page& page, const model::Schema& schema, std::size_t table);

/// `what: "sql"`, or a line for each database that has its own.
void describe_sql(Page& page, std::size_t indent, std::string_view what, const model::SqlText& sql);

}
