#pragma once
// What a set of schema files means, resolved: every name looked up, every relation's columns made, every derived name
// filled in. Plain values that know neither the text they came from nor SQL nor C++. References between tables, enums,
// sequences and columns are indexes into the vectors here.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::model {

/// Where something is declared, for messages alone: all places are equal, so they never make two models differ.
struct Place {
    std::uint32_t file = 0; // of the run's sources, not of Schema::files
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Place&, const Place&) { return true; }
};

/// SQL for one database; without text, that database is to have nothing.
struct DialectSql {
    std::string dialect{};
    std::optional<std::string> text{};

    friend bool operator==(const DialectSql&, const DialectSql&) = default;
};

/// Verbatim SQL, one for all databases, or several, or both: then a database's own goes first.
struct SqlText {
    std::optional<std::string> common{};
    std::vector<DialectSql> dialects{}; // as written
    Place place{};

    [[nodiscard]] bool empty() const { return !common && dialects.empty(); }
    /// What this database gets; null when that is nothing.
    [[nodiscard]] const std::string* of(std::string_view dialect) const;
    /// Whether the schema says what this database gets, if only `none`.
    [[nodiscard]] bool covers(std::string_view dialect) const;

    friend bool operator==(const SqlText&, const SqlText&) = default;
};

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
    sql,      // an SQL expression: `sql`
};

struct Default {
    DefaultKind kind = DefaultKind::none;
    /// literal: canonical text (integers and floats as written, "true"/"false", the enum value's schema name, decoded
    /// strings, ISO forms of date, time, timestamp and uuid, decimals at the column's scale).
    std::string text{};
    SqlText sql{};
    std::size_t sequence = 0; // index into Schema::sequences

    friend bool operator==(const Default&, const Default&) = default;
};

/// Who writes a column, and when.
enum class Writing {
    always,
    insert_only, // readonly: given when the row is added, never changed
    version,     // 1 when the row is added, one more with each update; an update of another version is a conflict
    stored,      // computed by the database when the row is written
    on_read,     // computed by the database when the row is read (`virtual`)
};

/// A C++ type of the user's in place of the one that stands for the schema's type.
struct CppType {
    std::string name{};   // "acme::Money"; empty when there is none
    std::string header{}; // "acme/money.hpp"; empty when the includes of the file see to it

    friend bool operator==(const CppType&, const CppType&) = default;
};

struct Column {
    std::string doc{};
    std::string name{};         // as the schema says it
    std::string db_name{};      // as the database says it
    std::string renamed_from{}; // what the database called it before; empty when it was not renamed
    Type type{};
    Default initial{};
    Writing writing = Writing::always;
    SqlText expression{}; // of a computed column
    CppType cpp{};
    std::vector<DialectSql> db_types{}; // the database's type where it is not the one that `type` gets
    bool deferred = false;            // not read until it is asked for
    bool primary = false;             // part of the primary key
    bool from_relation = false;       // made by a relation, not declared
    Place place{};

    [[nodiscard]] bool computed() const { return writing == Writing::stored || writing == Writing::on_read; }

    friend bool operator==(const Column&, const Column&) = default;
};

/// One entry of an index: a column, a function of columns, or SQL.
struct IndexPart {
    enum class Kind { column, call, sql };

    Kind kind = Kind::column;
    std::vector<std::size_t> columns{}; // indexes into Table::columns: the column, or the function's arguments
    std::string function{};             // of a call
    SqlText sql{};
    std::string operators{}; // the database's operator class; empty when it is the usual one
    bool descending = false;
    Place place{};

    friend bool operator==(const IndexPart&, const IndexPart&) = default;
};

/// A unique key: enforced by a unique index, gives a `find_by_...`.
struct UniqueKey {
    std::string db_name{};
    std::string renamed_from{};
    std::vector<std::size_t> columns{};
    Place place{};

    friend bool operator==(const UniqueKey&, const UniqueKey&) = default;
};

/// An index declared by the schema, or made for a relation's columns.
struct Index {
    std::string doc{};
    std::string db_name{};
    std::string renamed_from{};
    std::vector<IndexPart> parts{};
    bool unique = false;
    std::string method{}; // "gin", "hash", ...; empty for a B-tree
    SqlText where{};      // empty when the index is of all rows
    Place place{};

    friend bool operator==(const Index&, const Index&) = default;
};

struct Check {
    std::string db_name{};
    SqlText condition{};
    Place place{};

