// Statements, transactions and errors of the SQLite driver, each error provoked for real.

#include "sqlite_fixture.hpp"

#include "rowsmith/mapping.hpp"

#include <catch2/catch.hpp>
#include <sqlite3.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

using namespace rowsmith;
using driver::Begin;
using test::error_of;
using test::number;

namespace {

/// Two connections to one file, with the tables that errors are made of.
struct Shop {
    test::TempFolder folder;
    EngineOptions options{.busy_timeout = std::chrono::milliseconds(50)};
    std::unique_ptr<driver::Database> database = test::open(folder.url("shop.db"), options);
    std::unique_ptr<driver::Connection> connection = database->connect();
    std::unique_ptr<driver::Connection> other = database->connect();

    Shop() {
        connection->execute(R"(
            create table users (id integer primary key, email text unique, age integer check (age >= 0),
                                name text not null default 'x',
                                constraint long_name check (length(name) < 20)) strict;
            create unique index by_lower_name on users (lower(name)) where name <> 'x';
            create table pairs (a integer not null, b integer not null, primary key (a, b)) strict, without rowid;
            create table orders (id integer primary key, user_id integer references users,
                                 later_id integer references users deferrable initially deferred) strict;
            create table counted (id integer primary key autoincrement) strict;
            create trigger abort_9 before insert on orders when new.id = 9
                begin select raise(abort, 'secret 4711'); end;
            create trigger rollback_10 before insert on orders when new.id = 10
                begin select raise(rollback, 'secret 4711'); end;
            insert into users (id, email) values (1, 'ada@example.org');
        )");
    }

    [[nodiscard]] sqlite3* handle() const { return static_cast<sqlite::Connection&>(*connection).handle(); }
};

template <typename Exception>
Exception provoke(driver::Connection& connection, std::string_view sql) {
    const auto error = error_of<Exception>([&] { connection.prepare(sql)->execute(); });
    INFO(sql);
    REQUIRE(error);
    return *error;
}

std::string what(const Error& error) {
    return error.what();
}

}

TEST_CASE("a violation tells table, column and constraint, and no value") {
    struct Case {
        std::string_view sql;
        int code;
        std::string_view table;
        std::string_view column;
        std::string_view constraint;
    };
    const std::vector<Case> cases{
        {"insert into users (email) values ('ada@example.org')", 2067, "users", "email", "users.email"},
        {"insert into users (id) values (1)", 1555, "users", "id", "users.id"},
        {"insert into pairs values (4711, 2), (4711, 2)", 1555, "pairs", "", "pairs.a, pairs.b"},
        {"insert into users (name) values ('Secret'), ('secret')", 2067, "", "", "by_lower_name"},
        {"insert into users (name) values (null)", 1299, "users", "name", ""},
        {"insert into users (name) values ('secretsecretsecretsecret')", 275, "", "", "long_name"},
        {"insert into users (age) values (-4711)", 275, "", "", "age >= 0"},
        {"insert into users (age) values ('secret')", 3091, "users", "age", ""},
        {"insert into orders (user_id) values (4711)", 787, "", "", ""},
        {"insert into orders (id) values (9)", 1811, "", "", ""},
    };
    const Shop shop;
    for (const Case& row : cases) {
        CAPTURE(row.sql);
        const auto error = provoke<ConstraintViolation>(*shop.connection, row.sql);
        CHECK(error.sqlite_code() == row.code);
        CHECK(error.table() == row.table);
        CHECK(error.column() == row.column);
        CHECK(error.constraint() == row.constraint);
        CHECK(error.sql() == row.sql);
        CHECK(error.outcome() == Outcome::rolled_back);
        CHECK(error.retry() == Retry::never);
        CHECK_FALSE(error.server_detail().empty());
        CHECK(what(error).find(std::to_string(row.code)) != std::string::npos);
        CHECK(what(error).find("ecret") == std::string::npos);
        CHECK(what(error).find("4711") == std::string::npos);
        CHECK(what(error).find("ada@") == std::string::npos);
    }
    CHECK(number(*shop.connection, "select count(*) from users") == 1);
}

