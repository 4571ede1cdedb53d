#pragma once
// What a set of schema files means, resolved: every name looked up, every relation's columns made, every derived name
// filled in. Plain values that know neither the text they came from nor SQL nor C++. References between tables, enums,
// sequences and columns are indexes into the vectors here.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowsmith::model {

enum class Scalar {
    boolean,
    int16,
    int32,
    int64,
    float32,
    float64,
    decimal,
    string,
    bytes,
    date,
    time,
    timestamp,
    uuid,
    json,
    enumeration,
};

struct Type {
    Scalar scalar = Scalar::int64;
    int precision = 0;           // decimal(precision, scale)
    int scale = 0;               //
    int length = 0;              // string(length); 0 is unlimited
    std::size_t enumeration = 0; // index into Schema::enums when scalar is enumeration
    bool array = false;
    bool nullable = false;

    friend bool operator==(const Type&, const Type&) = default;
};

/// Where a column's value comes from when the program gives none.
enum class DefaultKind {
    none,
    literal,  // a value known at generation time: `text`
    now,      // the client's clock
    uuid,     // made by the client
    sequence, // next(sequence)
    identity, // counted by the database
    sql,      // an SQL expression: `text`, verbatim
};

struct Default {
    DefaultKind kind = DefaultKind::none;
    /// literal: canonical text (integers and floats as written, "true"/"false", the enum value's schema name, decoded
    /// strings, ISO forms of date, time, timestamp and uuid, decimals at the column's scale); sql: the expression.
    std::string text;
    std::size_t sequence = 0; // index into Schema::sequences

    friend bool operator==(const Default&, const Default&) = default;
};

struct Column {
    std::string doc;
    std::string name;    // as the schema says it
    std::string db_name; // as the database says it
    Type type;
    Default initial;
    bool primary = false;       // part of the primary key
    bool from_relation = false; // made by a relation, not declared

    friend bool operator==(const Column&, const Column&) = default;
};

struct KeyPart {
    std::size_t column = 0; // index into Table::columns
    bool descending = false;

    friend bool operator==(const KeyPart&, const KeyPart&) = default;
};

/// A unique key: enforced by a unique index, gives a `find_by_...`.
struct UniqueKey {
    std::string db_name;
    std::vector<std::size_t> columns;

    friend bool operator==(const UniqueKey&, const UniqueKey&) = default;
};

/// An index declared by the schema, or made for a relation's columns.
struct Index {
    std::string doc;
    std::string db_name;
    std::vector<KeyPart> parts;
    bool unique = false;

    friend bool operator==(const Index&, const Index&) = default;
};

struct Check {
    std::string db_name;
    std::string condition; // SQL, verbatim

    friend bool operator==(const Check&, const Check&) = default;
};

enum class Action { none, cascade, set_null, set_default, restrict_ };

/// A relation on the side that has the foreign key.
struct Relation {
    std::string doc;
    std::string name;                   // "user"
    std::string db_name;                // of the foreign key constraint
    std::size_t target = 0;             // index into Schema::tables
    std::vector<std::size_t> columns;   // in this table, in the order of target_columns
    std::vector<std::size_t> target_columns;
    bool unique = false;                // one-to-one
    bool optional = false;              // at least one of its columns is nullable
    bool deferrable = false;
    Action on_delete = Action::none;
    Action on_update = Action::none;
    std::string inverse;                // name of the other direction; empty when there is none
    bool cut = false;                   // flush breaks a ring of tables at this foreign key

    friend bool operator==(const Relation&, const Relation&) = default;
};

/// The other direction of a relation, on the target's side.
struct Inverse {
    std::string name;         // "purchases"
    std::size_t table = 0;    // the table that has the foreign key
    std::size_t relation = 0; // index into that table's relations
    bool unique = false;      // one-to-one: at most one row

    friend bool operator==(const Inverse&, const Inverse&) = default;
};

/// A many-to-many relation, seen from one side.
struct ManyToMany {
    std::string doc;
    std::string name;           // "tags", or "posts" on the other side
    std::size_t target = 0;     // the table at the other end
    std::size_t through = 0;    // the link table, declared or made
    std::size_t near_relation = 0; // the link table's relation to this table
    std::size_t far_relation = 0;  // the link table's relation to the target
    bool declared_here = false;    // false on the inverse side
    std::string inverse;           // name on the other side; empty when there is none

    friend bool operator==(const ManyToMany&, const ManyToMany&) = default;
};

struct Table {
    std::size_t file = 0; // index into Schema::files
    std::string doc;
    std::string name;    // as the schema says it; of a made link table: the pascal-cased table name
    std::string db_name;
    bool made = false;   // a link table made by `through "..."`: no model of its own
    std::vector<Column> columns;
    std::vector<std::size_t> primary_key; // in key order; never empty
    std::vector<UniqueKey> unique_keys;
    std::vector<Index> indexes;
    std::vector<Check> checks;
    std::vector<Relation> relations;
    std::vector<Inverse> inverses;
    std::vector<ManyToMany> many_to_many;
    /// Tables are created and rows inserted by ascending rank: a table's rank is above that of every table it refers
    /// to, itself and cut relations apart. It depends on the tables that this one refers to, and on nothing else.
    std::size_t rank = 0;

    friend bool operator==(const Table&, const Table&) = default;
};

struct EnumValue {
    std::string doc;
    std::string name;
    std::string db_name;

    friend bool operator==(const EnumValue&, const EnumValue&) = default;
};

struct Enum {
    std::size_t file = 0;
    std::string doc;
    std::string name;
    std::string db_name;
    std::vector<EnumValue> values;

    friend bool operator==(const Enum&, const Enum&) = default;
};

struct Sequence {
    std::size_t file = 0;
    std::string doc;
    std::string name;
    std::string db_name;
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t cache = 1; // values taken at a time

    friend bool operator==(const Sequence&, const Sequence&) = default;
};

struct File {
    std::string path;                 // as messages show it
    std::vector<std::string> name_space; // {"acme", "shop"}
    std::vector<std::size_t> imports; // indexes of files imported directly, in the order written
    bool requested = false;           // named on the command line: outputs are made for it

    friend bool operator==(const File&, const File&) = default;
};

struct Schema {
    std::vector<File> files; // ordered by path, so that the order of arguments means nothing
    std::vector<Enum> enums; // these three: by file, then in schema order (made link tables last in their file)
    std::vector<Sequence> sequences;
    std::vector<Table> tables;

    friend bool operator==(const Schema&, const Schema&) = default;
};

/// A complete, readable, stable text of everything that one file contributes to the schema, documentation included.
/// Tests compare it. References to other files' tables are by name, with what the reference depends on (key types).
[[nodiscard]] std::string dump(const Schema& schema, std::size_t file);

/// 16 hexadecimal digits that change when the resolved meaning of a file changes (documentation and order of
/// arguments do not count): FNV-1a 64 over the dump without documentation.
[[nodiscard]] std::string fingerprint(const Schema& schema, std::size_t file);

}
