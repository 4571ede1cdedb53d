#include "cpp/names.hpp"

#include "cpp/relations.hpp"
#include "support/cpp_words.hpp"
#include "support/names.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace rowsmith::cpp {
namespace {

/// Types of rowsmith::Repository, which a repository's declaration would find first.
bool is_hidden_in_repository(std::string_view type) {
    return type == "Key" || type == "Repository";
}

/// `_of_acme_shop`, behind the constants of another namespace's enums and sequences: two may have one name.
std::string origin(const model::Schema& schema, std::size_t file, std::size_t other) {
    if (schema.files[file].name_space == schema.files[other].name_space)
        return "";
    std::string suffix = "_of";
    for (const std::string& part : schema.files[other].name_space)
        suffix += "_" + part;
    return suffix;
}

/// Names, or their endings, of what a generated source keeps to itself in the file's namespace.
bool is_source_constant(std::string_view name) {
    constexpr std::array names{"ddl", "imported_schemas", "table_mappings"};
    constexpr std::array endings{"_create", "_drop",     "_labels", "_mapping", "_query",
                                 "_schema", "_sequence", "_table",  "_type"};
    return std::ranges::find(names, name) != names.end() ||
           std::ranges::any_of(endings, [name](const char* ending) { return name.ends_with(ending); });
}

std::string namespace_part(const std::string& part) {
    // Inside `acme::std`, `std::string` would be looked for in the wrong place.
    return part == "std" || part == "rowsmith" ? part + "_" : cpp_identifier(part);
}

}

std::string namespace_name(const model::File& file) {
    std::string name;
    for (const std::string& part : file.name_space)
        name += (name.empty() ? "" : "::") + namespace_part(part);
    return name;
}

std::string type_name(std::string_view schema_name) {
    return cpp_identifier(pascal_case(schema_name));
}

std::string repository_name(const model::Table& table) {
    return pascal_case(table.name) + "Repository";
}

std::string member_name(const model::Table& table, const model::Column& column) {
    const std::string name = cpp_identifier(column.name);
    return name == type_name(table.name) ? name + "_" : name;
}

std::string constant_name(const model::Table& table, const model::Column& column) {
    const std::string name = member_name(table, column);
    return is_repository_member(name) || name == repository_name(table) ? name + "_" : name;
}

std::string constant_name(const model::Table& table, const std::string& relation) {
    const std::string name = cpp_identifier(relation);
    const bool taken =
        is_repository_member(name) || name == repository_name(table) || name == type_name(table.name);
    return taken ? name + "_" : name;
}

std::string method_name(const std::string& relation) {
    const std::string name = cpp_identifier(relation);
    if (!is_ref_member(name))
        return name;
    return name + (name.ends_with('_') ? "x_" : "_"); // no name has two underscores side by side
}

std::string function_name(const std::string& relation) {
    const std::string name = cpp_identifier(relation);
    return is_source_constant(name) ? name + "_" : name;
}

std::string mapping_name(const model::Schema& schema, std::size_t file, std::size_t table) {
    const model::Table& named = schema.tables[table];
    return named.made ? stem(named.name) + "_mapping"
                      : qualified(schema, file, named.file, repository_name(named)) + "::mapping";
}

std::string full_type_name(const model::Schema& schema, const model::Table& table) {
    return "::" + namespace_name(schema.files[table.file]) + "::" + type_name(table.name);
}

std::string parameter_name(const model::Schema& schema, const model::Table& table, std::string name) {
    const auto is_constant = [&](const model::Column& column) {
        return constant_name(table, column) == name;
    };
    const auto relations = relation_names(schema, table);
    const auto is_relation = [&](const std::string& relation) {
        return constant_name(table, relation) == name;
    };
    while (std::ranges::any_of(table.columns, is_constant) || std::ranges::any_of(relations, is_relation))
        name += name.ends_with('_') ? "x_" : "_";
    return name;
}

std::string stem(std::string_view schema_name) {
    return snake_case(schema_name);
}

std::string enum_constant(const model::Schema& schema, std::size_t file, const model::Enum& enumeration,
                          std::string_view kind) {
    return stem(enumeration.name) + "_" + std::string(kind) + origin(schema, file, enumeration.file);
}

std::string sequence_constant(const model::Schema& schema, std::size_t file,
                              const model::Sequence& sequence) {
    // Not the stem: sequences are no types, and `order_no` may stand beside `orderNo`.
    return sequence.name + "_sequence" + origin(schema, file, sequence.file);
}

std::string qualified(const model::Schema& schema, std::size_t file, std::size_t other,
                      std::string_view name) {
    const std::string here = namespace_name(schema.files[file]);
    const std::string there = namespace_name(schema.files[other]);
    return here == there && !is_hidden_in_repository(name) ? std::string(name)
                                                           : "::" + there + "::" + std::string(name);
}

std::string schema_constant(std::string_view output) {
    std::string name;
    if (output.ends_with(".rows"))
        output.remove_suffix(5);
    for (const char character : output)
        name += std::isalnum(static_cast<unsigned char>(character)) ? character : '_';
    name = snake_case(name);
    if (name.empty() || std::isdigit(static_cast<unsigned char>(name.front())))
        name.insert(0, "file_");
    return name + "_schema";
}

}