TEST_CASE("each violation is an exception of its own") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    provoke<UniqueViolation>(connection, "insert into users (id) values (1)");
    provoke<ForeignKeyViolation>(connection, "insert into orders (user_id) values (2)");
    provoke<NotNullViolation>(connection, "insert into users (name) values (null)");
    provoke<CheckViolation>(connection, "insert into users (age) values (-1)");
    provoke<CheckViolation>(connection, "insert into orders (id) values (9)");
    provoke<TypeViolation>(connection, "insert into users (age) values (1.5)");
}

TEST_CASE("what SQLite says in words only is classed by the words") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    CHECK(what(provoke<UndefinedObject>(connection, "select * from nowhere")).find("nowhere") !=
          std::string::npos);
    provoke<UndefinedObject>(connection, "select nosuch from users");
    provoke<UndefinedObject>(connection, "insert into users (nosuch) values (1)");
    provoke<UndefinedObject>(connection, "select nowhere()");
    provoke<UndefinedObject>(connection, "select \"secret\""); // not a string
    provoke<OutOfRange>(connection,
                        "select sum(x) from (select 9223372036854775807 as x union all select 1)");
    provoke<InvalidFormat>(connection, "select json('{')");
    provoke<SchemaError>(connection, "create table users (id integer)");
    provoke<TooLarge>(connection, "select zeroblob(2000000000)");
    const auto malformed = provoke<UsageError>(connection, "select 'secret' 'secret");
    CHECK(what(malformed).find("secret") == std::string::npos);
    CHECK(malformed.outcome() == Outcome::not_started);
    provoke<ConversionError>(connection, "insert into counted values ('x')");
    CHECK_THROWS_AS(connection.prepare(""), UsageError);
    CHECK_THROWS_AS(connection.prepare(" -- nothing"), UsageError);
    CHECK_THROWS_AS(connection.prepare("select 1; select 2"), UsageError);
    CHECK_THROWS_AS(connection.prepare(std::string_view("select 1\0", 9)), UsageError);
    CHECK_NOTHROW(connection.prepare("select 1; -- the end\n /* really */ ;"));
}

TEST_CASE("a unit of work is stored by commit and undone by rollback") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    for (const Begin mode : {Begin::read, Begin::write}) {
        CHECK_FALSE(connection.in_transaction());
        connection.begin({.mode = mode});
        CHECK(connection.in_transaction());
        connection.execute("insert into users (id) values (2)");
        connection.rollback();
        CHECK_FALSE(connection.in_transaction());
        CHECK(number(connection, "select count(*) from users") == 1);
        connection.rollback(); // twice is once

        connection.begin({.mode = mode});
        connection.execute("insert into users (id) values (2)");
        CHECK(number(*shop.other, "select count(*) from users") == 1);
        connection.commit();
        CHECK(number(*shop.other, "select count(*) from users") == 2);
        connection.execute("delete from users where id = 2");
    }
    CHECK(connection.usable());
}

TEST_CASE("transactions are begun and ended in order") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    CHECK_THROWS_AS(connection.commit(), UsageError);
    CHECK_THROWS_AS(connection.savepoint(1), UsageError);
    connection.begin({.mode = Begin::read});
    CHECK_THROWS_AS(connection.begin({.mode = Begin::read}), UsageError);
    CHECK_THROWS_AS(connection.rollback_to(1), UsageError);
    CHECK(connection.in_transaction());
    connection.commit();
}

TEST_CASE("savepoints undo a part of the unit") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    const auto ids = "select group_concat(id) from (select id from users order by id)";
    for (int round = 0; round < 2; ++round) {
        connection.begin({.mode = Begin::write});
        connection.execute("insert into users (id) values (2)");
        connection.savepoint(1);
        connection.execute("insert into users (id) values (3)");
        connection.savepoint(2);
        connection.execute("insert into users (id) values (4)");
        connection.rollback_to(2);
        connection.release(2);
        CHECK(test::text(connection, ids) == "1,2,3");
        connection.rollback_to(1);
        connection.execute("insert into users (id) values (5)");
        connection.release(1);
        CHECK(test::text(connection, ids) == "1,2,5");
        connection.rollback();
    }
}

