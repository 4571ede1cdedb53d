#include "support/output_folder.hpp"

#include "support/files.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <fcntl.h>
#include <fmt/format.h>
#include <string>
#include <sys/random.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

namespace rowsmith {
namespace {

constexpr std::size_t longest_name = 255;
constexpr int folder_flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW;
constexpr int new_file_flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW;

std::string reason_of(int error) {
    if (error == ELOOP || error == ENOTDIR)
        return "a part of the path is a symbolic link or not a folder";
    return std::generic_category().message(error);
}

[[noreturn]] void fail(std::string_view action, const std::filesystem::path& path) {
    throw FileError{action, path, reason_of(errno)};
}

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a') : character;
}

/// Names that stand for devices on Windows, whatever follows a dot.
bool is_device(std::string_view name) {
    constexpr std::array<std::string_view, 4> devices{"con", "prn", "aux", "nul"};
    std::string stem{name.substr(0, name.find('.'))};
    std::ranges::transform(stem, stem.begin(), lower);
    const bool numbered = stem.size() == 4 && stem[3] >= '1' && stem[3] <= '9';
    return std::ranges::find(devices, stem) != devices.end() ||
           (numbered && (stem.starts_with("com") || stem.starts_with("lpt")));
}

std::string_view objection_to_name(std::string_view name) {
    if (name.empty() || name == "." || name == "..")
        return "it has an empty part, '.' or '..'";
    if (name.size() > longest_name)
        return "a part of it is longer than 255 bytes";
    const auto is_unsafe = [](char c) { // the names stand in #include lines
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7f || c == '\\' || c == ':' || c == '"';
    };
    if (std::ranges::any_of(name, is_unsafe))
        return "it has a control character, '\\', ':' or '\"'";
    if (name.ends_with('.') || name.ends_with(' ') || is_device(name))
        return "it is not a file name on every system";
    return {};
}

std::string temporary_name() {
    std::uint64_t random = 0;
    if (getrandom(&random, sizeof random, 0) != static_cast<ssize_t>(sizeof random))
        throw std::system_error{errno, std::generic_category(), "getrandom"};
    return fmt::format(".rowsmith-{:016x}", random);
}

std::string_view name_of(std::string_view relative) {
    return relative.substr(relative.rfind('/') + 1);
}

std::vector<std::string> folders_on_the_way(std::string_view relative) {
    std::vector<std::string> names;
    for (std::size_t end = relative.find('/'); end != std::string_view::npos; end = relative.find('/')) {
        names.emplace_back(relative.substr(0, end));
        relative.remove_prefix(end + 1);
    }
    return names;
}

/// How many bytes there were to read; none, with errno, when reading failed.
std::optional<std::size_t> read_into(std::string& text, const Descriptor& file) {
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t count = ::read(file.number(), text.data() + size, text.size() - size);
        if (count == 0)
            break;
        if (count > 0)
            size += static_cast<std::size_t>(count);
        else if (errno != EINTR)
            return std::nullopt;
    }
    return size;
}

bool write_all(const Descriptor& file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file.number(), text.data(), text.size());
        if (count >= 0)
            text.remove_prefix(static_cast<std::size_t>(count));
        else if (errno != EINTR)
            return false;
    }
    return true;
}

}

std::string_view objection_to_path(std::string_view relative) {
    for (std::size_t begin = 0; begin <= relative.size();) {
        const std::size_t end = std::min(relative.find('/', begin), relative.size());
        if (const auto objection = objection_to_name(relative.substr(begin, end - begin)); !objection.empty())
            return objection;
        begin = end + 1;
    }
    return {};
}

Descriptor::~Descriptor() {
    // Nobody is left to hear of an error here: whoever cares about what was written calls close().
    if (number_ >= 0)
        ::close(number_);
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_{std::exchange(other.number_, -1)} {
}

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}

bool Descriptor::close() {
    return ::close(std::exchange(number_, -1)) == 0;
}

