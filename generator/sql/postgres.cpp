// The spellings of PostgreSQL.

#include "sql/dialect.hpp"
#include "sql/layout.hpp"
#include "sql/postgres_limits.hpp"

#include <fmt/format.h>

namespace rowsmith::sql {

namespace {

using model::DefaultKind;
using model::Scalar;

constexpr std::string_view dialect_name = "postgres";

std::string scalar_name(const model::Schema& schema, const model::Type& type) {
    switch (type.scalar) {
    case Scalar::boolean:
        return "boolean";
    case Scalar::int16:
        return "smallint";
    case Scalar::int32:
        return "integer";
    case Scalar::int64:
        return "bigint";
    case Scalar::float32:
        return "real";
    case Scalar::float64:
        return "double precision";
    case Scalar::decimal:
        return fmt::format("numeric({}, {})", type.precision, type.scale);
    case Scalar::string:
        return type.length > 0 ? fmt::format("varchar({})", type.length) : "text";
    case Scalar::bytes:
        return "bytea";
    case Scalar::date:
        return "date";
    case Scalar::time:
        return "time";
    case Scalar::timestamp:
        return "timestamptz";
    case Scalar::uuid:
        return "uuid";
    case Scalar::json:
        return "jsonb";
    case Scalar::enumeration:
        return name_of(postgres(), schema.enums[type.enumeration]);
    }
    return {};
}

std::string type_name(const model::Schema& schema, const model::Type& type) {
    return scalar_name(schema, type) + (type.array ? "[]" : "");
}

std::string literal(const model::Schema& schema, const model::Type& type, const std::string& text) {
    if (type.array)
        return text_literal(text);
    switch (type.scalar) {
    case Scalar::boolean:
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
    case Scalar::float32:
    case Scalar::float64:
    case Scalar::decimal:
        return text;
    case Scalar::bytes:
        return "'\\x" + hexadecimal(text) + "'";
    case Scalar::timestamp:
        return text_literal(text + "Z"); // whatever the session's zone is
    case Scalar::enumeration:
        return text_literal(label_of(schema.enums[type.enumeration], text));
    case Scalar::string:
    case Scalar::date:
    case Scalar::time:
    case Scalar::uuid:
    case Scalar::json:
        return text_literal(text);
    }
    return {};
}

/// The column's type rounds it, where it must be.
std::string computed_value(const model::Column&, const std::string& expression) {
    return expression;
}

std::string default_value(const model::Schema& schema, const model::Column& column) {
    const auto& initial = column.initial;
    switch (initial.kind) {
    case DefaultKind::none:
    case DefaultKind::identity:
        return {};
    case DefaultKind::literal:
        return literal(schema, column.type, initial.text);
    case DefaultKind::now:
        return "now()";
    case DefaultKind::uuid:
        return "gen_random_uuid()";
    case DefaultKind::sequence:
        return fmt::format("nextval({})",
                           text_literal(name_of(postgres(), schema.sequences[initial.sequence])));
    case DefaultKind::sql:
        return default_sql(column, dialect_name);
    }
    return {};
}

/// The types see to it.
std::string condition(const model::Schema&, const model::Column&) {
    return {};
}

std::string table_options(const model::Table&) {
    return {};
}

std::string create_enumeration(const model::Enum& enumeration) {
    std::vector<std::string> labels;
    for (const auto& value : enumeration.values)
        labels.push_back(text_literal(value.db_name));
    auto statement = fmt::format("create type {} as enum (", name_of(postgres(), enumeration));
    return statement + filled(labels, statement.size() + 4, 8) + ")";
}

/// What the start needs: the bounds of a sequence are 1 and up, or -1 and down, unless it says more.
std::string bound(const model::Sequence& sequence) {
    if (sequence.increment > 0 && sequence.start < 1)
        return fmt::format(" minvalue {}", sequence.start);
    if (sequence.increment < 0 && sequence.start > -1)
        return fmt::format(" maxvalue {}", sequence.start);
    return {};
}

std::vector<std::string> create_sequence(const model::Sequence& sequence, CreateMode mode) {
    return {fmt::format("create sequence {}{} start with {} increment by {}{} cache {}",
                        mode == CreateMode::if_not_exists ? "if not exists " : "",
                        name_of(postgres(), sequence), sequence.start, sequence.increment, bound(sequence),
                        sequence.cache)};
}

std::vector<std::string> drop_sequence(const model::Sequence& sequence) {
    return {"drop sequence if exists " + name_of(postgres(), sequence)};
}

/// A dollar quote that the text does not contain.
std::string dollar_quote(std::string_view text) {
    std::string tag = "$$";
    while (text.find(tag) != std::string_view::npos)
        tag.insert(1, "q");
    return tag;
}

std::string guarded(std::string_view statement) {
    return fmt::format("do {0}\nbegin\n    {1};\nexception\n    when duplicate_object then null;\nend\n{0}",
                       dollar_quote(statement), statement);
}

/// `if not exists` asks for the right to create schemas even where there is nothing to create.
std::string create_schema(std::string_view name, CreateMode mode) {
    const auto statement = "create schema if not exists " + quote(name);
    if (mode == CreateMode::plain)
        return statement;
    const auto condition = text_literal(quote(name));
    return fmt::format(
        "do {0}\nbegin\n    if to_regnamespace({1}) is null then\n        {2};\n    end if;\nend\n{0}",
        dollar_quote(condition), condition, statement);
}

std::string bare_parameter(const model::Schema& schema, const model::Type& type,
                           std::string_view placeholder) {
    return fmt::format("cast({} as {})", placeholder, type_name(schema, type));
}

/// Parameters are compared with it as values of this type. A text is not cut to its length without a word.
std::string view_value(const model::Schema& schema, const model::Column& column) {
    const auto name = quote(column.db_name);
    if (own_type(column, dialect_name) == nullptr && column.type.scalar == Scalar::string &&
        !column.type.array)
        return name;
    return fmt::format("cast({} as {})", name, column_type(postgres(), schema, column));
}

/// There is no `if not exists`, and `or replace` would change what is there. The server has its own words for
/// a view's SQL, and follows renamed columns in it: what is there is compared with what it says of the same
/// view made beside it. Where that cannot be made, the view that is there is another one.
constexpr std::string_view make_or_compare = R"(do {quotes}
declare
    place constant text :=
        case when array_length(parse_ident({name}), 1) = 1 then quote_ident(current_schema()) || '.' else '' end
        || {name};
    definition constant text := {definition};
    wanted text;
begin
    if to_regclass(place) is null then
        execute {create} || definition;
        return;
    end if;
    begin
        execute 'create temporary view "rowsmith view" as' || definition;
        wanted := pg_get_viewdef('"pg_temp"."rowsmith view"'::regclass);
        drop view "pg_temp"."rowsmith view";
    exception
        when insufficient_privilege then
            return;
        when syntax_error_or_access_rule_violation then
            wanted := '';
    end;
    if pg_get_viewdef(place::regclass) is distinct from wanted then
        raise exception using errcode = '{state}', table = place, message = 'another view',
            detail = coalesce(pg_get_viewdef(place::regclass), '');
    end if;
end
{quotes})";

std::string create_view(const std::string& name, const std::string& sql, CreateMode mode) {
    if (mode == CreateMode::plain)
        return fmt::format("create view {} as\n{}", name, sql);
    const auto inner = dollar_quote(sql);
    const auto definition = fmt::format("{0}\n{1}\n{0}", inner, sql);
    return fmt::format(make_or_compare, fmt::arg("quotes", dollar_quote(definition + name)),
                       fmt::arg("definition", definition), fmt::arg("name", text_literal(name)),
                       fmt::arg("state", other_view_state),
                       fmt::arg("create", text_literal(fmt::format("create view {} as", name))));
}

}

const Dialect& postgres() {
    static constexpr Dialect dialect{
        .name = dialect_name,
        .title = "PostgreSQL",
        .type = type_name,
        .literal = literal,
        .default_value = default_value,
        .computed_value = computed_value,
        .condition = condition,
        .identity = " generated by default as identity",
        .table_options = table_options,
        .late_foreign_keys = true,
        .relax_foreign_keys = {},
        .comments = true,
        .index_methods = true,
        .partitions = true,
        .bare_parameter = bare_parameter,
        .view_value = view_value,
        .create_view = create_view,
        .check_view = nullptr,
        .lock = "select pg_advisory_xact_lock(8245940780379239528)", // the eight letters of "rowsmith"
        .create_schema = create_schema,
        .create_enumeration = create_enumeration,
        .create_sequence = create_sequence,
        .drop_sequence = drop_sequence,
        .guarded = guarded,
        .own_limits = postgres_limits,
    };
    return dialect;
}

}