TEST_CASE("an error inside a transaction leaves it open, unless SQLite ends it") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    connection.begin({.mode = Begin::write});
    connection.execute("insert into users (id) values (2)");
    CHECK(provoke<UniqueViolation>(connection, "insert into users (id) values (1)").outcome() ==
          Outcome::still_open);
    CHECK(provoke<UndefinedObject>(connection, "select 1 from nowhere").outcome() == Outcome::still_open);
    connection.commit();
    CHECK(number(connection, "select count(*) from users") == 2);

    connection.begin({.mode = Begin::write});
    connection.execute("insert into users (id) values (3)");
    CHECK(provoke<CheckViolation>(connection, "insert into orders (id) values (10)").outcome() ==
          Outcome::rolled_back);
    CHECK_FALSE(connection.in_transaction());
    CHECK_THROWS_AS(connection.execute("insert into users (id) values (4)"), TransactionFailed);
    provoke<TransactionFailed>(connection, "insert into users (id) values (4)");
    CHECK_THROWS_AS(connection.savepoint(1), TransactionFailed);
    const auto lost = error_of<TransactionFailed>([&] { connection.commit(); });
    REQUIRE(lost);
    CHECK(lost->outcome() == Outcome::rolled_back);
    connection.rollback();
    CHECK(connection.usable());
    CHECK(number(connection, "select count(*) from users") == 2);
    connection.execute("insert into users (id) values (4)");
}

TEST_CASE("a deferred foreign key that fails at commit rolls the unit back") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    connection.begin({.mode = Begin::write});
    connection.execute("insert into orders (later_id) values (7)");
    const auto error = error_of<ForeignKeyViolation>([&] { connection.commit(); });
    REQUIRE(error);
    CHECK(error->sqlite_code() == SQLITE_CONSTRAINT_FOREIGNKEY);
    CHECK(error->outcome() == Outcome::rolled_back);
    CHECK_FALSE(connection.in_transaction());
    CHECK(number(connection, "select count(*) from orders") == 0);
}

TEST_CASE("a row that is still referred to with on delete restrict is a foreign key violation") {
    const test::MemoryFixture fixture;
    driver::Connection& connection = *fixture.connection;
    connection.execute(
        "create table parents (id integer primary key) strict;"
        "create table children (parent_id integer references parents (id) on delete restrict) strict;"
        "insert into parents values (1); insert into children values (1)");
    provoke<ForeignKeyViolation>(connection, "delete from parents where id = 1");
}

TEST_CASE("a second writer waits for as long as it may, and is Busy then") {
    const Shop shop;
    shop.connection->begin({.mode = Begin::write});
    const auto start = std::chrono::steady_clock::now();
    const auto error = error_of<Busy>([&] { shop.other->begin({.mode = Begin::write}); });
    REQUIRE(error);
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(40));
    CHECK(error->sqlite_code() == SQLITE_BUSY);
    CHECK(error->outcome() == Outcome::not_started);
    CHECK(error->retry() == Retry::rerun_unit);
    shop.connection->commit();
    shop.other->begin({.mode = Begin::write});
    shop.other->commit();
}

TEST_CASE("a reader that writes after another's commit is Busy with a stale snapshot") {
    const Shop shop;
    shop.connection->begin({.mode = Begin::read});
    CHECK(number(*shop.connection, "select count(*) from users") == 1);
    shop.other->execute("insert into users (id) values (2)");
    const auto error = provoke<Busy>(*shop.connection, "insert into users (id) values (3)");
    CHECK(error.sqlite_code() == SQLITE_BUSY_SNAPSHOT);
    CHECK(error.retry() == Retry::rerun_unit);
    CHECK(error.outcome() == Outcome::still_open);
    shop.connection->rollback();
    shop.connection->execute("insert into users (id) values (3)");
}

