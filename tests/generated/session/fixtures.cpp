#include "support/session_fixture.hpp"

#include <cstdlib>

namespace rowsmith::test {

DatabaseFile::DatabaseFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rowsmith-session-XXXXXX").string();
    if (!mkdtemp(pattern.data()))
        throw std::filesystem::filesystem_error("mkdtemp", pattern, {});
    folder_ = pattern;
}

DatabaseFile::~DatabaseFile() {
    std::error_code ignored; // a folder that stays behind is no reason to fail
    std::filesystem::remove_all(folder_, ignored);
}

std::string DatabaseFile::url(int milliseconds) const {
    return "sqlite:///" + (folder_ / "test.db").string() + "?busy_timeout=" + std::to_string(milliseconds);
}

}