    friend bool operator==(const Check&, const Check&) = default;
};

enum class Action { none, cascade, set_null, set_default, restrict_ };

/// A relation on the side that has the foreign key.
struct Relation {
    std::string doc{};
    std::string name{};                   // "user"
    std::string db_name{};                // of the foreign key constraint
    std::string renamed_from{};
    std::size_t target = 0;             // index into Schema::tables
    std::vector<std::size_t> columns{};   // in this table, in the order of target_columns
    std::vector<std::size_t> target_columns{};
    bool unique = false;                // one-to-one
    bool optional = false;              // at least one of its columns is nullable
    bool deferrable = false;
    Action on_delete = Action::none;
    Action on_update = Action::none;
    std::string inverse{};                // name of the other direction; empty when there is none
    bool cut = false;                   // flush breaks a ring of tables at this foreign key
    Place place{};

    friend bool operator==(const Relation&, const Relation&) = default;
};

/// The other direction of a relation, on the target's side.
struct Inverse {
    std::string name{};         // "purchases"
    std::size_t table = 0;    // the table that has the foreign key
    std::size_t relation = 0; // index into that table's relations
    bool unique = false;      // one-to-one: at most one row

    friend bool operator==(const Inverse&, const Inverse&) = default;
};

/// A many-to-many relation, seen from one side.
struct ManyToMany {
    std::string doc{};
    std::string name{};           // "tags", or "posts" on the other side
    std::size_t target = 0;     // the table at the other end
    std::size_t through = 0;    // the link table, declared or made
    std::size_t near_relation = 0; // the link table's relation to this table
    std::size_t far_relation = 0;  // the link table's relation to the target
    bool declared_here = false;    // false on the inverse side
    std::string inverse{};           // name on the other side; empty when there is none

    friend bool operator==(const ManyToMany&, const ManyToMany&) = default;
};

enum class PartitionMethod { range, list, hash };

/// One value at an end of a range, or of a list.
struct PartitionBound {
    enum class Kind { value, least, greatest };

    Kind kind = Kind::value;
    std::string text{}; // of a value: as Default::text has it

    friend bool operator==(const PartitionBound&, const PartitionBound&) = default;
};

/// One part of a partitioned table: which rows it has.
struct Partition {
    std::string db_name{};
    bool rest = false;                    // all rows that no other has
    std::vector<PartitionBound> from{};   // of a range: the first row; one per column
    std::vector<PartitionBound> to{};     // of a range: the first row behind it
    std::vector<PartitionBound> values{}; // of a list
    std::int64_t modulus = 0;             // of hashes
    std::int64_t remainder = 0;           //
    Place place{};

    friend bool operator==(const Partition&, const Partition&) = default;
};

/// How a database that can keeps a table in several parts.
struct Partitioning {
    PartitionMethod method = PartitionMethod::range;
    std::vector<std::size_t> columns{}; // indexes into Table::columns
    std::vector<Partition> partitions{};
    Place place{};

    friend bool operator==(const Partitioning&, const Partitioning&) = default;
};

/// SQL of a query or a view, as it is written, and where each part of it stands in the file.
struct QueryText {
    /// From `value` on, the bytes of the text stand in the file from `begin` on.
    struct Origin {
        std::size_t value = 0;
        std::uint32_t begin = 0;

        friend bool operator==(const Origin&, const Origin&) { return true; } // as Place
    };

    std::string text{};
    Place place{};                 // of the whole, quotes included
    std::vector<Origin> origins{}; // ascending, the first of the first byte

    /// Where the bytes [begin, end) of the text stand.
    [[nodiscard]] Place at(std::size_t begin, std::size_t end) const;

    friend bool operator==(const QueryText&, const QueryText&) = default;
};

/// What one database gets of it; without text, it has nothing to run.
struct QuerySql {
    std::string dialect{}; // empty: all that have no other
    std::optional<QueryText> text{};

    friend bool operator==(const QuerySql&, const QuerySql&) = default;
};
/// What this database gets of these; null when that is nothing.
[[nodiscard]] const QueryText* text_for(const std::vector<QuerySql>& sql, std::string_view dialect);

