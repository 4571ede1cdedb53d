#pragma once
// Values that go to a PostgreSQL server and come back: as parameters in text and in binary, in results in
// binary and in text.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "postgres/connect.hpp"
#include "postgres/postgres.hpp"
#include "postgres/settings.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace rowsmith::test {

/// One server for all tests of a program.
inline PostgresServer& postgres_server() {
    static const std::unique_ptr<PostgresServer> started = PostgresServer::start();
    if (!started)
        throw std::runtime_error("no PostgreSQL server is installed below /usr/lib/postgresql");
    return *started;
}

/// A database, and one connection to it.
class PostgresFixture {
public:
    PostgresFixture()
        : name_(postgres_server().create_database()), database_(open()), connection(connect()) {}

    [[nodiscard]] std::unique_ptr<driver::Connection> connect() const { return database_->connect(); }
    [[nodiscard]] std::unique_ptr<driver::Statement> prepare(const std::string& sql) const {
        return connection->prepare(sql);
    }
    [[nodiscard]] std::int64_t number(const std::string& sql) const {
        const auto statement = prepare(sql);
        REQUIRE(statement->step());
        return statement->read_integer(0);
    }
    [[nodiscard]] std::string text(const std::string& sql) const {
        const auto statement = prepare(sql);
        REQUIRE(statement->step());
        return statement->read_text(0);
    }
    /// A conversation without a connection around it.
    [[nodiscard]] std::unique_ptr<postgres::Wire> wire() const {
        return postgres::connect(postgres::settings_of(Url::parse(url()), EngineOptions{})).wire;
    }
    [[nodiscard]] std::string url() const {
        return "postgresql://rowsmith@/" + name_ + "?host=" + postgres_server().socket_folder();
    }

private:
    [[nodiscard]] std::unique_ptr<driver::Database> open() const {
        return postgres::open(Url::parse(url()), EngineOptions{});
    }

    std::string name_;
    std::unique_ptr<driver::Database> database_;

public:
    std::unique_ptr<driver::Connection> connection;
};

/// Makes a result travel as text: its type is not one that is read in binary.
inline constexpr std::string_view as_text = ", null::interval";

/// Equal, floating-point numbers to the bit. NaNs are one value.
template <typename T>
[[nodiscard]] bool same(const T& left, const T& right) {
    if constexpr (std::floating_point<T>) {
        using Bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
        return (std::isnan(left) && std::isnan(right)) ||
               std::bit_cast<Bits>(left) == std::bit_cast<Bits>(right);
    } else if constexpr (std::same_as<T, Decimal>) {
        return left == right && left.scale() == right.scale();
    } else {
        return left == right;
    }
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
