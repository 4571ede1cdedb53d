#pragma once
// The SELECTs inside of a statement, in WITH and in FROM: what their columns are.

#include "checking/expression.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::checking {

/// A column of what a SELECT gives.
struct NamedValue {
    std::string name; // in small letters
    Value value;
};
using NamedValues = std::vector<NamedValue>;

class Derivations {
public:
    Derivations(Probe& probe, const model::Schema& schema, const model::Query& query,
                const std::vector<bool>& files)
        : probe_(probe), schema_(schema), query_(query), files_(files) {}

    /// The values of an item in all branches of a statement that the database takes.
    [[nodiscard]] Value value_of(const Statement& statement, std::size_t item);
    /// What a source gives that is a SELECT, or a table of WITH; nothing where it cannot be read.
    [[nodiscard]] std::optional<NamedValues> columns_of(const Statement& statement, const Source& source);

private:
    /// A SELECT to be read, as a statement of its own.
    struct Inner {
        std::string text;
        std::vector<std::string> names; // empty: as the SELECT calls its columns
    };

    [[nodiscard]] std::optional<NamedValues> read(const Inner& inner);
    [[nodiscard]] std::optional<NamedValues> read_now(const Inner& inner);
    [[nodiscard]] std::optional<NamedValues> read_recursive(const Statement& statement,
                                                            const CommonTable& table);

    Probe& probe_;
    const model::Schema& schema_;
    const model::Query& query_;
    const std::vector<bool>& files_;
    std::map<std::string, std::optional<NamedValues>> known_; // by text
    /// What recursive tables are taken to give while they are read.
    std::vector<std::pair<std::string, NamedValues>> assumed_;
};

/// `name total` without `as`: the database tells that the last word is the name.
void note_plain_names(Statement& statement, const Prepared& prepared);

}
