// Connecting: what is asked of libpq, what every connection is like, and the ways in which there is none.

#include "postgres/settings.hpp"
#include "postgres_fixture.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>

using namespace rowsmith;
using test::error_of;
using test::number;
using test::PostgresFixture;

namespace {

std::string setting(const std::string& url, std::string_view name, const EngineOptions& options = {}) {
    const auto settings = postgres::settings_of(Url::parse(url), options);
    for (const auto& [key, value] : settings.parameters) {
        if (key == name)
            return value;
    }
    return "(none)";
}

}

TEST_CASE("a URL's parts and options go to libpq one by one") {
    const std::string url =
        "postgresql://ada:p%40ss'word%5C@db.example:5433/shop%20floor?application_name=till&"
        "sslmode=verify-ca&connect_timeout=3";
    CHECK(setting(url, "host") == "db.example");
    CHECK(setting(url, "port") == "5433");
    CHECK(setting(url, "user") == "ada");
    CHECK(setting(url, "password") == "p@ss'word\\");
    CHECK(setting(url, "dbname") == "shop floor");
    CHECK(setting(url, "application_name") == "till");
    CHECK(setting(url, "sslmode") == "verify-ca");
    CHECK(setting(url, "connect_timeout") == "3");
    CHECK(setting(url, "client_encoding") == "UTF8");
    const auto settings = postgres::settings_of(Url::parse(url), {});
    CHECK(settings.conninfo().find("password='p@ss\\'word\\\\' ") != std::string::npos);
    CHECK(settings.shown.find("word") == std::string::npos);
    CHECK(setting("postgresql://a,b:5433/x", "host") == "a,b");
    CHECK(setting("postgresql://a,b:5433/x", "port") == ",5433");
}

TEST_CASE("another machine is reached by checked TLS unless the URL says less") {
    CHECK(setting("postgresql://db.example/x", "sslmode") == "verify-full");
    CHECK(setting("postgresql://localhost,db.example/x", "sslmode") == "verify-full");
    CHECK(setting("postgresql:///x?host=10.0.0.7", "sslmode") == "verify-full");
    CHECK(setting("postgresql://[2001:db8::1]/x", "sslmode") == "verify-full");
    CHECK(setting("postgresql://db.example/x?sslmode=prefer", "sslmode") == "prefer");
    for (const std::string_view host : {"localhost", "127.0.0.1", "[::1]", ""})
        CHECK(setting("postgresql://" + std::string(host) + "/x", "sslmode") == "(none)");
    CHECK(setting("postgresql:///x?host=/run/postgresql", "sslmode") == "(none)");
    CHECK(setting("postgresql://db.example/x?hostaddr=127.0.0.1", "sslmode") == "(none)");
    CHECK(setting("postgresql://localhost/x?hostaddr=10.0.0.7", "sslmode") == "verify-full");
    setenv("PGHOST", "db.example", 1);
    CHECK(setting("postgresql:///x", "sslmode") == "verify-full");
    CHECK(setting("postgresql://localhost/x", "sslmode") == "(none)");
    unsetenv("PGHOST");
}

TEST_CASE("an option that cannot be understood is named, its value is not") {
    for (const std::string_view option :
         {"pasword=canary", "options=-c%20canary", "password=canary", "user=canary", "busy_timeout=canary",
          "connect_timeout=-canary", "dbname=canary"}) {
        INFO(option);
        const auto error =
            error_of<ConfigError>([&] { test::open("postgresql://db.example/x?" + std::string(option)); });
        REQUIRE(error);
        const std::string what = error->what();
        CHECK(what.find("canary") == std::string::npos);
        CHECK(what.find(option.substr(0, option.find('='))) != std::string::npos);
    }
}

