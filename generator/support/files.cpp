#include "support/files.hpp"

#include "support/diff.hpp"
#include "support/output_folder.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <optional>
#include <set>
#include <utility>

namespace rowsmith {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view own_folder = ".rowsmith";
constexpr std::string_view manifest_path = ".rowsmith/manifest";
constexpr std::string_view manifest_version = "rowsmith manifest 1\n";
constexpr std::size_t marked_lines = 3;
constexpr std::size_t marked_bytes = 4096;
constexpr std::size_t largest_file = std::size_t{64} << 20U;

bool has_marker(std::string_view text) {
    std::size_t end = 0;
    for (std::size_t line = 0; line < marked_lines && end < text.size(); ++line)
        end = std::min(text.find('\n', end), text.size() - 1) + 1;
    return text.substr(0, end).find(generated_marker) != std::string_view::npos;
}

std::string lower(std::string_view text) {
    std::string out{text};
    for (char& character : out)
        if (character >= 'A' && character <= 'Z')
            character = static_cast<char>(character - 'A' + 'a');
    return out;
}

std::string_view first_part(std::string_view path) {
    return path.substr(0, path.find('/'));
}

/// A path below the output folder that is free for outputs.
std::string_view objection_to_output(std::string_view path) {
    if (lower(first_part(path)) == own_folder)
        return "rowsmith keeps its own files there";
    return objection_to_path(path);
}

/// Every path is safe, and no two of them would be one file, or a file and its folder, on a system that does
/// not tell upper from lower case.
void check_paths(const fs::path& folder, std::span<const OutputFile> outputs) {
    std::set<std::string> files;
    std::set<std::string> folders;
    for (const OutputFile& output : outputs) {
        if (const auto objection = objection_to_output(output.path); !objection.empty())
            throw OutputNameError{"write", folder / output.path, objection};
        const std::string path = lower(output.path);
        if (!files.insert(path).second)
            throw OutputNameError{"write", folder / output.path,
                            "another output has this name, or differs in case only"};
        for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1))
            folders.insert(path.substr(0, end));
    }
    for (const OutputFile& output : outputs)
        if (folders.contains(lower(output.path)))
            throw OutputNameError{"write", folder / output.path, "another output needs a folder of this name"};
}

/// What the last run made. A manifest that cannot be understood names nothing, and an entry that is no path
/// below the folder is passed over: at worst a stale file stays.
std::set<std::string> read_manifest(const OutputFolder& folder) {
    std::string text = folder.read(manifest_path, largest_file).value_or("");
    std::set<std::string> paths;
    if (!text.starts_with(manifest_version))
        return paths;
    std::string_view rest = std::string_view{text}.substr(manifest_version.size());
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        if (const auto path = rest.substr(0, end); objection_to_output(path).empty())
            paths.emplace(path);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return paths;
}

std::string manifest_of(std::span<const OutputFile> outputs) {
    std::set<std::string_view> paths;
    for (const OutputFile& output : outputs)
        paths.insert(output.path);
    std::string text{manifest_version};
    for (const std::string_view path : paths)
        text.append(path).append("\n");
    return text;
}

/// The generated file at a path; none when there is no file, or none of ours, or something else.
std::optional<std::string> read_generated(const OutputFolder& folder, std::string_view path,
                                          std::size_t limit) {
    try {
        std::optional<std::string> text = folder.read(path, limit);
        return text && has_marker(*text) ? text : std::nullopt;
    } catch (const FileError&) {
        return std::nullopt; // somebody put something else there since: not ours to judge
    }
}

/// Files of the last run that this one does not make and that nobody has made his own since.
std::vector<std::string> stale_files(const OutputFolder& folder, std::span<const OutputFile> outputs) {
    std::vector<std::string> stale;
    for (const std::string& path : read_manifest(folder))
        if (std::ranges::find(outputs, path, &OutputFile::path) == outputs.end() &&
            read_generated(folder, path, marked_bytes))
            stale.push_back(path);
    return stale;
}

/// True when the file has the text already. Throws when it may not be replaced.
bool is_unchanged(const OutputFolder& folder, const fs::path& folder_path, const OutputFile& output) {
    const std::size_t limit = std::max(output.text.size() + 1, marked_bytes);
    const std::optional<std::string> present = folder.read(output.path, limit);
    if (present && *present != output.text && !has_marker(*present))
        throw FileError{"replace", folder_path / output.path,
                        fmt::format("it was not generated by rowsmith (no '{}' in its first lines); move it "
                                    "away or choose another folder",
                                    generated_marker)};
    return present == output.text;
}

