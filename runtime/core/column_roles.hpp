#pragma once
// Which columns of a table ask more of a flush than to be written. Looked up once per table, so that rows of
// tables without them cost nothing.

#include "rowsmith/mapping.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith {

struct ColumnRoles {
    explicit ColumnRoles(const Mapping& mapping);
    ColumnRoles(const ColumnRoles&) = delete;
    ColumnRoles& operator=(const ColumnRoles&) = delete;

    bool limited = false;                  // one is readonly, a version, or computed
    const Column* version = nullptr;       // null when rows have none
    std::uint16_t version_index = 0;       //
    std::vector<std::uint16_t> computed{}; // read back with each INSERT and UPDATE
    std::span<const std::uint16_t> target; // the WHERE of UPDATE and DELETE: the key, then the version

private:
    std::vector<std::uint16_t> key_and_version_;
};

}
