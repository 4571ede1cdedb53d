#pragma once
// Rows for the TPC-H tables, like those of the standard's own generator at scale 0.002: the same ones
// at every run, and few enough for a test.

#include <tpch.rows.hpp>

#include <vector>

namespace tpch {

struct Data {
    std::vector<Region> regions{};
    std::vector<Nation> nations{};
    std::vector<Part> parts{};
    std::vector<Supplier> suppliers{};
    std::vector<PartSupply> supplies{};
    std::vector<Customer> customers{};
    std::vector<Order> orders{};
    std::vector<Line> lines{};
};

[[nodiscard]] Data make_data();

/// Fills the tables, which are there and empty, in one transaction.
void store(rowsmith::Engine& engine, const Data& data);

}
