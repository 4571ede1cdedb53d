// Deadlines against servers that say nothing: of the kind that only the client's own clock can end.

#include "postgres_fixture.hpp"

#include <csignal>
#include <future>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace rowsmith;
using namespace std::chrono_literals;
using driver::Begin;
using test::error_of;
using test::number;
using test::PostgresFixture;
using Clock = std::chrono::steady_clock;

namespace {

/// The server's process of a connection, stopped as if the machine had died.
class Stopped {
public:
    explicit Stopped(std::int64_t process) : process_(static_cast<pid_t>(process)) {
        kill(process_, SIGSTOP);
    }
    ~Stopped() { kill(process_, SIGCONT); }
    Stopped(const Stopped&) = delete;
    Stopped& operator=(const Stopped&) = delete;

private:
    pid_t process_;
};

/// A port that takes connections and says nothing, or one thing.
class SilentPort {
public:
    explicit SilentPort(std::string answer = "") : socket_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
        REQUIRE(listen(socket_, 8) == 0);
        socklen_t size = sizeof address;
        getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        if (!answer.empty())
            answering_ = std::thread([this, answer] {
                for (int client = accept(socket_, nullptr, nullptr); client >= 0;
                     client = accept(socket_, nullptr, nullptr)) {
                    std::array<char, 8> request{};
                    static_cast<void>(recv(client, request.data(), request.size(), MSG_WAITALL));
                    static_cast<void>(send(client, answer.data(), answer.size(), MSG_NOSIGNAL));
                    char end = 0;
                    static_cast<void>(recv(client, &end, 1, 0));
                    close(client);
                }
            });
    }
    ~SilentPort() {
        shutdown(socket_, SHUT_RDWR);
        if (answering_.joinable())
            answering_.join();
        close(socket_);
    }
    SilentPort(const SilentPort&) = delete;
    SilentPort& operator=(const SilentPort&) = delete;

    [[nodiscard]] std::string url(std::string_view options) const {
        return "postgresql://rowsmith:canary4711@localhost:" + std::to_string(port_) + "/x?" +
               std::string(options);
    }

private:
    int socket_;
    int port_ = 0;
    std::thread answering_;
};

/// Far more than a deadline here, and far less than what it ends, so that a busy machine fails no test.
constexpr auto soon = 20s;

template <typename Work>
Clock::duration time_of(Work work) {
    const auto start = Clock::now();
    work();
    return Clock::now() - start;
}

struct Ledger : PostgresFixture {
    Ledger() { connection->execute("create table ledger (id integer primary key)"); }
};

}

TEST_CASE_METHOD(Ledger,
                 "a statement that is not answered ends at the deadline, and the connection with it") {
    connection->begin({.mode = Begin::write});
    connection->execute("insert into ledger values (1)");
    const auto process = process_of(*connection);
    const auto ended =
        "not exists (select from pg_stat_activity where pid = " + std::to_string(process) + ")";
    connection->set_deadline(Clock::now() + 200ms);
    const auto took = time_of([&] {
        const auto error = error_of<DeadlineExceeded>([&] { connection->execute("select pg_sleep(60)"); });
        REQUIRE(error);
        CHECK(error->outcome() == Outcome::rolled_back);
        CHECK(error->retry() == Retry::never);
    });
    CHECK(took >= 200ms);
    CHECK(took < soon);
    CHECK_FALSE(connection->usable());
    CHECK_THROWS_AS(connection->execute("select 1"), ConnectionLost);
    CHECK_THROWS_AS(connection->commit(), ConnectionLost);
    connection->rollback();
    wait_until(ended); // it does not go on, and its locks are gone
    CHECK(number(*other, "select count(*) from ledger") == 0);
}

TEST_CASE_METHOD(Ledger, "a server whose process is stopped holds nobody for longer than the deadline") {
    connection->begin({.mode = Begin::write, .resolves_commit = true});
    connection->execute("insert into ledger values (1)");
    const auto process = process_of(*connection);
    SECTION("in a statement") {
        const Stopped stopped(process);
        connection->set_deadline(Clock::now() + 200ms);
        CHECK(time_of([&] { CHECK_THROWS_AS(connection->execute("select 1"), DeadlineExceeded); }) < soon);
        CHECK(time_of([&] { connection->rollback(); }) < soon);
        CHECK(time_of([&] { connection.reset(); }) < soon);
    }
    SECTION("in commit, which leaves it unknown") {
        const Stopped stopped(process);
        connection->set_deadline(Clock::now() + 200ms);
        const auto took = time_of([&] {
            const auto error = error_of<DeadlineExceeded>([&] { connection->commit(); });
            REQUIRE(error);
            CHECK(error->outcome() == Outcome::unknown);
            CHECK(error->retry() == Retry::resolve_first);
            CHECK_FALSE(error->transaction().empty());
            CHECK_FALSE(error->server().empty());
        });
        CHECK(took < soon);
    }
    SECTION("in a ping") {
        connection->rollback();
        const Stopped stopped(process);
        bool answered = true;
        CHECK(time_of([&] { answered = connection->ping(); }) < soon);
        CHECK_FALSE(answered);
        CHECK_FALSE(connection->usable());
    }
    SECTION("while much is being sent") {
        const Stopped stopped(process);
        const std::string much(32 << 20, 'x');
        connection->set_deadline(Clock::now() + 300ms);
        CHECK(time_of([&] {
                  CHECK_THROWS_AS(connection->execute("select '" + much + "'"), DeadlineExceeded);
              }) < soon);
    }
}

