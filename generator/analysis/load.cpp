#include "analysis/load.hpp"

#include "analysis/report.hpp"
#include "support/files.hpp"
#include "syntax/characters.hpp"
#include "syntax/parser.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <utility>

namespace rowsmith::analysis {

namespace {

namespace fs = std::filesystem;

std::string normalised(const fs::path& path) {
    return path.lexically_normal().generic_string();
}

/// The places where an import may be, in the order of the search.
std::vector<std::string> candidates(const std::string& importer, const std::string& text,
                                    std::span<const std::string> import_dirs) {
    const fs::path wanted(text);
    if (wanted.is_absolute())
        return {normalised(wanted)};
    std::vector<std::string> found{normalised(fs::path(importer).parent_path() / wanted)};
    for (const auto& folder : import_dirs)
        if (auto path = normalised(fs::path(folder) / wanted); std::ranges::find(found, path) == found.end())
            found.push_back(std::move(path));
    return found;
}

struct Loader {
    const Files& from;
    std::span<const std::string> import_dirs;
    Diagnostics& diagnostics;
    Program program = {};
    std::map<std::string, FileIndex> by_identity = {};

    FileIndex add(const std::string& path, const std::string& identity, bool requested);
    void add_requested(const std::string& path);
    void follow_imports(FileIndex importer);
    std::optional<FileIndex> import(FileIndex importer, const syntax::Text& text);
    std::optional<FileIndex> add_imported(const std::string& path, const std::string& identity,
                                          const syntax::Text& text);
    void load_sql(FileIndex file);
    void add_sql(FileIndex file, const syntax::Text& text);
    FileIndex read_sql(const std::string& path, const std::string& identity);
};

FileIndex Loader::add(const std::string& path, const std::string& identity, bool requested) {
    if (const auto known = by_identity.find(identity); known != by_identity.end())
        return known->second;
    const auto index = static_cast<FileIndex>(program.files.size());
    program.sources.emplace_back(path, from.read(path));
    program.files.push_back(syntax::parse(program.sources.back(), index, diagnostics));
    program.complete.push_back(program.files.back().complete);
    program.requested.push_back(requested);
    program.imports.emplace_back();
    by_identity.emplace(identity, index);
    return index;
}

void Loader::add_requested(const std::string& path) {
    const auto identity = from.identity(path);
    if (!identity)
        throw FileError("open", path, "there is no such file");
    add(path, *identity, true);
}

std::optional<FileIndex> Loader::add_imported(const std::string& path, const std::string& identity,
                                              const syntax::Text& text) {
    try {
        return add(path, identity, false);
    } catch (const FileError& error) {
        diagnostics.report(mistake("RS0602", text.span, error.what(), "import a schema file"));
        return std::nullopt;
    }
}

std::optional<FileIndex> Loader::import(FileIndex importer, const syntax::Text& text) {
    const auto places = candidates(program.sources[importer].path(), text.value, import_dirs);
    for (const auto& path : places)
        if (const auto identity = from.identity(path))
            return add_imported(path, *identity, text);
    diagnostics.report(mistake("RS0601", text.span,
                               fmt::format("there is no file '{}' to import", text.value),
                               fmt::format("looked for {}", fmt::join(places, ", "))));
    return std::nullopt;
}

void Loader::follow_imports(FileIndex importer) {
    std::vector<syntax::Text> texts; // a copy: loading a file moves the vector of files
    for (const auto& import : program.files[importer].imports)
        texts.push_back(import.path);
    std::vector<std::optional<FileIndex>> found;
    for (const auto& text : texts)
        found.push_back(import(importer, text));
    if (!std::ranges::all_of(found, [](const auto& file) { return file.has_value(); }))
        program.complete[importer] = false;
    program.imports[importer] = std::move(found);
}

// ---- SQL of queries

FileIndex Loader::read_sql(const std::string& path, const std::string& identity) {
    const auto [known, is_new] =
        by_identity.emplace(identity, static_cast<FileIndex>(program.sources.size()));
    if (!is_new)
        return known->second;
    try {
        program.sources.emplace_back(path, from.read(path));
    } catch (...) {
        by_identity.erase(known);
        throw;
    }
    static_cast<void>(syntax::check_characters(program.sources.back(), known->second, diagnostics));
    return known->second;
}

void Loader::add_sql(FileIndex file, const syntax::Text& text) {
    const auto path = normalised(fs::path(program.sources[file].path()).parent_path() / fs::path(text.value));
    const auto identity = from.identity(path);
    if (!identity) {
        diagnostics.report(mistake("RS0607", text.span, fmt::format("there is no file '{}'", path),
                                   "the SQL of a query is looked for beside its schema file"));
        return;
    }
    try {
        program.sql_files.push_back({.name = text.span, .source = read_sql(path, *identity)});
    } catch (const FileError& error) {
        diagnostics.report(mistake("RS0607", text.span, error.what(), "name a file of SQL"));
    }
}

void Loader::load_sql(FileIndex file) {
    for (const auto& declaration : program.files[file].declarations) {
        const auto* query = std::get_if<syntax::Query>(&declaration);
        if (query == nullptr || !query->from_file)
            continue;
        if (query->sql.common)
            add_sql(file, *query->sql.common);
        for (const auto& own : query->sql.dialects)
            if (own.text)
                add_sql(file, *own.text);
    }
}

}

Program load(std::span<const std::string> paths, std::span<const std::string> import_dirs, const Files& files,
             Diagnostics& diagnostics) {
    std::vector<std::string> sorted; // so that the order of arguments means nothing
    for (const auto& path : paths)
        sorted.push_back(normalised(path));
    std::ranges::sort(sorted);
    Loader loader{.from = files, .import_dirs = import_dirs, .diagnostics = diagnostics};
    for (const auto& path : sorted)
        loader.add_requested(path);
    for (FileIndex file = 0; file < loader.program.files.size(); ++file)
        loader.follow_imports(file);
    for (FileIndex file = 0; file < loader.program.files.size(); ++file)
        loader.load_sql(file);
    return std::move(loader.program);
}

Program load(std::span<const std::string> paths, std::span<const std::string> import_dirs,
             Diagnostics& diagnostics) {
    return load(paths, import_dirs, disk_files(), diagnostics);
}

}
