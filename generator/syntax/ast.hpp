#pragma once
// The tree of one schema file, as written. It knows no meaning: names are not looked up, types are words with
// arguments. Each node carries the place that a diagnostic about it would mark. A node that could not be
// parsed is left out; what was reported once is not reported again by later phases: where a node is not
// `complete`, something of it may be missing only because it could not be read.

#include "support/source.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowsmith::syntax {

/// An identifier and where it stands.
struct Name {
    std::string text;
    Span span;
};

/// A quoted text, decoded, and where it stands with its quotes.
struct Text {
    std::string value;
    Span span;
};

/// A number as written, sign included: "-12", "0.50".
struct Number {
    std::string text;
    Span span;
};

/// SQL for one database: `postgres "lower(name)"`, or `sqlite none` where that database is to have nothing.
struct DialectText {
    Name dialect;
    std::optional<Text> text;
};

/// Verbatim SQL: `"age >= 0"`, `sqlite "..." postgres "..."`, or one for all and others for some databases:
/// `"..." postgres "..."`.
struct SqlText {
    std::optional<Text> common;
    std::vector<DialectText> dialects;
    Span span;
};

/// What the database calls it, and what it called it before the last migration.
struct DbName {
    std::optional<Text> name;    // as "db_name"
    std::optional<Text> renamed; // renamed from "old_name"
    std::optional<Text> schema;  // in "schema", of tables, enums and sequences
};

/// The lines of a `///` comment, joined with '\n', without the slashes and one leading space.
using Doc = std::string;

/// `int64`, `decimal(12, 2)?`, `string[]`, `User?`, `Tag[]`.
struct TypeName {
    Name name;
    std::vector<Number> arguments;
    bool array = false;
    bool nullable = false;
    Span span; // the whole type, marks included
};

// ---- what may stand after `=`

struct CallDefault { // now(), uuid(), next(sequence)
    Name function;
    std::optional<Name> argument;
};
struct SqlDefault { // sql "...", sql sqlite "..." postgres "..."
    SqlText sql;
};
struct WordDefault { // true, false, an enum's label
    Name word;
};
/// The place of the value is `Default::span`.
struct Default {
    std::variant<Number, Text, WordDefault, CallDefault, SqlDefault> value;
    Span span;
};

// ---- attributes of a column or relation, in the order written

struct Primary {};
struct Unique {};
struct Identity {};
struct Check {
    SqlText condition;
};
struct As { // as "db_name"
    Text name;
};
struct Renamed { // renamed from "old_name"
    Text from;
};
struct AsCpp { // as cpp "acme::Money" header "acme/money.hpp"
    Text type;
    std::optional<Text> header;
};
struct AsType { // as postgres "citext"
    Name dialect;
    Text type;
};
struct Computed { // computed "price * amount" stored
    SqlText expression;
    std::optional<Name> kind; // stored, virtual
};
struct Version {};
struct Deferred {};
struct Readonly {};
struct Inverse { // inverse purchases
    Name name;
};
struct Via { // via reports_to, via (order_id, line_no)
    std::vector<Name> columns;
};
struct ThroughTable { // through PostTag
    Name table;
};
struct ThroughMade { // through "post_tags" (post_id, tag_id)
    Text table;
    std::vector<Name> columns; // empty when not written
};
enum class Event { erase, update };                              // on delete, on update
enum class Action { cascade, set_null, set_default, restrict_ }; // what follows it
struct On {
    Event event;
    Action action;
};
struct Deferrable {};

struct Attribute {
    std::variant<Primary, Unique, Identity, Default, Check, As, Inverse, Via, ThroughTable, ThroughMade, On,
                 Deferrable, Renamed, AsCpp, AsType, Computed, Version, Deferred, Readonly>
        value;
    Span span; // the whole attribute
};

// ---- members of a table or mixin

/// A column or a relation: only analysis can tell, by what the type's name means.
struct Field {
    Doc doc;
    Name name;
    TypeName type;
    std::vector<Attribute> attributes;
    bool complete = true; // false: attributes are missing
};

/// One entry of a key's column list.
struct KeyPart {
    Name column;
};

/// `lower(name)`: a function of columns, in an index.
struct KeyCall {
    Name function;
    std::vector<Name> columns; // may be empty
};

/// One entry of an index: `name`, `lower(name)`, `"name || town"` or `sqlite "..." postgres "..."`.
struct IndexPart {
    std::variant<Name, KeyCall, SqlText> value;
    std::optional<Name> operators; // ops gin_trgm_ops
    bool descending = false;
    Span span; // without what follows the value
};

