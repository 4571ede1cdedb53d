#include "cpp/types.hpp"

#include "cpp/names.hpp"

#include <fmt/format.h>

#include <array>

namespace rowsmith::cpp {
namespace {

struct Spelling {
    std::string_view type;
    std::string_view kind;
    std::string_view header;
    bool small; // passed by value
};

// In the order of model::Scalar.
constexpr std::array<Spelling, 15> spellings{{
    {"bool", "boolean", "", true},
    {"std::int16_t", "int16", "cstdint", true},
    {"std::int32_t", "int32", "cstdint", true},
    {"std::int64_t", "int64", "cstdint", true},
    {"float", "float32", "", true},
    {"double", "float64", "", true},
    {"rowsmith::Decimal", "decimal", "", false},
    {"std::string", "string", "string", false},
    {"rowsmith::Bytes", "bytes", "", false},
    {"rowsmith::Date", "date", "", true},
    {"rowsmith::Time", "time", "", true},
    {"rowsmith::Timestamp", "timestamp", "", true},
    {"rowsmith::Uuid", "uuid", "", false},
    {"rowsmith::Json", "json", "", false},
    {"", "enumeration", "", true},
}};

const Spelling& spelling(model::Scalar scalar) {
    return spellings[static_cast<std::size_t>(scalar)];
}

std::string element_type(const model::Schema& schema, std::size_t file, const model::Type& type) {
    if (type.scalar != model::Scalar::enumeration)
        return std::string(spelling(type.scalar).type);
    const model::Enum& enumeration = schema.enums[type.enumeration];
    return qualified(schema, file, enumeration.file, type_name(enumeration.name));
}

/// The user's type, else the schema's.
std::string own_type(const model::Schema& schema, std::size_t file, const model::Column& column) {
    return column.cpp.name.empty() ? value_type_of(schema, file, column.type) : column.cpp.name;
}

}

std::string value_type_of(const model::Schema& schema, std::size_t file, const model::Type& type) {
    const std::string element = element_type(schema, file, type);
    return type.array ? fmt::format("std::vector<{}>", element) : element;
}

std::string type_of(const model::Schema& schema, std::size_t file, const model::Column& column) {
    std::string type = own_type(schema, file, column);
    if (column.type.nullable)
        type = fmt::format("std::optional<{}>", type);
    return column.deferred ? fmt::format("rowsmith::Deferred<{}>", type) : type;
}

std::string parameter_type_of(const model::Schema& schema, std::size_t file, const model::Column& column) {
    const bool small = column.cpp.name.empty() && !column.type.array && spelling(column.type.scalar).small;
    const std::string type = own_type(schema, file, column);
    return small ? type : fmt::format("const {}&", type);
}

std::string_view kind_of(model::Scalar scalar) {
    return spelling(scalar).kind;
}

std::string_view standard_header(model::Scalar scalar) {
    return spelling(scalar).header;
}

}
