#pragma once
// What a diagram shows, before it is written in one of the languages for diagrams.

#include "model/model.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace rowsmith::show {

struct BoxColumn {
    std::string name;
    model::Type type;
    std::string type_text; // `string(50)?`
    bool primary = false;
    bool foreign = false;
    bool unique = false; // alone, by a key or an index of its own
};

/// A table.
struct Box {
    std::string id;    // no other box has it: `User`, `shop::User` where several are called so
    std::string table; // the database's name
    std::vector<BoxColumn> columns;
    bool outside = false; // not asked for, at the other end of a line: shown by its name alone
};

/// `PK`, `FK` and `UK`, as far as they go for the column.
[[nodiscard]] std::vector<std::string> key_marks(const BoxColumn& column);

/// How many rows there are at one end of a line, for one row at the other.
enum class Count { one, at_most_one, many };

struct LineEnd {
    std::size_t box = 0;
    std::string column; // the first one; empty for the table as a whole
    Count count = Count::one;
};

/// A relation. `from` is the table that rows are inserted into first.
struct Line {
    LineEnd from;
    LineEnd to;
    std::string label;   // what `from` calls the relation, then what `to` does: `purchases / user`
    std::string through; // the database's name of a made link table, else empty
};

struct Picture {
    std::vector<Box> boxes; // in schema order
    std::vector<Line> lines;
};

/// Of these tables, with their relations. A made link table that is not among them is a line.
[[nodiscard]] Picture picture_of(const model::Schema& schema, std::span<const std::size_t> tables);

/// Mermaid's erDiagram.
[[nodiscard]] std::string to_mermaid(const Picture& picture);
/// The language of Graphviz.
[[nodiscard]] std::string to_dot(const Picture& picture);

}
