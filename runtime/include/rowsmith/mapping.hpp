#pragma once
// What generated code tells the runtime about a table: where each column sits in the model and how its values
// travel. The runtime reads and binds rows by walking these tables, so a model costs data, not code
// (docs/decisions/0002).

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace rowsmith {

/// Changes whenever generated code and runtime must be of the same version; generated headers assert it.
inline constexpr int abi_version = 6;

enum class ColumnKind : std::uint8_t {
    boolean,     // bool
    int16,       // std::int16_t
    int32,       // std::int32_t
    int64,       // std::int64_t
    float32,     // float
    float64,     // double
    decimal,     // Decimal
    string,      // std::string
    bytes,       // Bytes
    date,        // Date
    time,        // Time
    timestamp,   // Timestamp
    uuid,        // Uuid
    json,        // Json
    enumeration, // an enum, by Column::enumeration
    array,       // a std::vector, by Column::array
    converted,   // a type of the program's own, by Column::conversion
};

/// Who makes the value of a column that the program leaves at `{}` ("not given").
enum class Maker : std::uint8_t { program, identity, sequence, clock, uuid, database };

/// Who writes a column after the row was added, and what that means for the statements.
enum class Writing : std::uint8_t {
    always,
    insert_only, // readonly: an UPDATE never names it
    version,     // an INSERT writes 1, an UPDATE adds 1; UPDATE and DELETE ask for the version that was read
    computed,    // by the database: never sent, read back with the INSERT or UPDATE
};

/// Access to the std::optional of an enum or array column. Columns of the other kinds need none: their type
/// is known.
struct OptionalAccess {
    const void* (*get)(const void* optional) = nullptr; // null when it is empty
    void* (*emplace)(void* optional) = nullptr;         // makes an empty value and returns it
    void (*reset)(void* optional) = nullptr;
};

/// An enum: values travel as their labels.
struct EnumType {
    std::span<const std::string_view> labels{}; // by the enumerator's value
    int (*index)(const void* value) = nullptr;
    void (*assign)(void* value, int index) = nullptr;
    OptionalAccess optional{};
};

struct ArrayType;
struct Conversion;

/// One column of a table. `offset` is where its member sits in the model; a nullable one is a std::optional
/// of the kind's type.
struct Column {
    std::string_view name{}; // the database's name, unquoted
    ColumnKind kind = ColumnKind::int64;
    bool nullable = false;
    bool checked = false; // a check may look at it, so it takes no values that the program did not choose
    Maker maker = Maker::program;
    Writing writing = Writing::always;
    std::uint8_t precision = 0; // decimal
    std::uint8_t scale = 0;     // decimal
    bool defaulted = false;     // by a literal, which the database has as well
    std::uint32_t offset = 0;
    std::uint32_t loaded = 0; // of a deferred column: the offset of its flag; else 0
    std::uint32_t length = 0; // string(length), in characters; 0 is unlimited
    const EnumType* enumeration = nullptr;
    const ArrayType* array = nullptr;
    const Conversion* conversion = nullptr;
    const struct Sequence* sequence = nullptr; // when maker is sequence
};

/// A std::vector of scalars.
struct ArrayType {
    Column element{}; // kind, precision, scale, length, enumeration; never nullable
    std::size_t (*size)(const void* vector) = nullptr;
    const void* (*at)(const void* vector, std::size_t index) = nullptr;
    void (*clear)(void* vector) = nullptr;
    /// Appends the value that `read(context, value)` puts into an empty one.
    void (*append)(void* vector, void (*read)(void* context, void* value), void* context) = nullptr;
    bool (*equal)(const void* left, const void* right) = nullptr;
    OptionalAccess optional{};
};

/// A type of the program's own (`as cpp`), which travels as another: the functions go through Converter<T>.
struct Conversion {
    Column stored{}; // what the database holds; never nullable, its offset is 0
    /// Calls `use(context, stored)` with what the value is stored as.
    void (*store)(const void* value, void (*use)(void* context, const void* stored), void* context) = nullptr;
    /// Assigns to the value what comes of the stored value that `read(context, stored)` fills in.
    void (*load)(void* value, void (*read)(void* context, void* stored), void* context) = nullptr;
    void (*assign)(void* to, const void* from) = nullptr;
    void (*clear)(void* value) = nullptr;
    OptionalAccess optional{};
};

/// A sequence of the schema. Blocks of values are drawn from the database and handed out by the engine.
struct Sequence {
    std::string_view name{}; // the database's name
    std::string_view
        schema{}; // the database's schema in which it stands; empty when the schema file names none
    std::int64_t increment = 1;
    std::int64_t cache = 1; // values drawn at a time

    friend bool operator==(const Sequence&, const Sequence&) = default;
};

enum class KeyAction : std::uint8_t { none, cascade, set_null, set_default, restrict_ };

enum class RelationKind : std::uint8_t {
    to_one,       // this table has the foreign key
    to_many,      // the target has it
    one_to_one,   // the target has it, and it is unique
    many_to_many, // a link table has two: one to this table, one to the target
};

/// Of a relation whose rows are not kept in the managed row itself: one of many-to-many, which is a view of
/// the list of links, or one that another schema file declares.
inline constexpr std::uint16_t no_slot = 0xFFFF;

/// A way from the rows of one table to those of another.
struct Relation {
    std::string_view name{}; // for messages: "purchases"
    RelationKind kind = RelationKind::to_one;
    const struct Mapping* target = nullptr;
    const struct Mapping* link = nullptr; // the table of the links, when the kind is many_to_many
    /// The number of a foreign key: of this table (to_one), of the target (to_many, one_to_one), of the link
    /// to this table (many_to_many).
    std::uint16_t key = 0;
    std::uint16_t far_key = 0;    // of the link's foreign key to the target, when the kind is many_to_many
    std::uint16_t slot = no_slot; // where a managed row keeps what it knows of the relation
};

/// A foreign key, or a relation of a view, which enforces nothing: `columns` of this table hold the values of
/// `target_columns` of `target`.
struct ForeignKey {
    std::string_view relation{}; // for messages: "user"
    const struct Mapping* target = nullptr;
    const Relation* inverse = nullptr; // the other direction; null when there is none
    std::span<const std::uint16_t> columns{};
    std::span<const std::uint16_t> target_columns{};
    KeyAction on_delete = KeyAction::none;
    KeyAction on_update = KeyAction::none;
    bool deferrable = false;
    bool cut = false; // a ring of tables is broken here: insert without it, then update
};

/// The SQL of a table, the same for every database. Parameters are $1, $2, ... in order of appearance. A view
/// has neither `insert` nor `erase`, and without a key no `find`.
struct Statements {
    std::string_view insert{}; // all columns but the computed ones, which come back from it
    std::string_view select{}; // all but deferred columns, in column order; ends before any WHERE
    std::string_view find{};   // by primary key
    std::string_view erase{};  // by primary key, then by version if rows have one
    std::span<const std::string_view> find_by{}; // one per unique key, in schema order
    std::string_view table{};                    // the quoted name, for the texts of changed column sets
    std::span<const std::string_view> columns{}; // quoted names, in column order
};

/// How rows of T are made, copied and dropped: the only code that the runtime needs per model.
struct RowOperations {
    std::size_t size = 0;
    void* (*create)() = nullptr;                // a managed row: header and an empty model in one allocation
    void (*destroy)(void* managed) = nullptr;   // of what create() made
    void* (*copy)(const void* model) = nullptr; // a model of its own
    void (*discard)(void* model) = nullptr;     // of what copy() made
    void (*assign)(void* to, const void* from) = nullptr;
    void (*move)(void* to, void* from) = nullptr;
};

/// A table, or a view, and its model.
struct Mapping {
    std::string_view table{}; // the database's name, unquoted
    std::string_view model{}; // for messages: "shop::User"
    std::span<const Column> columns{};
    /// Columns of the primary key, in key order. None: the rows of a view that have no identity.
    std::span<const std::uint16_t> key{};
    std::span<const std::span<const std::uint16_t>> unique_keys{}; // their columns, in schema order
    std::span<const ForeignKey> foreign_keys{};
    /// The first ones are those of the foreign keys, in their order: relation i goes along foreign key i and
    /// is kept in slot i. Then the lists, with the slots that follow, then those without slots.
    std::span<const Relation> relations{};
    std::uint16_t slots = 0;               // in each managed row
    std::span<const std::uint16_t> read{}; // the columns that are read with a row; empty when all are
    std::uint32_t rank = 0;                // inserts by ascending, deletes by descending rank
    bool read_only = false;                // a view: no statements but those that read
    const Statements* statements = nullptr;
    /// The same with the name of the table's database schema, for databases that have them; null when it has
    /// none.
    const Statements* qualified = nullptr;
    RowOperations rows{};
};

/// One statement of a schema's DDL. Those of all files together run by ascending order; equal ones as listed.
struct DdlStatement {
    std::uint32_t order = 0;
    std::string_view sql{};
    /// Gives a row, name and definition, where something else than the statement makes is there already. Empty where
    /// nothing is looked at, or where the statement does so itself.
    std::string_view check{};
};

struct DialectDdl {
    std::string_view dialect{}; // "sqlite", "postgres"
    std::span<const DdlStatement> create{};
    std::span<const DdlStatement> drop{};
};

/// What one schema file brings to the database.
struct Schema {
    std::string_view file{};        // "shop.rows"
    std::string_view fingerprint{}; // changes with the resolved meaning of the file
    std::span<const Schema* const> imports{};
    std::span<const Mapping* const> tables{};
    std::span<const DialectDdl> ddl{}; // one per dialect that was generated
};

namespace detail {

template <typename T>
inline constexpr OptionalAccess optional_access{
    [](const void* optional) -> const void* {
        const auto& value = *static_cast<const std::optional<T>*>(optional);
        return value ? &*value : nullptr;
    },
    [](void* optional) -> void* { return &static_cast<std::optional<T>*>(optional)->emplace(); },
    [](void* optional) { static_cast<std::optional<T>*>(optional)->reset(); },
};

template <typename T>
inline constexpr bool truth[2] = {false, true};

}

/// The EnumType of an enum whose enumerators count from 0 in the order of `labels`.
template <typename Enum>
requires std::is_enum_v<Enum>
constexpr EnumType enum_type(std::span<const std::string_view> labels) {
    return {labels, [](const void* value) { return static_cast<int>(*static_cast<const Enum*>(value)); },
            [](void* value, int index) { *static_cast<Enum*>(value) = static_cast<Enum>(index); },
            detail::optional_access<Enum>};
}

/// The ArrayType of a std::vector<T> whose elements are described by `element`.
template <typename T>
constexpr ArrayType array_type(Column element) {
    using Vector = std::vector<T>;
    return {element,
            [](const void* vector) { return static_cast<const Vector*>(vector)->size(); },
            [](const void* vector, std::size_t index) -> const void* {
                const auto& values = *static_cast<const Vector*>(vector);
                if constexpr (std::is_same_v<T, bool>)
                    return &detail::truth<T>[values[index] ? 1 : 0];
                else
                    return &values[index];
            },
            [](void* vector) { static_cast<Vector*>(vector)->clear(); },
            [](void* vector, void (*read)(void* context, void* value), void* context) {
                T value{};
                read(context, &value);
                static_cast<Vector*>(vector)->push_back(std::move(value));
            },
            [](const void* left, const void* right) {
                return *static_cast<const Vector*>(left) == *static_cast<const Vector*>(right);
            },
            detail::optional_access<Vector>};
}

}
