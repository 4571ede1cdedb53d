#pragma once
// The tree of a schema file as text, one line per declaration and member, for tests to compare.

#include "syntax/ast.hpp"

#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace rowsmith::syntax {

template <typename... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <typename... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

inline std::string dump(const Text& text) {
    return '"' + text.value + '"';
}

inline std::string dump(const DbName& db) {
    return (db.name ? " as " + dump(*db.name) : "") + (db.schema ? " in " + dump(*db.schema) : "") +
           (db.renamed ? " renamed from " + dump(*db.renamed) : "");
}

inline std::string dump(const SqlText& sql) {
    std::string result = sql.common ? dump(*sql.common) : "";
    for (const DialectText& own : sql.dialects)
        result +=
            (result.empty() ? "" : " ") + own.dialect.text + ' ' + (own.text ? dump(*own.text) : "none");
    return result;
}

template <typename Item, typename ToText>
std::string join(const std::vector<Item>& items, ToText to_text) {
    std::string result;
    for (const Item& item : items)
        result += (result.empty() ? "" : ", ") + to_text(item);
    return result;
}

inline std::string dump(const std::vector<Name>& names) {
    return join(names, [](const Name& name) { return name.text; });
}

inline std::string dump(const std::vector<KeyPart>& parts) {
    return " (" + join(parts, [](const KeyPart& part) { return part.column.text; }) + ')';
}

inline std::string dump(const IndexPart& part) {
    const std::string value = std::visit(
        Overloaded{
            [](const Name& column) { return column.text; },
            [](const KeyCall& call) { return call.function.text + '(' + dump(call.columns) + ')'; },
            [](const SqlText& sql) { return dump(sql); },
        },
        part.value);
    return value + (part.operators ? " ops " + part.operators->text : "") + (part.descending ? " desc" : "");
}

inline std::string dump_doc(const Doc& doc, const std::string& indent) {
    return doc.empty() ? "" : indent + "/// " + doc + '\n';
}

inline std::string dump(const TypeName& type) {
    std::string result = type.name.text;
    if (!type.arguments.empty())
        result += '(' + join(type.arguments, [](const Number& number) { return number.text; }) + ')';
    return result + (type.array ? "[]" : "") + (type.nullable ? "?" : "");
}

inline std::string dump(const Default& value) {
    return std::visit(Overloaded{
                          [](const Number& number) { return "number " + number.text; },
                          [](const Text& text) { return "text " + dump(text); },
                          [](const WordDefault& word) { return "word " + word.word.text; },
                          [](const CallDefault& call) {
                              return "call " + call.function.text + '(' +
                                     (call.argument ? call.argument->text : "") + ')';
                          },
                          [](const SqlDefault& sql) { return "sql " + dump(sql.sql); },
                      },
                      value.value);
}

inline std::string dump(Action action) {
    switch (action) {
    case Action::cascade:
        return "cascade";
    case Action::set_null:
        return "set null";
    case Action::set_default:
        return "set default";
    case Action::restrict_:
        return "restrict";
    }
    return {};
}

inline std::string dump(const Attribute& attribute) {
    return std::visit(
        Overloaded{
            [](const Primary&) { return std::string{"primary"}; },
            [](const Unique&) { return std::string{"unique"}; },
            [](const Identity&) { return std::string{"identity"}; },
            [](const Default& value) { return "= " + dump(value); },
            [](const Check& check) { return "check " + dump(check.condition); },
            [](const As& as) { return "as " + dump(as.name); },
            [](const Inverse& inverse) { return "inverse " + inverse.name.text; },
            [](const Via& via) { return "via (" + dump(via.columns) + ')'; },
            [](const ThroughTable& through) { return "through " + through.table.text; },
            [](const ThroughMade& made) {
                return "through " + dump(made.table) +
                       (made.columns.empty() ? "" : " (" + dump(made.columns) + ')');
            },
            [](const On& on) {
                return (on.event == Event::erase ? "on delete " : "on update ") + dump(on.action);
            },
            [](const Deferrable&) { return std::string{"deferrable"}; },
            [](const Renamed& renamed) { return "renamed from " + dump(renamed.from); },
            [](const AsCpp& as) {
                return "as cpp " + dump(as.type) + (as.header ? " header " + dump(*as.header) : "");
            },
            [](const AsType& as) { return "as " + as.dialect.text + ' ' + dump(as.type); },
            [](const Computed& computed) {
                return "computed " + dump(computed.expression) +
                       (computed.kind ? ' ' + computed.kind->text : "");
            },
            [](const Version&) { return std::string{"version"}; },
            [](const Deferred&) { return std::string{"deferred"}; },
            [](const Readonly&) { return std::string{"readonly"}; },
        },
        attribute.value);
}

