// The database's plan of a query, as text.

#include "core/query_run.hpp"
#include "core/query_values.hpp"
#include "rowsmith/query.hpp"
#include "rowsmith/select.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace rowsmith::detail {
namespace {

/// How far the steps of a plan are indented, where the database numbers them.
class Depths {
public:
    [[nodiscard]] std::size_t of(driver::Statement& row, const driver::PlanForm& form) {
        if (form.step < 0)
            return 0;
        const auto parent = depths_.find(row.read_integer(form.parent));
        const std::size_t depth = parent == depths_.end() ? 0 : parent->second + 1;
        depths_[row.read_integer(form.step)] = depth;
        return depth;
    }

private:
    std::map<std::int64_t, std::size_t> depths_; // by the number of a step
};

std::string plan_of_text(const QueryData& query, QueryText text) {
    const driver::PlanForm& form = target_of(query).spelling.plan;
    text.sql.insert(0, form.words);
    RunningQuery run{*query.table->session, std::move(text), name_of(query, "explain"), driver::Begin::read};
    Depths depths;
    std::string plan;
    while (run.next()) {
        plan += plan.empty() ? "" : "\n";
        plan.append(2 * depths.of(run.statement(), form), ' ');
        plan += run.statement().read_text(form.text);
    }
    return plan;
}

}

std::string plan_of(const QueryData& query) {
    prepare_to_ask(query, "explain");
    return plan_of_text(query, select_query(target_of(query), query, no_limit));
}

std::string plan_of(const SelectData& select) {
    prepare_to_ask(select.query, "explain");
    return plan_of_text(select.query, values_query(target_of(select.query), select, no_limit));
}

}
