#include "model/model.hpp"
#include "model/dump_query.hpp"
#include "model/words.hpp"

#include <fmt/format.h>

#include <array>
#include <string_view>
#include <utility>

namespace rowsmith::model {

namespace {

/// A text between quotes, on one line.
std::string quoted(std::string_view text) {
    std::string result = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += '\\';
        if (byte < 0x20)
            result += fmt::format("\\x{:02x}", byte);
        else
            result += c;
    }
    return result + '"';
}

struct Dump {
    const Schema& schema;
    std::size_t file;
    bool documentation; // and old names, and queries
    std::string text = {};

    void line(int depth, std::string_view content);
    void doc(int depth, const std::string& doc);
    /// `name` of something in file `from`, with its namespace where that is another one.
    [[nodiscard]] std::string name_of(const std::string& name, std::size_t from) const;
    [[nodiscard]] const std::string& table_name(std::size_t table) const { return schema.tables[table].name; }
    [[nodiscard]] std::string labels(const Enum& enumeration) const;
    [[nodiscard]] std::string type(const Type& type) const;
    [[nodiscard]] std::string was(const std::string& renamed_from) const;
    [[nodiscard]] std::string initial(const Default& initial) const;

    void write();
    void enumeration(const Enum& enumeration);
    void sequence(const Sequence& sequence);
    void table(const Table& table);
    void column(const Column& column);
    void keys(const Table& table);
    void partitions(const Table& table);
    void relation(const Table& table, const Relation& relation);
    void inverse(const Inverse& inverse);
    void many_to_many(const Table& table, const ManyToMany& link);
    void query(const Query& query);
};

std::string as_text(const std::string& name, const std::string& db_name) {
    return name == db_name ? std::string() : " as " + quoted(db_name);
}

/// ` in "accounts"`, of a table, enum or sequence.
template <typename Object>
std::string in_schema(const Object& object) {
    return object.db_schema.empty() ? std::string() : " in " + quoted(object.db_schema);
}

std::string column_list(const Table& table, const std::vector<std::size_t>& columns) {
    std::string list;
    for (const auto column : columns)
        list += (list.empty() ? "" : ", ") + table.columns[column].name;
    return "(" + list + ")";
}

/// The text for all databases, then those for some: `"a" <dialect> "b" <dialect> none`.
std::string sql_text(const SqlText& sql) {
    std::string text = sql.common ? quoted(*sql.common) : std::string();
    for (const auto& own : sql.dialects)
        text += fmt::format("{}{} {}", text.empty() ? "" : " ", own.dialect,
                            own.text ? quoted(*own.text) : std::string("none"));
    return text;
}

std::string part_text(const Table& table, const IndexPart& part) {
    switch (part.kind) {
    case IndexPart::Kind::column:
        return table.columns[part.columns.front()].name;
    case IndexPart::Kind::call:
        return part.function + column_list(table, part.columns);
    case IndexPart::Kind::sql:
        return sql_text(part.sql);
    }
    return {};
}

std::string part_list(const Table& table, const std::vector<IndexPart>& parts) {
    std::string list;
    for (const auto& part : parts)
        list += fmt::format("{}{}{}{}", list.empty() ? "" : ", ", part_text(table, part),
                            part.operators.empty() ? "" : " ops " + part.operators,
                            part.descending ? " desc" : "");
    return "(" + list + ")";
}

std::string writing_text(const Column& column) {
    switch (column.writing) {
    case Writing::always:
        return {};
    case Writing::insert_only:
        return " readonly";
    case Writing::version:
        return " version";
    case Writing::stored:
        return fmt::format(" computed stored ({})", sql_text(column.expression));
    case Writing::on_read:
        return fmt::format(" computed virtual ({})", sql_text(column.expression));
    }
    return {};
}

/// What stands for the column's type in C++ and in databases, where that is another one.
std::string foreign_types(const Column& column) {
    std::string text;
    if (!column.cpp.name.empty())
        text += " as cpp " + quoted(column.cpp.name);
    if (!column.cpp.header.empty())
        text += " header " + quoted(column.cpp.header);
    for (const auto& own : column.db_types)
        text += fmt::format(" as {} {}", own.dialect, quoted(own.text.value_or("")));
    return text;
}

void Dump::line(int depth, std::string_view content) {
    text.append(static_cast<std::size_t>(depth) * 2, ' ');
    text += content;
    text += '\n';
}

void Dump::doc(int depth, const std::string& lines) {
    if (!documentation || lines.empty())
        return;
    std::string_view rest = lines;
    while (true) {
        const auto end = rest.find('\n');
        line(depth,
             rest.empty() || end == 0 ? std::string("///") : fmt::format("/// {}", rest.substr(0, end)));
        if (end == std::string_view::npos)
            return;
        rest.remove_prefix(end + 1);
    }
}

std::string Dump::name_of(const std::string& name, std::size_t from) const {
    if (schema.files[from].name_space == schema.files[file].name_space)
        return name;
    std::string qualified;
    for (const auto& part : schema.files[from].name_space)
        qualified += part + "::";
    return qualified + name;
}

std::string Dump::labels(const Enum& enumeration) const {
    std::string list;
    for (const auto& value : enumeration.values)
        list +=
            fmt::format("{}{}{}", list.empty() ? "" : ", ", value.name, as_text(value.name, value.db_name));
    return list;
}

std::string Dump::type(const Type& type) const {
    std::string word(scalar_word(type.scalar));
    if (type.scalar == Scalar::enumeration) {
        const auto& enumeration = schema.enums[type.enumeration];
        word = name_of(enumeration.name, enumeration.file);
        if (enumeration.file != file)
            word +=
                as_text({}, enumeration.db_name) + in_schema(enumeration) + " {" + labels(enumeration) + "}";
    } else if (type.scalar == Scalar::decimal)
        word += fmt::format("({}, {})", type.precision, type.scale);
    else if (type.length > 0)
        word += fmt::format("({})", type.length);
    return word + (type.array ? "[]" : "") + (type.nullable ? "?" : "");
}

/// Old names matter to migrations alone, so that the fingerprint goes without.
std::string Dump::was(const std::string& renamed_from) const {
    return !documentation || renamed_from.empty() ? std::string() : " renamed from " + quoted(renamed_from);
}

std::string sequence_options(const Sequence& sequence) {
    return fmt::format("start {} increment {} cache {}", sequence.start, sequence.increment, sequence.cache);
}

std::string Dump::initial(const Default& initial) const {
    switch (initial.kind) {
    case DefaultKind::none:
        return {};
    case DefaultKind::literal:
        return " = " + quoted(initial.text);
    case DefaultKind::now:
        return " = now()";
    case DefaultKind::uuid:
        return " = uuid()";
    case DefaultKind::sequence: {
        const auto& sequence = schema.sequences[initial.sequence];
        const auto foreign = sequence.file == file ? std::string()
                                                   : as_text({}, sequence.db_name) + in_schema(sequence) +
                                                         " " + sequence_options(sequence);
        return fmt::format(" = next({}{})", name_of(sequence.name, sequence.file), foreign);
    }
    case DefaultKind::identity:
        return " identity";
    case DefaultKind::sql:
        return " = sql " + sql_text(initial.sql);
    }
    return {};
}

void Dump::enumeration(const Enum& enumeration) {
    doc(0, enumeration.doc);
    line(0, fmt::format("enum {}{}{}{}", enumeration.name, as_text(enumeration.name, enumeration.db_name),
                        in_schema(enumeration), was(enumeration.renamed_from)));
    for (const auto& value : enumeration.values) {
        doc(1, value.doc);
        line(1, value.name + as_text(value.name, value.db_name) + was(value.renamed_from));
    }
}

void Dump::sequence(const Sequence& sequence) {
    doc(0, sequence.doc);
    line(0, fmt::format("sequence {}{}{}{} {}", sequence.name, as_text(sequence.name, sequence.db_name),
                        in_schema(sequence), was(sequence.renamed_from), sequence_options(sequence)));
}

void Dump::column(const Column& column) {
    doc(1, column.doc);
    line(1, fmt::format("column {}{}{}: {}{}{}{}{}{}{}", column.name, as_text(column.name, column.db_name),
                        was(column.renamed_from), type(column.type), foreign_types(column),
                        initial(column.initial), writing_text(column), column.deferred ? " deferred" : "",
                        column.primary ? " primary" : "", column.from_relation ? " made" : ""));
}

void Dump::keys(const Table& table) {
    if (!table.primary_key.empty())
        line(1, "key " + column_list(table, table.primary_key));
    for (const auto& key : table.unique_keys)
        line(1, fmt::format("unique {} {}{}", column_list(table, key.columns), quoted(key.db_name),
                            was(key.renamed_from)));
    for (const auto& index : table.indexes) {
        doc(1, index.doc);
        line(1,
             fmt::format("index {}{}{}{} {}{}", part_list(table, index.parts), index.unique ? " unique" : "",
                         index.method.empty() ? "" : " using " + index.method,
                         index.where.empty() ? "" : fmt::format(" where ({})", sql_text(index.where)),
                         quoted(index.db_name), was(index.renamed_from)));
    }
    for (const auto& check : table.checks)
        line(1, fmt::format("check {} {}", quoted(check.db_name), sql_text(check.condition)));
}

std::string bound_list(const std::vector<PartitionBound>& bounds) {
    std::string list;
    for (const auto& bound : bounds)
        list +=
            (list.empty() ? "" : ", ") +
            (bound.kind == PartitionBound::Kind::value ? quoted(bound.text) : std::string(bound_word(bound)));
    return "(" + list + ")";
}

std::string rows_text(const Partitioning& partitioning, const Partition& partition) {
    if (partition.rest)
        return "default";
    switch (partitioning.method) {
    case PartitionMethod::range:
        return fmt::format("from {} to {}", bound_list(partition.from), bound_list(partition.to));
    case PartitionMethod::list:
        return "in " + bound_list(partition.values);
    case PartitionMethod::hash:
        return fmt::format("modulus {} remainder {}", partition.modulus, partition.remainder);
    }
    return {};
}

void Dump::partitions(const Table& table) {
    if (!table.partitioning)
        return;
    line(1, fmt::format("partition by {} {}", method_word(table.partitioning->method),
                        column_list(table, table.partitioning->columns)));
    for (const auto& partition : table.partitioning->partitions)
        line(1, fmt::format("partition {} {}", quoted(partition.db_name),
                            rows_text(*table.partitioning, partition)));
}

/// "user -> User (user_id -> id: int64)", and everything that may follow it.
void Dump::relation(const Table& table, const Relation& relation) {
    const auto& target = schema.tables[relation.target];
    std::string key;
    for (const auto column : relation.target_columns)
        key += fmt::format("{}{}{}: {}", key.empty() ? "" : ", ", target.columns[column].name,
                           as_text(target.columns[column].name, target.columns[column].db_name),
                           type(target.columns[column].type));
    auto content =
        fmt::format("relation {} -> {}{} {} -> ({}){}", relation.name, name_of(target.name, target.file),
                    target.file == file ? std::string() : as_text({}, target.db_name) + in_schema(target),
                    column_list(table, relation.columns), key,
                    table.view ? std::string() : " " + quoted(relation.db_name));
    content += was(relation.renamed_from);
    content += relation.unique ? " unique" : "";
    content += relation.optional ? " optional" : "";
    content += relation.deferrable ? " deferrable" : "";
    if (relation.on_delete != Action::none)
        content += fmt::format(" on delete {}", action_word(relation.on_delete));
    if (relation.on_update != Action::none)
        content += fmt::format(" on update {}", action_word(relation.on_update));
    if (!relation.inverse.empty())
        content += " inverse " + relation.inverse;
    content += relation.cut ? " cut" : "";
    doc(1, relation.doc);
    line(1, content);
}

/// Only those that come from this file: another file's relations are that file's.
void Dump::inverse(const Inverse& inverse) {
    const auto& from = schema.tables[inverse.table];
    if (from.file == file)
        line(1, fmt::format("inverse {} <- {}.{}{}", inverse.name, from.name,
                            from.relations[inverse.relation].name, inverse.unique ? " unique" : ""));
}

void Dump::many_to_many(const Table& table, const ManyToMany& link) {
    const auto& target = schema.tables[link.target];
    const auto& through = schema.tables[link.through];
    if (!link.declared_here && target.file != table.file)
        return; // declared in another file
    doc(1, link.doc);
    line(1, fmt::format("many-to-many {} -> {} through {} ({}, {}){}{}", link.name,
                        name_of(target.name, target.file), name_of(through.name, through.file),
                        through.relations[link.near_relation].name, through.relations[link.far_relation].name,
                        link.inverse.empty() ? "" : " inverse " + link.inverse,
                        link.declared_here ? "" : " declared there"));
}

void Dump::table(const Table& table) {
    doc(0, table.doc);
    line(0, fmt::format("{} {}{}{}{}{}{} rank {}", table.view ? "view" : "table", table.name,
                        as_text(table.name, table.db_name), in_schema(table), was(table.renamed_from),
                        table.made ? " made" : "",
                        table.methods.empty() ? "" : " methods " + quoted(table.methods), table.rank));
    if (table.view)
        line(1, "sql " + sql_text(*table.view));
    for (const auto& it : table.columns)
        column(it);
    keys(table);
    partitions(table);
    for (const auto& it : table.relations)
        relation(table, it);
    for (const auto& it : table.inverses)
        inverse(it);
    for (const auto& it : table.many_to_many)
        many_to_many(table, it);
}

void Dump::query(const Query& query) {
    doc(0, query.doc);
    int depth = 0;
    for (const auto& it : query_lines(query, [this](const Type& it) { return type(it); }))
        line(std::exchange(depth, 1), it);
}

void Dump::write() {
    std::string name_space;
    for (const auto& part : schema.files[file].name_space)
        name_space += (name_space.empty() ? "" : "::") + part;
    line(0, "namespace " + name_space);
    for (const auto& it : schema.enums)
        if (it.file == file)
            enumeration(it);
    for (const auto& it : schema.sequences)
        if (it.file == file)
            sequence(it);
    for (const auto& it : schema.tables)
        if (it.file == file)
            table(it);
    for (const auto& it : schema.queries)
        if (it.file == file && documentation)
            query(it);
}

std::string write(const Schema& schema, std::size_t file, bool documentation) {
    Dump dump{.schema = schema, .file = file, .documentation = documentation};
    dump.write();
    return std::move(dump.text);
}

}

std::string dump(const Schema& schema, std::size_t file) {
    return write(schema, file, true);
}

std::string fingerprint(const Schema& schema, std::size_t file) {
    std::uint64_t hash = 14695981039346656037U;
    for (const char c : write(schema, file, false))
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return fmt::format("{:016x}", hash);
}

}
