// Errors of the PostgreSQL driver, each provoked for real: the exception, what it knows, and what it never
// says.

#include "postgres_fixture.hpp"

#include <future>

using namespace rowsmith;
using test::error_of;
using test::number;
using test::PostgresFixture;

namespace {

struct Shop : PostgresFixture {
    Shop() {
        connection->execute(R"(
            create table users (id integer primary key, email text unique, age integer check (age >= 0),
                                name varchar(5) not null default 'x',
                                constraint "Long Name" check (length(name) < 5));
            create table pairs (a integer, b integer, primary key (a, b));
            create table orders (id integer primary key, user_id integer references users,
                                 later_id integer references users deferrable initially deferred);
            create table slots (during int4range, exclude using gist (during with &&));
            create function refuse() returns trigger language plpgsql as
                $$ begin raise exception 'secret 4711' using errcode = 'P0001'; end $$;
            create table guarded (id integer);
            create trigger refuse before insert on guarded for each row execute function refuse();
            insert into users (id, email) values (1, 'ada@example.org');
        )");
    }

    template <typename Exception>
    Exception provoke(std::string_view sql) {
        INFO(sql);
        const auto error = error_of<Exception>([&] { connection->prepare(sql)->execute(); });
        REQUIRE(error);
        CHECK(std::string(error->what()).find("4711") == std::string::npos);
        CHECK(connection->usable());
        CHECK(number(*connection, "select 1") == 1);
        return *error;
    }
};

}

TEST_CASE_METHOD(Shop, "constraints are named, with table and column, and no values") {
    const auto unique =
        provoke<UniqueViolation>("insert into users (id, email) values (4711, 'ada@example.org')");
    CHECK(unique.what() == std::string("unique violation: users.email (PostgreSQL 23505)"));
    CHECK(unique.sqlstate() == "23505");
    CHECK(unique.constraint() == "users_email_key");
    CHECK(unique.table() == "users");
    CHECK(unique.column() == "email");
    CHECK(unique.outcome() == Outcome::rolled_back);
    CHECK(unique.retry() == Retry::never);
    CHECK(unique.server_detail().find("ada@example.org") != std::string::npos);

    connection->execute("insert into pairs values (47, 11)");
    CHECK(provoke<UniqueViolation>("insert into pairs values (47, 11)").constraint() == "pairs_pkey");

    const auto foreign = provoke<ForeignKeyViolation>("insert into orders values (1, 4711)");
    CHECK(foreign.constraint() == "orders_user_id_fkey");
    CHECK(foreign.table() == "orders");

    const auto missing = provoke<NotNullViolation>("insert into users (id, name) values (4711, null)");
    CHECK(missing.what() == std::string("not-null violation: users.name (PostgreSQL 23502)"));
    CHECK(missing.column() == "name");

    const auto check = provoke<CheckViolation>("insert into users (id, name) values (2, '12345')");
    CHECK(check.what() == std::string("check violation: users, Long Name (PostgreSQL 23514)"));
    CHECK(check.constraint() == "Long Name");

    connection->execute("insert into slots values ('[1, 5)')");
    CHECK(provoke<ExclusionViolation>("insert into slots values ('[4, 9)')").constraint() ==
          "slots_during_excl");
}

TEST_CASE_METHOD(Shop, "values that do not fit have their kinds") {
    CHECK(provoke<OutOfRange>("select 2147483647 + 1").sqlstate() == "22003");
    CHECK(provoke<OutOfRange>("select '2024-02-30'::date").sqlstate() == "22008");
    CHECK(provoke<InvalidFormat>("select '4711x'::integer").sqlstate() == "22P02");
    CHECK(provoke<TooLong>("insert into users (id, name) values (2, 'secret')").sqlstate() == "22001");
    CHECK(provoke<EncodingError>(R"(select convert_from('\x00ff', 'UTF8'))").sqlstate() == "22021");
    CHECK(provoke<DataError>("select 1 / 0").sqlstate() == "22012");
}

