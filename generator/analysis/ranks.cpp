#include "analysis/ranks.hpp"

#include "analysis/rings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace rowsmith::analysis {

namespace {

struct Edge {
    std::size_t table;
    std::size_t relation;
};

/// Whether the program knows the value of a key's column before the row is inserted. A column that holds
/// another table's key knows as much as that one.
bool is_known(const model::Schema& schema, std::size_t table, std::size_t column, int depth = 0) {
    const auto& key = schema.tables[table].columns[column];
    if (key.initial.kind == model::DefaultKind::identity || key.initial.kind == model::DefaultKind::sql)
        return false;
    constexpr int deepest = 64;
    for (const auto& relation : schema.tables[table].relations)
        for (std::size_t i = 0; i < relation.columns.size(); ++i)
            if (relation.columns[i] == column && relation.target != table &&
                (depth >= deepest ||
                 !is_known(schema, relation.target, relation.target_columns[i], depth + 1)))
                return false;
    return true;
}

bool target_is_known(const model::Schema& schema, const model::Relation& relation) {
    return std::ranges::all_of(relation.target_columns,
                               [&](auto column) { return is_known(schema, relation.target, column); });
}

/// Whether a row can be inserted without the foreign key, and get it by an update.
bool can_wait(const model::Table& table, const model::Relation& relation) {
    return relation.optional && std::ranges::none_of(relation.columns, [&](auto index) {
               const auto& column = table.columns[index];
               return column.type.nullable && column.writing == model::Writing::insert_only;
           });
}

struct Ranker {
    Work& work;
    Graph graph = {}; // foreign keys that are neither cut nor to the own table

