#pragma once
// What SQL looks like on one database: capabilities and spellings as data. All other files of the generator
// ask a Dialect and never which one it is.

#include "model/model.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::sql {

enum class CreateMode {
    plain,         // fails when the object exists
    if_not_exists, // leaves what exists as it is
};

struct Limit;

struct Dialect {
    std::string_view name;  // as the command line and schemas say it
    std::string_view title; // as messages say it

    // ---- columns
    /// Of a column for which the schema does not choose one itself (`db_type`).
    std::string (*type)(const model::Schema&, const model::Type&);
    /// A value of a type, in the form in which Default::text has it.
    std::string (*literal)(const model::Schema&, const model::Type&, const std::string& text);
    /// What stands after `default`; empty when the database makes no value.
    std::string (*default_value)(const model::Schema&, const model::Column&);
    /// The expression of a computed column, made to give what the column's type can hold.
    std::string (*computed_value)(const model::Column&, const std::string& expression);
    /// The condition that every value of the column meets, where the type alone does not see to it; else
    /// empty.
    std::string (*condition)(const model::Schema&, const model::Column&);
    /// Stands after `primary key` of a column that the database counts.
    std::string_view identity;

    // ---- tables
    std::string (*table_options)(const model::Table&); // after the closing parenthesis
    /// Foreign keys to tables that are created later are added afterwards; where false, they may stand in the
    /// table.
    bool late_foreign_keys;
    /// Comes before the first `drop table` of a ring of tables; empty where dropping the late keys does it.
    std::string_view relax_foreign_keys;
    bool comments;      // has `comment on`
    bool index_methods; // has more than one; where false, indexes of others than the usual one are left out
    bool partitions;    // tables can be partitioned; where false, they are plain tables

    // ---- queries
    /// A parameter of a query where nothing beside it tells its type.
    std::string (*bare_parameter)(const model::Schema&, const model::Type&, std::string_view placeholder);
    // ---- views
    /// A column of the schema's SQL as one of its view: of the column's type, if the database can see to
    /// that.
    std::string (*view_value)(const model::Schema&, const model::Column&);
    /// `name` is quoted.
    std::string (*create_view)(const std::string& name, const std::string& sql, CreateMode);
    /// DdlStatement::check of what `create_view` makes, by its statement. Null where that looks itself.
    std::string (*check_view)(const std::string& db_name, const std::string& statement);

    // ---- the whole
    /// Comes first in what creates and drops, where two programs that do it at once would be in each other's
    /// way without; ends with the transaction. Empty where it is not needed.
    std::string_view lock;
    /// Null where tables stand in no schemas.
    std::string (*create_schema)(std::string_view name, CreateMode);

    // ---- other objects
    /// Null where enums are texts with a condition.
    std::string (*create_enumeration)(const model::Enum&);
    std::vector<std::string> (*create_sequence)(const model::Sequence&, CreateMode);
    std::vector<std::string> (*drop_sequence)(const model::Sequence&);
    /// The statement, made to do nothing when what it creates exists, for statements without `if not exists`.
    /// Null where there are none.
    std::string (*guarded)(std::string_view statement);

    /// What this database does not take, for reasons of its own, of the files that outputs are made for.
    std::vector<Limit> (*own_limits)(const model::Schema&);

    [[nodiscard]] bool schemas() const { return create_schema != nullptr; }
};

[[nodiscard]] const Dialect& sqlite();
[[nodiscard]] const Dialect& postgres();
/// The SQLSTATE by which a statement that creates a view says that another one is there.
inline constexpr std::string_view other_view_state = "RS001";
/// All of them, in the order that messages list them.
[[nodiscard]] std::span<const Dialect* const> dialects();
[[nodiscard]] const Dialect* find_dialect(std::string_view name);

/// An identifier, always quoted: `say "hi"` gives `"say ""hi"""`.
[[nodiscard]] std::string quote(std::string_view identifier);
/// The name of something in a schema: `"accounts"."users"`; without one just `"users"`.
[[nodiscard]] std::string quote(std::string_view schema, std::string_view name);
/// The name of a table, enum or sequence on this database.
template <typename Object>
[[nodiscard]] std::string name_of(const Dialect& dialect, const Object& object) {
    return quote(dialect.schemas() ? object.db_schema : std::string(), object.db_name);
}
/// A text literal: `it's` gives `'it''s'`.
[[nodiscard]] std::string text_literal(std::string_view text);
/// The type that the schema chooses for the column on this database; null when it leaves that to the dialect.
[[nodiscard]] const std::string* own_type(const model::Column& column, std::string_view dialect);
/// The column's type: the one that the schema chooses, else the dialect's.
[[nodiscard]] std::string column_type(const Dialect& dialect, const model::Schema& schema,
                                      const model::Column& column);
/// The default that the schema gives as SQL, in parentheses; empty where this database is to have none.
[[nodiscard]] std::string default_sql(const model::Column& column, std::string_view dialect);
/// The database's label of the enum value that the schema calls `name`.
[[nodiscard]] const std::string& label_of(const model::Enum& enumeration, std::string_view name);
/// Two lower-case hexadecimal digits per byte.
[[nodiscard]] std::string hexadecimal(std::string_view bytes);

}
