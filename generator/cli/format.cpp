// format: every file is read and laid out before the first one is replaced.

#include "syntax/format.hpp"
#include "analysis/load.hpp"
#include "cli/commands.hpp"
#include "cli/diagnostics_output.hpp"
#include "cli/run.hpp"
#include "support/diff.hpp"
#include "support/files.hpp"
#include "support/output_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace rowsmith::cli {
namespace {

namespace fs = std::filesystem;

struct Input {
    std::string path;   // as messages show it
    std::string target; // the file itself, behind symbolic links; empty for standard input
    std::string text;
};

struct Change {
    Input input;
    std::string formatted;
};

Input read_stdin(const std::string& name) {
    constexpr std::size_t size_limit = std::size_t{64} << 20U;
    Input input{.path = name, .target = {}, .text = {}};
    std::string block(std::size_t{1} << 16U, '\0');
    while (std::cin.read(block.data(), static_cast<std::streamsize>(block.size())) || std::cin.gcount() > 0) {
        input.text.append(block, 0, static_cast<std::size_t>(std::cin.gcount()));
        if (input.text.size() > size_limit)
            throw FileError{"read", name, "it is larger than 64 MiB"};
    }
    if (std::ferror(stdin) != 0) // the stream takes an error for the end
        throw FileError{"read", name, std::generic_category().message(errno)};
    return input;
}

/// Each file once, by whatever names it was given.
std::vector<Input> read_files(const std::vector<std::string>& paths) {
    const analysis::Files files = analysis::disk_files();
    std::vector<Input> inputs;
    for (const std::string& path : paths) {
        const auto target = files.identity(path);
        if (!target)
            throw FileError{"open", path, "there is no such file"};
        if (std::ranges::find(inputs, *target, &Input::target) == inputs.end())
            inputs.push_back({.path = path, .target = *target, .text = files.read(path)});
    }
    return inputs;
}

/// Those that do not look as they should. Files with errors are reported and left out.
std::vector<Change> changes_of(std::vector<Input> inputs, const Sources& sources, Diagnostics& diagnostics) {
    std::vector<Change> changes;
    for (FileIndex file = 0; file < sources.size(); ++file) {
        auto formatted = syntax::format(sources[file], file, diagnostics);
        if (formatted && *formatted != inputs[file].text)
            changes.push_back({.input = std::move(inputs[file]), .formatted = std::move(*formatted)});
    }
    return changes;
}

Sources sources_of(const std::vector<Input>& inputs) {
    Sources sources;
    for (const Input& input : inputs)
        sources.emplace_back(input.path, input.text);
    return sources;
}

StagedFile stage(const Change& change) {
    const fs::path target{change.input.target};
    // A file in a folder of ours can be replaced even where it is meant not to be written.
    if (::access(target.c_str(), W_OK) != 0)
        throw FileError{"write", change.input.path, std::generic_category().message(errno)};
    StagedFile staged =
        OutputFolder{target.parent_path()}.stage(target.filename().string(), change.formatted);
    staged.take_permissions();
    return staged;
}

void rewrite(const std::vector<Change>& changes) {
    std::vector<StagedFile> staged;
    for (const Change& change : changes)
        staged.push_back(stage(change));
    for (std::size_t i = 0; i < changes.size(); ++i) {
        staged[i].put_in_place();
        std::cout << changes[i].input.path << '\n';
    }
}

int report_differences(const std::vector<Change>& changes, std::size_t files) {
    for (const Change& change : changes)
        std::cout << unified_diff(change.input.text, change.formatted, "a/" + change.input.path,
                                  "b/" + change.input.path);
    if (changes.empty())
        return fine;
    std::cerr << fmt::format("rowsmith: {} of {} files would change; run 'rowsmith format' to format them\n",
                             changes.size(), files);
    return input_has_errors;
}

int format_stdin(const FormatOptions& options) {
    const Input input = read_stdin(options.stdin_name);
    const Sources sources = sources_of({input});
    Diagnostics diagnostics;
    const auto formatted = syntax::format(sources.front(), 0, diagnostics);
    print_diagnostics(diagnostics, sources, options.diagnostics, DocumentStream::error);
    if (!formatted)
        return input_has_errors;
    int result = fine;
    if (!options.check)
        std::cout << *formatted;
    else if (*formatted != input.text)
        result = report_differences({{.input = input, .formatted = *formatted}}, 1);
    return result;
}

}

int format(const FormatOptions& options) {
    if (options.files == std::vector<std::string>{"-"})
        return format_stdin(options);
    std::vector<Input> inputs = read_files(options.files);
    const Sources sources = sources_of(inputs);
    Diagnostics diagnostics;
    const std::vector<Change> changes = changes_of(std::move(inputs), sources, diagnostics);
    print_diagnostics(diagnostics, sources, options.diagnostics, DocumentStream::error);
    int result = diagnostics.has_errors() ? input_has_errors : fine;
    if (options.check)
        result = std::max(result, report_differences(changes, sources.size()));
    else
        rewrite(changes);
    return result;
}

}
