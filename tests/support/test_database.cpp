#include "support/test_database.hpp"

#include "support/postgres_server.hpp"

#include <rowsmith/engine.hpp>

#include <filesystem>
#include <map>
#include <stdexcept>
#include <utility>
#include <vector>

#include <stdlib.h>

namespace rowsmith::test {
namespace {

/// A folder for a database file.
class Folder {
public:
    Folder() {
        std::string pattern = (std::filesystem::temp_directory_path() / "rowsmith-test-XXXXXX").string();
        if (mkdtemp(pattern.data()) == nullptr)
            throw std::runtime_error("no temporary folder can be made");
        path_ = pattern;
    }
    ~Folder() {
        std::error_code ignored; // a folder that stays behind is no reason to fail
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// What a test may have made in a database.
constexpr auto empty_the_database = R"(
    do $$
    declare name text;
    begin
        for name in select nspname from pg_namespace
                    where nspname !~ '^pg_' and nspname <> 'information_schema'
        loop
            execute format('drop schema %I cascade', name);
        end loop;
        create schema public;
    end $$)";

/// The databases of the server of this program.
class ServerDatabases {
public:
    explicit ServerDatabases(std::unique_ptr<PostgresServer> server) : server_(std::move(server)) {}

    [[nodiscard]] bool installed() const { return server_ != nullptr; }
    /// An empty database that nobody uses.
    std::string take() {
        if (free_.empty())
            return make();
        const std::string name = free_.back();
        free_.pop_back();
        openers_.at(name).execute(empty_the_database);
        return name;
    }
    void give_back(std::string name) { free_.push_back(std::move(name)); }

    [[nodiscard]] std::string url(const std::string& name) const {
        return "postgresql://rowsmith@/" + name + "?host=" + server_->socket_folder();
    }

private:
    /// A test that waits for a lock that nobody gives up is to fail, not to hang.
    std::string make() {
        const std::string name = server_->create_database();
        Engine& opener = openers_.try_emplace(name, url(name)).first->second;
        opener.execute("alter database " + name + " set lock_timeout = '20s'");
        opener.execute("alter database " + name + " set client_min_messages = warning");
        return name;
    }

    std::unique_ptr<PostgresServer> server_;
    std::map<std::string, Engine> openers_;
    std::vector<std::string> free_;
};

ServerDatabases& server_databases() {
    static ServerDatabases databases{PostgresServer::start()};
    return databases;
}

bool on_a_server() {
    return capabilities().database == "postgres";
}

}

struct TestDatabase::Place {
    std::unique_ptr<Folder> folder{};
    std::string name{}; // on the server
    std::string url{};
};

TestDatabase::TestDatabase(For use) : place_(std::make_unique<Place>()) {
    if (on_a_server() && use != For::comparison) {
        place_->name = server_databases().take();
        place_->url = server_databases().url(place_->name);
    } else if (use == For::one_engine) {
        place_->url = "sqlite://";
    } else {
        place_->folder = std::make_unique<Folder>();
        place_->url = "sqlite:///" + (place_->folder->path() / "test.db").string();
    }
}

TestDatabase::~TestDatabase() {
    if (!place_->name.empty())
        server_databases().give_back(std::move(place_->name));
}

const std::string& TestDatabase::url() const {
    return place_->url;
}

std::string SharedDatabase::url(int milliseconds) const {
    return database_.url() + (on_a_server() ? "" : "?busy_timeout=" + std::to_string(milliseconds));
}

std::string why_no_database() {
    if (!on_a_server() || server_databases().installed())
        return "";
    return "no PostgreSQL server is installed below /usr/lib/postgresql";
}

}
