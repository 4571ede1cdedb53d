#include "cli/run.hpp"

#include "cli/commands.hpp"
#include "sql/dialect.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
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

void add_input(CLI::App& command, SchemaOptions& options) {
    command.add_option("schemas", options.schemas, "Schema files (*.rows)")->required();
    command
        .add_option("-I,--import-dir", options.import_dirs,
                    "Search DIR for imports, after the importing file's folder")
        ->type_name("DIR")
        ->allow_extra_args(false);
}

void add_generate(CLI::App& app, GenerateOptions& options) {
    CLI::App& command = *app.add_subcommand("generate", "Write C++ code for schema files");
    add_input(command, options.input);
    command.add_option("--out", options.out, "Folder for the generated files")->required()->type_name("DIR");
    command.add_flag("--check", options.check,
                     "Write nothing; exit with 1 and print a diff when files differ");
    command.add_option("--root", options.root, "Keep the folders of schemas below DIR")->type_name("DIR");
    command.add_option("--dialects", options.dialects, "Databases to generate SQL for")
        ->delimiter(',')
        ->allow_extra_args(false) // what follows are schemas
        ->check(CLI::IsMember(dialect_names()))
        ->capture_default_str();
    command
        .add_option("--templates", options.templates, "Folder whose files replace templates of the same name")
        ->type_name("DIR");
    command.add_option("--stamp", options.stamp, "Touch FILE after each run that succeeds")
        ->type_name("FILE");
    command
        .add_option("--depfile", options.depfile, "Write to FILE what the outputs depend on, as a make rule")
        ->type_name("FILE");
}

void add_inspect(CLI::App& app, InspectOptions& options) {
    CLI::App& command = *app.add_subcommand("inspect", "Show what tables become in C++ and in SQL");
    add_input(command, options.input);
    command.add_option("--table", options.table, "Only this table")->type_name("NAME");
}

void add_ddl(CLI::App& app, DdlOptions& options) {
    CLI::App& command = *app.add_subcommand("ddl", "Print the SQL that creates the schema");
    add_input(command, options.input);
    command.add_option("--dialect", options.dialect, "The database")
        ->required()
        ->check(CLI::IsMember(dialect_names()));
}

struct Options {
    GenerateOptions generate;
    SchemaOptions check;
    InspectOptions inspect;
    DdlOptions ddl;
};

int run_command(const CLI::App& app, const Options& options) {
    if (app.got_subcommand("generate"))
        return generate(options.generate);
    if (app.got_subcommand("check"))
        return check(options.check);
    if (app.got_subcommand("inspect"))
        return inspect(options.inspect);
    return ddl(options.ddl);
}

}

int run(int argc, char** argv) {
    CLI::App app{"Rowsmith turns a schema (*.rows) into typed C++ data access", "rowsmith"};
    app.set_version_flag("--version", "rowsmith " ROWSMITH_VERSION);
    app.require_subcommand(1);
    Options options;
    add_generate(app, options.generate);
    add_input(*app.add_subcommand("check", "Report what is wrong with schema files"), options.check);
    add_inspect(app, options.inspect);
    add_ddl(app, options.ddl);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? fine : usage;
    }
    try {
        return run_command(app, options);
    } catch (const std::exception& error) {
        std::cerr << "rowsmith: error: " << error.what() << '\n';
        return machine_failed;
    }
}

}
