#pragma once
// A table with a column of each kind and a small one, described by hand, and a connection to a database of
// their own.

#include "core/driver.hpp"
#include "core/url.hpp"
#include "postgres/postgres.hpp"
#include "rowsmith/engine.hpp"
#include "rowsmith/error.hpp"
#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"
#include "support/postgres_server.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

enum class Color { red, dark_green, blue };
inline constexpr std::array<std::string_view, 3> color_labels{"red", "dark green", "blue"};
inline constexpr EnumType color_type = enum_type<Color>(color_labels);
inline constexpr ArrayType ints_type =
    array_type<std::int32_t>(Column{.name = "ints", .kind = ColumnKind::int32});
inline constexpr ArrayType colors_type =
    array_type<Color>(Column{.name = "colors", .kind = ColumnKind::enumeration, .enumeration = &color_type});

/// A row of every kind of column.
struct Everything {
    std::int64_t id{};
    std::optional<bool> flag;
    std::optional<std::int16_t> small;
    std::optional<std::int32_t> medium;
    std::optional<std::int64_t> large;
    std::optional<float> single;
    std::optional<double> real;
    std::optional<Decimal> price;
    std::optional<std::string> text;
    std::optional<std::string> name;
    std::optional<Bytes> bytes;
    std::optional<Date> date;
    std::optional<Time> time;
    std::optional<Timestamp> at;
    std::optional<Uuid> uuid;
    std::optional<Json> json;
    std::optional<Color> color;
    std::optional<std::vector<std::int32_t>> ints;
    std::optional<std::vector<Color>> colors;

    friend bool operator==(const Everything&, const Everything&) = default;
};

inline constexpr std::size_t kinds = 19;

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
inline constexpr std::array<Column, kinds> everything_columns = [] {
    const auto column = [](std::string_view name, ColumnKind kind, std::size_t offset, bool nullable = true) {
        return Column{
            .name = name, .kind = kind, .nullable = nullable, .offset = static_cast<std::uint32_t>(offset)};
    };
    std::array<Column, kinds> columns{
        column("id", ColumnKind::int64, offsetof(Everything, id), false),
        column("flag", ColumnKind::boolean, offsetof(Everything, flag)),
        column("small", ColumnKind::int16, offsetof(Everything, small)),
        column("medium", ColumnKind::int32, offsetof(Everything, medium)),
        column("large", ColumnKind::int64, offsetof(Everything, large)),
        column("single", ColumnKind::float32, offsetof(Everything, single)),
        column("real", ColumnKind::float64, offsetof(Everything, real)),
        column("price", ColumnKind::decimal, offsetof(Everything, price)),
        column("text", ColumnKind::string, offsetof(Everything, text)),
        column("name", ColumnKind::string, offsetof(Everything, name)),
        column("bytes", ColumnKind::bytes, offsetof(Everything, bytes)),
        column("date", ColumnKind::date, offsetof(Everything, date)),
        column("time", ColumnKind::time, offsetof(Everything, time)),
        column("at", ColumnKind::timestamp, offsetof(Everything, at)),
        column("uuid", ColumnKind::uuid, offsetof(Everything, uuid)),
        column("json", ColumnKind::json, offsetof(Everything, json)),
        column("color", ColumnKind::enumeration, offsetof(Everything, color)),
        column("ints", ColumnKind::array, offsetof(Everything, ints)),
        column("colors", ColumnKind::array, offsetof(Everything, colors)),
    };
    columns[7].precision = 12;
    columns[7].scale = 2;
    columns[9].length = 10;
    columns[16].enumeration = &color_type;
    columns[17].array = &ints_type;
    columns[18].array = &colors_type;
    return columns;
}();
#pragma GCC diagnostic pop

inline constexpr std::array<std::string_view, kinds> everything_names{
    "\"id\"",    "\"flag\"", "\"small\"", "\"medium\"", "\"large\"", "\"single\"", "\"real\"",
    "\"price\"", "\"text\"", "\"name\"",  "\"bytes\"",  "\"date\"",  "\"time\"",   "\"at\"",
    "\"uuid\"",  "\"json\"", "\"color\"", "\"ints\"",   "\"colors\""};

template <std::size_t Count>
inline constexpr auto first_columns = [] {
    std::array<std::uint16_t, Count> which{};
    std::iota(which.begin(), which.end(), std::uint16_t{0});
    return which;
}();

inline constexpr std::array<std::uint16_t, 1> first_column{0};
inline constexpr Statements everything_texts{.table = "\"everything\"", .columns = everything_names};
inline constexpr Mapping everything{.table = "everything",
                                    .model = "test::Everything",
                                    .columns = everything_columns,
                                    .key = first_column,
                                    .statements = &everything_texts};

