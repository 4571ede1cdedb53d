// The guide is complete: each form of the language that the kitchen sink uses, which is all of them, is in an
// example.

#include "guide_trial.hpp"

#include "support/diagnostics.hpp"
#include "support/source.hpp"
#include "syntax/parser.hpp"

#include <catch2/catch.hpp>

#include <filesystem>
#include <set>
#include <type_traits>

using namespace rowsmith;
using namespace rowsmith::tests;

namespace {

/// Words for what a tree holds: "table doc", "on delete cascade", "sql none".
class Forms {
public:
    void add(const syntax::File& file);
    [[nodiscard]] const std::set<std::string>& all() const { return all_; }

private:
    void add(const std::string& form, bool used = true) {
        if (used)
            all_.insert(form);
    }
    void add(const std::string& owner, const syntax::DbName& db) {
        add(owner + " as", db.name.has_value());
        add(owner + " renamed from", db.renamed.has_value());
        add(owner + " in", db.schema.has_value());
    }
    void add(const std::string& owner, const syntax::SqlText& sql);
    void add_default(const syntax::Default& given);
    void add_attribute(const std::string& owner, const syntax::Attribute& attribute);
    void add_field(const syntax::Field& field);
    void add_index(const syntax::Index& index);
    void add_member(const syntax::Member& member);
    void add_declaration(const syntax::Declaration& declaration);

    std::set<std::string> all_;
};

void Forms::add(const std::string& owner, const syntax::SqlText& sql) {
    add(owner + " sql", sql.common.has_value());
    for (const auto& own : sql.dialects)
        add(owner + (own.text ? " sql of a database" : " sql none"));
}

void Forms::add_default(const syntax::Default& given) {
    add("default " + std::to_string(given.value.index()));
    if (const auto* call = std::get_if<syntax::CallDefault>(&given.value))
        add("default " + call->function.text);
    else if (const auto* sql = std::get_if<syntax::SqlDefault>(&given.value))
        add("default", sql->sql);
}

void Forms::add_attribute(const std::string& owner, const syntax::Attribute& attribute) {
    add(owner + " attribute " + std::to_string(attribute.value.index()));
    if (const auto* given = std::get_if<syntax::Default>(&attribute.value))
        add_default(*given);
    else if (const auto* check = std::get_if<syntax::Check>(&attribute.value))
        add("column's check", check->condition);
    else if (const auto* as = std::get_if<syntax::AsType>(&attribute.value))
        add("as " + as->dialect.text);
    else if (const auto* computed = std::get_if<syntax::Computed>(&attribute.value))
        add("computed", computed->expression);
    else if (const auto* via = std::get_if<syntax::Via>(&attribute.value))
        add(via->columns.size() == 1 ? "via a column" : "via columns");
    else if (const auto* on = std::get_if<syntax::On>(&attribute.value))
        add("on " + std::to_string(static_cast<int>(on->event)) + " " +
            std::to_string(static_cast<int>(on->action)));
}

/// A column by the word of its type; a relation or a column of an enum by its marks alone.
void Forms::add_field(const syntax::Field& field) {
    static const std::set<std::string> words{"bool",    "int16",     "int32",  "int64", "float32",
                                             "float64", "decimal",   "string", "bytes", "date",
                                             "time",    "timestamp", "uuid",   "json"};
    const auto& type = field.type;
    const bool is_word = words.contains(type.name.text);
    const std::string owner = is_word ? "column" : "field";
    add("type " + type.name.text + " " + std::to_string(type.arguments.size()), is_word);
    add(owner + (type.array ? " array" : "") + (type.nullable ? " nullable" : ""));
    add(owner + " doc", !field.doc.empty());
    for (const auto& attribute : field.attributes)
        add_attribute(owner, attribute);
}

void Forms::add_index(const syntax::Index& index) {
    add("index", index.db);
    add("index name", index.name.has_value());
    add("index unique", index.unique);
    add("index method", index.method.has_value());
    add("index doc", !index.doc.empty());
    if (index.where)
        add("where", *index.where);
    for (const auto& part : index.parts) {
        add("index part ops", part.operators.has_value());
        add("index part " + std::to_string(part.value.index()) + (part.descending ? " desc" : ""));
        if (const auto* sql = std::get_if<syntax::SqlText>(&part.value))
            add("index part", *sql);
    }
}

void Forms::add_member(const syntax::Member& member) {
    add("member " + std::to_string(member.index()));
    if (const auto* field = std::get_if<syntax::Field>(&member))
        add_field(*field);
    else if (const auto* index = std::get_if<syntax::Index>(&member))
        add_index(*index);
    else if (const auto* by = std::get_if<syntax::PartitionBy>(&member))
        add("partition by " + by->method.text);
    else if (const auto* partition = std::get_if<syntax::Partition>(&member))
        add("partition rows " + std::to_string(partition->rows.index()));
    else if (const auto* key = std::get_if<syntax::UniqueKey>(&member)) {
        add("unique key", key->db);
        add("unique key name", key->name.has_value());
    } else if (const auto* check = std::get_if<syntax::TableCheck>(&member)) {
        add("check name", check->name.has_value());
        add("check", check->condition);
    } else if (const auto* sql = std::get_if<syntax::ViewSql>(&member)) {
        add("view", sql->text);
    }
}

void Forms::add_declaration(const syntax::Declaration& declaration) {
    const auto owner = "declaration " + std::to_string(declaration.index());
    std::visit(
        [&](const auto& node) {
            using Node = std::remove_cvref_t<decltype(node)>;
            add(owner);
            add(owner + " doc", !node.doc.empty());
            if constexpr (requires { node.db; })
                add(owner, node.db);
            if constexpr (requires { node.members; })
                for (const auto& member : node.members)
                    add_member(member);
            if constexpr (std::is_same_v<Node, syntax::Enum>)
                for (const auto& value : node.values) {
                    add("value", value.db);
                    add("value doc", !value.doc.empty());
                }
            if constexpr (std::is_same_v<Node, syntax::Sequence>)
                for (const auto& option : node.options)
                    add("sequence " + option.name.text);
            if constexpr (std::is_same_v<Node, syntax::Table>) {
                add("mixins " + std::to_string(node.mixins.size()));
                add("methods", node.methods.has_value());
                add("view", node.view);
            }
        },
        declaration);
}

void Forms::add(const syntax::File& file) {
    add("imports", !file.imports.empty());
    if (file.naming)
        for (const auto& rule : file.naming->rules)
            add("naming " + rule.what.text);
    add("naming schema", file.naming && file.naming->schema);
    for (const auto& declaration : file.declarations)
        add_declaration(declaration);
}

void add_text(Forms& forms, const std::string& text) {
    const Source source{"shop.rows", text};
    Diagnostics diagnostics;
    forms.add(syntax::parse(source, 0, diagnostics));
}

}

TEST_CASE("each form of the language is in the guide") {
    const std::filesystem::path schemas = ROWSMITH_SOURCE_DIR "/schemas";
    Forms known;
    for (const auto* file : {"kitchen_sink.rows", "kitchen_cellar.rows", "kitchen_pantry.rows"})
        add_text(known, read_file(schemas / file));
    CHECK(known.all().size() > 100);

    Forms shown;
    for (const Example& example : examples_of(blocks_of(read_file(ROWSMITH_SOURCE_DIR "/docs/language.md"))))
        if (example.fails.empty())
            add_text(shown, example.schema);
    for (const std::string& form : known.all()) {
        INFO(form);
        CHECK(shown.all().contains(form));
    }
}
