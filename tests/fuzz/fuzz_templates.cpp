// Any text is a template: it gives a TemplateError or an output that ends with one newline, the same each
// time. `main` and `part` are parted by a line of `====`.

#include "target.hpp"

#include "templating/templates.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

namespace rowsmith::fuzz {
namespace {

using namespace templating;

constexpr std::size_t most_items = 3; // in a list of `values`
// A template may print as much as it likes, by loops inside loops; what would take too long shows no mistake.
constexpr std::size_t most_nodes = 20'000;

Object values() {
    const auto column = [](std::string name) {
        return Object{
            {"name", std::move(name)}, {"doc", "/// one\n///\n/// two"}, {"primary", true}, {"tags", List{}}};
    };
    return {{"name", "shop"},
            {"text", "one\n\ntwo"},
            {"empty", ""},
            {"hostile", "${name}\n% for x in names\n## \\"},
            {"yes", true},
            {"no", false},
            {"none", List{}},
            {"names", List{"a", "b", ""}},
            {"nested", List{List{"a"}, List{}}},
            {"schema", Object{{"name", "shop"}, {"columns", List{column("id"), column("")}}}}};
}

/// The nodes that rendering `name` visits at most; none when there is no such template, so that it is an
/// error.
std::size_t cost_of(const Templates& templates, std::string_view name);

std::size_t cost_of(const Templates& templates, const std::vector<Node>& nodes, std::size_t begin,
                    std::size_t end) {
    std::size_t cost = 0;
    for (std::size_t at = begin; at < end && cost < most_nodes; ++at) {
        ++cost;
        if (nodes[at].action == Action::include) {
            cost += cost_of(templates, nodes[at].text);
        } else if (nodes[at].action == Action::loop) {
            cost += most_items * cost_of(templates, nodes, at + 1, nodes[at].end);
            at = nodes[at].end - 1;
        }
    }
    return std::min(cost, most_nodes);
}

std::size_t cost_of(const Templates& templates, std::string_view name) {
    const auto found = templates.by_name().find(name);
    return found == templates.by_name().end()
               ? 0
               : cost_of(templates, found->second.nodes, 0, found->second.nodes.size());
}

/// The output; none when there is none, for whatever reason.
std::optional<std::string> rendered(std::string_view text) {
    constexpr std::string_view parting = "\n====\n";
    const std::size_t middle = std::min(text.find(parting), text.size());
    const std::string_view part = text.substr(std::min(middle + parting.size(), text.size()));
    const std::array table{EmbeddedTemplate{"main", text.substr(0, middle)}, EmbeddedTemplate{"part", part}};
    try {
        const Templates templates{table};
        if (cost_of(templates, "main") >= most_nodes)
            return std::nullopt;
        Coverage coverage;
        std::string output = render(templates, "main", values(), &coverage);
        (void)never_visited(templates, coverage);
        return output;
    } catch (const TemplateError& error) {
        require(std::string_view{error.what()}.starts_with("main") ||
                    std::string_view{error.what()}.starts_with("part"),
                "an error names its template", error.what());
        return std::nullopt;
    }
}

}
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rowsmith::fuzz;
    static Tally tally;
    const auto output = rendered(as_text(data, size));
    tally.count(output.has_value());
    if (output) {
        require(output->ends_with('\n'), "an output ends with a newline", *output);
        require(!output->ends_with("\n\n") || *output == "\n", "an output ends with one newline", *output);
        require(output == rendered(as_text(data, size)), "an output is the same each time", *output);
    }
    return 0;
}