/// A path for a message of one line.
std::string shown(const fs::path& path) {
    std::string text = path.string();
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, '?');
    return text;
}

/// Replaces one file whose folder the user named. Other things than files, such as /dev/null, are not
/// replaced.
void replace_file(const fs::path& path, std::string_view text) {
    const OutputFolder folder{path.parent_path()};
    const std::string name = path.filename().string();
    if (name.empty() || name == "." || name == "..")
        throw FileError{"write", path, "it is not the name of a file"};
    (void)folder.read(name, 0);
    folder.stage(name, text).put_in_place();
}

std::string escaped_for_make(const fs::path& path) {
    std::string out;
    for (const char character : fs::absolute(path).string()) {
        if (character == '\n')
            throw FileError{"name", path, "a depfile cannot hold a path with a line end"};
        if (character == ' ' || character == '#')
            out += '\\';
        if (character == '$')
            out += '$';
        out += character;
    }
    return out;
}

}

FileError::FileError(std::string_view action, fs::path path, std::string_view reason)
    : std::runtime_error{fmt::format("cannot {} '{}': {}", action, shown(path), reason)},
      path_{std::move(path)}, reason_{reason} {
}

WriteResult write_outputs(const fs::path& folder, std::span<const OutputFile> outputs) {
    check_paths(folder, outputs);
    const OutputFolder target{folder};
    WriteResult result;
    std::vector<const OutputFile*> different;
    for (const OutputFile& output : outputs) {
        const bool unchanged = is_unchanged(target, folder, output);
        (unchanged ? result.unchanged : result.written).push_back(output.path);
        if (!unchanged)
            different.push_back(&output);
    }
    result.removed = stale_files(target, outputs);

    std::vector<StagedFile> staged;
    for (const OutputFile* output : different)
        staged.push_back(target.stage(output->path, output->text));
    const std::string manifest = manifest_of(outputs);
    std::optional<StagedFile> staged_manifest;
    if (target.read(manifest_path, largest_file) != manifest)
        staged_manifest.emplace(target.stage(manifest_path, manifest));

    for (StagedFile& file : staged)
        file.put_in_place();
    for (const std::string& path : result.removed)
        target.remove(path);
    if (staged_manifest)
        staged_manifest->put_in_place();
    return result;
}

std::vector<FileDifference> compare_outputs(const fs::path& folder, std::span<const OutputFile> outputs) {
    check_paths(folder, outputs);
    const OutputFolder target{folder};
    std::vector<FileDifference> differences;
    for (const auto& [path, text] : outputs) {
        const std::optional<std::string> present = target.read(path, largest_file);
        if (!present)
            differences.push_back(
                {FileDifference::Kind::missing, path, unified_diff("", text, "/dev/null", "b/" + path)});
        else if (*present != text && !has_marker(*present))
            differences.push_back({FileDifference::Kind::foreign, path, ""});
        else if (*present != text)
            differences.push_back({FileDifference::Kind::different, path,
                                   unified_diff(*present, text, "a/" + path, "b/" + path)});
    }
    for (const std::string& path : stale_files(target, outputs)) {
        const std::string present = target.read(path, largest_file).value_or("");
        differences.push_back(
            {FileDifference::Kind::stale, path, unified_diff(present, "", "a/" + path, "/dev/null")});
    }
    return differences;
}

void write_output(const fs::path& path, std::string_view text) {
    const OutputFolder folder{path.parent_path()};
    const OutputFile output{.path = path.filename().string(), .text = std::string(text)};
    if (const auto objection = objection_to_path(output.path); !objection.empty())
        throw FileError{"write", path, objection};
    if (!is_unchanged(folder, path.parent_path(), output))
        folder.stage(output.path, output.text).put_in_place();
}

void write_stamp(const fs::path& path) {
    replace_file(path, "rowsmith was here\n");
}

void write_depfile(const fs::path& path, const fs::path& target, std::span<const fs::path> inputs) {
    std::string rule = escaped_for_make(target) + ":";
    for (const fs::path& input : inputs)
        rule += " \\\n  " + escaped_for_make(input);
    replace_file(path, rule + "\n");
}

}
