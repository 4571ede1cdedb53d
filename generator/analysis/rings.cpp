#include "analysis/rings.hpp"

#include <algorithm>
#include <limits>

namespace rowsmith::analysis {

namespace {

constexpr auto none = std::numeric_limits<std::size_t>::max();

/// Tarjan's algorithm, with a stack of its own: schemas may be deeper than the program's stack.
struct Search {
    struct Frame {
        std::size_t node;
        std::size_t next = 0; // edge
    };

    const Graph& graph;
    std::vector<bool> inside;
    std::vector<std::size_t> number;
    std::vector<std::size_t> lowest;
    std::vector<bool> open;
    std::vector<std::size_t> pending = {};
    std::vector<Frame> frames = {};
    std::size_t count = 0;
    std::vector<std::vector<std::size_t>> found = {};

    void enter(std::size_t node) {
        number[node] = lowest[node] = count++;
        open[node] = true;
        pending.push_back(node);
        frames.push_back({node});
    }

    void close_component(std::size_t root) {
        std::vector<std::size_t> component;
        std::size_t node = none;
        do {
            node = pending.back();
            pending.pop_back();
            open[node] = false;
            component.push_back(node);
        } while (node != root);
        std::ranges::sort(component);
        found.push_back(std::move(component));
    }

    void leave() {
        const auto node = frames.back().node;
        frames.pop_back();
        if (lowest[node] == number[node])
            close_component(node);
        if (!frames.empty())
            lowest[frames.back().node] = std::min(lowest[frames.back().node], lowest[node]);
    }

    void run(std::size_t start) {
        enter(start);
        while (!frames.empty()) {
            auto& [node, next] = frames.back();
            if (next == graph[node].size()) {
                leave();
                continue;
            }
            const auto to = graph[node][next++];
            if (!inside[to])
                continue;
            if (number[to] == none)
                enter(to);
            else if (open[to])
                lowest[node] = std::min(lowest[node], number[to]);
        }
    }
};

std::vector<bool> membership(std::size_t size, const std::vector<std::size_t>& nodes) {
    std::vector<bool> inside(size);
    for (const auto node : nodes)
        inside[node] = true;
    return inside;
}

}

std::vector<std::vector<std::size_t>> components(const Graph& graph, const std::vector<std::size_t>& nodes) {
    const auto size = graph.size();
    Search search{.graph = graph,
                  .inside = membership(size, nodes),
                  .number = std::vector<std::size_t>(size, none),
                  .lowest = std::vector<std::size_t>(size, none),
                  .open = std::vector<bool>(size)};
    for (const auto node : nodes)
        if (search.number[node] == none)
            search.run(node);
    return std::move(search.found);
}

std::vector<std::size_t> shortest_ring(const Graph& graph, const std::vector<std::size_t>& nodes,
                                       std::size_t start) {
    const auto inside = membership(graph.size(), nodes);
    std::vector<std::size_t> from(graph.size(), none);
    std::vector<std::size_t> queue{start};
    for (std::size_t at = 0; at < queue.size() && from[start] == none; ++at)
        for (const auto to : graph[queue[at]])
            if (inside[to] && from[to] == none) {
                from[to] = queue[at];
                queue.push_back(to);
            }
    if (from[start] == none)
        return {};
    std::vector<std::size_t> ring{start};
    for (auto node = from[start]; node != start; node = from[node])
        ring.push_back(node);
    std::reverse(ring.begin() + 1, ring.end());
    return ring;
}

}
