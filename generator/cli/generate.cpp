// generate: from schema files to source files. Everything is checked and rendered before the first byte is
// written.

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "cpp/outputs.hpp"
#include "support/diff.hpp"
#include "support/files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <map>

namespace rowsmith::cli {
namespace {

namespace fs = std::filesystem;

/// Two schema files that would become the same outputs, or one outside the root.
class OutputNameError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// `shop.rows`, or with a root the path below it: `sub/tags.rows`.
std::string output_name(const std::string& schema, const std::string& root) {
    const fs::path path(schema);
    if (root.empty())
        return path.filename().generic_string();
    const fs::path relative =
        fs::weakly_canonical(path).lexically_relative(fs::weakly_canonical(fs::path(root)));
    if (relative.empty() || *relative.begin() == "..")
        throw OutputNameError(fmt::format("'{}' is not below the root '{}'", schema, root));
    return relative.generic_string();
}

/// A file that is only imported may lie outside the root: its outputs are another run's.
std::string imported_name(const std::string& schema, const std::string& root) {
    try {
        return output_name(schema, root);
    } catch (const OutputNameError&) {
        return output_name(schema, "");
    }
}

std::vector<std::string> output_names(const model::Schema& schema, const std::string& root) {
    std::vector<std::string> names;
    std::map<std::string, std::string> taken;
    for (const model::File& file : schema.files) {
        names.push_back(file.requested ? output_name(file.path, root) : imported_name(file.path, root));
        if (!file.requested)
            continue;
        const auto [other, is_new] = taken.emplace(names.back(), file.path);
        if (!is_new)
            throw OutputNameError(
                fmt::format("'{}' and '{}' would both become '{}.hpp'; give --root to keep their folders",
                            other->second, file.path, names.back()));
    }
    return names;
}

std::vector<const sql::Dialect*> chosen_dialects(const std::vector<std::string>& names) {
    std::vector<const sql::Dialect*> chosen;
    for (const sql::Dialect* dialect : sql::dialects()) {
        if (std::ranges::find(names, dialect->name) != names.end())
            chosen.push_back(dialect);
    }
    return chosen;
}

std::vector<OutputFile> render_outputs(const model::Schema& schema, const GenerateOptions& options,
                                       const templating::Templates& templates) {
    const cpp::ViewOptions view_options{.outputs = output_names(schema, options.root),
                                        .dialects = chosen_dialects(options.dialects),
                                        .version = ROWSMITH_VERSION};
    std::vector<OutputFile> files;
    for (cpp::Output& output : cpp::outputs(schema, view_options, templates))
        files.push_back({.path = std::move(output.path), .text = std::move(output.text)});
    return files;
}

/// What a build has to watch: schema files, imports, templates that replace ours.
std::vector<fs::path> inputs_of(const Resolved& resolved, const templating::Templates& templates) {
    std::vector<fs::path> inputs;
    for (const Source& source : resolved.program.sources)
        inputs.emplace_back(source.path());
    for (const fs::path& file : templates.override_files())
        inputs.push_back(file);
    return inputs;
}

int report_differences(const GenerateOptions& options, const std::vector<OutputFile>& files) {
    const auto differences = compare_outputs(options.out, files);
    for (const FileDifference& difference : differences)
        std::cout << difference.diff;
    if (differences.empty())
        return fine;
    std::cerr << fmt::format(
        "rowsmith: {} of the files in '{}' differ from what the schema gives; run 'rowsmith "
        "generate' to update them\n",
        differences.size(), options.out);
    return input_has_errors;
}

void write(const GenerateOptions& options, const std::vector<OutputFile>& files,
           const std::vector<fs::path>& inputs) {
    write_outputs(options.out, files);
    if (!options.depfile.empty())
        write_depfile(options.depfile, options.stamp.empty() ? options.depfile : options.stamp, inputs);
    if (!options.stamp.empty())
        write_stamp(options.stamp);
}

}

int generate(const GenerateOptions& options) {
    const auto resolved = resolve(options.input);
    if (!resolved)
        return input_has_errors;
    try {
        const templating::Templates templates(templating::embedded_templates(), options.templates);
        const auto files = render_outputs(resolved->schema, options, templates);
        if (options.check)
            return report_differences(options, files);
        write(options, files, inputs_of(*resolved, templates));
        return fine;
    } catch (const OutputNameError& error) {
        std::cerr << "rowsmith: error: " << error.what() << '\n';
    } catch (const templating::TemplateError& error) {
        std::cerr << error.what() << '\n';
    }
    return input_has_errors;
}

}
