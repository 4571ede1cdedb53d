// One schema file as its three outputs see it: includes, what it declares, and what of other files it uses.

#include "cpp/literals.hpp"
#include "cpp/names.hpp"
#include "cpp/types.hpp"
#include "cpp/views.hpp"
#include "sql/ddl.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace rowsmith::cpp {
namespace {

std::vector<std::size_t> models_of(const model::Schema& schema, std::size_t file) {
    std::vector<std::size_t> tables;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        if (schema.tables[index].file == file && !schema.tables[index].made)
            tables.push_back(index);
    }
    return tables;
}

/// The same and the link tables that are made, which only the source knows.
std::vector<std::size_t> tables_of(const model::Schema& schema, std::size_t file) {
    std::vector<std::size_t> tables;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        if (schema.tables[index].file == file)
            tables.push_back(index);
    }
    return tables;
}

/// Whether a file has anything that becomes code; one of mixins alone has not.
bool has_content(const model::Schema& schema, std::size_t file) {
    const auto is_here = [&](const auto& item) { return item.file == file; };
    return std::ranges::any_of(schema.tables, is_here) || std::ranges::any_of(schema.enums, is_here) ||
           std::ranges::any_of(schema.sequences, is_here) || std::ranges::any_of(schema.queries, is_here);
}

/// The imported files that become code; through those that do not, what they import.
void content_imports(const model::Schema& schema, std::size_t file, std::set<std::size_t>& seen,
                     std::vector<std::size_t>& found) {
    for (const std::size_t import : schema.files[file].imports) {
        if (!seen.insert(import).second)
            continue;
        if (has_content(schema, import))
            found.push_back(import);
        else
            content_imports(schema, import, seen, found);
    }
}

std::vector<std::size_t> content_imports(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> seen{file};
    std::vector<std::size_t> found;
    content_imports(schema, file, seen, found);
    return found;
}

/// What the queries of a file take and give.
std::vector<const model::Column*> query_values(const model::Schema& schema, std::size_t file) {
    std::vector<const model::Column*> values;
    for (const model::Query& query : schema.queries) {
        if (query.file != file)
            continue;
        for (const auto* columns : {&query.parameters, &query.columns})
            for (const model::Column& column : *columns)
                values.push_back(&column);
    }
    return values;
}

void add_query_headers(std::set<std::string>& headers, const model::Schema& schema, std::size_t file) {
    for (const model::Query& query : schema.queries) {
        if (query.file != file)
            continue;
        if (query.kind == model::QueryKind::exec)
            headers.insert("<cstdint>");
        if (query.kind == model::QueryKind::optional)
            headers.insert("<optional>");
        if (query.kind == model::QueryKind::many)
            headers.insert("<vector>");
        for (const model::Column& parameter : query.parameters)
            if (parameter.type.scalar == model::Scalar::string && !parameter.type.array)
                headers.insert("<string_view>");
    }
    for (const model::Column* value : query_values(schema, file)) {
        if (const auto header = standard_header(value->type.scalar); !header.empty())
            headers.insert(fmt::format("<{}>", header));
        if (value->type.array)
            headers.insert("<vector>");
        if (value->type.nullable)
            headers.insert("<optional>");
    }
}

/// Headers of the standard library that the models' members need.
std::vector<std::string> standard_headers(const model::Schema& schema, std::size_t file) {
    std::set<std::string> headers;
    for (const std::size_t index : models_of(schema, file)) {
        headers.insert("<cstdint>");  // keys of columns
        headers.insert("<optional>"); // find()
        for (const model::Column& column : schema.tables[index].columns) {
            if (const auto header = standard_header(column.type.scalar); !header.empty())
                headers.insert(fmt::format("<{}>", header));
            if (column.type.array)
                headers.insert("<vector>");
            if (column.initial.text == "-9223372036854775808")
                headers.insert("<limits>");
        }
    }
    add_query_headers(headers, schema, file);
    const bool has_enums =
        std::ranges::any_of(schema.enums, [&](const auto& item) { return item.file == file; });
    if (has_enums)
        headers.insert({"<optional>", "<string_view>"});
    return {headers.begin(), headers.end()};
}

