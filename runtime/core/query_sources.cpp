// Which tables are in sight of what is written, and how their columns are named.

#include "core/query_writer.hpp"
#include "core/session_state.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::detail {
namespace {

bool same(const Source* left, const Source* right) {
    return left == right || (left && right && left->mapping == right->mapping && left->alias == right->alias);
}

bool is_simple(const QueryData& query) {
    return query.joins.empty() && !query.derived && !query.alias;
}

}

/// The table of the statement, as it is named where others are in sight.
NamedSource Writer::own() const {
    const std::string prefix = prefix_.empty() ? std::string(own_texts_.table) + "." : prefix_;
    return {.mapping = &target_.mapping, .prefix = prefix, .root = true};
}

const NamedSource* Writer::find(const Source* source) const {
    for (auto at = sources_.rbegin(); at != sources_.rend(); ++at) {
        const bool found = source ? at->source && same(at->source, source) : at->root;
        const bool by_table = source && !at->source && source->mapping && source->alias.empty() &&
                              at->mapping && &source->mapping() == at->mapping;
        if (found || by_table)
            return &*at;
    }
    return nullptr;
}

std::string Writer::bring(const Source* source, const Mapping& mapping, bool root) {
    const std::string table{target_.texts(mapping).table};
    const bool taken =
        std::ranges::any_of(sources_, [&](const NamedSource& other) { return other.prefix == table + "."; });
    std::string alias;
    if (source && !source->alias.empty())
        alias = quoted(source->alias);
    else if (taken)
        alias = "\"r" + std::to_string(++aliases_) + "\"";
    sources_.push_back({.source = source,
                        .mapping = &mapping,
                        .prefix = (alias.empty() ? table : alias) + ".",
                        .root = root});
    return alias.empty() ? table : table + " as " + alias;
}

std::string Writer::bring(const DerivedData& derived, bool root) {
    const std::string name = quoted(derived.source->alias);
    sources_.push_back(
        {.source = derived.source, .select = derived.select.get(), .prefix = name + ".", .root = root});
    return name;
}

void Writer::bring_join(const JoinData& join, std::vector<std::string>& tables) {
    if (join.derived) {
        tables.push_back(bring(*join.derived));
        return;
    }
    if (join.relation && join.relation->kind == RelationKind::many_to_many)
        tables.push_back(bring(nullptr, *join.relation->link));
    tables.push_back(bring(join.source, join.source->mapping()));
}

std::vector<std::string> Writer::enter(const QueryData& query) {
    scopes_.push_back(sources_.size());
    if (is_simple(query) && sources_.empty() && query.table->mapping == &target_.mapping)
        return {};
    std::vector<std::string> tables;
    tables.push_back(query.derived ? bring(*query.derived, true)
                                   : bring(query.alias, *query.table->mapping, true));
    for (const JoinData& join : query.joins)
        bring_join(join, tables);
    return tables;
}

void Writer::enter_conflict(const Source& excluded) {
    scopes_.push_back(sources_.size());
    sources_.push_back(own());
    sources_.push_back({.source = &excluded, .mapping = &target_.mapping, .prefix = "excluded."});
}

void Writer::leave() {
    sources_.resize(scopes_.back());
    scopes_.pop_back();
}

}
