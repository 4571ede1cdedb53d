#include "analysis/scope.hpp"

#include "analysis/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace rowsmith::analysis {

namespace {

std::vector<FileIndex> files_by_path(const Program& program) {
    const Sources& sources = program.sources;
    std::vector<FileIndex> order(program.files.size());
    std::iota(order.begin(), order.end(), FileIndex{0});
    std::ranges::sort(order, {}, [&](FileIndex file) -> const std::string& { return sources[file].path(); });
    return order;
}

std::string joined_namespace(const syntax::File& file) {
    std::string joined;
    if (file.name_space)
        for (const auto& part : file.name_space->parts)
            joined += (joined.empty() ? "" : "::") + part.text;
    return joined;
}

std::vector<bool> reach_of(FileIndex start, const Program& program) {
    std::vector<bool> reached(program.files.size());
    std::vector<FileIndex> waiting{start};
    reached[start] = true;
    while (!waiting.empty()) {
        const auto file = waiting.back();
        waiting.pop_back();
        for (const auto import : program.imports[file])
            if (import && !reached[*import]) {
                reached[*import] = true;
                waiting.push_back(*import);
            }
    }
    return reached;
}

bool sees_everything(FileIndex file, const Program& program) {
    return program.complete[file] && std::ranges::all_of(program.imports[file], [&](const auto& import) {
               return import && program.complete[*import];
           });
}

Declaration declaration_of(const syntax::Declaration& node) {
    return std::visit([](const auto& it) { return Declaration{.node = &it, .name = &it.name}; }, node);
}

/// Makes the declarations of `file` known, and visible in itself.
void add_own(FileIndex file, const syntax::File& tree, Scope& scope) {
    for (const auto& node : tree.declarations) {
        scope.declarations.push_back(declaration_of(node));
        scope.visible[file].emplace(scope.declarations.back().name->text, scope.declarations.size() - 1);
        scope.anywhere.emplace(scope.declarations.back().name->text, scope.declarations.size() - 1);
    }
}

void add_imported(FileIndex file, const Program& program, Scope& scope) {
    for (const auto import : program.imports[file])
        for (std::size_t i = 0; import && i < scope.declarations.size(); ++i)
            if (scope.declarations[i].file() == *import)
                scope.visible[file].emplace(scope.declarations[i].name->text, i);
}

bool sees(FileIndex from, FileIndex file, const Program& program) {
    return from == file ||
           std::ranges::find(program.imports[from], std::optional(file)) != program.imports[from].end();
}

/// Where two declarations of one name meet, for the message; nothing when they never do.
std::optional<std::string> meeting(const Declaration& one, const Declaration& other, const Scope& scope,
                                   const Program& program) {
    if (one.file() == other.file())
        return "";
    if (scope.namespaces[one.file()] == scope.namespaces[other.file()])
        return fmt::format(" in namespace '{}'", scope.namespaces[one.file()]);
    for (const auto file : scope.order)
        if (sees(file, one.file(), program) && sees(file, other.file(), program))
            return fmt::format(" among the files that '{}' sees", program.sources[file].path());
    return std::nullopt;
}

void check_unique(Scope& scope, const Program& program, Diagnostics& diagnostics) {
    std::map<std::string_view, std::vector<const Declaration*>> by_name;
    for (auto& declaration : scope.declarations) {
        auto& earlier = by_name[declaration.name->text];
        for (const auto* first : earlier) {
            const auto where = meeting(*first, declaration, scope, program);
            if (!where)
                continue;
            diagnostics.report(mistake(
                "RS0301", declaration.name->span,
                fmt::format("'{}' is declared a second time{}", declaration.name->text, *where),
                "give one of them another name", fmt::format("{} of the same name", kind_of(declaration)),
                {{first->name->span, fmt::format("first declared here, as {}", a_kind_of(*first))}}));
            declaration.repeated = true;
            break;
        }
        if (!declaration.repeated)
            earlier.push_back(&declaration);
    }
}

}

std::string_view kind_of(const Declaration& declaration) {
    struct Kind {
        std::string_view operator()(const syntax::Enum*) const { return "enum"; }
        std::string_view operator()(const syntax::Sequence*) const { return "sequence"; }
        std::string_view operator()(const syntax::Mixin*) const { return "mixin"; }
        std::string_view operator()(const syntax::Table* table) const {
            return table->view ? "view" : "table";
        }
        std::string_view operator()(const syntax::Query*) const { return "query"; }
    };
    return std::visit(Kind{}, declaration.node);
}

std::string_view a_kind_of(const Declaration& declaration) {
    struct Kind {
        std::string_view operator()(const syntax::Enum*) const { return "an enum"; }
        std::string_view operator()(const syntax::Sequence*) const { return "a sequence"; }
        std::string_view operator()(const syntax::Mixin*) const { return "a mixin"; }
        std::string_view operator()(const syntax::Table* table) const {
            return table->view ? "a view" : "a table";
        }
        std::string_view operator()(const syntax::Query*) const { return "a query"; }
    };
    return std::visit(Kind{}, declaration.node);
}

const Declaration* Scope::find(FileIndex from, std::string_view name) const {
    const auto found = visible[from].find(name);
    return found == visible[from].end() ? nullptr : &declarations[found->second];
}

const Declaration* Scope::find_elsewhere(std::string_view name) const {
    const auto found = anywhere.find(name);
    return found == anywhere.end() ? nullptr : &declarations[found->second];
}

bool Scope::together(FileIndex one, FileIndex other) const {
    return one == other || namespaces[one] == namespaces[other] ||
           std::ranges::any_of(reaches, [&](const auto& reached) { return reached[one] && reached[other]; });
}

Scope make_scope(const Program& program, Diagnostics& diagnostics) {
    Scope scope{.order = files_by_path(program)};
    const auto count = program.files.size();
    scope.rank.resize(count);
    scope.visible.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        scope.rank[scope.order[i]] = i;
    for (FileIndex file = 0; file < count; ++file) {
        scope.complete.push_back(sees_everything(file, program));
        scope.reaches.push_back(reach_of(file, program));
        scope.namespaces.push_back(joined_namespace(program.files[file]));
    }
    for (const auto file : scope.order)
        add_own(file, program.files[file], scope);
    for (FileIndex file = 0; file < count; ++file)
        add_imported(file, program, scope);
    check_unique(scope, program, diagnostics);
    return scope;
}

}
