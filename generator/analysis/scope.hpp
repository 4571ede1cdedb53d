#pragma once
// The names of a run: what each file declares, and what each file sees (its own declarations and those of the
// files that it imports itself).

#include "analysis/load.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace rowsmith::analysis {

struct Declaration {
    std::variant<const syntax::Enum*, const syntax::Sequence*, const syntax::Mixin*, const syntax::Table*,
                 const syntax::Query*>
        node;
    const syntax::Name* name = nullptr;
    std::size_t index = 0; // into the model's vector of its kind
    bool repeated = false; // a second one of its name: reported, and no part of the model

    [[nodiscard]] FileIndex file() const { return name->span.file; }
};

/// "enum", "sequence", "mixin", "table", "view" or "query".
[[nodiscard]] std::string_view kind_of(const Declaration& declaration);
/// "a table", "an enum".
[[nodiscard]] std::string_view a_kind_of(const Declaration& declaration);

struct Scope {
    std::vector<FileIndex> order;               // all files by path
    std::vector<std::size_t> rank = {};         // of a file in that order
    std::vector<Declaration> declarations = {}; // by file in that order, then as written
    std::vector<std::map<std::string_view, std::size_t>> visible = {}; // per file: into declarations
    std::map<std::string_view, std::size_t> anywhere = {}; // the first of each name, into declarations
    /// Per file: false when a name that is missing may stand in something that could not be read.
    std::vector<bool> complete = {};
    /// Per file: the files that it imports, itself and from file to file.
    std::vector<std::vector<bool>> reaches = {};
    std::vector<std::string> namespaces = {}; // per file: "acme::shop"

    [[nodiscard]] const Declaration* find(FileIndex from, std::string_view name) const;
    /// A declaration of that name that `from` does not see.
    [[nodiscard]] const Declaration* find_elsewhere(std::string_view name) const;
    /// Whether two files' tables end up in one database: they share a namespace, or some file imports both.
    [[nodiscard]] bool together(FileIndex one, FileIndex other) const;
};

/// Collects the declarations; of two with one name the second is reported and marked.
[[nodiscard]] Scope make_scope(const Program& program, Diagnostics& diagnostics);

}
