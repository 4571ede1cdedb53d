#pragma once
// The tree of one schema file, as written. It knows no meaning: names are not looked up, types are words with
// arguments. Each node carries the place that a diagnostic about it would mark. A node that could not be parsed is
// left out; what was reported once is not reported again by later phases.

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
struct SqlDefault { // sql "..."
    Text sql;
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
    Text condition;
};
struct As { // as "db_name"
    Text name;
};
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
enum class Event { erase, update };                                     // on delete, on update
enum class Action { cascade, set_null, set_default, restrict_ };        // what follows it
struct On {
    Event event;
    Action action;
};
struct Deferrable {};

struct Attribute {
    std::variant<Primary, Unique, Identity, Default, Check, As, Inverse, Via, ThroughTable, ThroughMade, On, Deferrable> value;
    Span span; // the whole attribute
};

// ---- members of a table or mixin

/// A column or a relation: only analysis can tell, by what the type's name means.
struct Field {
    Doc doc;
    Name name;
    TypeName type;
    std::vector<Attribute> attributes;
};

/// One entry of an index's or key's column list.
struct KeyPart {
    Name column;
    bool descending = false;
};

struct PrimaryKey { // primary (a, b)
    std::vector<KeyPart> parts;
    Span span;
};
struct UniqueKey { // unique (a, b) [as "db_name"]
    std::optional<Name> name;
    std::vector<KeyPart> parts;
    std::optional<Text> db_name;
    Span span;
};
struct Index { // index [name] (a, b desc) [unique] [as "db_name"]
    Doc doc;
    std::optional<Name> name;
    std::vector<KeyPart> parts;
    bool unique = false;
    std::optional<Text> db_name;
    Span span;
};
struct TableCheck { // check [name] "..."
    std::optional<Name> name;
    Text condition;
    Span span;
};

using Member = std::variant<Field, PrimaryKey, UniqueKey, Index, TableCheck>;

// ---- declarations

struct EnumValue {
    Doc doc;
    Name name;
    std::optional<Text> db_name;
};
struct Enum {
    Doc doc;
    Name name;
    std::optional<Text> db_name;
    std::vector<EnumValue> values;
};
struct SequenceOption { // start 1000
    Name name;
    Number value;
};
struct Sequence {
    Doc doc;
    Name name;
    std::optional<Text> db_name;
    std::vector<SequenceOption> options;
};
struct Mixin {
    Doc doc;
    Name name;
    std::vector<Member> members;
};
struct Table {
    Doc doc;
    Name name;
    std::vector<Name> mixins;
    std::optional<Text> db_name;
    std::vector<Member> members;
};

using Declaration = std::variant<Enum, Sequence, Mixin, Table>;

struct Namespace { // namespace acme::shop
    std::vector<Name> parts;
    Span span;
};
struct Import { // import "common.rows"
    Text path;
};

struct File {
    FileIndex source = 0;
    std::optional<Namespace> name_space;
    std::vector<Import> imports;
    std::vector<Declaration> declarations;
};

}