TEST_CASE_METHOD(PostgresFixture,
                 "every connection is alike, whatever the role's and the database's settings are") {
    connection->execute(
        "drop role if exists hostile; create role hostile login; "
        "alter role hostile set datestyle = 'SQL, DMY'; alter role hostile set timezone = 'Asia/Tokyo'; "
        "alter role hostile set bytea_output = 'escape'; alter role hostile set extra_float_digits = -15; "
        "alter role hostile set intervalstyle = 'sql_standard'; "
        "alter role hostile set standard_conforming_strings = off; "
        "alter role hostile set client_encoding = 'LATIN1'");
    const auto one =
        test::open("postgresql://hostile@/" + name + "?host=" + server.socket_folder())->connect();
    CHECK(test::text(*one, "select concat_ws('|', '2024-03-02'::date, 0.1::float8 + 0.2::float8, "
                           "interval '1 day 2 hours', current_setting('timezone'), '\\', '\xc3\xa4'::text, "
                           "encode('\\x00ff', 'hex'))") ==
          "2024-03-02|0.30000000000000004|P1DT2H|UTC|\\|\xc3\xa4|00ff");
    one->execute("set timezone = 'Asia/Tokyo'; set datestyle = 'German'");
    CHECK(one->reset());
    CHECK(test::text(*one, "select current_setting('timezone') || current_setting('datestyle')") ==
          "UTCISO, YMD");
}

TEST_CASE_METHOD(PostgresFixture, "a setting that the environment overrides is refused, not passed over") {
    setenv("PGTZ", "Asia/Tokyo", 1);
    const auto error = error_of<ConfigError>([&] { static_cast<void>(database->connect()); });
    unsetenv("PGTZ");
    REQUIRE(error);
    CHECK(std::string(error->what()).find("TimeZone") != std::string::npos);
}

TEST_CASE_METHOD(PostgresFixture, "options of the engine are the server's settings") {
    const auto one = test::open(url("&busy_timeout=250&application_name=till"),
                                {.statement_timeout = std::chrono::milliseconds(4000),
                                 .durability = Durability::normal,
                                 .read_only = true})
                         ->connect();
    const auto shown = [&](std::string_view setting) {
        return test::text(*one, "select current_setting('" + std::string(setting) + "')");
    };
    CHECK(shown("lock_timeout") == "250ms");
    CHECK(shown("statement_timeout") == "4s");
    CHECK(shown("synchronous_commit") == "off");
    CHECK(shown("default_transaction_read_only") == "on");
    CHECK(shown("application_name") == "till");
    CHECK(test::text(*connection, "select current_setting('application_name')") == "rowsmith");
}

TEST_CASE_METHOD(PostgresFixture, "what a user leaves behind does not reach the next one") {
    connection->execute("create table kept (id integer); create sequence counted; select nextval('counted'); "
                        "create temp table scratch (id integer); set search_path = nowhere; listen news; "
                        "select pg_advisory_lock(4711); declare open_cursor cursor with hold for select 1");
    const auto prepared = connection->prepare("select 5");
    CHECK(connection->reset());
    CHECK(test::text(*connection, "select current_setting('search_path')") == "\"$user\", public");
    CHECK(number(*connection, "select count(*) from pg_listening_channels()") == 0);
    CHECK(number(*connection, "select count(*) from pg_cursors where name <> ''") == 0);
    CHECK(number(*connection, "select count(*) from pg_locks where locktype = 'advisory'") == 0);
    CHECK_THROWS_AS(connection->execute("select * from scratch"), UndefinedObject);
    CHECK_THROWS_AS(connection->execute("select currval('counted')"), Error);
    CHECK(prepared->step());
    connection->begin({});
    CHECK_FALSE(connection->reset());
    connection->rollback();
}

