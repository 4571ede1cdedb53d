#include "analysis/load.hpp"

#include "support/files.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace rowsmith::analysis {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t size_limit = std::size_t{64} << 20U;
constexpr std::string_view not_regular = "it is not a regular file";
constexpr std::string_view too_large = "it is larger than 64 MiB";

/// A regular file that is open. A pipe in its place is not waited for.
class OpenFile {
public:
    explicit OpenFile(const std::string& path)
        : path_(path), number_(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) {
        if (number_ < 0 && errno == ENXIO) // a socket
            throw FileError("read", path_, not_regular);
        if (number_ < 0)
            fail("open");
    }
    ~OpenFile() { ::close(number_); } // nothing was written, so nothing is lost
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    /// Its size, as far as it is known before reading; throws when it is no regular file, or too large.
    [[nodiscard]] std::size_t check() const;
    /// Adds what comes next; false at the end of the file.
    [[nodiscard]] bool read(std::string& text) const;

private:
    [[noreturn]] void fail(std::string_view action) const {
        throw FileError(action, path_, std::generic_category().message(errno));
    }

    const std::string& path_;
    int number_;
};

std::size_t OpenFile::check() const {
    struct stat status {};
    if (::fstat(number_, &status) != 0)
        fail("read");
    if (S_ISDIR(status.st_mode))
        throw FileError("read", path_, "it is a folder");
    if (!S_ISREG(status.st_mode))
        throw FileError("read", path_, not_regular);
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size > size_limit)
        throw FileError("read", path_, too_large);
    return size;
}

bool OpenFile::read(std::string& text) const {
    std::array<char, std::size_t{1} << 16U> block; // NOLINT: it is filled before it is read
    ssize_t count = -1;
    do
        count = ::read(number_, block.data(), block.size());
    while (count < 0 && errno == EINTR);
    if (count < 0)
        fail("read");
    text.append(block.data(), static_cast<std::size_t>(count));
    return count > 0;
}

std::string read_file(const std::string& path) {
    const OpenFile file(path);
    std::string text;
    text.reserve(file.check());
    while (file.read(text))
        if (text.size() > size_limit) // it grew, or did not tell its size
            throw FileError("read", path, too_large);
    return text;
}

std::optional<std::string> canonical_path(const std::string& path) {
    std::error_code error;
    auto canonical = fs::canonical(path, error);
    if (!error)
        return canonical.generic_string();
    if (error == std::errc::no_such_file_or_directory || error == std::errc::not_a_directory)
        return std::nullopt;
    return path; // it is there but cannot be reached: reading it says why
}

}

Files disk_files() {
    return {.identity = canonical_path, .read = read_file};
}

Files memory_files(std::map<std::string, std::string> texts) {
    const auto shared = std::make_shared<const std::map<std::string, std::string>>(std::move(texts));
    return {.identity = [shared](const std::string& path) -> std::optional<std::string> {
                return shared->contains(path) ? std::optional(path) : std::nullopt;
            },
            .read = [shared](const std::string& path) { return shared->at(path); }};
}

}