TEST_CASE_METHOD(Shop, "statements that are wrong have their kinds") {
    CHECK(provoke<UndefinedObject>("select * from nowhere").sqlstate() == "42P01");
    CHECK(provoke<UndefinedObject>("select nothing from users").sqlstate() == "42703");
    CHECK(provoke<UndefinedObject>("select nonsense(1)").sqlstate() == "42883");
    CHECK(provoke<UsageError>("selct 1").sqlstate() == "42601");
    CHECK(provoke<UsageError>("select 1; select 2").sqlstate() == "42601");
    CHECK(provoke<SchemaError>("select id from users group by email").sqlstate() == "42803");
    CHECK(provoke<ApplicationError>("insert into guarded values (1)").sqlstate() == "P0001");
    CHECK(provoke<LimitExceeded>("select " + std::string(2000, '(') + "1" + std::string(2000, ')') +
                                 [] {
                                     std::string columns;
                                     for (int column = 0; column < 1700; ++column)
                                         columns += ", 1";
                                     return columns;
                                 }())
              .sqlstate() == "54011");
}

TEST_CASE_METHOD(Shop, "an error that code in the database calls a lost connection is none") {
    for (const std::string_view state : {"08006", "57P01", "08P01", "XX000"}) {
        const std::string sql =
            "do $$ begin raise exception 'as if' using errcode = '" + std::string(state) + "'; end $$";
        INFO(sql);
        const auto error = error_of<Error>([&] { connection->execute(sql); });
        REQUIRE(error);
        CHECK(error->sqlstate() == state);
        CHECK(connection->usable());
        CHECK(number(*connection, "select 1") == 1);
    }
}

TEST_CASE_METHOD(Shop, "permission is denied by the name of it") {
    connection->execute("drop role if exists guest_of_errors; create role guest_of_errors login");
    const auto guest =
        test::open("postgresql://guest_of_errors@/" + name + "?host=" + server.socket_folder())->connect();
    CHECK(error_of<PermissionDenied>([&] {
              guest->execute("insert into users (id) values (5)");
          })->sqlstate() == "42501");
}

TEST_CASE_METHOD(Shop, "texts that libpq would cut are refused") {
    using std::string_view_literals::operator""sv;
    CHECK(error_of<UsageError>([&] { connection->execute("select 1\0; drop table users"sv); }));
    CHECK(error_of<UsageError>([&] { static_cast<void>(connection->prepare("select 1\0 as secret"sv)); }));
    CHECK(error_of<EncodingError>([&] { connection->execute("select '\xff'"); }));
    CHECK(error_of<EncodingError>([&] { static_cast<void>(connection->prepare("select '\xc0\x80'")); }));
    CHECK(error_of<EncodingError>([&] {
        const auto statement = connection->prepare("select $1::text");
        statement->bind_text("a\0b"sv, 1);
        statement->step();
    }));
    CHECK(connection->usable());
}

TEST_CASE_METHOD(
    Shop, "a statement with more parameters than the protocol can count is refused before it is sent") {
    std::string sql = "select array_length(array[$1::integer";
    for (int parameter = 2; parameter <= 65536; ++parameter)
        sql += ",$" + std::to_string(parameter);
    CHECK_THROWS_AS(connection->prepare(sql + "], 1)"), LimitExceeded);
    CHECK(connection->usable());
    CHECK(number(*connection, "select 1") == 1);
}

TEST_CASE_METHOD(Shop, "a lock that is held for longer than the limit is Busy") {
    const auto hasty = test::open(url("&busy_timeout=50"))->connect();
    connection->begin({.mode = driver::Begin::write});
    connection->execute("update users set age = 1 where id = 1");
    hasty->begin({.mode = driver::Begin::write});
    const auto busy = error_of<Busy>([&] { hasty->execute("update users set age = 2 where id = 1"); });
    REQUIRE(busy);
    CHECK(busy->sqlstate() == "55P03");
    CHECK(busy->retry() == Retry::rerun_unit);
    hasty->rollback();
    connection->rollback();
    CHECK(error_of<Busy>([&] {
              connection->begin({.mode = driver::Begin::write});
              connection->execute("select * from users for update");
              try {
                  other->execute("select * from users for update nowait");
              } catch (...) {
                  connection->rollback();
                  throw;
              }
          })->sqlstate() == "55P03");
}

