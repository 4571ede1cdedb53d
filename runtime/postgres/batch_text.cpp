#include "postgres/batch_text.hpp"

#include <algorithm>
#include <cstddef>

namespace rowsmith::postgres {
namespace {

/// `a, b, c` of what `piece(index)` gives.
template <class Piece>
std::string list(std::size_t count, Piece piece, std::string_view separator = ", ") {
    std::string text;
    for (std::size_t index = 0; index < count; ++index) {
        if (index > 0)
            text += separator;
        text += piece(index);
    }
    return text;
}

std::string number(std::size_t index) {
    return std::to_string(index + 1);
}

std::string names(std::span<const SentColumn> columns) {
    return list(columns.size(), [&](std::size_t index) { return columns[index].name; });
}

/// `c1, c2`, as names of what is sent.
std::string sent_names(std::size_t count) {
    return list(count, [](std::size_t index) { return "c" + number(index); });
}

/// `$1::integer[], $2::text[]`.
std::string arrays(std::span<const SentColumn> columns) {
    return list(columns.size(), [&](std::size_t index) {
        const std::string_view element = columns[index].as_text ? "text" : columns[index].type;
        return "$" + number(index) + "::" + std::string(element) + "[]";
    });
}

/// `v.c1`, or `v.c1::"mood"`.
std::string sent_value(std::span<const SentColumn> columns, std::size_t index) {
    std::string text = "v.c" + number(index);
    if (columns[index].as_text)
        text.append("::").append(columns[index].type);
    return text;
}

std::string sent_values(std::span<const SentColumn> columns) {
    return list(columns.size(), [&](std::size_t index) { return sent_value(columns, index); });
}

/// The rows that are sent, as `v`; of rows without columns it is their number.
std::string sent_rows(std::span<const SentColumn> columns, bool numbered) {
    if (columns.empty())
        return "generate_series(1, $1::bigint) as v(ord)";
    const std::string sent = "unnest(" + arrays(columns) + ")";
    if (!numbered)
        return sent + " as v(" + sent_names(columns.size()) + ")";
    return sent + " with ordinality as v(" + sent_names(columns.size()) + ", ord)";
}

/// `insert into t (a, b) overriding system value`; without columns, and so without values, `insert into t`.
std::string insert_head(const InsertParts& parts) {
    std::string columns = list(parts.made.size(), [&](std::size_t index) { return parts.made[index].name; });
    if (!columns.empty() && !parts.columns.empty())
        columns += ", ";
    columns += names(parts.columns);
    std::string text = "insert into " + std::string(parts.table);
    if (!columns.empty())
        text += " (" + columns + ")";
    return parts.gives_identity ? text + " overriding system value" : text;
}

/// The rows that are sent and what is made for them: `src`.
std::string source_text(const InsertParts& parts) {
    std::string values;
    for (std::size_t index = 0; index < parts.made.size(); ++index) {
        const MadeColumn& made = parts.made[index];
        values.append("(").append(made.made_by).append(")::").append(made.type);
        values += " as d" + number(index) + ", ";
    }
    for (std::size_t index = 0; index < parts.columns.size(); ++index)
        values += sent_value(parts.columns, index) + " as c" + number(index) + ", ";
    return "with src as materialized (select " + values + "v.ord from " + sent_rows(parts.columns, true) +
           ")";
}

/// `d1, c1, c2`: what `src` has for the columns of insert_head().
std::string source_values(const InsertParts& parts) {
    std::string values = list(parts.made.size(), [](std::size_t index) { return "d" + number(index); });
    if (!values.empty() && !parts.columns.empty())
        values += ", ";
    return values + sent_names(parts.columns.size());
}

/// Where `src` has the value of a column of the key.
std::string source_of(const InsertParts& parts, std::string_view key) {
    const auto made = std::ranges::find(parts.made, key, &MadeColumn::name);
    if (made != parts.made.end())
        return "d" + number(static_cast<std::size_t>(made - parts.made.begin()));
    const auto sent = std::ranges::find(parts.columns, key, &SentColumn::name);
    return "c" + number(static_cast<std::size_t>(sent - parts.columns.begin()));
}

/// What `ins` has to give: `returning` and the key, each once.
std::string inserted_names(const InsertParts& parts) {
    std::string text = list(parts.key.size(), [&](std::size_t index) { return parts.key[index]; });
    for (const std::string_view name : parts.returning)
        if (std::ranges::find(parts.key, name) == parts.key.end())
            text.append(", ").append(name);
    return text;
}

/// `t."id" = v.c3 and t."version" = v.c4`.
std::string conditions(const TargetParts& parts) {
    return list(
        parts.columns.size() - parts.target,
        [&](std::size_t index) {
            const std::size_t column = parts.target + index;
            return "t." + std::string(parts.columns[column].name) + " = " + sent_value(parts.columns, column);
        },
        " and ");
}

std::string literal(std::string_view text) {
    std::string quoted = "'";
    for (const char character : text)
        quoted.append(character == '\'' ? 2 : 1, character);
    return quoted + "'";
}

}

// The name of a type of the database's own has no length: a cast to varchar(3) would cut without a word. For
// the same reason values are cast to the base type of a domain, and the assignment does the rest.
const std::string_view column_types_text = R"(select a.attname, b.oid,
  case when n.nspname = 'pg_catalog' then format_type(b.oid, -1)
    else quote_ident(n.nspname) || '.' || quote_ident(b.typname) end,
  coalesce(pg_get_serial_sequence($1::text, a.attname), ''),
  case when a.attgenerated = '' then coalesce(pg_get_expr(d.adbin, d.adrelid), '') else '' end
from pg_attribute a
  cross join lateral (
    with recursive types as (
      select t.oid, t.typname, t.typnamespace, t.typbasetype from pg_type t where t.oid = a.atttypid
      union all
      select t.oid, t.typname, t.typnamespace, t.typbasetype
      from types join pg_type t on t.oid = types.typbasetype where types.typbasetype <> 0)
    select * from types where typbasetype = 0) b
  join pg_namespace n on n.oid = b.typnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where a.attrelid = $1::text::regclass and a.attnum > 0 and not a.attisdropped)";

