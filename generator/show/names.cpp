#include "show/names.hpp"

#include "model/words.hpp"
#include "support/names.hpp"
#include "support/unicode.hpp"

#include <fmt/format.h>

#include <array>

namespace rowsmith::show {
namespace {

template <typename Name>
std::vector<std::size_t> tables_where(const model::Schema& schema, std::string_view name, Name name_of) {
    std::vector<std::size_t> found;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        if (name_of(schema.tables[index]) == name)
            found.push_back(index);
    }
    return found;
}

}

std::string name_space(const model::File& file) {
    return joined(file.name_space, "::");
}

std::string full_name(const model::Schema& schema, std::size_t file, std::string_view name) {
    return fmt::format("{}::{}", name_space(schema.files[file]), name);
}

std::string full_name(const model::Schema& schema, const model::Table& table) {
    return full_name(schema, table.file, table.name);
}

std::vector<std::size_t> tables_called(const model::Schema& schema, std::string_view name) {
    auto found = tables_where(schema, name, [](const model::Table& table) { return table.name; });
    if (found.empty())
        found =
            tables_where(schema, name, [&](const model::Table& table) { return full_name(schema, table); });
    if (found.empty())
        found = tables_where(schema, name, [](const model::Table& table) { return table.db_name; });
    return found;
}

std::string nearest_table(const model::Schema& schema, std::string_view name) {
    std::vector<std::string> names;
    for (const model::Table& table : schema.tables) {
        names.push_back(table.name);
        names.push_back(table.db_name);
        names.push_back(full_name(schema, table));
    }
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    return std::string(nearest(name, candidates));
}

std::string type_text(const model::Schema& schema, std::size_t file, const model::Type& type) {
    std::string text(model::scalar_word(type.scalar));
    if (type.scalar == model::Scalar::enumeration) {
        const model::Enum& enumeration = schema.enums[type.enumeration];
        const bool near = schema.files[enumeration.file].name_space == schema.files[file].name_space;
        text = near ? enumeration.name : full_name(schema, enumeration.file, enumeration.name);
    } else if (type.scalar == model::Scalar::decimal) {
        text += fmt::format("({}, {})", type.precision, type.scale);
    } else if (type.length > 0) {
        text += fmt::format("({})", type.length);
    }
    return text + (type.array ? "[]" : "") + (type.nullable ? "?" : "");
}

std::vector<std::string> column_names(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::vector<std::string> names;
    for (const std::size_t column : columns)
        names.push_back(table.columns[column].name);
    return names;
}

std::string joined(const std::vector<std::string>& texts, std::string_view separator) {
    return fmt::format("{}", fmt::join(texts, separator));
}

std::string visible(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        if (!point.valid)
            result += "\xEF\xBF\xBD"; // U+FFFD
        else if (is_control(point.value) || is_invisible(point.value))
            result += fmt::format("\\u{{{:x}}}", static_cast<std::uint32_t>(point.value));
        else
            result += text.substr(at, point.length);
        at += point.length;
    }
    return result;
}

}
