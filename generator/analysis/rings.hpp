#pragma once
// Rings in a graph whose nodes are numbers.

#include <cstddef>
#include <vector>

namespace rowsmith::analysis {

/// Per node: the nodes that it points to.
using Graph = std::vector<std::vector<std::size_t>>;

/// The strongly connected components of the part of the graph that `nodes` make, each sorted. A component
/// comes after those that it points to.
[[nodiscard]] std::vector<std::vector<std::size_t>> components(const Graph& graph,
                                                               const std::vector<std::size_t>& nodes);

/// A shortest way from `start` back to it through `nodes`, start first and not repeated; empty when there is
/// none.
[[nodiscard]] std::vector<std::size_t>
shortest_ring(const Graph& graph, const std::vector<std::size_t>& nodes, std::size_t start);

}