struct Table {
    std::size_t file = 0; // index into Schema::files
    std::string doc{};
    std::string name{};    // as the schema says it; of a made link table: the pascal-cased table name
    std::string db_name{};
    std::string db_schema{}; // the database's schema in which it stands; empty when none is named
    std::string renamed_from{};
    std::string methods{}; // the header of <name>Methods; empty when there is none
    bool made = false;   // a link table made by `through "..."`: only the generated source knows its model
    /// What a view selects. A view is a table that is only read: it has neither unique keys, indexes nor checks, its
    /// relations no foreign keys, and no relation leads to it.
    std::optional<SqlText> view{};
    std::vector<QuerySql> view_texts{}; // the same, with the places of its parts
    std::vector<Column> columns{};
    std::vector<std::size_t> primary_key{}; // in key order; empty only of a view whose rows have no identity
    std::vector<UniqueKey> unique_keys{};
    std::vector<Index> indexes{};
    std::vector<Check> checks{};
    std::optional<Partitioning> partitioning{};
    std::vector<Relation> relations{};
    std::vector<Inverse> inverses{};
    std::vector<ManyToMany> many_to_many{};
    /// Tables are created and rows inserted by ascending rank: a table's rank is above that of every table it refers
    /// to, itself and cut relations apart. It depends on the tables that this one refers to, and on nothing else.
    /// Views come after all tables; the rank of those of a file is above that of views in the files that it imports.
    std::size_t rank = 0;
    Place place{};

    friend bool operator==(const Table&, const Table&) = default;
};

struct EnumValue {
    std::string doc{};
    std::string name{};
    std::string db_name{};
    std::string renamed_from{};
    Place place{};

    friend bool operator==(const EnumValue&, const EnumValue&) = default;
};

struct Enum {
    std::size_t file = 0;
    std::string doc{};
    std::string name{};
    std::string db_name{};
    std::string db_schema{}; // the database's schema in which it stands; empty when none is named
    std::string renamed_from{};
    Place place{};
    std::vector<EnumValue> values{};

    friend bool operator==(const Enum&, const Enum&) = default;
};

struct Sequence {
    std::size_t file = 0;
    std::string doc{};
    std::string name{};
    std::string db_name{};
    std::string db_schema{}; // the database's schema in which it stands; empty when none is named
    std::string renamed_from{};
    Place place{};
    std::int64_t start = 1;
    std::int64_t increment = 1;
    std::int64_t cache = 1; // values taken at a time

    friend bool operator==(const Sequence&, const Sequence&) = default;
};

/// A query of more has a struct of its parameters.
inline constexpr std::size_t most_plain_parameters = 3;

enum class QueryKind { one, optional, many, stream, exec };

/// Named SQL, which becomes a function.
struct Query {
    std::size_t file = 0;
    std::string doc{};
    std::string name{};
    QueryKind kind = QueryKind::many;
    std::vector<Column> parameters{}; // of each only name, doc, type and place
    /// The columns of the result, in its order; before the SQL was looked at, those that the schema declares.
    std::vector<Column> columns{};
    std::vector<QuerySql> sql{};
    bool writes = false; // as far as the SQL was looked at
    Place place{};       // of the name

    /// What this database gets; null when that is nothing.
    [[nodiscard]] const QueryText* of(std::string_view dialect) const;
    /// Whether the schema says what this database gets, if only `none`.
    [[nodiscard]] bool covers(std::string_view dialect) const;

    friend bool operator==(const Query&, const Query&) = default;
};

struct File {
    std::string path{};                 // as messages show it
    std::vector<std::string> name_space{}; // {"acme", "shop"}
    std::vector<std::size_t> imports{}; // indexes of files imported directly, in the order written
    bool requested = false;           // named on the command line: outputs are made for it

    friend bool operator==(const File&, const File&) = default;
};

struct Schema {
    std::vector<File> files{}; // ordered by path, so that the order of arguments means nothing
    std::vector<Enum> enums{}; // these three: by file, then in schema order (made link tables last in their file)
    std::vector<Sequence> sequences{};
    std::vector<Table> tables{};
    std::vector<Query> queries{}; // by file, then in schema order

    friend bool operator==(const Schema&, const Schema&) = default;
};

/// A complete, readable, stable text of everything that one file contributes to the schema, documentation included.
/// Tests compare it. References to other files' tables are by name, with what the reference depends on (key types).
[[nodiscard]] std::string dump(const Schema& schema, std::size_t file);

/// 16 hexadecimal digits that change when the resolved meaning of a file changes (documentation, old names and order
/// of arguments do not count, nor queries, of which a database knows nothing): FNV-1a 64 over the dump without those.
[[nodiscard]] std::string fingerprint(const Schema& schema, std::size_t file);

}
