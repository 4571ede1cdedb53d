#pragma once
// Which rows of a flush must go before which others, because of unique values and of erased rows (F5).

#include "core/flush_plan.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

namespace rowsmith::detail {

/// The deletion of a row, or the update of a part of its columns.
struct ReleaseStep {
    ManagedRow* row = nullptr;
    const ChangedPart* part = nullptr; // null when the row is deleted
    bool first = false;                // goes in phase 1; else it is only known as one that takes a value
    std::size_t waits = 0;             // for so many edges
    std::vector<std::size_t> before{}; // edges from it
    std::vector<std::size_t> after{};  // edges to it
};

/// `before` must have been sent when `after` is.
struct ReleaseEdge {
    std::size_t before = 0;
    std::size_t after = 0;
    std::optional<std::size_t>
        unique_key{}; // the number of the one whose value `before` gives up and `after` takes
    const ForeignKey* key =
        nullptr;      // or by which it refers to it; neither where a cascade gives up the value
    bool open = true; // still to be waited for
};

class ReleaseGraph {
public:
    /// The step, made now if there is none.
    std::size_t step_of(ManagedRow& row, const ChangedPart* part);
    void connect(const ReleaseEdge& edge);

    std::vector<ReleaseStep> steps;
    std::vector<ReleaseEdge> edges;
    std::vector<CutLink>
        cut; // foreign keys that are set to NULL, so that rows which refer to each other can go

private:
    struct HashStep {
        std::size_t operator()(const std::pair<const ManagedRow*, const ChangedPart*>& step) const {
            const auto row = mix(reinterpret_cast<std::uintptr_t>(step.first));
            return mix(row + reinterpret_cast<std::uintptr_t>(step.second));
        }
    };
    std::unordered_map<std::pair<const ManagedRow*, const ChangedPart*>, std::size_t, HashStep> known_;
};

/// The parts of the updates of one table, by the number of the group.
using PartsOfGroups = std::vector<std::vector<ChangedPart>>;

/// All steps that phase 1 of the flush has, and what they wait for. `parts` are kept for as long as the
/// graph: by the number of the table in the plan, and empty for tables whose keys are not looked at. Throws
/// FlushCycle.
[[nodiscard]] ReleaseGraph find_releases(SessionState& session, const FlushPlan& plan,
                                         std::vector<PartsOfGroups>& parts);

/// The steps in an order in which nothing is waited for. Rings are broken by values for a while, or by NULL
/// for a foreign key between rows that are deleted. Throws UnresolvableSwap, FlushCycle.
[[nodiscard]] Releases order_releases(ReleaseGraph& graph);

}
