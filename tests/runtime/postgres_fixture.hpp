#pragma once
// One server for all tests of a program, and a database of its own for each of them.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "postgres/postgres.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/error.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace rowsmith::test {

inline PostgresServer& shared_server() {
    static const auto server = PostgresServer::start();
    if (!server)
        throw std::runtime_error("no PostgreSQL server is installed");
    return *server;
}

inline std::unique_ptr<driver::Database> open(const std::string& url, const EngineOptions& options = {}) {
    return postgres::open(Url::parse(url), options);
}

inline std::string text(driver::Connection& connection, std::string_view sql) {
    const auto statement = connection.prepare(sql);
    return statement->step() ? statement->read_text(0) : "";
}

inline std::int64_t number(driver::Connection& connection, std::string_view sql) {
    const auto statement = connection.prepare(sql);
    return statement->step() ? statement->read_integer(0) : -1;
}

/// The error that `work` throws, if it is an Exception.
template <typename Exception, typename Work>
std::optional<Exception> error_of(Work work) {
    try {
        work();
    } catch (const Exception& error) {
        return error;
    } catch (const std::exception& other) {
        FAIL_CHECK("another error: " << other.what());
    }
    return std::nullopt;
}

struct PostgresFixture {
    PostgresServer& server = shared_server();
    std::string name = server.create_database();
    std::unique_ptr<driver::Database> database = open(url());
    std::unique_ptr<driver::Connection> connection = database->connect();
    std::unique_ptr<driver::Connection> other = database->connect();

    [[nodiscard]] std::string url(std::string_view options = "") const {
        return "postgresql://rowsmith@/" + name + "?host=" + server.socket_folder() + std::string(options);
    }

    /// Ends the server's process behind a connection, and waits until it is gone.
    void terminate(std::int64_t process) const {
        const std::string id = std::to_string(process);
        number(*other, "select pg_terminate_backend(" + id + ")::integer");
        while (number(*other, "select count(*) from pg_stat_activity where pid = " + id) > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    [[nodiscard]] static std::int64_t process_of(driver::Connection& one) {
        return number(one, "select pg_backend_pid()");
    }
    /// Waits until `condition`, which the server evaluates, is true.
    void wait_until(std::string_view condition) const {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
        while (number(*other, "select (" + std::string(condition) + ")::integer") != 1) {
            if (std::chrono::steady_clock::now() > end)
                FAIL("this does not become true: " << condition);
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        }
    }
    /// Waits until the server executes a statement of this process.
    void wait_until_active(std::int64_t process, std::string_view event = "") const {
        wait_until("exists (select from pg_stat_activity where state = 'active' and pid = " +
                   std::to_string(process) + " and coalesce(wait_event, '') like '%" + std::string(event) +
                   "%')");
    }
};

}