TEST_CASE_METHOD(Shop, "a statement that runs longer than the server's limit is StatementTimeout") {
    const auto limited = test::open(url(), {.statement_timeout = std::chrono::milliseconds(50)})->connect();
    const auto error = error_of<StatementTimeout>([&] { limited->execute("select pg_sleep(20)"); });
    REQUIRE(error);
    CHECK(error->sqlstate() == "57014");
    CHECK(limited->usable());
    connection->execute("set statement_timeout = '20ms'");
    CHECK(error_of<StatementTimeout>([&] { connection->execute("select pg_sleep(20)"); }));
}

TEST_CASE_METHOD(Shop, "two transactions that wait for each other: one is a Deadlock, which may run again") {
    connection->execute("insert into users (id) values (2); set deadlock_timeout = '50ms'");
    other->execute("set deadlock_timeout = '5s'");
    connection->begin({.mode = driver::Begin::write});
    other->begin({.mode = driver::Begin::write});
    connection->execute("update users set age = 1 where id = 1");
    other->execute("update users set age = 1 where id = 2");
    auto second =
        std::async(std::launch::async, [&] { other->execute("update users set age = 2 where id = 1"); });
    const auto deadlock =
        error_of<Deadlock>([&] { connection->execute("update users set age = 2 where id = 2"); });
    REQUIRE(deadlock);
    CHECK(deadlock->sqlstate() == "40P01");
    CHECK(deadlock->retry() == Retry::rerun_unit);
    connection->rollback();
    second.get();
    other->commit();
}

TEST_CASE_METHOD(Shop, "a write skew is a SerializationFailure, in a statement or at commit") {
    const auto start = [&](driver::Connection& one) {
        one.begin({.mode = driver::Begin::write, .isolation = Isolation::serializable});
        number(one, "select count(*) from users");
    };
    start(*connection);
    start(*other);
    connection->execute("insert into users (id) values (10)");
    other->execute("insert into users (id) values (11)");
    connection->commit();
    const auto at_commit = error_of<SerializationFailure>([&] { other->commit(); });
    REQUIRE(at_commit);
    CHECK(at_commit->sqlstate() == "40001");
    CHECK(at_commit->outcome() == Outcome::rolled_back);
    CHECK(at_commit->retry() == Retry::rerun_unit);
    CHECK_FALSE(other->in_transaction());

    other->begin({.mode = driver::Begin::write, .isolation = Isolation::repeatable_read});
    number(*other, "select count(*) from users");
    connection->execute("update users set age = 7 where id = 1");
    CHECK(error_of<SerializationFailure>([&] {
              other->execute("update users set age = 8 where id = 1");
          })->outcome() == Outcome::still_open);
    other->rollback();
}

TEST_CASE_METHOD(Shop, "a deferred key that is not there is found at commit, and nothing is stored") {
    connection->begin({.mode = driver::Begin::write});
    connection->execute("insert into orders (id, later_id) values (1, 99)");
    const auto error = error_of<ForeignKeyViolation>([&] { connection->commit(); });
    REQUIRE(error);
    CHECK(error->outcome() == Outcome::rolled_back);
    CHECK_FALSE(connection->in_transaction());
    CHECK(number(*connection, "select count(*) from orders") == 0);
}

TEST_CASE_METHOD(Shop, "writing in a read-only transaction is refused") {
    connection->begin({.read_only = true});
    CHECK(error_of<ReadOnlyTransaction>([&] {
              connection->execute("insert into users (id) values (5)");
          })->sqlstate() == "25006");
    connection->rollback();
    const auto reader = test::open(url(), {.read_only = true})->connect();
    CHECK(error_of<ReadOnlyTransaction>([&] { reader->execute("insert into users (id) values (5)"); }));
}

TEST_CASE_METHOD(
    Shop, "a transaction that does nothing for too long is ended: IdleTimeout, and the connection is gone") {
    const auto idle = test::open(url("&idle_in_transaction_session_timeout=20"))->connect();
    const auto process = process_of(*idle);
    idle->begin({.mode = driver::Begin::write});
    wait_until("not exists (select from pg_stat_activity where pid = " + std::to_string(process) + ")");
    const auto error = error_of<IdleTimeout>([&] { idle->execute("select 1"); });
    REQUIRE(error);
    CHECK(error->sqlstate() == "25P03");
    CHECK(error->outcome() == Outcome::rolled_back);
    CHECK_FALSE(idle->usable());
}