/// Headers that the schema names: of its C++ types and of its methods.
void add_user_code(FileView& view, const model::Schema& schema, std::size_t file) {
    std::set<std::string> headers;
    for (const std::size_t index : tables_of(schema, file)) {
        const model::Table& table = schema.tables[index];
        for (const model::Column& column : table.columns) {
            headers.insert(column.cpp.header);
            view.converts = view.converts || !column.cpp.name.empty();
        }
        headers.insert(table.methods);
        if (table.methods.empty())
            continue;
        const std::string scope = "::" + namespace_name(schema.files[file]) + "::";
        view.methods.push_back(
            {.model = scope + type_name(table.name), .base = scope + pascal_case(table.name) + "Methods"});
    }
    for (const model::Column* value : query_values(schema, file)) {
        headers.insert(value->cpp.header);
        view.converts = view.converts || !value->cpp.name.empty();
    }
    headers.erase("");
    view.user_headers = {headers.begin(), headers.end()};
}

/// The enums that are types of these tables' columns, and of the file's queries, wherever they are declared.
std::set<std::size_t> enums_in_columns(const model::Schema& schema, std::size_t file,
                                       const std::vector<std::size_t>& tables) {
    std::set<std::size_t> enums;
    for (const model::Column* value : query_values(schema, file)) {
        if (value->type.scalar == model::Scalar::enumeration)
            enums.insert(value->type.enumeration);
    }
    for (const std::size_t table : tables) {
        for (const model::Column& column : schema.tables[table].columns) {
            if (column.type.scalar == model::Scalar::enumeration)
                enums.insert(column.type.enumeration);
        }
    }
    return enums;
}

/// Files whose enums are members here: their headers have to be seen before the models.
std::vector<std::size_t> enum_files(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> files;
    for (const std::size_t enumeration : enums_in_columns(schema, file, models_of(schema, file)))
        files.insert(schema.enums[enumeration].file);
    files.erase(file);
    return {files.begin(), files.end()};
}

/// Files whose models relations of this one lead to and from.
std::set<std::size_t> related_files(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> files;
    for (const std::size_t index : tables_of(schema, file)) {
        for (const model::Relation& relation : schema.tables[index].relations)
            files.insert(schema.tables[relation.target].file);
        for (const model::ManyToMany& link : schema.tables[index].many_to_many) {
            if (link.declared_here)
                files.insert({schema.tables[link.target].file, schema.tables[link.through].file});
        }
    }
    files.erase(file);
    return files;
}

/// Files that the source needs besides: those of relations, and imports for the schema's list.
std::vector<std::size_t> source_files(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> files = related_files(schema, file);
    for (const std::size_t import : content_imports(schema, file))
        files.insert(import);
    files.erase(file);
    return {files.begin(), files.end()};
}

UsedEnumView used_enum_view(const model::Schema& schema, std::size_t file, const model::Enum& enumeration) {
    UsedEnumView view{.type = qualified(schema, file, enumeration.file, type_name(enumeration.name)),
                      .name = enum_constant(schema, file, enumeration, "type"),
                      .labels = enum_constant(schema, file, enumeration, "labels"),
                      .label_literals = {}};
    for (const model::EnumValue& value : enumeration.values)
        view.label_literals.push_back(string_literal(value.db_name));
    return view;
}

/// Enums of this file, and those of others that its columns use.
std::vector<UsedEnumView> used_enums(const model::Schema& schema, std::size_t file) {
    const std::set<std::size_t> in_columns = enums_in_columns(schema, file, tables_of(schema, file));
    std::vector<UsedEnumView> views;
    for (std::size_t index = 0; index < schema.enums.size(); ++index) {
        if (schema.enums[index].file != file && !in_columns.contains(index))
            continue;
        views.push_back(used_enum_view(schema, file, schema.enums[index]));
        views.back().in_columns = in_columns.contains(index);
    }
    return views;
}

std::vector<SequenceView> used_sequences(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> used;
    for (const std::size_t table : models_of(schema, file)) {
        for (const model::Column& column : schema.tables[table].columns) {
            if (column.initial.kind == model::DefaultKind::sequence)
                used.insert(column.initial.sequence);
        }
    }
    std::vector<SequenceView> views;
    for (const std::size_t index : used) {
        const model::Sequence& sequence = schema.sequences[index];
        views.push_back({.name = sequence_constant(schema, file, sequence),
                         .database = string_literal(sequence.db_name),
                         .schema = sequence.db_schema.empty() ? "" : string_literal(sequence.db_schema),
                         .increment = fmt::format("{}", sequence.increment),
                         .cache = fmt::format("{}", sequence.cache)});
    }
    return views;
}

