#pragma once
// What a connection knows of its database's tables: the types that columns really have, and how the database
// makes values that are not given. Asked once per table.

#include "postgres/wire.hpp"
#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

namespace rowsmith::postgres {

struct ColumnType {
    Oid oid = 0;            // of a domain: of its base type
    std::string name{};     // the type's, quoted as SQL needs it, without lengths: `integer`, `"shop"."mood"`
    std::string sequence{}; // of an identity or serial, quoted; else empty
    std::string made_by{};  // the expression for a value that is not given; empty when there is none
};

class Catalog {
public:
    explicit Catalog(Wire& wire) : wire_(wire) {}

    /// The types of a mapping's columns, in their order; valid until the next call. One round trip at the
    /// first time, and when the schema has changed. Throws UndefinedObject when the table, SchemaMismatch
    /// when a column is not there.
    [[nodiscard]] const std::vector<ColumnType>& types_of(const Mapping& mapping, const Statements& texts);
    /// Tables are asked again from now on: something has changed.
    void forget() noexcept { tables_.clear(); }

private:
    Wire& wire_;
    std::uint64_t generation_ = 0; // of the Wire, when the tables were asked
    std::unordered_map<const Mapping*, std::vector<ColumnType>> tables_;
};

}
