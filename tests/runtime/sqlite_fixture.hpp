#pragma once
// A folder for database files, connections to them, and what errors are asked for.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/error.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/sqlite.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace rowsmith::test {

class TempFolder {
public:
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "rowsmith-XXXXXX").string();
        if (mkdtemp(name.data()))
            path_ = name;
    }
    ~TempFolder() {
        std::error_code ignored; // a folder that stays is no reason to end the tests
        std::filesystem::remove_all(path_, ignored);
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;

    [[nodiscard]] std::string file(std::string_view name) const { return (path_ / name).string(); }
    [[nodiscard]] std::string url(std::string_view name) const { return "sqlite:///" + file(name); }

private:
    std::filesystem::path path_;
};

inline std::unique_ptr<driver::Database> open(const std::string& url, EngineOptions options = {}) {
    return sqlite::open(Url::parse(url), options);
}

/// A database in memory and one connection to it.
struct MemoryFixture {
    std::unique_ptr<driver::Database> database = open("sqlite://");
    std::unique_ptr<driver::Connection> connection = database->connect();

    [[nodiscard]] std::int64_t number(std::string_view sql) const {
        const auto statement = connection->prepare(sql);
        statement->step();
        return statement->read_integer(0);
    }
};

inline std::int64_t number(driver::Connection& connection, std::string_view sql) {
    const auto statement = connection.prepare(sql);
    statement->step();
    return statement->read_integer(0);
}

inline std::string text(driver::Connection& connection, std::string_view sql) {
    const auto statement = connection.prepare(sql);
    statement->step();
    return statement->read_text(0);
}

/// The error that `work` throws, if it is an Exception.
template <typename Exception, typename Work>
std::optional<Exception> error_of(Work work) {
    try {
        work();
    } catch (const Exception& error) {
        return error;
    }
    return std::nullopt;
}

}