/// The folder that a file is in; none when it does not exist.
std::optional<Descriptor> OutputFolder::open_parent(std::string_view relative) const {
    Descriptor folder{::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    for (const std::string& name : folders_on_the_way(relative)) {
        if (folder.number() < 0)
            break;
        folder = Descriptor{::openat(folder.number(), name.c_str(), folder_flags)};
    }
    if (folder.number() >= 0)
        return folder;
    if (errno == ENOENT)
        return std::nullopt;
    fail("open", path_ / relative);
}

Descriptor OutputFolder::make_parent(std::string_view relative) const {
    std::error_code error;
    std::filesystem::create_directories(path_, error);
    if (error)
        throw FileError{"make", path_, error.message()};
    Descriptor folder{::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    for (const std::string& name : folders_on_the_way(relative)) {
        if (folder.number() < 0 || (::mkdirat(folder.number(), name.c_str(), 0777) != 0 && errno != EEXIST))
            fail("write", path_ / relative);
        folder = Descriptor{::openat(folder.number(), name.c_str(), folder_flags)};
    }
    if (folder.number() < 0)
        fail("write", path_ / relative);
    return folder;
}

std::optional<std::string> OutputFolder::read(std::string_view relative, std::size_t limit) const {
    const std::optional<Descriptor> folder = open_parent(relative);
    if (!folder)
        return std::nullopt;
    const std::string name{name_of(relative)};
    struct stat status {};
    if (::fstatat(folder->number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT)
            return std::nullopt;
        fail("read", path_ / relative);
    }
    if (!S_ISREG(status.st_mode))
        throw FileError{"replace", path_ / relative, "it is not a regular file"};
    // Not blocking, in case that a pipe has taken the file's place since.
    const Descriptor file{
        ::openat(folder->number(), name.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)};
    if (file.number() < 0)
        fail("read", path_ / relative);
    std::string text(std::min(limit, static_cast<std::size_t>(status.st_size)), '\0');
    const std::optional<std::size_t> size = read_into(text, file);
    if (!size)
        fail("read", path_ / relative);
    text.resize(*size);
    return text;
}

StagedFile OutputFolder::stage(std::string_view relative, std::string_view text) const {
    return {*this, relative, text};
}

void OutputFolder::remove(std::string_view relative) const {
    std::optional<Descriptor> folder = open_parent(relative);
    if (!folder)
        return;
    if (::unlinkat(folder->number(), std::string{name_of(relative)}.c_str(), 0) != 0 && errno != ENOENT)
        fail("remove", path_ / relative);
    while (relative.find('/') != std::string_view::npos) {
        relative = relative.substr(0, relative.rfind('/'));
        folder = open_parent(relative);
        // The first folder that cannot be removed still holds something, and so do those above it.
        if (!folder ||
            ::unlinkat(folder->number(), std::string{name_of(relative)}.c_str(), AT_REMOVEDIR) != 0)
            return;
    }
}

StagedFile::StagedFile(OutputFolder folder, std::string_view relative, std::string_view text)
    : folder_{std::move(folder)}, relative_{relative} {
    const Descriptor parent = folder_.make_parent(relative);
    const std::string temporary = temporary_name();
    Descriptor file{::openat(parent.number(), temporary.c_str(), new_file_flags, 0666)};
    if (file.number() < 0)
        fail("write", folder_.path_ / relative);
    if (!write_all(file, text) || !file.close()) {
        const int error = errno;
        ::unlinkat(parent.number(), temporary.c_str(), 0);
        errno = error;
        fail("write", folder_.path_ / relative);
    }
    temporary_ = temporary;
}

StagedFile::~StagedFile() {
    if (temporary_.empty())
        return;
    try {
        if (const std::optional<Descriptor> parent = folder_.open_parent(relative_))
            ::unlinkat(parent->number(), temporary_.c_str(), 0);
    } catch (const FileError&) {
        return; // a temporary that stays does no harm, and the error that led here is the one to tell
    }
}

StagedFile::StagedFile(StagedFile&& other) noexcept
    : folder_{std::move(other.folder_)}, relative_{std::move(other.relative_)}, temporary_{std::exchange(
                                                                                    other.temporary_, {})} {
}

void StagedFile::take_permissions() {
    constexpr mode_t permissions = 07777;
    const std::optional<Descriptor> parent = folder_.open_parent(relative_);
    const std::string name{name_of(relative_)};
    struct stat status {};
    if (!parent || ::fstatat(parent->number(), name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0 ||
        ::fchmodat(parent->number(), temporary_.c_str(), status.st_mode & permissions, 0) != 0)
        fail("write", folder_.path_ / relative_);
}

void StagedFile::put_in_place() {
    const std::optional<Descriptor> parent = folder_.open_parent(relative_);
    const std::string name{name_of(relative_)};
    if (!parent || ::renameat(parent->number(), temporary_.c_str(), parent->number(), name.c_str()) != 0)
        fail("write", folder_.path_ / relative_);
    temporary_.clear();
}

}
