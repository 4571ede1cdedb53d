#include "sql/dialect.hpp"

#include <algorithm>
#include <array>
#include <cassert>

namespace rowsmith::sql {

namespace {

std::string enclosed(std::string_view text, char mark) {
    std::string result(1, mark);
    for (const char c : text) {
        if (c == mark)
            result += mark;
        result += c;
    }
    return result += mark;
}

}

std::span<const Dialect* const> dialects() {
    static const std::array<const Dialect*, 2> all{&sqlite(), &postgres()};
    return all;
}

const Dialect* find_dialect(std::string_view name) {
    const auto all = dialects();
    const auto found = std::ranges::find(all, name, [](const Dialect* dialect) { return dialect->name; });
    return found == all.end() ? nullptr : *found;
}

std::string quote(std::string_view identifier) {
    return enclosed(identifier, '"');
}

std::string quote(std::string_view schema, std::string_view name) {
    return schema.empty() ? quote(name) : quote(schema) + "." + quote(name);
}

std::string text_literal(std::string_view text) {
    return enclosed(text, '\'');
}

const std::string* own_type(const model::Column& column, std::string_view dialect) {
    const auto found = std::ranges::find(column.db_types, dialect, &model::DialectSql::dialect);
    return found == column.db_types.end() || !found->text ? nullptr : &*found->text;
}

std::string column_type(const Dialect& dialect, const model::Schema& schema, const model::Column& column) {
    const auto* own = own_type(column, dialect.name);
    return own != nullptr ? *own : dialect.type(schema, column.type);
}

std::string default_sql(const model::Column& column, std::string_view dialect) {
    const auto* sql = column.initial.sql.of(dialect);
    return sql == nullptr ? std::string() : "(" + *sql + ")";
}

const std::string& label_of(const model::Enum& enumeration, std::string_view name) {
    const auto value = std::ranges::find(enumeration.values, name, &model::EnumValue::name);
    assert(value != enumeration.values.end());
    return value->db_name;
}

std::string hexadecimal(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string result;
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        result += digits[byte >> 4];
        result += digits[byte & 15];
    }
    return result;
}

}
