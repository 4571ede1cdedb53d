#include "analysis/identifiers.hpp"

#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace rowsmith::analysis {

namespace {

constexpr std::array<std::string_view, 4> kept_namespaces{"std", "posix", "rowsmith", "sqlite3"};
constexpr std::array<std::string_view, 2> kept_prefixes{"sqlite_", "rowsmith_"};

bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}

/// The same name without what makes it reserved; empty when nothing is left.
std::string mended(std::string_view name) {
    std::string result;
    for (const char c : name)
        if (c != '_' || (!result.empty() && result.back() != '_'))
            result += c;
    return result.empty() || (result.front() >= '0' && result.front() <= '9') ? std::string() : result;
}

void check_identifier(Work& work, const syntax::Name& name) {
    if (is_usable_in_cpp(name.text))
        return;
    const auto better = mended(name.text);
    if (better.empty())
        work.report(
            mistake("RS0306", name.span,
                    fmt::format("'{}' cannot be a name: a name needs a letter before any digit", name.text)));
    else
        work.report(mistake("RS0306", name.span, fmt::format("'{}' cannot be a name in C++", name.text),
                            fmt::format("C++ keeps such names for itself; `{}` is fine", better)));
}

void check_declared_name(Work& work, const syntax::Name& name) {
    check_identifier(work, name);
    if (is_type_word(name.text))
        work.report(mistake("RS0307", name.span,
                            fmt::format("'{}' is a type of the schema language", name.text),
                            "give it another name"));
}

void check_field(Work& work, const syntax::Field& field) {
    check_identifier(work, field.name);
    if (const auto* inverse = attribute<syntax::Inverse>(field))
        check_identifier(work, inverse->name);
    if (const auto* via = attribute<syntax::Via>(field))
        for (const auto& column : via->columns)
            check_identifier(work, column);
    if (const auto* through = attribute<syntax::ThroughMade>(field))
        for (const auto& column : through->columns)
            check_identifier(work, column);
}

void check_fields(Work& work, const std::vector<syntax::Member>& members) {
    for (const auto& member : members)
        if (const auto* field = std::get_if<syntax::Field>(&member))
            check_field(work, *field);
}

void check_declaration(Work& work, const syntax::Declaration& declaration) {
    std::visit([&](const auto& node) { check_declared_name(work, node.name); }, declaration);
    if (const auto* table = std::get_if<syntax::Table>(&declaration))
        check_fields(work, table->members);
    else if (const auto* mixin = std::get_if<syntax::Mixin>(&declaration))
        check_fields(work, mixin->members);
    else if (const auto* enumeration = std::get_if<syntax::Enum>(&declaration))
        for (const auto& value : enumeration->values)
            check_identifier(work, value.name);
    else if (const auto* query = std::get_if<syntax::Query>(&declaration))
        for (const auto* values : {&query->parameters, &query->columns})
            for (const auto& value : *values)
                check_identifier(work, value.name);
}

void check_namespace(Work& work, const syntax::Namespace& name_space) {
    for (const auto& part : name_space.parts)
        check_identifier(work, part);
    if (!name_space.parts.empty() && std::ranges::count(kept_namespaces, name_space.parts.front().text) > 0)
        work.report(mistake("RS0606", name_space.parts.front().span,
                            fmt::format("namespace '{}' is not yours", name_space.parts.front().text),
                            "generated code goes into this namespace: name one of your own"));
}

std::uint32_t hash_of(std::string_view text) { // FNV-1a
    std::uint32_t hash = 2166136261U;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    return hash;
}

/// At most `size` bytes from the start of UTF-8 text, no character cut in two.
std::string_view head_of(std::string_view text, std::size_t size) {
    while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U)
        --size;
    return text.substr(0, size);
}

}

bool is_usable_in_cpp(std::string_view name) {
    const auto first = name.find_first_not_of('_');
    if (first == std::string_view::npos || (name[first] >= '0' && name[first] <= '9'))
        return false;
    return !(first == 1 && is_upper(name[1])) && name.find("__") == std::string_view::npos;
}

std::string member_name(std::string_view name) {
    return cpp_identifier(snake_case(name));
}

std::string_view likeness(std::string_view one, std::string_view other) {
    return cpp_identifier(one) == cpp_identifier(other) ? "would have one name in C++"
                                                        : "differ in capitals or underscores only";
}

void check_identifiers(Work& work) {
    for (const auto& file : work.program.files) {
        if (file.name_space)
            check_namespace(work, *file.name_space);
        for (const auto& declaration : file.declarations)
            check_declaration(work, declaration);
    }
}

void check_db_name(Work& work, std::string_view name, Span place) {
    if (name.empty())
        work.report(mistake("RS0314", place, "a name in the database cannot be empty",
                            "write one between the quotes"));
    else if (name.size() > longest_db_name)
        work.report(mistake("RS0314", place, fmt::format("'{}' is too long for a name in the database", name),
                            fmt::format("it has {} bytes and may have {}; `as \"...\"` sets a shorter one",
                                        name.size(), longest_db_name)));
}

void check_object_name(Work& work, std::string_view name, Span place) {
    check_db_name(work, name, place);
    for (const auto prefix : kept_prefixes)
        if (lower_ascii(name).starts_with(prefix))
            work.report(mistake("RS0314", place, fmt::format("names that begin with '{}' are taken", prefix),
                                "the database keeps them for itself; `as \"...\"` sets another name"));
}

void check_schema_name(Work& work, const syntax::Text& name) {
    check_db_name(work, name.value, name.span);
    if (name.value.starts_with("pg_") || name.value == "information_schema")
        work.report(mistake("RS0314", name.span,
                            fmt::format("'{}' is a schema that PostgreSQL keeps for itself", name.value),
                            "stand in another one; those that begin with 'pg_' are taken"));
}

std::string derived_name(std::string_view prefix, std::string_view table,
                         const std::vector<std::string>& parts) {
    auto name = fmt::format("{}_{}", prefix, table);
    for (const auto& part : parts)
        name += "_" + part;
    if (name.size() <= longest_db_name)
        return name;
    return fmt::format("{}_{:08x}", head_of(name, longest_db_name - 9), hash_of(name));
}

}