    [[nodiscard]] const model::Relation& at(Edge edge) const {
        return work.schema.tables[edge.table].relations[edge.relation];
    }
    void build_graph();
    void break_rings();
    bool break_ring(const std::vector<std::size_t>& ring);
    [[nodiscard]] std::vector<Edge> edges_within(const std::vector<std::size_t>& tables) const;
    void cut(Edge edge);
    [[nodiscard]] bool is_whole(Edge edge) const;
    void report_ring(const std::vector<std::size_t>& tables);
    [[nodiscard]] std::string help_for(const std::vector<Edge>& edges) const;
    void rank();
};

void Ranker::build_graph() {
    const auto& tables = work.schema.tables;
    graph.assign(tables.size(), {});
    for (std::size_t table = 0; table < tables.size(); ++table)
        for (const auto& relation : tables[table].relations)
            if (!relation.cut && relation.target != table)
                graph[table].push_back(relation.target);
}

std::vector<Edge> Ranker::edges_within(const std::vector<std::size_t>& tables) const {
    std::vector<Edge> edges;
    for (const auto table : tables) {
        const auto& relations = work.schema.tables[table].relations;
        for (std::size_t i = 0; i < relations.size(); ++i)
            if (!relations[i].cut && relations[i].target != table &&
                std::ranges::binary_search(tables, relations[i].target))
                edges.push_back({table, i});
    }
    return edges;
}

void Ranker::cut(Edge edge) {
    auto& relation = work.schema.tables[edge.table].relations[edge.relation];
    relation.cut = true;
    auto& targets = graph[edge.table];
    targets.erase(std::ranges::find(targets, relation.target));
}

/// Cuts one foreign key of the ring; false when none can be cut.
bool Ranker::break_ring(const std::vector<std::size_t>& ring) {
    const auto edges = edges_within(ring);
    auto found = std::ranges::find_if(
        edges, [&](Edge edge) { return at(edge).deferrable && target_is_known(work.schema, at(edge)); });
    if (found == edges.end())
        found = std::ranges::find_if(
            edges, [&](Edge edge) { return can_wait(work.schema.tables[edge.table], at(edge)); });
    if (found == edges.end())
        return false;
    cut(*found);
    return true;
}

void Ranker::break_rings() {
    std::vector<std::size_t> all(graph.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    auto waiting = components(graph, all);
    while (!waiting.empty()) {
        const auto tables = std::move(waiting.back());
        waiting.pop_back();
        if (tables.size() < 2)
            continue;
        if (break_ring(tables))
            std::ranges::move(components(graph, tables), std::back_inserter(waiting));
        else
            report_ring(tables);
    }
}

std::string Ranker::help_for(const std::vector<Edge>& edges) const {
    for (const auto edge : edges)
        if (at(edge).deferrable)
            return fmt::format("'{}' is deferrable, but the key of '{}' is made by the database; write "
                               "`= next(sequence)` there, or make one of the relations nullable",
                               at(edge).name, work.schema.tables[at(edge).target].name);
    const auto& first = at(edges.front());
    const auto& target = work.schema.tables[first.target].name;
    const auto key = target_is_known(work.schema, first)
                         ? std::string()
                         : fmt::format(" and make the key of '{}' with `next(sequence)`", target);
    return fmt::format(
        "make one of them nullable, for example `{0}: {1}?`, or write `{0}: {1} deferrable`{2}", first.name,
        target, key);
}

/// Whether a relation may be empty and its column may not, which was reported.
bool disagrees(const FieldDraft& field, const model::Relation& relation) {
    return field.type.nullable && !relation.optional;
}

bool Ranker::is_whole(Edge edge) const {
    const auto* field = work.drafts[edge.table].relation_fields[edge.relation];
    return field == nullptr || (field->syntax->complete && !field->twin && !disagrees(*field, at(edge)));
}

void Ranker::report_ring(const std::vector<std::size_t>& tables) {
    const auto ring = shortest_ring(graph, tables, tables.front());
    std::vector<Edge> edges;
    std::string path;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const auto to = ring[(i + 1) % ring.size()];
        const auto& relations = work.schema.tables[ring[i]].relations;
        const auto found =
            std::ranges::find_if(relations, [&](const auto& it) { return !it.cut && it.target == to; });
        edges.push_back({ring[i], static_cast<std::size_t>(found - relations.begin())});
        path += fmt::format("{}.{} -> ", work.schema.tables[ring[i]].name, found->name);
    }
    if (!std::ranges::all_of(edges, [this](Edge edge) { return is_whole(edge); }))
        return; // `deferrable` may be what could not be read, or one of them has to go
    path += work.schema.tables[ring.front()].name;
    auto report =
        mistake("RS0327", to_span(at(edges[0]).place),
                fmt::format("these tables need each other's rows first: {}", path), help_for(edges));
    for (std::size_t i = 1; i < edges.size(); ++i)
        report.related.push_back({to_span(at(edges[i]).place),
                                  fmt::format("to '{}'", work.schema.tables[at(edges[i]).target].name)});
    work.report(std::move(report));
}

void Ranker::rank() {
    std::vector<std::size_t> all(graph.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const auto& component : components(graph, all)) // those that are pointed to come first
        for (const auto table : component)
            for (const auto target : graph[table])
                work.schema.tables[table].rank =
                    std::max(work.schema.tables[table].rank, work.schema.tables[target].rank + 1);
}

/// A row that must point to a row of its own table needs that one's key before it is inserted.
void check_self(Work& work, std::size_t table) {
    const auto& relations = work.schema.tables[table].relations;
    for (std::size_t i = 0; i < relations.size(); ++i) {
        const auto& relation = relations[i];
        const auto* field = work.drafts[table].relation_fields[i];
        if (relation.target != table || relation.optional ||
            (field != nullptr && disagrees(*field, relation)))
            continue;
        const auto& columns = work.schema.tables[table].columns;
        const auto made = std::ranges::find_if(relation.target_columns, [&](auto column) {
            return columns[column].initial.kind == model::DefaultKind::identity ||
                   columns[column].initial.kind == model::DefaultKind::sql;
        });
        if (made == relation.target_columns.end())
            continue;
        work.report(mistake(
            "RS0328", to_span(relation.place),
            fmt::format("the first row of '{}' could not be inserted: '{}' needs a key that is not made yet",
                        work.schema.tables[table].name, relation.name),
            fmt::format("write `{}?`, or make the key with `next(sequence)`", work.schema.tables[table].name),
            {}, {{to_span(columns[*made].place), "made by the database"}}));
    }
}

}

void make_ranks(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        check_self(work, table);
    Ranker ranker{.work = work};
    ranker.build_graph();
    ranker.break_rings();
    ranker.rank();
}

}