std::vector<DdlView> ddl_views(const std::vector<sql::DdlStatement>& statements) {
    std::vector<DdlView> views;
    for (const sql::DdlStatement& statement : statements)
        views.push_back({.order = fmt::format("{}", statement.order),
                         .sql = sql_literal(statement.sql),
                         .check = statement.check.empty() ? "" : sql_literal(statement.check)});
    return views;
}

void add_ddl(FileView& view, const model::Schema& schema, std::size_t file,
             std::span<const sql::Dialect* const> dialects) {
    for (const sql::Dialect* dialect : dialects) {
        const std::string name(dialect->name);
        view.ddl.push_back({.name = name,
                            .create = ddl_views(sql::create_statements(*dialect, schema, file,
                                                                       sql::CreateMode::if_not_exists)),
                            .drop = ddl_views(sql::drop_statements(*dialect, schema, file))});
    }
}

std::string forward_header(const ViewOptions& options, std::size_t file) {
    return options.outputs[file] + "_fwd.hpp";
}

void add_imports(FileView& view, const model::Schema& schema, std::size_t file, const ViewOptions& options) {
    const auto header = [&](std::size_t other) { return options.outputs[other] + ".hpp"; };
    const std::vector<std::size_t> in_header = enum_files(schema, file);
    for (const std::size_t other : in_header)
        view.header_imports.push_back(header(other));
    for (const std::size_t other : related_files(schema, file)) {
        if (!std::ranges::binary_search(in_header, other))
            view.forward_imports.push_back(forward_header(options, other));
    }
    for (const std::size_t other : source_files(schema, file)) {
        if (!std::ranges::binary_search(in_header, other))
            view.source_imports.push_back(header(other));
    }
    for (const std::size_t import : content_imports(schema, file))
        view.import_schemas.push_back(
            "&" + qualified(schema, file, import, schema_constant(options.outputs[import])));
}

bool is_alone(const model::Schema& schema, std::size_t file) {
    const auto shares = [&](const model::File& other) {
        return other.requested && other.name_space == schema.files[file].name_space;
    };
    return std::ranges::count_if(schema.files, shares) == 1;
}

std::string file_name(std::string_view path) {
    return std::string(path.substr(path.rfind('/') + 1));
}

}

FileView file_view(const model::Schema& schema, std::size_t file, const ViewOptions& options) {
    FileView view;
    view.source = file_name(options.outputs[file]);
    view.version = options.version;
    view.name_space = namespace_name(schema.files[file]);
    view.forward = forward_header(options, file);
    view.header = options.outputs[file] + ".hpp";
    view.schema = schema_constant(options.outputs[file]);
    view.fingerprint = string_literal(model::fingerprint(schema, file));
    view.alone = is_alone(schema, file);
    view.standard_headers = standard_headers(schema, file);
    add_imports(view, schema, file, options);
    add_user_code(view, schema, file);
    for (const model::Enum& enumeration : schema.enums) {
        if (enumeration.file == file)
            view.enums.push_back(enum_view(enumeration));
    }
    for (const model::Query& query : schema.queries) {
        if (query.file == file)
            view.queries.push_back(query_view(schema, query, options));
    }
    for (const std::size_t table : models_of(schema, file))
        view.models.push_back(model_view(schema, table));
    for (const std::size_t table : tables_of(schema, file)) {
        view.mappings.push_back(mapping_view(schema, table, options));
        if (schema.tables[table].made)
            view.links.push_back(link_view(schema, table));
        for (RelationView& function : relation_functions(schema, table))
            view.functions.push_back(std::move(function));
    }
    if (!view.enums.empty())
        view.runtime_headers.emplace_back("error.hpp");
    if (!view.queries.empty())
        view.runtime_headers.emplace_back("named_query.hpp");
    view.used_enums = used_enums(schema, file);
    view.sequences = used_sequences(schema, file);
    add_ddl(view, schema, file, options.dialects);
    return view;
}

}
