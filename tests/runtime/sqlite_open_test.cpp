// How SQLite databases are opened: URLs, options, files that are none, hostile names, memory.

#include "sqlite_fixture.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

using namespace rowsmith;
using test::error_of;
using test::number;
using test::text;
namespace fs = std::filesystem;

namespace {

void write(const std::string& path, std::string_view content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// The work folder for relative names, and back.
class InFolder {
public:
    explicit InFolder(const fs::path& folder) : before_(fs::current_path()) { fs::current_path(folder); }
    ~InFolder() { fs::current_path(before_); }
    InFolder(const InFolder&) = delete;
    InFolder& operator=(const InFolder&) = delete;

private:
    fs::path before_;
};

}

TEST_CASE("a new file is a database with the settings that safety needs") {
    const test::TempFolder folder;
    const auto connection = test::open(folder.url("a.db"))->connect();
    CHECK(text(*connection, "pragma journal_mode") == "wal");
    CHECK(number(*connection, "pragma foreign_keys") == 1);
    CHECK(number(*connection, "pragma synchronous") == 2);
    CHECK(number(*connection, "pragma cell_size_check") == 1);
    // Older versions do not let an untrusted schema call json_valid.
    const bool trusted = sqlite3_libversion_number() < 3'041'000;
    CHECK(number(*connection, "pragma trusted_schema") == (trusted ? 1 : 0));
    CHECK_THROWS_AS(connection->execute("select \"nosuchcolumn\""), UndefinedObject);
    CHECK_THROWS_AS(connection->execute("create table t (a text default \"x\", b text check (b <> \"y\"))"),
                    SchemaError);
    CHECK_THROWS_AS(connection->execute("pragma writable_schema=1; update sqlite_schema set sql = ''"),
                    SchemaError);
    CHECK_THROWS_AS(connection->execute("select load_extension('x')"), Error);
}

TEST_CASE("the checks of json columns can be made and hold") {
    const auto connection = test::open("sqlite://")->connect();
    connection->execute("create table t (a text check (json_valid(a))) strict; insert into t values ('[1]')");
    CHECK_THROWS_AS(connection->execute("insert into t values ('[1')"), CheckViolation);
}

TEST_CASE("options come from the engine, and the URL overrides them") {
    const test::TempFolder folder;
    EngineOptions options{.busy_timeout = std::chrono::milliseconds(7), .durability = Durability::normal};
    const auto plain = test::open(folder.url("a.db"), options)->connect();
    CHECK(number(*plain, "pragma synchronous") == 1);
    const auto other = test::open(folder.url("a.db?busy_timeout=250&synchronous=full"), options)->connect();
    CHECK(number(*other, "pragma synchronous") == 2);

    plain->begin({.mode = driver::Begin::write});
    const auto started = std::chrono::steady_clock::now();
    CHECK_THROWS_AS(other->begin({.mode = driver::Begin::write}), Busy);
    CHECK(std::chrono::steady_clock::now() - started >= std::chrono::milliseconds(250));
}

TEST_CASE("a URL that SQLite has no use for is a ConfigError") {
    const std::vector<std::string> urls{
        "sqlite://shop.db",
        "sqlite://ada:hunter2@host/shop.db",
        "sqlite:///",
        "sqlite:///a.db?busy_timeout=soon",
        "sqlite:///a.db?busy_timeout=-1",
        "sqlite:///a.db?busy_timeout=99999999999",
        "sqlite:///a.db?synchronous=off",
        "sqlite:///a.db?mode=memory",
        "sqlite:///a.db?cache=shared",
        "sqlite://?mode=ro",
    };
    for (const std::string& url : urls) {
        CAPTURE(url);
        const auto error = error_of<ConfigError>([&] { (void)test::open(url); });
        REQUIRE(error);
        CHECK(std::string(error->what()).find("hunter2") == std::string::npos);
    }
    const auto unknown = error_of<ConfigError>([] { (void)test::open("sqlite:///a.db?cache=shared"); });
    REQUIRE(unknown);
    for (const char* name : {"'cache'", "busy_timeout", "synchronous", "mode"})
        CHECK(std::string(unknown->what()).find(name) != std::string::npos);
    CHECK_THROWS_AS(test::open("sqlite:///a.db", {.busy_timeout = std::chrono::milliseconds(-1)}),
                    ConfigError);
}

TEST_CASE("nothing is opened before a connection is wanted") {
    const test::TempFolder folder;
    const auto database = test::open(folder.url("a.db"));
    CHECK(database->dialect() == "sqlite");
    CHECK_FALSE(fs::exists(folder.file("a.db")));
}

TEST_CASE("what cannot be opened is an error of its kind, and leaves no file") {
    const test::TempFolder folder;
    const auto connect = [&](const std::string& url, EngineOptions options = {}) {
        return [=] { (void)test::open(url, options)->connect(); };
    };
    CHECK(error_of<NoSuchDatabase>(connect(folder.url("none.db"), {.create = false})));
    CHECK(error_of<NoSuchDatabase>(connect(folder.url("none.db"), {.read_only = true})));
    CHECK(error_of<NoSuchDatabase>(connect(folder.url("none.db?mode=rw"))));
    CHECK(error_of<NoSuchDatabase>(connect(folder.url("none.db?mode=ro"))));
    CHECK(error_of<ConnectFailed>(connect(folder.url("missing/none.db"))));
    CHECK(error_of<ConnectFailed>(connect("sqlite:///" + folder.file("."))));
    CHECK(error_of<ConnectFailed>(connect("sqlite:////dev/null")));
    CHECK(fs::is_empty(folder.file(".")));

    for (const auto& content : {std::string("hello"), std::string(8192, 'x')}) {
        write(folder.file("text.db"), content);
        const auto error = error_of<NotADatabase>(connect(folder.url("text.db")));
        REQUIRE(error);
        CHECK(error->sqlite_code() == SQLITE_NOTADB);
        CHECK(error->outcome() == Outcome::not_started);
        CHECK(std::string(error->what()).find("text.db") != std::string::npos);
        CHECK(fs::file_size(folder.file("text.db")) == content.size());
    }
}

TEST_CASE("a damaged database is Corrupt") {
    const test::TempFolder folder;
    test::open(folder.url("a.db"))
        ->connect()
        ->execute("create table t (a integer); insert into t values (1)");
    std::fstream file(folder.file("a.db"), std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file << std::string(300, '\xff');
    file.close();
    CHECK_THROWS_AS(test::open(folder.url("a.db"))->connect(), Corrupt);
}

TEST_CASE("a database that is opened for reading cannot be written") {
    const test::TempFolder folder;
    test::open(folder.url("a.db"))->connect()->execute("create table t (a integer)");
    const auto connection = test::open(folder.url("a.db?mode=ro"))->connect();
    CHECK(number(*connection, "select count(*) from t") == 0);
    const auto error = error_of<ReadOnlyDatabase>([&] { connection->execute("insert into t values (1)"); });
    REQUIRE(error);
    CHECK(error->sqlite_code() == SQLITE_READONLY);
    connection->begin({.mode = driver::Begin::read});
    CHECK(number(*connection, "select count(*) from t") == 0);
    connection->commit();
}

TEST_CASE("a file that is deleted while it is open is Moved") {
    const test::TempFolder folder;
    const auto connection = test::open(folder.url("a.db"))->connect();
    connection->execute("pragma journal_mode=delete; create table t (a integer)");
    fs::remove(folder.file("a.db"));
    const auto error = error_of<Moved>([&] { connection->execute("insert into t values (1)"); });
    REQUIRE(error);
    CHECK(error->sqlite_code() == SQLITE_READONLY_DBMOVED);
    CHECK_FALSE(connection->usable());
}

TEST_CASE("a name is a name of a file, whatever SQLite would make of it") {
    const test::TempFolder folder;
    const InFolder in(folder.file("."));
    struct Case {
        std::string_view url;
        std::string_view file;
    };
    const std::vector<Case> cases{
        {"sqlite:///file:x%3Fmode=memory", "file:x?mode=memory"},
        {"sqlite:///file:%2Fx.db", "file:"},
        {"sqlite:///%3Amemory%3A.db", ":memory:.db"},
        {"sqlite:///-readonly", "-readonly"},
        {"sqlite:///100%25 sure%23.db", "100% sure#.db"},
        {"sqlite:///a'b\"c;drop.db", "a'b\"c;drop.db"},
        {"sqlite:///%C3%BCmlaut.db", "ümlaut.db"},
        {"sqlite:///me%40work.db", "me@work.db"},
    };
    for (const auto& [url, file] : cases) {
        CAPTURE(url);
        if (file == "file:") // the folder "file:" does not exist
            fs::create_directory(file);
        test::open(std::string(url))->connect()->execute("create table t (a integer)");
        CHECK(fs::exists(file == "file:" ? "file:/x.db" : fs::path(file)));
    }
}

TEST_CASE("a database in memory is shared by its connections and gone with it") {
    for (const char* url : {"sqlite://", "sqlite:///:memory:"}) {
        CAPTURE(url);
        const auto database = test::open(url);
        {
            const auto first = database->connect();
            const auto second = database->connect();
            first->execute("create table t (a integer); insert into t values (1)");
            CHECK(number(*second, "select a from t") == 1);
        }
        CHECK(number(*database->connect(), "select a from t") == 1);
        const auto stranger = test::open(url)->connect();
        CHECK_THROWS_AS(stranger->execute("select a from t"), UndefinedObject);
    }
    CHECK_FALSE(fs::exists(":memory:"));
}

TEST_CASE("two connections to a database in memory wait for each other") {
    const auto database = test::open("sqlite://?busy_timeout=20");
    const auto first = database->connect();
    const auto second = database->connect();
    first->execute("create table t (a integer)");
    first->begin({.mode = driver::Begin::write});
    first->execute("insert into t values (1)");
    CHECK_THROWS_AS(second->begin({.mode = driver::Begin::write}), Busy);
    first->commit();
    CHECK(number(*second, "select count(*) from t") == 1);
}