TEST_CASE("a commit that stays busy is rolled back") {
    const Shop shop;
    shop.connection->execute("pragma wal_checkpoint");
    const auto rollback_mode = [](driver::Connection& connection) {
        connection.execute("pragma journal_mode=delete");
    };
    auto reader = test::open(shop.folder.url("old.db"), shop.options)->connect();
    rollback_mode(*reader);
    reader->execute("create table t (a integer); insert into t values (1)");
    // Opened by SQLite alone, as our own connections would return to WAL.
    sqlite3* opened = nullptr;
    REQUIRE(sqlite3_open_v2(shop.folder.file("old.db").c_str(), &opened,
                            SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                            nullptr) == SQLITE_OK);
    sqlite::Connection writer(sqlite::DatabaseHandle(opened),
                              {.busy_timeout = std::chrono::milliseconds(50)});

    reader->begin({.mode = Begin::read});
    CHECK(number(*reader, "select count(*) from t") == 1);
    writer.begin({.mode = Begin::write});
    writer.execute("insert into t values (2)");
    const auto start = std::chrono::steady_clock::now();
    const auto error = error_of<Busy>([&] { writer.commit(); });
    REQUIRE(error);
    CHECK(std::chrono::steady_clock::now() - start >= std::chrono::milliseconds(50));
    CHECK(error->outcome() == Outcome::rolled_back);
    CHECK_FALSE(writer.in_transaction());
    reader->rollback();
    CHECK(number(*reader, "select count(*) from t") == 1);
}

TEST_CASE("a full database is DiskFull, and its unit can be rolled back") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    connection.execute("pragma max_page_count=30");
    connection.begin({.mode = Begin::write});
    const auto error =
        provoke<DiskFull>(connection, "insert into users (name, email) values ('x', zeroblob(1) || "
                                      "hex(randomblob(1000000)))");
    CHECK(error.sqlite_code() == SQLITE_FULL);
    CHECK(error.outcome() == (connection.in_transaction() ? Outcome::still_open : Outcome::rolled_back));
    connection.rollback();
    CHECK(connection.usable());
    CHECK(number(connection, "select count(*) from users") == 1);
}

TEST_CASE("a counter of keys that has come to its end is not a full disk") {
    const Shop shop;
    shop.connection->execute("insert into counted values (9223372036854775807)");
    provoke<LimitExceeded>(*shop.connection, "insert into counted default values");
}

TEST_CASE("an interrupted write is Cancelled, and its unit is gone") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    connection.begin({.mode = Begin::write});
    connection.execute("insert into users (id) values (2)");
    sqlite3_progress_handler(
        shop.handle(), 100, [](void*) { return 1; }, nullptr);
    const auto error = provoke<Cancelled>(
        connection, "with recursive n(i) as (select 10 union all select i + 1 from n limit 100000) "
                    "insert into users (id) select i from n");
    sqlite3_progress_handler(shop.handle(), 0, nullptr, nullptr);
    CHECK(error.sqlite_code() == SQLITE_INTERRUPT);
    CHECK(error.outcome() == Outcome::rolled_back);
    CHECK_THROWS_AS(connection.commit(), TransactionFailed);
    connection.rollback();
    CHECK(number(connection, "select count(*) from users") == 1);
}

TEST_CASE("an open result that stands in the way is named") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    const auto open = connection.prepare("select id from users");
    REQUIRE(open->step());
    const auto error = error_of<UsageError>([&] { connection.execute("drop table users"); });
    REQUIRE(error);
    CHECK(error->server_detail().find("select id from users") != std::string::npos);

    connection.begin({.mode = Begin::write});
    const auto returning = connection.prepare("insert into users (id) values (2), (3) returning id");
    REQUIRE(returning->step());
    CHECK_THROWS_AS(connection.commit(), UsageError);
    CHECK_FALSE(connection.in_transaction());
}

TEST_CASE("a result that is rolled back under its reader is not read to a wrong end") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    connection.begin({.mode = Begin::write});
    connection.execute("create table fresh (a integer); insert into fresh values (1), (2)");
    const auto open = connection.prepare("select a from fresh");
    REQUIRE(open->step());
    connection.rollback();
    CHECK_THROWS_AS(open->step(), TransactionFailed);
}

TEST_CASE("a script runs to the first error and keeps what went before") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    const auto error = error_of<UniqueViolation>([&] {
        connection.execute("insert into users (id) values (2); -- one\n insert into users (id) values (1); "
                           "insert into users (id) values (3)");
    });
    REQUIRE(error);
    CHECK(error->sql().find("values (1)") != std::string::npos);
    CHECK(error->sql().find("values (3)") == std::string::npos);
    CHECK(number(connection, "select max(id) from users") == 2);
    connection.execute("");
    connection.execute("begin; insert into users (id) values (4); commit;");
    CHECK(number(connection, "select max(id) from users") == 4);
}

