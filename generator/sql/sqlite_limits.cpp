#include "sql/sqlite_limits.hpp"

#include "sql/dialect.hpp"
#include "sql/sqlite_names.hpp"
#include "sql/sqlite_types.hpp"
#include "sql/table.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::sql {

namespace {

using model::Scalar;
using Use = TableSql::Use;

const std::string* own(const model::Column& column) {
    return own_type(column, sqlite().name);
}

// ---- types

Limit not_strict(const model::Table& table, const model::Column& column) {
    return {.code = "RS0704",
            .place = column.place,
            .message =
                fmt::format("SQLite's STRICT tables have no type '{}', so table '{}' will not be STRICT: it "
                            "takes values of any type",
                            *own(column), table.name),
            .help = "the types of STRICT tables are INT, INTEGER, REAL, TEXT, BLOB and ANY",
            .severity = Severity::warning};
}

Limit not_kept(const model::Schema& schema, const model::Column& column) {
    return {
        .code = "RS0705",
        .place = column.place,
        .message = fmt::format("SQLite's type '{}' changes or refuses values of '{}', which are stored as {}",
                               *own(column), column.name, sqlite().type(schema, column.type)),
        .help = fmt::format("write `as sqlite \"{}\"`, or leave it out", sqlite().type(schema, column.type))};
}

Limit not_counted(const model::Column& column) {
    return {.code = "RS0706",
            .place = column.place,
            .message = fmt::format("SQLite counts in columns of type INTEGER only, and '{}' is {}",
                                   column.name, *own(column)),
            .help = "leave out `as sqlite`"};
}

void add_types(std::vector<Limit>& to, const model::Schema& schema, const model::Table& table) {
    const bool strict = sqlite_is_strict(table);
    for (const auto& column : table.columns) {
        if (own(column) == nullptr)
            continue;
        const bool counted = column.initial.kind == model::DefaultKind::identity;
        if (counted && lower_ascii(*own(column)) != "integer")
            to.push_back(not_counted(column));
        else if (!sqlite_keeps(column.type, *own(column), strict))
            to.push_back(not_kept(schema, column));
        else if (!sqlite_is_strict_type(*own(column)))
            to.push_back(not_strict(table, column));
    }
}

// ---- decimals that are texts

bool is_text_decimal(const model::Column& column) {
    return column.type.scalar == Scalar::decimal && !column.type.array && !sqlite_is_real(column.type);
}

bool is_word_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// Whether the SQL has this word outside of text literals. It is not parsed: a warning can do with a guess.
bool has_word(std::string_view raw_sql, std::string_view raw_word) {
    const auto sql = lower_ascii(raw_sql);
    const auto word = lower_ascii(raw_word);
    bool literal = false;
    for (std::size_t at = 0; at < sql.size(); ++at) {
        if (sql[at] == '\'')
            literal = !literal;
        const bool begins = !literal && (at == 0 || !is_word_character(sql[at - 1]));
        const auto end = at + word.size();
        if (begins && sql.compare(at, word.size(), word) == 0 &&
            (end == sql.size() || !is_word_character(sql[end])))
            return true;
    }
    return false;
}

Limit compared(const model::Column& column, model::Place place, std::string_view what) {
    return {.code = "RS0707",
            .place = place,
            .message =
                fmt::format("SQLite keeps decimals of more than 15 digits as texts, and {} '{}' as one: '10' "
                            "comes before '9'",
                            what, column.name),
            .help = fmt::format("let SQLite take it as a number: `sqlite \"cast({} as real) ...\"`",
                                column.db_name),
            .severity = Severity::warning};
}

/// Whether an index is over the columns of a relation, and just finds the rows that point to one.
bool is_of_relation(const model::Table& table, const model::Index& index) {
    const auto matches = [](const model::IndexPart& part, std::size_t column) {
        return part.kind == model::IndexPart::Kind::column && !part.descending &&
               part.columns.front() == column;
    };
    return std::ranges::any_of(table.relations, [&](const model::Relation& relation) {
        return std::ranges::equal(index.parts, relation.columns, matches);
    });
}

/// A unique key over such a column is as it should be: equal numbers are equal texts.
void add_text_order(std::vector<Limit>& to, const model::Table& table) {
    for (const auto& index : table.indexes) {
        if (index.unique || !index.method.empty() || is_of_relation(table, index))
            continue;
        for (const auto& part : index.parts) {
            if (part.kind == model::IndexPart::Kind::column &&
                is_text_decimal(table.columns[part.columns.front()]))
                to.push_back(compared(table.columns[part.columns.front()], index.place, "this index sorts"));
        }
    }
    for (const auto& sql : sql_of(table)) {
        const auto* text = sql.text->of(sqlite().name);
        if (text == nullptr || sql.use == Use::view || has_word(*text, "cast"))
            continue;
        for (const auto& column : table.columns) {
            if (is_text_decimal(column) && has_word(*text, column.db_name))
                to.push_back(compared(column, sql.text->place, "this SQL takes"));
        }
    }
}

/// What SQLite computes is a REAL, whose text has an exponent, or digits that the column has not.
void add_text_results(std::vector<Limit>& to, const model::Table& table) {
    for (const auto& column : table.columns) {
        if (column.computed() && is_text_decimal(column))
            to.push_back({.code = "RS0708",
                          .place = column.place,
                          .message = fmt::format("SQLite computes with 15 digits, and '{}' has {}",
                                                 column.name, column.type.precision),
                          .help = fmt::format("make it `decimal(15, {})`, or compute it in the program",
                                              std::min(column.type.scale, 15))});
    }
}

}

std::vector<Limit> sqlite_limits(const model::Schema& schema) {
    auto all = sqlite_shared_names(schema);
    for (const auto& table : schema.tables) {
        if (!schema.files[table.file].requested)
            continue;
        add_types(all, schema, table);
        add_text_order(all, table);
        add_text_results(all, table);
    }
    return all;
}

}
