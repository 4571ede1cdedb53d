#pragma once
// The relations of a table in the order in which the runtime knows them, and where the other direction of a
// foreign key is described.

#include "model/model.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace rowsmith::cpp {

enum class WayKind { to_one, to_many, one_to_one, many_to_many };

/// A way from the rows of one table to those of another.
struct Way {
    WayKind kind = WayKind::to_one;
    std::string name{};      // as the schema says it; of a hidden list the table of the links
    bool hidden = false;     // a list of links that the schema does not name
    std::size_t from = 0;    // indexes of tables
    std::size_t target = 0;  //
    std::size_t key = 0;     // the number of a foreign key: rowsmith::Relation::key
    std::size_t far_key = 0; // of many-to-many
    std::size_t link = 0;    // the table of the links, of many-to-many
    std::optional<std::size_t> slot{};
    std::string doc{};

    /// The foreign key that the way follows, in either direction; of many-to-many the link's to `from`.
    [[nodiscard]] const model::Relation& foreign_key(const model::Schema& schema) const;
};

/// The relations of a table that its own file declares: those of its foreign keys, then lists, then
/// many-to-many.
[[nodiscard]] std::vector<Way> ways_of(const model::Schema& schema, std::size_t table);
/// How many of those a managed row keeps.
[[nodiscard]] std::size_t slots_of(const model::Schema& schema, std::size_t table);

/// The names of a table's relations that its own file declares.
[[nodiscard]] std::vector<std::string> relation_names(const model::Schema& schema, const model::Table& table);

/// A way that begins at a table of another file, as the declaring file describes it.
struct OutsideWay {
    Way way{};
    std::size_t scope = 0;  // the table beside whose description it stands
    std::string constant{}; // user_inverse
};

/// The ways from tables of other files that `table` makes: by foreign keys and as the inverse of
/// many-to-many.
[[nodiscard]] std::vector<OutsideWay> outside_ways_of(const model::Schema& schema, std::size_t table);

/// The description of a foreign key's other direction, as the source of its file names it:
/// `user_table::relations[0]`; empty when there is none.
[[nodiscard]] std::string inverse_of(const model::Schema& schema, std::size_t table, std::size_t relation);

}