struct PrimaryKey { // primary (a, b)
    std::vector<KeyPart> parts;
    Span span;
};
struct UniqueKey { // unique [name] (a, b) [as "db_name"] [renamed from "old_name"]
    std::optional<Name> name;
    std::vector<KeyPart> parts;
    DbName db;
    Span span;
};
/// index [name] (a, lower(b) desc) [unique] [using gin] [where "..."] [as "db_name"] [renamed from
/// "old_name"]
struct Index {
    Doc doc;
    std::optional<Name> name;
    std::vector<IndexPart> parts;
    bool unique = false;
    std::optional<Name> method;
    std::optional<SqlText> where;
    DbName db;
    Span span;
};
struct TableCheck { // check [name] "...", check [name] sqlite "..." postgres "..."
    std::optional<Name> name;
    SqlText condition;
    Span span;
};

struct PartitionBy { // partition by range (created_at)
    Name method;
    std::vector<KeyPart> parts;
    Span span;
};

/// A bound is written as a default is: `"2026-01-01"`, `100`, `minvalue`.
struct RangeRows { // from "2026-01-01" to "2027-01-01", from ("de", 1) to ("de", 100)
    std::vector<Default> from;
    std::vector<Default> to;
};
struct ListRows { // in ("de", "fr")
    std::vector<Default> values;
};
struct HashRows { // modulus 4 remainder 0
    Number modulus;
    Number remainder;
};
struct RestRows {}; // default

struct ViewSql { // sql """select ...""", sql sqlite none postgres "..."
    SqlText text;
    Span span;
};

struct Partition { // partition "orders_2026" from "2026-01-01" to "2027-01-01"
    Text name;
    std::variant<RangeRows, ListRows, HashRows, RestRows> rows;
    Span rows_span;
    Span span;
};

using Member = std::variant<Field, PrimaryKey, UniqueKey, Index, TableCheck, PartitionBy, Partition, ViewSql>;

// ---- declarations

struct EnumValue {
    Doc doc;
    Name name;
    DbName db;
};
struct Enum {
    Doc doc;
    Name name;
    DbName db;
    std::vector<EnumValue> values;
    bool complete = true;
};
struct SequenceOption { // start 1000
    Name name;
    Number value;
};
struct Sequence {
    Doc doc;
    Name name;
    DbName db;
    std::vector<SequenceOption> options;
};
struct Mixin {
    Doc doc;
    Name name;
    std::vector<Member> members;
    bool complete = true;
};
/// A view is written as a table is; what does not suit it, analysis tells.
struct Table { // table User : Timestamps as "users" in "app" renamed from "people" methods "app/user.hpp" {
               // ... }
    Doc doc;
    Name name;
    std::vector<Name> mixins;
    DbName db;
    std::optional<Text> methods; // the header of the struct template <Name>Methods
    std::vector<Member> members;
    bool view = false; // view UserTotal as "user_totals" { ... }
    bool complete = true;
};


/// `min_total: decimal(12, 2)`: of a query, a parameter or a column of its result.
struct Value {
    Doc doc;
    Name name;
    TypeName type;
};
/// query name(a: int64, b: string?) -> many { total: int64? } """...""", or from "file.sql"
struct Query {
    Doc doc;
    Name name;
    std::vector<Value> parameters;
    Name kind; // one, optional, many, stream, exec
    std::vector<Value> columns; // as far as they are declared
    SqlText sql;                // or the names of the files that have it
    bool from_file = false;
    bool complete = true;
};

using Declaration = std::variant<Enum, Sequence, Mixin, Table, Query>;

struct Namespace { // namespace acme::shop
    std::vector<Name> parts;
    Span span;
};
struct Import { // import "common.rows"
    Text path;
};

struct NamingRule { // table snake_plural
    Name what;
    Name style;
};
/// How the database's names are made in this file where no `as` gives one.
struct Naming { // naming { table snake_plural, column snake, schema "accounts" }
    std::vector<NamingRule> rules;
    std::optional<Text> schema; // in which tables, enums and sequences stand
    Span span;
};

struct File {
    FileIndex source = 0;
    std::optional<Namespace> name_space;
    std::vector<Import> imports;
    std::optional<Naming> naming;
    std::vector<Declaration> declarations;
    bool complete = true; // false: imports or declarations are missing
};

}
