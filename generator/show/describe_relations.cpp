// A table's relations, as seen from it, and why a ring of tables is cut where it is.

#include "cpp/names.hpp"
#include "model/words.hpp"
#include "show/describe_parts.hpp"
#include "show/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace rowsmith::show {
namespace {

struct Step {
    std::size_t table;
    std::size_t relation;
};

/// The shortest way from one table to another along foreign keys, of those that `usable` lets pass; empty
/// when there is none.
template <typename Usable>
std::vector<Step> way(const model::Schema& schema, std::size_t from, std::size_t to, Usable usable) {
    std::vector<std::optional<Step>> reached_by(schema.tables.size());
    std::vector<std::size_t> queue{from};
    for (std::size_t at = 0; at < queue.size() && !reached_by[to]; ++at) {
        const auto& relations = schema.tables[queue[at]].relations;
        for (std::size_t i = 0; i < relations.size(); ++i) {
            const std::size_t target = relations[i].target;
            if (target == from || reached_by[target] || !usable(relations[i]))
                continue;
            reached_by[target] = Step{queue[at], i};
            queue.push_back(target);
        }
    }
    std::vector<Step> steps;
    for (auto table = to; table != from && reached_by[table]; table = steps.back().table)
        steps.push_back(*reached_by[table]);
    std::ranges::reverse(steps);
    return steps;
}

/// `Team.captain -> Player.team -> Team`: the ring that a cut relation closes.
std::string ring(const model::Schema& schema, Step cut) {
    const std::size_t target = schema.tables[cut.table].relations[cut.relation].target;
    auto steps =
        way(schema, target, cut.table, [](const model::Relation& relation) { return !relation.cut; });
    if (steps.empty()) // the ring has another cut, too
        steps = way(schema, target, cut.table, [](const model::Relation&) { return true; });
    steps.insert(steps.begin(), cut);
    std::string text;
    for (const Step& step : steps) {
        const model::Table& table = schema.tables[step.table];
        text += fmt::format("{}.{} -> ", table.name, table.relations[step.relation].name);
    }
    return text + schema.tables[cut.table].name;
}

void describe_cut(Page& page, const model::Schema& schema, Step cut) {
    const model::Relation& relation = schema.tables[cut.table].relations[cut.relation];
    const std::string_view why =
        relation.deferrable
            ? "Its rows may come before those that they refer to: of the ring's relations this is the first "
              "one "
              "that is deferrable, with a key that is known before the insert."
            : "Its rows are inserted without this relation and updated later: no relation of the ring can be "
              "deferred, and this is the first one that can be null until then.";
    page.words(6, fmt::format("cut: {} is a ring of tables, which need each other's rows first. {}",
                              ring(schema, cut), why));
}

struct Setters {
    bool set = false;
    bool clear = false;
};

/// `in C++ user(), set_user()`, as methods of refs; or as functions of the file that declares the relation.
std::string in_cpp(const model::Schema& schema, std::size_t table, std::size_t declared_in,
                   const std::string& name, Setters setters) {
    const std::size_t file = schema.tables[declared_in].file;
    const bool near = file == schema.tables[table].file;
    const std::string scope = near ? "" : cpp::namespace_name(schema.files[file]) + "::";
    const std::string row = near ? "()" : "(row)";
    std::string text = "in C++ " + scope + (near ? cpp::method_name(name) : cpp::function_name(name)) + row;
    if (setters.set)
        text += fmt::format(", {}set_{}{}", scope, name, row);
    if (setters.clear)
        text += fmt::format(", {}clear_{}{}", scope, name, row);
    return text;
}

std::string key_text(const model::Table& table, const model::Table& target, const model::Relation& relation) {
    return fmt::format("by {} -> {}", joined(column_names(table, relation.columns), ", "),
                       joined(column_names(target, relation.target_columns), ", "));
}

void describe_relation(Page& page, const model::Schema& schema, Step step) {
    const model::Table& table = schema.tables[step.table];
    const model::Relation& relation = table.relations[step.relation];
    const model::Table& target = schema.tables[relation.target];
    page.line(
        4, fmt::format("{}: {} {}", relation.name, relation.optional ? "at most one" : "one", target.name));
    if (!relation.doc.empty())
        page.lines(6, relation.doc);
    std::vector<std::string> items;
    if (!table.made)
        items.push_back(in_cpp(schema, step.table, step.table, relation.name,
                               {!table.view, !table.view && relation.optional}));
    items.push_back(key_text(table, target, relation));
    if (!table.view)
        items.push_back("foreign key " + visible(relation.db_name));
    if (!relation.renamed_from.empty())
        items.push_back("renamed from " + visible(relation.renamed_from));
    if (relation.on_delete != model::Action::none)
        items.push_back(fmt::format("on delete {}", model::action_word(relation.on_delete)));
    if (relation.on_update != model::Action::none)
        items.push_back(fmt::format("on update {}", model::action_word(relation.on_update)));
    if (relation.deferrable)
        items.emplace_back("checked at commit");
    items.push_back(relation.inverse.empty() ? "no inverse"
                                             : fmt::format("inverse {}.{}", target.name, relation.inverse));
    page.list(6, items);
    if (relation.cut)
        describe_cut(page, schema, step);
}

void describe_inverse(Page& page, const model::Schema& schema, std::size_t index,
                      const model::Inverse& inverse) {
    const model::Table& other = schema.tables[inverse.table];
    const model::Relation& relation = other.relations[inverse.relation];
    page.line(4, fmt::format("{}: {} {}", inverse.name, inverse.unique ? "at most one" : "many", other.name));
    const bool leaves = relation.optional || relation.on_delete == model::Action::cascade;
    const bool sets = inverse.unique && !other.view;
    page.list(6, {in_cpp(schema, index, inverse.table, inverse.name, {sets, sets && leaves}),
                  fmt::format("by {} of {}", joined(column_names(other, relation.columns), ", "), other.name),
                  fmt::format("inverse of {}.{}", other.name, relation.name)});
}

void describe_many_to_many(Page& page, const model::Schema& schema, std::size_t index,
                           const model::ManyToMany& link) {
    const model::Table& target = schema.tables[link.target];
    const model::Table& through = schema.tables[link.through];
    const auto columns = [&through](std::size_t relation) {
        return joined(column_names(through, through.relations[relation].columns), ", ");
    };
    page.line(4, fmt::format("{}: many {}", link.name, target.name));
    if (!link.doc.empty())
        page.lines(6, link.doc);
    std::vector<std::string> items{
        in_cpp(schema, index, link.declared_here ? index : link.target, link.name, {}),
        fmt::format("through {}{}", through.name, through.made ? ", a table that is made" : ""),
        fmt::format("by its {} to here and {} to {}", columns(link.near_relation), columns(link.far_relation),
                    target.name)};
    if (link.inverse.empty())
        items.emplace_back("no inverse");
    else
        items.push_back(
            fmt::format("inverse {}{}.{}", link.declared_here ? "" : "of ", target.name, link.inverse));
    page.list(6, items);
}

}

void describe_relations(Page& page, const model::Schema& schema, std::size_t index) {
    const model::Table& table = schema.tables[index];
    if (table.relations.empty() && table.inverses.empty() && table.many_to_many.empty())
        return;
    page.blank();
    page.line(2, "relations");
    for (std::size_t relation = 0; relation < table.relations.size(); ++relation)
        describe_relation(page, schema, {index, relation});
    for (const model::Inverse& inverse : table.inverses)
        describe_inverse(page, schema, index, inverse);
    for (const model::ManyToMany& link : table.many_to_many)
        describe_many_to_many(page, schema, index, link);
}

}
