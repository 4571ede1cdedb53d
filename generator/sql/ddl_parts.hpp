#pragma once
// The pieces of DDL that have files of their own, and what all of them need to know.

#include "sql/ddl.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::sql {

struct DdlContext {
    const Dialect& dialect;
    const model::Schema& schema;
    CreateMode mode;

    [[nodiscard]] std::string_view guard() const {
        return mode == CreateMode::if_not_exists ? "if not exists " : "";
    }
    /// Of a table, enum or sequence.
    template <typename Object>
    [[nodiscard]] std::string name(const Object& object) const {
        return name_of(dialect, object);
    }
};

/// False where this database has nothing for a part, or for the index's method: an index of the other parts
/// would be another one, and a unique one would refuse other rows.
[[nodiscard]] bool has_index(const DdlContext& in, const model::Index& index);
[[nodiscard]] std::string create_index(const DdlContext& in, const model::Table& table,
                                       const model::Index& index);
[[nodiscard]] std::string create_unique_key(const DdlContext& in, const model::Table& table,
                                            const model::UniqueKey& key);

/// ` partition by range ("at")`; empty where the table is a plain one.
[[nodiscard]] std::string partition_clause(const DdlContext& in, const model::Table& table);
/// What creates the table's partitions, in schema order.
[[nodiscard]] std::vector<std::string> create_partitions(const DdlContext& in, const model::Table& table);

/// What creates the view; empty where this database is to have none.
[[nodiscard]] std::string create_view(const DdlContext& in, const model::Table& view);
/// What finds another view of its name; empty where a database needs none.
[[nodiscard]] std::string check_view(const DdlContext& in, const model::Table& view);
/// False where the schema says that this database is to have no such view.
[[nodiscard]] bool has_view(const DdlContext& in, const model::Table& view);

/// What documents the table or view and all that belongs to it.
[[nodiscard]] std::vector<std::string> comments_on(const DdlContext& in, const model::Table& table);
/// `comment on <what> <name> is '...'`
[[nodiscard]] std::string comment(std::string_view what, const std::string& name, const std::string& doc);

}