inline std::string dump_name(const std::optional<Name>& name) {
    return name ? ' ' + name->text : "";
}

inline std::string dump(const std::vector<Default>& values) {
    return '(' + join(values, [](const Default& value) { return dump(value); }) + ')';
}

inline std::string dump_rows(const Partition& partition) {
    return std::visit(
        Overloaded{
            [](const RangeRows& rows) { return "from " + dump(rows.from) + " to " + dump(rows.to); },
            [](const ListRows& rows) { return "in " + dump(rows.values); },
            [](const HashRows& rows) {
                return "modulus " + rows.modulus.text + " remainder " + rows.remainder.text;
            },
            [](const RestRows&) { return std::string{"default"}; },
        },
        partition.rows);
}

inline std::string dump(const Member& member) {
    const std::string indent = "  ";
    return std::visit(
        Overloaded{
            [&](const Field& field) {
                std::string line =
                    dump_doc(field.doc, indent) + indent + field.name.text + ": " + dump(field.type);
                for (const Attribute& attribute : field.attributes)
                    line += ' ' + dump(attribute);
                return line;
            },
            [&](const PrimaryKey& key) { return indent + "primary" + dump(key.parts); },
            [&](const UniqueKey& key) {
                return indent + "unique" + dump_name(key.name) + dump(key.parts) + dump(key.db);
            },
            [&](const Index& index) {
                return dump_doc(index.doc, indent) + indent + "index" + dump_name(index.name) + " (" +
                       join(index.parts, [](const IndexPart& part) { return dump(part); }) + ')' +
                       (index.unique ? " unique" : "") +
                       (index.method ? " using " + index.method->text : "") +
                       (index.where ? " where " + dump(*index.where) : "") + dump(index.db);
            },
            [&](const TableCheck& check) {
                return indent + "check" + dump_name(check.name) + ' ' + dump(check.condition);
            },
            [&](const PartitionBy& by) { return indent + "partition by " + by.method.text + dump(by.parts); },
            [&](const Partition& partition) {
                return indent + "partition " + dump(partition.name) + ' ' + dump_rows(partition);
            },
            [&](const ViewSql& sql) { return indent + "sql " + dump(sql.text); },
        },
        member);
}

inline std::string dump(const std::vector<Member>& members) {
    std::string result;
    for (const Member& member : members)
        result += dump(member) + '\n';
    return result;
}

inline std::string dump(const std::vector<Value>& values) {
    return join(values, [](const Value& value) { return value.name.text + ": " + dump(value.type); });
}

inline std::string dump(const Declaration& declaration) {
    return std::visit(
        Overloaded{
            [](const Enum& values) {
                std::string result =
                    dump_doc(values.doc, "") + "enum " + values.name.text + dump(values.db) + '\n';
                for (const EnumValue& value : values.values)
                    result += dump_doc(value.doc, "  ") + "  " + value.name.text + dump(value.db) + '\n';
                return result;
            },
            [](const Sequence& sequence) {
                std::string result =
                    dump_doc(sequence.doc, "") + "sequence " + sequence.name.text + dump(sequence.db) + '\n';
                for (const SequenceOption& option : sequence.options)
                    result += "  " + option.name.text + ' ' + option.value.text + '\n';
                return result;
            },
            [](const Mixin& mixin) {
                return dump_doc(mixin.doc, "") + "mixin " + mixin.name.text + '\n' + dump(mixin.members);
            },
            [](const Table& table) {
                return dump_doc(table.doc, "") + (table.view ? "view " : "table ") + table.name.text +
                       (table.mixins.empty() ? "" : " : " + dump(table.mixins)) + dump(table.db) +
                       (table.methods ? " methods " + dump(*table.methods) : "") + '\n' + dump(table.members);
            },
            [](const Query& query) {
                return dump_doc(query.doc, "") + "query " + query.name.text + " (" + dump(query.parameters) +
                       ") -> " + query.kind.text + " {" + dump(query.columns) + "}" +
                       (query.from_file ? " from " : " ") + dump(query.sql) + '\n';
            },
        },
        declaration);
}

inline std::string dump(const File& file) {
    std::string result;
    if (file.name_space)
        result += "namespace (" + dump(file.name_space->parts) + ")\n";
    for (const Import& import : file.imports)
        result += "import " + dump(import.path) + '\n';
    if (file.naming)
        result += "naming (" +
                  join(file.naming->rules,
                       [](const NamingRule& rule) { return rule.what.text + ' ' + rule.style.text; }) +
                  (file.naming->schema ? " schema " + dump(*file.naming->schema) : "") + ")\n";
    for (const Declaration& declaration : file.declarations)
        result += dump(declaration);
    return result;
}

}