TEST_CASE_METHOD(PostgresFixture, "the ways in which there is no connection are told apart") {
    const std::string folder = server.socket_folder();
    const auto fails = [&](const std::string& wrong, auto kind) {
        using Exception = typename decltype(kind)::type;
        INFO(wrong);
        const auto error = error_of<Exception>([&] { static_cast<void>(test::open(wrong)->connect()); });
        REQUIRE(error);
        CHECK(error->outcome() == Outcome::not_started);
        CHECK(std::string(error->what()).find("canary") == std::string::npos);
        return *error;
    };
    const auto at = [&](std::string_view user, std::string_view database_name) {
        return "postgresql://" + std::string(user) + "@/" + std::string(database_name) + "?host=" + folder;
    };
    connection->execute("drop database if exists closed; ");
    connection->execute("create database closed allow_connections false");
    connection->execute(
        "drop role if exists one_only; drop role if exists protected; drop role if exists no_login; "
        "create role one_only login connection limit 1; create role no_login; "
        "create role protected login password 'right'");

    const auto passing = Retry::rerun_unit_on_new_connection;
    CHECK(fails("postgresql://localhost:1/x", std::type_identity<ConnectFailed>{}).retry() == passing);
    CHECK(fails("postgresql:///x?host=/nonexistent", std::type_identity<ConnectFailed>{}).retry() == passing);
    CHECK(fails("postgresql://no-such-host.invalid/x", std::type_identity<ConnectFailed>{}).retry() ==
          Retry::never);
    fails(at("rowsmith", "nowhere"), std::type_identity<NoSuchDatabase>{});
    CHECK(fails(at("rowsmith", "closed"), std::type_identity<ConnectFailed>{}).retry() == Retry::never);
    fails(at("nobody", name), std::type_identity<AuthenticationFailed>{});
    fails(at("no_login", name), std::type_identity<AuthenticationFailed>{});
    const auto first = test::open(at("one_only", name))->connect();
    CHECK(fails(at("one_only", name), std::type_identity<ConnectFailed>{}).retry() == passing);

    const std::string rules = folder + "/data/pg_hba.conf";
    std::ofstream(rules)
        << "local all protected scram-sha-256\nlocal all no_login reject\nlocal all all trust\n";
    other->execute("select pg_reload_conf()");
    wait_until("(select count(*) from pg_hba_file_rules) = 3");
    CHECK_NOTHROW(test::open(at("protected:right", name))->connect());
    fails(at("protected:canary", name), std::type_identity<AuthenticationFailed>{});
    fails(at("protected", name), std::type_identity<AuthenticationFailed>{});
    fails(at("no_login", name), std::type_identity<AuthenticationFailed>{});
}

TEST_CASE_METHOD(
    PostgresFixture,
    "a service that does not say which server it is can be used, but a lost commit stays unknown") {
    connection->execute("drop role if exists blind; create role blind login; "
                        "revoke execute on function pg_control_system() from public");
    const auto one = test::open("postgresql://blind@/" + name + "?host=" + server.socket_folder())->connect();
    one->begin({.mode = driver::Begin::write, .resolves_commit = true});
    one->commit();
    CHECK(number(*one, "select 1") == 1);
}

TEST_CASE_METHOD(PostgresFixture, "of several hosts the one that answers is taken") {
    const std::string hosts = "/nonexistent," + server.socket_folder();
    const auto one = test::open("postgresql://rowsmith@/" + name + "?host=" + hosts)->connect();
    CHECK(number(*one, "select 1") == 1);
    const auto writing =
        test::open("postgresql://rowsmith@/" + name + "?target_session_attrs=read-write&host=" + hosts)
            ->connect();
    CHECK(number(*writing, "select 1") == 1);
    const auto error = error_of<ConnectFailed>([&] {
        static_cast<void>(
            test::open("postgresql://rowsmith@/" + name + "?target_session_attrs=standby&host=" + hosts)
                ->connect());
    });
    REQUIRE(error);
    CHECK(error->retry() == Retry::rerun_unit_on_new_connection);
}

TEST_CASE_METHOD(PostgresFixture, "names that need quoting are connected to") {
    connection->execute("drop database if exists \"it's \\ a \"\"db\"\"\"");
    connection->execute("create database \"it's \\ a \"\"db\"\"\"");
    const auto one =
        test::open("postgresql://rowsmith@/it's%20%5C%20a%20%22db%22?host=" + server.socket_folder());
    CHECK(test::text(*one->connect(), "select current_database()::text") == "it's \\ a \"db\"");
}

TEST_CASE("both names of the dialect are known") {
    for (const std::string_view dialect : {"postgres", "postgresql"})
        CHECK_NOTHROW(Engine(std::string(dialect) + "://db.example/x"));
}