TEST_CASE("transaction control by SQL is refused where it would outlive the script") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    CHECK_THROWS_AS(connection.execute("begin; insert into users (id) values (2)"), UsageError);
    CHECK_FALSE(connection.in_transaction());
    CHECK_THROWS_AS(connection.execute("begin; insert into users (id) values (1)"), UniqueViolation);
    CHECK_FALSE(connection.in_transaction());
    CHECK(number(connection, "select count(*) from users") == 1);

    connection.begin({.mode = Begin::write});
    CHECK_THROWS_AS(connection.execute("commit"), UsageError);
    CHECK_THROWS_AS(connection.execute("insert into users (id) values (2)"), TransactionFailed);
    connection.rollback();

    connection.prepare("begin")->execute();
    CHECK_THROWS_AS(connection.execute("insert into users (id) values (2)"), UsageError);
    connection.rollback();
    connection.execute("insert into users (id) values (2)");
}

TEST_CASE("identities and counts are those of the last statement") {
    const Shop shop;
    const auto insert = shop.connection->prepare("insert into users (id) values ($1)");
    insert->bind_integer(40, 1);
    CHECK(insert->execute() == 1);
    CHECK(shop.connection->last_identity() == 40);
    CHECK(shop.connection->prepare("update users set age = 1")->execute() == 2);
    CHECK(shop.connection->prepare("delete from users where id = 77")->execute() == 0);
    CHECK(insert->sql() == "insert into users (id) values ($1)");
}

TEST_CASE("a sequence hands out blocks") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    const Sequence up{.name = "up", .increment = 1, .cache = 50};
    CHECK_THROWS_AS(connection.draw(up, 50), UndefinedObject);
    connection.execute(
        "create table \"rowsmith_sequence\" (\"name\" text primary key, \"next_value\" integer not null) "
        "strict; insert into \"rowsmith_sequence\" values ('up', 1000), ('down', -5), ('end', "
        "9223372036854775800)");
    CHECK(connection.draw(up, 50).front().first == 1000);
    CHECK(connection.draw(up, 3).front().first == 1050);
    CHECK(connection.draw(up, 1).front().first == 1053);
    CHECK(connection.draw({.name = "down", .increment = -10}, 2).front().first == -5);
    CHECK(connection.draw({.name = "down", .increment = -10}, 2).front().first == -25);
    const auto missing = error_of<UndefinedObject>([&] { (void)connection.draw({.name = "none"}, 1); });
    REQUIRE(missing);
    CHECK(what(*missing).find("create_all") != std::string::npos);
    CHECK(connection.draw({.name = "end"}, 7).front().first == 9223372036854775800);
    CHECK_THROWS_AS(connection.draw({.name = "end"}, 1), LimitExceeded);
    CHECK_THROWS_AS(connection.draw({.name = "up", .increment = std::numeric_limits<std::int64_t>::max()}, 2),
                    LimitExceeded);
    connection.begin({.mode = Begin::write});
    CHECK(connection.draw(up, 5).front().first == 1054);
    connection.rollback();
    CHECK(connection.draw(up, 5).front().first == 1054);
}

TEST_CASE("a connection is of no use after a fork, and its parent does not notice") {
    const Shop shop;
    driver::Connection& connection = *shop.connection;
    auto statement = connection.prepare("insert into users (id) values (2)");
    connection.begin({.mode = Begin::write});
    connection.execute("insert into users (id) values (3)");
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        const bool refused = error_of<UsageError>([&] { statement->execute(); }) &&
                             error_of<UsageError>([&] { (void)connection.prepare("select 1"); }) &&
                             error_of<UsageError>([&] { connection.execute("select 1"); }) &&
                             error_of<UsageError>([&] { connection.commit(); }) && !connection.usable();
        connection.rollback();
        statement.reset();
        _exit(refused ? 0 : 1);
    }
    int status = -1;
    waitpid(child, &status, 0);
    CHECK(status == 0);
    connection.commit();
    CHECK(number(*shop.other, "select count(*) from users") == 2);
}
