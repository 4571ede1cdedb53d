#pragma once
// What the templates see: structs of finished strings. A template iterates, asks a flag and prints; every
// name, type and SQL text is decided before. `to_object` beside each struct gives the names under which
// templates know it.

#include "model/model.hpp"
#include "sql/dialect.hpp"
#include "templating/value.hpp"

#include <span>
#include <string>
#include <vector>

namespace rowsmith::cpp {

struct EnumValueView {
    std::string doc;   // finished comment, or empty
    std::string name;  // enumerator
    std::string label; // literal of the database's label
};
struct EnumView {
    std::string doc;
    std::string name;   // OrderStatus
    std::string words;  // order status
    std::string parse;  // parse_order_status
    std::string labels; // order_status_labels
    std::vector<EnumValueView> values;
};

/// A column in the model and in the repository.
struct ColumnView {
    std::string doc;
    std::string type;
    std::string name;
    std::string initializer;
    std::string constant; // in the repository
    std::string index;    // "0"
};
/// A function that finds one row by the values of a key.
struct FinderView {
    std::string name;       // find_by_email
    std::string parameters; // const std::string& email_value
    std::string arguments;  // &email_value
    std::string words;      // email
    std::string index;      // of the unique key
};
/// A relation in a model's row, and beside the header's repositories as a function. One flag is set.
struct RelationView {
    bool many = false;      // to-many, many-to-many
    bool single = false;    // one-to-one, seen from the row that has no foreign key
    bool optional = false;  // to-one
    bool required = false;  // to-one
    bool removable = false; // the other row can leave it
    bool written = true;    // not of a view, whose rows and relations are only read
    std::string doc{};      // finished comments: of the getter
    std::string set_doc{};
    std::string add_doc{}; // of a setter that takes a new row
    std::string clear_doc{};
    std::string name{};     // user
    std::string setter{};   // set_user
    std::string clearer{};  // clear_user
    std::string target{};   // ::shop::User
    std::string owner{};    // of a function: ::shop::Purchase
    std::string removal{};  // erase
    std::string index{};    // in the mapping's relations
    std::string constant{}; // of a function: purchase_table::user_inverse
};
/// A relation as a constant of the repository.
struct RelationConstantView {
    std::string name;
    std::string target; // Purchase, as seen inside the repository
    std::string kind;   // to_many
    std::string index;  // in the mapping's relations
};
/// The relations of a model, as methods of its refs.
struct RelationsView {
    std::string model;   // ::shop::User
    std::string mapping; // ::shop::UserRepository::mapping
    std::string slots;   // "2"
    std::vector<RelationView> methods;
};

struct ModelView {
    bool view = false; // its rows are only read
    bool keyed = true; // false: its rows have no identity
    std::string doc;
    std::string name;       // User
    std::string type;       // the same, as seen inside the repository
    std::string repository; // UserRepository
    std::string repository_doc;
    std::string session; // the repository's parameter
    std::vector<ColumnView> columns;
    std::vector<RelationConstantView> relation_constants;
    RelationsView relations;
    FinderView key; // for get and find
    std::vector<FinderView> finders;
};

/// What the runtime is told about a table, in the .cpp only.
struct ForeignKeyView {
    std::string relation;    // literal
    std::string target;      // UserRepository::mapping, as seen from here
    std::string inverse;     // user_table::relations[0], or empty
    std::string columns;     // name of the array of its columns
    std::string column_list; // "1, 2"
    std::string target_columns;
    std::string target_list;
    std::vector<std::string> options; // ".on_delete = KeyAction::cascade"
};
/// The way from a table of another file, which a table of this one makes.
struct OutsideRelationView {
    std::string name;  // user_inverse
    std::string entry; // Relation{...}, finished
};
struct IndexListView {
    std::string name; // unique_key_0
    std::string list; // "2"
};
struct StatementsView {
    bool writes = true; // there are insert and erase
    bool finds = true;  // there is find
    std::string name;   // statements, or qualified: with the name of the table's schema
    std::string insert; // these five: finished literals
    std::string select;
    std::string find;
    std::string erase;
    std::string table;
    std::vector<std::string> find_by;
};
struct MappingView {
    std::string scope;      // user_table
    bool link = false;      // of a table that is made: it has no repository
    bool view = false;      // of a view, which is only read
    bool keyed = true;      // false: the rows of a view that have no identity
    std::string model;      // User, as seen inside the repository
    std::string repository; // UserRepository
    std::string constant;   // UserRepository::mapping
    std::string table;      // literal of the database's name
    std::string full_name;  // literal of shop::User
    std::string rank;
    std::string key;                  // "0"
    std::vector<std::string> types;   // descriptions of arrays and of converted types, finished
    std::vector<std::string> columns; // Column{...}, finished
    std::string read;                 // "0, 2": the columns that are read with a row; empty when all are
    std::vector<IndexListView> unique_keys;
    std::vector<std::string> relations; // Relation{...}, finished
    std::string slots;
    std::vector<OutsideRelationView> outside_relations;
    std::vector<ForeignKeyView> foreign_keys;
    std::vector<std::string> column_names; // quoted, finished literals
    std::vector<StatementsView> statements;
    bool qualified = false; // there are those with the schema's name
    FinderView key_finder;
    std::vector<FinderView> finders;
};
/// An enum of this file, or one that a column of it uses, wherever it is declared.
struct UsedEnumView {
    std::string type;   // as seen from here
    std::string name;   // order_status_type
    std::string labels; // order_status_labels
    std::vector<std::string> label_literals;
    bool in_columns = false;
};
struct SequenceView {
    std::string name;     // user_id_seq_sequence
    std::string database; // literal
    std::string schema;   // literal; empty when it stands in none
    std::string increment;
    std::string cache;
};
/// The SQL of a query for one database.
struct NamedStatementView {
    std::string dialect; // literal; empty when it is for all
    std::string sql;     // finished literal
    std::string name;    // of the array of its parameters: order_0
    std::string order;   // "1, 0"; empty when it has none
};
/// Named SQL: a function, and what it takes and gives.
struct QueryView {
    std::string doc; // finished comments
    std::string row_doc;
    std::string parameters_doc;
    std::string row;             // TopSpenders; empty when it gives no rows
    std::string parameters_type; // TopSpendersParameters; empty when the function takes them one by one
    std::string declaration;     // the function's head, in the header
    std::string definition;      // and in the source
    std::string scope;           // top_spenders_query
    std::string full_name;       // literal of shop::top_spenders
    std::string call;            // many<TopSpenders>
    std::string arguments;       // of the call, behind the session and the query
    std::string session;         // the function's parameter
    bool writes = false;
    std::vector<ColumnView> columns;     // of the row
    std::vector<ColumnView> members;     // of the struct of parameters
    std::vector<std::string> types;      // descriptions of arrays and of converted types, finished
    std::vector<std::string> parameters; // Column{...}, finished
    std::vector<std::string> results;    // the same of the row's columns
    std::vector<NamedStatementView> statements;
};
struct DdlView {
    std::string order;
    std::string sql;   // finished literal
    std::string check; // the same; empty when there is none
};
struct DialectDdlView {
    std::string name; // as the command line says it
    std::vector<DdlView> create;
    std::vector<DdlView> drop;
};

/// The rows of a link table that is made: known to the source file alone.
struct LinkView {
    std::string doc;
    std::string name;    // PostTags
    std::string type;    // ::shop::PostTags
    std::string mapping; // post_tags_mapping
    std::string slots;
    std::vector<ColumnView> columns;
};

/// What a schema's `methods` adds to the refs of a model.
struct MethodsView {
    std::string model; // ::shop::User
    std::string base;  // ::shop::UserMethods
};

struct FileView {
    std::string source;      // shop.rows
    std::string version;     // of the tool
    std::string name_space;  // shop
    std::string forward;     // "shop.rows_fwd.hpp"
    std::string header;      // "shop.rows.hpp"
    std::string schema;      // shop_schema
    std::string fingerprint; // literal
    bool alone = false;      // the only file of its namespace in this run: gets create_all and drop_all
    std::vector<std::string> standard_headers; // "<cstdint>"
    std::vector<std::string> forward_imports;  // "common.rows_fwd.hpp"
    std::vector<std::string> header_imports;   // "common.rows.hpp"
    std::vector<std::string> user_headers;     // "acme/money.hpp", named by the schema
    bool converts = false;                     // a column has a type of the user's
    std::vector<MethodsView> methods;
    std::vector<std::string> runtime_headers; // "error.hpp", for the source
    std::vector<std::string> source_imports;
    std::vector<std::string> import_schemas; // "&::common::common_schema"
    std::vector<EnumView> enums;
    std::vector<ModelView> models;
    std::vector<LinkView> links;
    std::vector<RelationView> functions; // relations of other files' models that this file makes
    std::vector<UsedEnumView> used_enums;
    std::vector<SequenceView> sequences;
    std::vector<MappingView> mappings;
    std::vector<DialectDdlView> ddl;
    std::vector<QueryView> queries;
};

/// How a file's outputs are called and which dialects they hold.
struct ViewOptions {
    std::vector<std::string>
        outputs; // by file of the schema: "shop.rows"; also of files that are only imported
    std::vector<const sql::Dialect*> dialects;
    std::string version;
};

[[nodiscard]] EnumView enum_view(const model::Enum& enumeration);
[[nodiscard]] ModelView model_view(const model::Schema& schema, std::size_t table);
[[nodiscard]] LinkView link_view(const model::Schema& schema, std::size_t table);
/// The relations of one table of a schema.
[[nodiscard]] RelationsView relations_view(const model::Schema& schema, std::size_t table);
[[nodiscard]] std::vector<RelationConstantView> relation_constants(const model::Schema& schema,
                                                                   std::size_t table);
/// The functions for what a table adds to models of other files.
[[nodiscard]] std::vector<RelationView> relation_functions(const model::Schema& schema, std::size_t table);
/// What the source says of the relations of a table, and of those that it adds to tables of other files.
void add_relations(MappingView& view, const model::Schema& schema, std::size_t table);
[[nodiscard]] MappingView mapping_view(const model::Schema& schema, std::size_t table,
                                       const ViewOptions& options);
/// Descriptions of a struct's columns; `table` may be any struct, or without a name none: then its values stand
/// for themselves.
void add_column_entries(std::vector<std::string>& types, std::vector<std::string>& columns,
                        const model::Schema& schema, const model::Table& table,
                        const std::vector<bool>& checked);
[[nodiscard]] QueryView query_view(const model::Schema& schema, const model::Query& query,
                                   const ViewOptions& options);
[[nodiscard]] FileView file_view(const model::Schema& schema, std::size_t file, const ViewOptions& options);

[[nodiscard]] templating::Object to_object(const EnumValueView& view);
[[nodiscard]] templating::Object to_object(const EnumView& view);
[[nodiscard]] templating::Object to_object(const ColumnView& view);
[[nodiscard]] templating::Object to_object(const FinderView& view);
[[nodiscard]] templating::Object to_object(const RelationView& view);
[[nodiscard]] templating::Object to_object(const RelationConstantView& view);
[[nodiscard]] templating::Object to_object(const RelationsView& view);
[[nodiscard]] templating::Object to_object(const ModelView& view);
[[nodiscard]] templating::Object to_object(const LinkView& view);
[[nodiscard]] templating::Object to_object(const ForeignKeyView& view);
[[nodiscard]] templating::Object to_object(const OutsideRelationView& view);
[[nodiscard]] templating::Object to_object(const IndexListView& view);
[[nodiscard]] templating::Object to_object(const StatementsView& view);
[[nodiscard]] templating::Object to_object(const MappingView& view);
[[nodiscard]] templating::Object to_object(const UsedEnumView& view);
[[nodiscard]] templating::Object to_object(const SequenceView& view);
[[nodiscard]] templating::Object to_object(const MethodsView& view);
[[nodiscard]] templating::Object to_object(const DdlView& view);
[[nodiscard]] templating::Object to_object(const NamedStatementView& view);
[[nodiscard]] templating::Object to_object(const QueryView& view);
[[nodiscard]] templating::Object to_object(const DialectDdlView& view);
[[nodiscard]] templating::Object to_object(const FileView& view);

}