/// Each column of its own type, as the generator would make them; `name` is of a domain, `color` of an enum.
inline constexpr std::string_view everything_table = R"(
create schema paint;
create type paint."my color" as enum ('red', 'dark green', 'blue');
create domain short_name as character varying(10);
create table everything (id bigint primary key, flag boolean, small smallint, medium integer, large bigint,
  single real, real double precision, price numeric(12, 2), text text, name short_name, bytes bytea, date date, time time,
  at timestamp with time zone, uuid uuid, json jsonb, color paint."my color", ints integer[],
  colors paint."my color"[]);)";

/// A row of a small table: most tests need no more.
struct Item {
    std::int64_t id = 0;
    std::string name;
    std::optional<std::int32_t> amount;
    std::int32_t version = 1;
    std::string made; // by the database

    friend bool operator==(const Item&, const Item&) = default;
};

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Winvalid-offsetof"
inline constexpr std::array<Column, 5> item_columns{
    Column{.name = "id", .kind = ColumnKind::int64, .maker = Maker::identity, .offset = offsetof(Item, id)},
    Column{.name = "name", .kind = ColumnKind::string, .offset = offsetof(Item, name)},
    Column{.name = "amount", .kind = ColumnKind::int32, .nullable = true, .offset = offsetof(Item, amount)},
    Column{.name = "version",
           .kind = ColumnKind::int32,
           .writing = Writing::version,
           .offset = offsetof(Item, version)},
    Column{.name = "made",
           .kind = ColumnKind::string,
           .writing = Writing::computed,
           .offset = offsetof(Item, made)},
};
#pragma GCC diagnostic pop
inline constexpr std::array<std::string_view, 5> item_names{"\"id\"", "\"name\"", "\"amount\"", "\"version\"",
                                                            "\"made\""};
inline constexpr Statements item_texts{.select =
                                           R"(select "id", "name", "amount", "version", "made" from "item")",
                                       .table = "\"item\"",
                                       .columns = item_names};
inline constexpr Mapping items{.table = "item",
                               .model = "test::Item",
                               .columns = item_columns,
                               .key = first_column,
                               .statements = &item_texts};
inline constexpr std::string_view item_table = R"(
create table item (id bigint generated by default as identity primary key, name text not null, amount integer,
  version integer not null default 1, made text not null generated always as (name || '!') stored);)";

namespace item {
enum Index : std::uint16_t { id, name, amount, version, made };
}
using Columns = std::vector<std::uint16_t>;

/// One server for all tests of a program, and a database for each of them.
class BatchFixture {
public:
    BatchFixture() : database_(open("rowsmith")), connection(database_->connect()) {}

    [[nodiscard]] std::unique_ptr<driver::Connection> connect_as(std::string_view user) {
        return open(user)->connect();
    }
    void execute(std::string_view script) const { connection->execute(script); }

    [[nodiscard]] std::int64_t number(std::string_view sql) const {
        const auto statement = connection->prepare(sql);
        REQUIRE(statement->step());
        return statement->read_integer(0);
    }
    [[nodiscard]] std::string text(std::string_view sql) const {
        const auto statement = connection->prepare(sql);
        REQUIRE(statement->step());
        return statement->read_text(0);
    }

    template <class Row>
    [[nodiscard]] std::vector<Row> rows_of(const Mapping& mapping,
                                           const std::string& tail = "order by id") const {
        std::string columns;
        for (const std::string_view column : mapping.statements->columns)
            columns.append(columns.empty() ? "" : ", ").append(column);
        const auto statement = connection->prepare("select " + columns + " from " +
                                                   std::string(mapping.statements->table) + " " + tail);
        std::vector<Row> rows;
        while (statement->step())
            statement->read(mapping.columns, &rows.emplace_back());
        return rows;
    }

private:
    static PostgresServer& server() {
        static const std::unique_ptr<PostgresServer> started = PostgresServer::start();
        if (!started)
            throw std::runtime_error("no PostgreSQL server is installed");
        return *started;
    }
    [[nodiscard]] std::unique_ptr<driver::Database> open(std::string_view user) const {
        const std::string url =
            "postgresql://" + std::string(user) + "@/" + name_ + "?host=" + server().socket_folder();
        return postgres::open(Url::parse(url), EngineOptions{});
    }

    std::string name_ = server().create_database();
    std::unique_ptr<driver::Database> database_;

public:
    std::unique_ptr<driver::Connection> connection;
};

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
