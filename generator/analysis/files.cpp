#include "analysis/load.hpp"

#include "support/files.hpp"

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>
#include <utility>

namespace rowsmith::analysis {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t size_limit = std::size_t{64} << 20U;

void check_kind(const std::string& path) {
    std::error_code error;
    const auto status = fs::status(path, error);
    if (error)
        throw FileError("open", path, error.message());
    if (fs::is_directory(status))
        throw FileError("read", path, "it is a folder");
    if (!fs::is_regular_file(status))
        throw FileError("read", path, "it is not a regular file");
}

std::string read_file(const std::string& path) {
    check_kind(path);
    std::ifstream stream(path, std::ios::binary);
    if (!stream)
        throw FileError("open", path, std::generic_category().message(errno));
    std::string text;
    std::string block(std::size_t{1} << 16U, '\0');
    while (stream.read(block.data(), static_cast<std::streamsize>(block.size())) || stream.gcount() > 0) {
        text.append(block, 0, static_cast<std::size_t>(stream.gcount()));
        if (text.size() > size_limit)
            throw FileError("read", path, "it is larger than 64 MiB");
    }
    if (stream.bad())
        throw FileError("read", path, std::generic_category().message(errno));
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