std::string insert_rows_text(const InsertParts& parts) {
    std::string text = insert_head(parts) + " select " + sent_values(parts.columns);
    text += " from " + sent_rows(parts.columns, false);
    if (!parts.returning.empty())
        text +=
            " returning " + list(parts.returning.size(), [&](std::size_t at) { return parts.returning[at]; });
    return text;
}

// A full join, since for that the planner never goes through all rows for each row, however few it expects.
// What stands on one side alone was left out by a trigger, or got another key from it: then there is no
// `ord`.
std::string insert_known_rows_text(const InsertParts& parts) {
    std::string text = source_text(parts) + ", ins as (" + insert_head(parts);
    text +=
        " select " + source_values(parts) + " from src order by ord returning " + inserted_names(parts) + ")";
    text += " select case when ins." + std::string(parts.key.front()) + " is not null then src.ord end";
    for (const std::string_view name : parts.returning)
        text.append(", ins.").append(name);
    text += " from src full join ins on ";
    return text + list(
                      parts.key.size(),
                      [&](std::size_t index) {
                          const std::string_view key = parts.key[index];
                          return "ins." + std::string(key) + " = src." + source_of(parts, key);
                      },
                      " and ");
}

std::string update_rows_text(const TargetParts& parts) {
    std::string text = "update " + std::string(parts.table) + " as t set ";
    text += list(parts.target, [&](std::size_t index) {
        return std::string(parts.columns[index].name) + " = " + sent_value(parts.columns, index);
    });
    text += " from " + sent_rows(parts.columns, !parts.returning.empty()) + " where " + conditions(parts);
    if (!parts.returning.empty())
        text += " returning v.ord";
    for (const std::string_view name : parts.returning)
        text.append(", t.").append(name);
    return text;
}

std::string delete_rows_text(const TargetParts& parts) {
    return "delete from " + std::string(parts.table) + " as t using " + sent_rows(parts.columns, true) +
           " where " + conditions(parts) + " returning v.ord";
}

std::string copy_text(std::string_view table, std::span<const SentColumn> columns, bool binary) {
    const std::string text = "copy " + std::string(table) + " (" + names(columns) + ") from stdin";
    return binary ? text + " (format binary)" : text;
}

std::string by_keys_text(std::string_view select, std::span<const SentColumn> key) {
    const std::string text = std::string(select) + " where ";
    if (key.size() == 1)
        return text + std::string(key.front().name) + " = any(" + arrays(key) + ")";
    return text + "(" + names(key) + ") in (select * from unnest(" + arrays(key) + "))";
}

std::string next_value_text(std::string_view sequence) {
    return "nextval(" + literal(sequence) + "::regclass)";
}

std::string can_move_text(const CountedColumn& counted) {
    const std::string sequence = literal(counted.sequence);
    std::string text = "select has_sequence_privilege(" + sequence + ", 'update')";
    text += " and has_sequence_privilege(" + sequence + ", 'select')";
    text += " and has_column_privilege(" + literal(counted.table) + ", " + literal(counted.plain_column) +
            ", 'select')";
    return text + " and (select seqincrement from pg_sequence where seqrelid = " + sequence +
           "::regclass) > 0";
}

std::string move_sequence_text(const CountedColumn& counted) {
    const std::string sequence = literal(counted.sequence) + "::regclass";
    std::string text = "select setval(" + sequence + ", known.top) from (select max(";
    text.append(counted.column).append(") as top from ").append(counted.table).append(") known");
    return text + " where known.top > coalesce(pg_sequence_last_value(" + sequence + "), 0)";
}

}
