// The whole generator: a schema is refused with diagnostics, or everything can be made of it, the same each
// time: C++ without open ends, in which documentation stands in comments alone, and SQL that SQLite takes.
// Lines of `//=== name` begin another file that is asked for, those of `//--- name` one that may be imported.

#include "schema_mutator.hpp"
#include "target.hpp"

#include "analysis/analysis.hpp"
#include "cpp/outputs.hpp"
#include "sql/ddl.hpp"
#include "sql/statements.hpp"

#include "support/cpp_tokens.hpp"
#include "support/sqlite_database.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <string>

namespace rowsmith::fuzz {
namespace {

struct Files {
    std::map<std::string, std::string> texts = {};
    std::vector<std::string> requested = {};
};

Files split(std::string_view text) {
    Files files;
    std::string name = "main.rows";
    files.requested.push_back(name);
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = text.substr(0, end);
        const bool requested = line.starts_with("//=== ");
        if (requested || line.starts_with("//--- ")) {
            name = line.substr(6);
            files.texts.try_emplace(name);
            if (requested)
                files.requested.push_back(name);
        } else {
            files.texts[name].append(line).append("\n");
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    files.texts.try_emplace("main.rows");
    return files;
}

std::vector<std::string_view> dialect_names() {
    std::vector<std::string_view> names;
    for (const sql::Dialect* dialect : sql::dialects())
        names.push_back(dialect->name);
    return names;
}

/// The model, unless the input is refused.
std::optional<model::Schema> resolve(const Files& files) {
    Diagnostics diagnostics;
    const auto program =
        analysis::load(files.requested, {}, analysis::memory_files(files.texts), diagnostics);
    model::Schema schema = analysis::resolve(program, diagnostics, dialect_names());
    const std::string shown = render(diagnostics, program.sources);
    require(!diagnostics.has_errors() || shown.find(": error: ") != std::string::npos, "a refusal says why",
            shown);
    return diagnostics.has_errors() ? std::nullopt : std::optional{std::move(schema)};
}

std::vector<std::size_t> requested_files(const model::Schema& schema) {
    std::vector<std::size_t> files;
    for (std::size_t file = 0; file < schema.files.size(); ++file)
        if (schema.files[file].requested)
            files.push_back(file);
    return files;
}

using Dialects = std::vector<const sql::Dialect*>;

std::vector<cpp::Output> outputs(const model::Schema& schema, Dialects dialects) {
    static const templating::Templates templates{templating::embedded_templates()};
    cpp::ViewOptions options{.outputs = {}, .dialects = std::move(dialects), .version = "0"};
    for (std::size_t file = 0; file < schema.files.size(); ++file)
        options.outputs.push_back("file_" + std::to_string(file));
    return cpp::outputs(schema, options, templates);
}

std::string statements(const model::Schema& schema) {
    std::string text;
    for (const model::Table& table : schema.tables) {
        const auto statements = sql::table_statements(table);
        text += statements.insert + '\n' + statements.select + '\n' + statements.find + '\n' +
                statements.erase + '\n';
        for (const std::string& find : statements.find_by)
            text += find + '\n';
    }
    return text;
}

std::string ddl(const sql::Dialect& dialect, const model::Schema& schema) {
    const auto files = requested_files(schema);
    std::string text = sql::ddl_script(dialect, schema, files);
    for (const std::size_t file : files) {
        for (const auto& statement : create_statements(dialect, schema, file, sql::CreateMode::if_not_exists))
            text += statement.sql + ";\n";
        for (const auto& statement : drop_statements(dialect, schema, file))
            text += statement.sql + ";\n";
    }
    for (std::size_t table = 0; table < schema.tables.size(); ++table)
        for (const std::string& statement : create_table_statements(dialect, schema, table))
            text += statement + ";\n";
    return text;
}

/// Everything that is ever made of a schema, in one text.
std::string everything(const model::Schema& schema) {
    std::string text = statements(schema);
    for (std::size_t file = 0; file < schema.files.size(); ++file)
        text += model::dump(schema, file) + model::fingerprint(schema, file) + '\n';
    const auto dialects = sql::dialects();
    for (const sql::Dialect* dialect : dialects)
        text += ddl(*dialect, schema);
    for (const cpp::Output& output : outputs(schema, {dialects.begin(), dialects.end()}))
        text += output.path + '\n' + output.text;
    return text;
}

model::Schema without_documentation(model::Schema schema) {
    const auto forget = [](auto& all) {
        for (auto& it : all)
            it.doc.clear();
    };
    forget(schema.enums);
    forget(schema.sequences);
    forget(schema.tables);
    for (model::Enum& enumeration : schema.enums)
        forget(enumeration.values);
    for (model::Table& table : schema.tables) {
        forget(table.columns);
        forget(table.indexes);
        forget(table.relations);
        forget(table.many_to_many);
    }
    return schema;
}

void compare_tokens(const std::string& documented, const std::string& plain, test::Trigraphs trigraphs) {
    require(test::cpp_tokens(documented, trigraphs) == test::cpp_tokens(plain, trigraphs),
            "documentation stays in comments", documented);
}

/// Documentation changes nothing but comments.
void check_code(const model::Schema& schema) {
    const Dialects without_comments{&sql::sqlite()};
    const auto documented = outputs(schema, without_comments);
    const auto plain = outputs(without_documentation(schema), without_comments);
    require(documented.size() == plain.size(), "documentation makes no file");
    for (std::size_t at = 0; at < plain.size(); ++at) {
        compare_tokens(documented[at].text, plain[at].text, test::Trigraphs::ignored);
        if (documented[at].text.find("?\?") != std::string::npos)
            compare_tokens(documented[at].text, plain[at].text, test::Trigraphs::replaced);
    }
}

/// Nobody can say whether SQL is right that the schema only quotes.
bool quotes_sql(const Files& files) {
    constexpr std::array<std::string_view, 5> words{"check", "sql", "where", "computed", "index"};
    return std::ranges::any_of(files.texts, [&words](const auto& file) {
        return std::ranges::any_of(
            words, [&file](std::string_view word) { return file.second.find(word) != std::string::npos; });
    });
}

/// The tables can be made, used, and dropped again.
void check_on_sqlite(model::Schema schema) {
    for (model::File& file : schema.files)
        file.requested = true;
    test::SqliteDatabase database;
    const auto run = [&database](const std::string& script) {
        if (const std::string error = database.execute(script); !error.empty())
            fail("SQLite takes the script", error + "\n" + script);
    };
    run(sql::ddl_script(sql::sqlite(), schema, requested_files(schema)));
    for (const model::Table& table : schema.tables) {
        const auto texts = sql::table_statements(table);
        for (const std::string& text : {texts.insert, texts.select, texts.find, texts.erase})
            run("explain " + text);
        for (const std::string& text : texts.find_by)
            run("explain " + text);
    }
    std::string drop = "begin;\n";
    for (const std::size_t file : requested_files(schema))
        for (const auto& statement : drop_statements(sql::sqlite(), schema, file))
            drop += statement.sql + ";\n";
    run(drop + "commit;\n");
}

void check_accepted(const Files& files, const model::Schema& schema) {
    const std::string once = everything(schema);
    Files again = files;
    std::ranges::reverse(again.requested);
    const auto second = resolve(again);
    require(second == schema, "a schema means the same each time");
    require(everything(*second) == once, "the same schema gives the same bytes");
    check_code(schema);
    if (!quotes_sql(files))
        check_on_sqlite(schema);
}

}
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rowsmith::fuzz;
    static Tally tally;
    const Files files = split(as_text(data, size));
    const auto schema = resolve(files);
    tally.count(schema.has_value());
    if (schema)
        check_accepted(files, *schema);
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned int seed) {
    using namespace rowsmith::fuzz;
    return mutate_schema({data, max_size}, size, seed,
                         [](std::string_view text) { return resolve(split(text)).has_value(); });
}
