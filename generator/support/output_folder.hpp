#pragma once
// One folder that is written to, and nothing outside of it: below it no symbolic link is followed, and a file
// is replaced whole or not at all. What may be replaced is for the caller to decide.

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith {

/// Why a '/'-separated path is not one of a file below a folder, on any system; empty when it is.
[[nodiscard]] std::string_view objection_to_path(std::string_view relative);

/// An open file, or none (a negative number).
class Descriptor {
public:
    explicit Descriptor(int number) : number_{number} {}
    ~Descriptor();
    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;

    [[nodiscard]] int number() const { return number_; }
    /// False, with errno, when what was written did not arrive.
    [[nodiscard]] bool close();

private:
    int number_;
};

class StagedFile;

/// Relative paths have to be free of objections.
class OutputFolder {
public:
    /// The folder need not exist yet; an empty path is the current folder.
    explicit OutputFolder(std::filesystem::path path) : path_{path.empty() ? "." : std::move(path)} {}

    /// The first bytes of a file, at most `limit`; none when there is no file. Throws FileError when
    /// something else than a regular file stands there or a part of the path is no folder.
    [[nodiscard]] std::optional<std::string> read(std::string_view relative, std::size_t limit) const;
    /// Makes the folders on the way.
    [[nodiscard]] StagedFile stage(std::string_view relative, std::string_view text) const;
    /// Removes a file, and the folders that this leaves empty.
    void remove(std::string_view relative) const;

private:
    friend class StagedFile;
    [[nodiscard]] std::optional<Descriptor> open_parent(std::string_view relative) const;
    [[nodiscard]] Descriptor make_parent(std::string_view relative) const;

    std::filesystem::path path_;
};

/// A finished text in a temporary file beside the file that it will become. Unless it is put in place it
/// vanishes. It keeps nothing open, so that there can be any number of them.
class StagedFile {
public:
    StagedFile(OutputFolder folder, std::string_view relative, std::string_view text);
    ~StagedFile();
    StagedFile(StagedFile&& other) noexcept;
    StagedFile& operator=(StagedFile&&) = delete;

    /// Gives it the permissions of the file that it will replace.
    void take_permissions();
    void put_in_place();

private:
    OutputFolder folder_;
    std::string relative_;
    std::string temporary_; // empty when there is no file to remove
};

}
