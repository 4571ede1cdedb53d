#include "cli/run.hpp"

#include "cli/commands.hpp"
#include "sql/dialect.hpp"
#include "support/files.hpp"
#include "support/names.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace rowsmith::cli {
namespace {

std::vector<std::string> dialect_names() {
    std::vector<std::string> names;
    for (const sql::Dialect* dialect : sql::dialects())
        names.emplace_back(dialect->name);
    return names;
}

/// An option whose value is one of these words; another one is wrong usage.
template <typename Choice>
void add_choice(CLI::App& command, const std::string& name, Choice& choice,
                const std::map<std::string, Choice>& words, const std::string& description) {
    const auto choose = [&choice, words](const std::string& word) { choice = words.at(word); };
    command.add_option_function<std::string>(name, choose, description)->check(CLI::IsMember(words));
}

void add_color(CLI::App& command, ColorChoice& choice) {
    add_choice<ColorChoice>(
        command, "--color", choice,
        {{"auto", ColorChoice::automatic}, {"always", ColorChoice::always}, {"never", ColorChoice::never}},
        "Colours in text; auto is for terminals only");
}

void add_diagnostics(CLI::App& command, DiagnosticsOptions& options) {
    add_choice<DiagnosticsFormat>(command, "--diagnostics-format", options.format,
                                  {{"text", DiagnosticsFormat::text},
                                   {"json", DiagnosticsFormat::json},
                                   {"sarif", DiagnosticsFormat::sarif}},
                                  "How to tell what is wrong");
    add_color(command, options.color);
}

void add_input(CLI::App& command, SchemaOptions& options) {
    command.add_option("schemas", options.schemas, "Schema files (*.rows)")->required();
    command
        .add_option("-I,--import-dir", options.import_dirs,
                    "Search DIR for imports, after the importing file's folder")
        ->type_name("DIR")
        ->allow_extra_args(false);
    add_diagnostics(command, options.diagnostics);
}

/// Of commands that are for several databases: all, unless the user chooses.
void add_dialects(CLI::App& command, std::vector<std::string>& dialects, const std::string& description) {
    dialects = dialect_names();
    command.add_option("--dialects", dialects, description)
        ->delimiter(',')
        ->allow_extra_args(false) // what follows are schemas
        ->check(CLI::IsMember(dialect_names()))
        ->capture_default_str();
}

void add_database(CLI::App& command, std::string& database) {
    command
        .add_option("--database", database, "Check SQL of queries on this server, too; nothing stays there")
        ->type_name("URL");
}

void add_generate(CLI::App& app, GenerateOptions& options) {
    CLI::App& command = *app.add_subcommand("generate", "Write C++ code for schema files");
    add_input(command, options.input);
    command.add_option("--out", options.out, "Folder for the generated files")->required()->type_name("DIR");
    command.add_flag("--check", options.check,
                     "Write nothing; exit with 1 and print a diff when files differ");
    command.add_option("--root", options.root, "Keep the folders of schemas below DIR")->type_name("DIR");
    add_dialects(command, options.input.dialects, "Databases to generate SQL for");
    add_database(command, options.input.database);
    command
        .add_option("--templates", options.templates, "Folder whose files replace templates of the same name")
        ->type_name("DIR");
    command.add_option("--stamp", options.stamp, "Touch FILE after each run that succeeds")
        ->type_name("FILE");
    command
        .add_option("--depfile", options.depfile, "Write to FILE what the outputs depend on, as a make rule")
        ->type_name("FILE");
}

void add_check(CLI::App& app, SchemaOptions& options) {
    CLI::App& command = *app.add_subcommand("check", "Report what is wrong with schema files");
    add_input(command, options);
    add_dialects(command, options.dialects, "Databases that the schema is for");
    add_database(command, options.database);
}

void add_inspect(CLI::App& app, InspectOptions& options) {
    CLI::App& command = *app.add_subcommand("inspect", "Show what tables become in C++ and in SQL");
    add_input(command, options.input);
    command.add_option("--table", options.table, "Only this table")->type_name("NAME");
    command.add_flag("--sql", options.sql, "The statements of the generated code, and what each serves");
}

void add_dump(CLI::App& app, DumpOptions& options) {
    CLI::App& command = *app.add_subcommand("dump", "Print what schema files mean, for other programs");
    add_input(command, options.input);
    add_choice<DumpFormat>(command, "--format", options.format,
                           {{"json", DumpFormat::json}, {"text", DumpFormat::text}},
                           "json, of all files (docs/model.schema.json); text, of the named ones");
}

void add_diagram(CLI::App& app, DiagramOptions& options) {
    CLI::App& command = *app.add_subcommand("diagram", "Draw tables and their relations");
    add_input(command, options.input);
    add_choice<DiagramFormat>(
        command, "--format", options.format,
        {{"mermaid", DiagramFormat::mermaid}, {"dot", DiagramFormat::dot}, {"svg", DiagramFormat::svg}},
        "mermaid unless another one is given; svg needs Graphviz");
    command
        .add_option("--table", options.tables, "Only this table, with its neighbours' names; may be repeated")
        ->type_name("NAME")
        ->delimiter(',')
        ->allow_extra_args(false);
    command.add_option("--out", options.out, "Write to FILE instead of standard output")->type_name("FILE");
}

void add_ddl(CLI::App& app, DdlOptions& options) {
    CLI::App& command = *app.add_subcommand("ddl", "Print the SQL that creates the schema");
    add_input(command, options.input);
    command.add_option("--dialect", options.dialect, "The database")
        ->required()
        ->check(CLI::IsMember(dialect_names()));
}

void add_format(CLI::App& app, FormatOptions& options) {
    CLI::App& command = *app.add_subcommand("format", "Lay out schema files, and name those that changed");
    command.add_option("files", options.files, "Schema files (*.rows); - formats standard input to output")
        ->required();
    command.add_flag("--check", options.check,
                     "Write nothing; exit with 1 and print a diff when files differ");
    const CLI::Option* name =
        command.add_option("--stdin-name", options.stdin_name, "What messages call standard input")
            ->type_name("NAME");
    add_diagnostics(command, options.diagnostics);
    command.callback([&options, name] {
        const bool from_stdin = std::ranges::find(options.files, "-") != options.files.end();
        if (from_stdin && options.files.size() > 1)
            throw CLI::ValidationError{"files", "- cannot be combined with files"};
        if (!from_stdin && name->count() > 0)
            throw CLI::ValidationError{"--stdin-name", "it is for -, standard input"};
    });
}

void add_explain(CLI::App& app, ExplainOptions& options) {
    CLI::App& command = *app.add_subcommand("explain", "Tell more about an error, or list all of them");
    command.add_option("code", options.code, "The code in brackets behind its message, for example RS0312");
    add_color(command, options.color);
}

struct Options {
    GenerateOptions generate;
    SchemaOptions check;
    InspectOptions inspect;
    DumpOptions dump;
    DiagramOptions diagram;
    DdlOptions ddl;
    FormatOptions format;
    ExplainOptions explain;
};

int run_command(const CLI::App& app, const Options& options) {
    if (app.got_subcommand("generate"))
        return generate(options.generate);
    if (app.got_subcommand("check"))
        return check(options.check);
    if (app.got_subcommand("inspect"))
        return inspect(options.inspect);
    if (app.got_subcommand("dump"))
        return dump(options.dump);
    if (app.got_subcommand("diagram"))
        return diagram(options.diagram);
    if (app.got_subcommand("format"))
        return format(options.format);
    if (app.got_subcommand("explain"))
        return explain(options.explain);
    return ddl(options.ddl);
}

std::vector<std::string> command_names(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
        names.push_back(command->get_name());
    return names;
}

int report_unknown_command(std::string_view word, const std::vector<std::string>& commands) {
    const std::vector<std::string_view> names(commands.begin(), commands.end());
    const std::string_view near = nearest(word, names);
    std::cerr << fmt::format("rowsmith: error: there is no command '{}'; {}\n", word,
                             near.empty() ? fmt::format("the commands are {}", fmt::join(names, ", "))
                                          : fmt::format("did you mean '{}'?", near));
    return usage;
}

}

int run(int argc, char** argv) {
    CLI::App app{"Rowsmith turns a schema (*.rows) into typed C++ data access", "rowsmith"};
    app.set_version_flag("--version", "rowsmith " ROWSMITH_VERSION);
    app.require_subcommand(1);
    Options options;
    add_generate(app, options.generate);
    add_check(app, options.check);
    add_inspect(app, options.inspect);
    add_dump(app, options.dump);
    add_diagram(app, options.diagram);
    add_ddl(app, options.ddl);
    add_format(app, options.format);
    add_explain(app, options.explain);
    if (argc < 2) {
        std::cerr << app.help();
        return usage;
    }
    const std::string_view word = argv[1];
    const std::vector<std::string> commands = command_names(app);
    if (!word.starts_with('-') && std::ranges::find(commands, word) == commands.end())
        return report_unknown_command(word, commands);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? fine : usage;
    }
    try {
        const int code = run_command(app, options);
        if (!std::cout.flush())
            throw FileError("write", "standard output", "not all of it was taken");
        return code;
    } catch (const std::exception& error) {
        std::cerr << "rowsmith: error: " << error.what() << '\n';
        return machine_failed;
    }
}

}
