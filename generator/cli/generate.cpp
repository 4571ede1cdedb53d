// generate: from schema files to source files. Everything is checked and rendered before the first byte is
// written.

#include "cli/commands.hpp"
#include "cli/pipeline.hpp"
#include "cli/run.hpp"
#include "cpp/names.hpp"
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
class RootError : public std::runtime_error {
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
        throw RootError(fmt::format("'{}' is not below the root '{}'", schema, root));
    return relative.generic_string();
}

/// Each file defines a constant that is called after it, in its namespace.
void check_constants(const model::Schema& schema, const std::vector<std::string>& names) {
    std::map<std::pair<std::vector<std::string>, std::string>, std::string> taken;
    for (std::size_t file = 0; file < names.size(); ++file) {
        const std::string constant = cpp::schema_constant(names[file]);
        const auto [other, is_new] =
            taken.emplace(std::pair{schema.files[file].name_space, constant}, schema.files[file].path);
        if (!is_new)
            throw RootError(fmt::format("'{}' and '{}' would both define '{}' in namespace {}; give one of them "
                                        "another name",
                                        other->second, schema.files[file].path, constant,
                                        cpp::namespace_name(schema.files[file])));
    }
}

/// A file that is only imported may lie outside the root: its outputs are another run's.
std::string imported_name(const std::string& schema, const std::string& root) {
    try {
        return output_name(schema, root);
    } catch (const RootError&) {
        return output_name(schema, "");
    }
}

/// The outputs of imported files count too: generated code includes them by these names.
std::vector<std::string> output_names(const model::Schema& schema, const std::string& root) {
    std::vector<std::string> names;
    std::map<std::string, std::string> taken;
    for (const model::File& file : schema.files) {
        names.push_back(file.requested ? output_name(file.path, root) : imported_name(file.path, root));
        const auto [other, is_new] = taken.emplace(names.back(), file.path);
        if (!is_new)
            throw RootError(
                fmt::format("'{}' and '{}' would both become '{}.hpp'; give --root to keep their folders",
                            other->second, file.path, names.back()));
    }
    check_constants(schema, names);
    return names;
}

std::vector<OutputFile> render_outputs(const model::Schema& schema, const GenerateOptions& options,
                                       const templating::Templates& templates) {
    const cpp::ViewOptions view_options{.outputs = output_names(schema, options.root),
                                        .dialects = chosen_dialects(options.input.dialects),
                                        .version = ROWSMITH_VERSION};
    std::vector<OutputFile> files;
    for (cpp::Output& output : cpp::outputs(schema, view_options, templates))
        files.push_back({.path = std::move(output.path), .text = std::move(output.text)});
    return files;
}

void check_template_folder(const std::string& folder) {
    std::error_code error;
    if (!folder.empty())
        static_cast<void>(fs::directory_iterator(folder, error));
    if (error)
        throw templating::TemplateError(
            fmt::format("{}: the folder of templates cannot be opened: {}", folder, error.message()));
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
    std::size_t outdated = 0;
    for (const auto& [kind, path, diff] : differences) {
        std::cout << diff;
        if (kind == FileDifference::Kind::foreign)
            std::cerr << fmt::format("rowsmith: '{}' was not generated by rowsmith; move it away or choose "
                                     "another folder\n",
                                     (fs::path(options.out) / path).generic_string());
        else
            ++outdated;
    }
    if (outdated > 0)
        std::cerr << fmt::format("rowsmith: {} of the files in '{}' differ from what the schema gives; run "
                                 "'rowsmith generate' to update them\n",
                                 outdated, options.out);
    return differences.empty() ? fine : input_has_errors;
}

void write(const GenerateOptions& options, const std::vector<OutputFile>& files,
           const std::vector<fs::path>& inputs) {
    for (const std::string& removed : write_outputs(options.out, files).removed)
        std::cerr << fmt::format("rowsmith: removed '{}', which an earlier run made and this one does not\n",
                                 (fs::path(options.out) / removed).generic_string());
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
        check_template_folder(options.templates);
        const templating::Templates templates(templating::embedded_templates(), options.templates);
        const auto files = render_outputs(resolved->schema, options, templates);
        if (options.check)
            return report_differences(options, files);
        write(options, files, inputs_of(*resolved, templates));
        return fine;
    } catch (const RootError& error) {
        std::cerr << "rowsmith: error: " << error.what() << '\n';
    } catch (const OutputNameError& error) {
        std::cerr << "rowsmith: error: " << error.what() << '\n';
        return usage;
    } catch (const templating::TemplateError& error) {
        std::cerr << error.what() << '\n';
    }
    return input_has_errors;
}

}