TEST_CASE_METHOD(Ledger,
                 "a deadline that has passed before anything is sent costs nothing but the statement") {
    connection->begin({.mode = Begin::write});
    connection->execute("insert into ledger values (1)");
    connection->set_deadline(Clock::now() - 1ms);
    CHECK(error_of<DeadlineExceeded>([&] { connection->execute("select 1"); })->outcome() ==
          Outcome::still_open);
    CHECK(error_of<DeadlineExceeded>([&] { connection->commit(); })->outcome() == Outcome::still_open);
    connection->rollback();
    CHECK(connection->usable());
    connection->set_deadline(std::nullopt);
    CHECK(number(*connection, "select count(*) from ledger") == 0);
}

TEST_CASE_METHOD(Ledger, "signals do not end the waiting") {
    struct sigaction action {};
    action.sa_handler = [](int) {};
    sigaction(SIGUSR1, &action, nullptr);
    const auto self = pthread_self();
    std::atomic<bool> done = false;
    std::thread disturber([&] {
        while (!done) {
            pthread_kill(self, SIGUSR1);
            std::this_thread::sleep_for(1ms);
        }
    });
    connection->set_deadline(Clock::now() + 10s);
    CHECK(time_of([&] { connection->execute("select pg_sleep(0.2)"); }) >= 200ms);
    done = true;
    disturber.join();
}

TEST_CASE("a host that takes the connection and says nothing is given up after connect_timeout") {
    const SilentPort port;
    const auto database = test::open(port.url("connect_timeout=1"));
    std::optional<ConnectFailed> error;
    const auto took =
        time_of([&] { error = error_of<ConnectFailed>([&] { static_cast<void>(database->connect()); }); });
    REQUIRE(error);
    CHECK(error->retry() == Retry::rerun_unit_on_new_connection);
    CHECK(error->outcome() == Outcome::not_started);
    CHECK(std::string(error->what()).find("does not answer") != std::string::npos);
    CHECK(std::string(error->what()).find("4711") == std::string::npos);
    CHECK(took < 10s); // libpq waits for two seconds at least, for each address of the host
}

TEST_CASE("a server without TLS is refused where TLS is asked for") {
    const SilentPort port("N");
    const auto error = error_of<ConnectFailed>(
        [&] { static_cast<void>(test::open(port.url("sslmode=require"))->connect()); });
    REQUIRE(error);
    CHECK(error->retry() == Retry::never);
    CHECK(std::string(error->what()).find("TLS") != std::string::npos);
}

TEST_CASE("a certificate cannot be checked without a root certificate, and the error says what to do") {
    const SilentPort port("S");
    const auto error = error_of<ConnectFailed>([&] {
        static_cast<void>(
            test::open(port.url("sslmode=verify-full&sslrootcert=/nonexistent/root.crt"))->connect());
    });
    REQUIRE(error);
    CHECK(error->retry() == Retry::never);
    CHECK(std::string(error->what()).find("sslrootcert") != std::string::npos);
}

TEST_CASE("a server that refuses in another language is understood by its SQLSTATE") {
    using std::string_literals::operator""s;
    const auto refused = [](const std::string& state) {
        const std::string fields =
            "SFATAL\0VFATAL\0C"s + state + "\0MPasswort-Authentifizierung fehlgeschlagen\0\0"s;
        return "E\0\0\0"s + static_cast<char>(fields.size() + 4) + fields;
    };
    const SilentPort wrong_password(refused("28P01"));
    const auto error = error_of<AuthenticationFailed>(
        [&] { static_cast<void>(test::open(wrong_password.url("sslmode=disable"))->connect()); });
    REQUIRE(error);
    CHECK(error->sqlstate() == "28P01");
    CHECK(error->outcome() == Outcome::not_started);
    const SilentPort full(refused("53300"));
    CHECK(error_of<ConnectFailed>([&] {
              static_cast<void>(test::open(full.url("sslmode=disable"))->connect());
          })->retry() == Retry::rerun_unit_on_new_connection);
    const SilentPort odd(refused("0A000"));
    CHECK(error_of<ConnectFailed>([&] {
              static_cast<void>(test::open(odd.url("sslmode=disable"))->connect());
          })->retry() == Retry::rerun_unit_on_new_connection);
}
