// The Chinook sample database, made on a PostgreSQL server by its own SQL script, whose tables Rowsmith has
// not made: what the generated repositories read is what psql prints, and what they write is what psql sees.

#include "support/postgres_server.hpp"

#include <chinook_postgres.rows.hpp>

#include "chinook_rows.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <concepts>
#include <filesystem>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

using namespace rowsmith;
using namespace chinook;

namespace {

namespace fs = std::filesystem;

// Both sides are brought into the form of `copy ... (format csv, force_quote *)`: "1", "say ""no""", nothing
// for NULL.

std::string cell(const std::string& value) {
    std::string text = "\"";
    for (const char character : value)
        text += character == '"' ? std::string("\"\"") : std::string(1, character);
    return text + '"';
}

std::string cell(std::integral auto value) {
    return cell(std::to_string(value));
}

std::string cell(const Decimal& value) {
    return cell(value.to_string());
}

std::string cell(const Timestamp& value) {
    return cell(to_the_second(value));
}

template <typename T>
std::string cell(const std::optional<T>& value) {
    return value ? cell(*value) : "";
}

template <typename Row>
Cells cells(const Row& row) {
    return std::apply([](const auto&... column) { return Cells{cell(column)...}; }, columns(row));
}

/// One line may be part of a text, so the output is read as a whole.
std::vector<Cells> parse_csv(const std::string& text) {
    std::vector<Cells> rows;
    Cells row{""};
    bool quoted = false;
    for (const char character : text) {
        quoted = quoted != (character == '"');
        if (!quoted && character == ',') {
            row.emplace_back();
        } else if (!quoted && character == '\n') {
            rows.push_back(std::move(row));
            row = {""};
        } else {
            row.back() += character;
        }
    }
    return rows;
}

fs::path script_path() {
    return test::chinook_script("ROWSMITH_CHINOOK_POSTGRES", ROWSMITH_CHINOOK_POSTGRES);
}

/// One for all tests; null when none is installed.
const test::PostgresServer* server() {
    static const auto started = test::PostgresServer::start();
    return started.get();
}

/// Says so when it is not.
bool can_run() {
    const bool script = test::has_script("chinook_postgres_test", script_path());
    if (script && server() == nullptr)
        std::cout << "chinook_postgres_test: skipped, there is no PostgreSQL server" << std::endl;
    return script && server() != nullptr;
}

std::string url() {
    return "postgresql://rowsmith@/chinook?host=" + server()->socket_folder();
}

/// The database, made anew by its script.
class Chinook {
public:
    Chinook() {
        const auto made = server()->execute("postgres", "set client_min_messages = warning;\n" +
                                                            test::text_of(script_path()));
        INFO(made.output);
        REQUIRE(made.status == 0);
    }

    [[nodiscard]] std::vector<Cells> rows(const std::string& query) const {
        const auto printed =
            server()->execute("chinook", "copy (" + query + ") to stdout (format csv, force_quote *);");
        INFO(printed.output);
        REQUIRE(printed.status == 0);
        return parse_csv(printed.output);
    }
    /// `a|b` lines.
    [[nodiscard]] std::string lines(const std::string& script) const {
        return server()->execute("chinook", script).output;
    }
};

/// Every row, read in both ways and by its key.
template <typename Repository, typename GetAgain>
void check_table(const Chinook& chinook, Engine& engine, const std::string& table, std::size_t count,
                 GetAgain get_again) {
    INFO(table);
    const auto expected = sorted(chinook.rows("select * from " + table));
    CHECK(expected.size() == count);
    check_rows<Repository>(
        engine, expected, [](const auto& row) { return cells(row); }, get_again);
}

template <typename Repository>
void check_table(const Chinook& chinook, Engine& engine, const std::string& table, std::size_t count) {
    check_table<Repository>(chinook, engine, table, count,
                            [](Repository& repository, const auto& row) { return repository.get(row.id); });
}

/// Erases a customer and what hangs on it, in the wrong order: the flush finds the right one.
void erase_customer(Session& session, std::int64_t id) {
    CustomerRepository customers{session};
    InvoiceRepository invoices{session};
    InvoiceLineRepository lines{session};
    const auto all_invoices = invoices.where(invoices.customer_id == id).all();
    std::vector<Ref<InvoiceLine>> all_lines;
    for (const auto& invoice : all_invoices)
        for (const auto& line : invoice.lines())
            all_lines.push_back(line);
    customers.erase(customers.get(id));
    for (const auto& invoice : all_invoices)
        invoices.erase(invoice);
    for (const auto& line : all_lines)
        lines.erase(line);
}

/// What a program hears of playlists, by SQL.
std::string playlists_by_psql(const Chinook& chinook) {
    return chinook.lines("select p.playlist_id, t.name, a.title, r.name from playlist p "
                         "join playlist_track pt using (playlist_id) join track t using (track_id) "
                         "join album a using (album_id) join artist r using (artist_id) "
                         "order by p.playlist_id, t.track_id;\n");
}

std::string sorted_lines(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    std::ranges::sort(lines);
    std::string result;
    for (const auto& line : lines)
        result += line + '\n';
    return result;
}

}

TEST_CASE("every row of Chinook is what psql prints") {
    if (!can_run())
        return;
    const Chinook chinook;
    Engine engine{url()};
    check_table<ArtistRepository>(chinook, engine, "artist", 275);
    check_table<AlbumRepository>(chinook, engine, "album", 347);
    check_table<EmployeeRepository>(chinook, engine, "employee", 8);
    check_table<CustomerRepository>(chinook, engine, "customer", 59);
    check_table<GenreRepository>(chinook, engine, "genre", 25);
    check_table<MediaTypeRepository>(chinook, engine, "media_type", 5);
    check_table<TrackRepository>(chinook, engine, "track", 3503);
    check_table<InvoiceRepository>(chinook, engine, "invoice", 412);
    check_table<InvoiceLineRepository>(chinook, engine, "invoice_line", 2240);
    check_table<PlaylistRepository>(chinook, engine, "playlist", 18);
    check_table<PlaylistTrackRepository>(chinook, engine, "playlist_track", 8715,
                                         [](PlaylistTrackRepository& repository, const PlaylistTrack& row) {
                                             return repository.get(row.playlist_id, row.track_id);
                                         });
}

TEST_CASE("the schema names the tables and indexes of Chinook as PostgreSQL has them") {
    if (!can_run())
        return;
    const Chinook chinook;
    const std::string all =
        "select relkind, relname, relnatts from pg_class where relnamespace = 'public'::regnamespace "
        "union all select contype, conname, 0 from pg_constraint where contype = 'f' order by 1, 2";
    const auto before = chinook.rows(all);
    CHECK(before.size() > 33);
    Engine engine{url()};
    create_all(engine);
    CHECK(chinook.rows(all) == before);
}

TEST_CASE("psql sees a customer edited, one added and one erased") {
    if (!can_run())
        return;
    const Chinook chinook;
    const std::string others = "select * from customer where customer_id not in (1, 2, 60) order by 1";
    const auto untouched = chinook.rows(others);
    Engine engine{url()};
    engine.transact([](Session& session) {
        CustomerRepository customers{session};
        const auto edited = customers.get(2);
        edited.edit().city = "say \"Köln\"";
        edited.edit().company = "none";
        edited.edit().fax = std::nullopt;
        customers.add({.id = 60, .first_name = "Ada", .last_name = "Lovelace", .email = "ada@example.org"});
        erase_customer(session, 1);
    });
    CHECK(chinook.rows(others) == untouched);
    CHECK(chinook.rows("select city, company, fax, address from customer where customer_id = 2") ==
          std::vector<Cells>{{"\"say \"\"Köln\"\"\"", "\"none\"", "", "\"Theodor-Heuss-Straße 34\""}});
    CHECK(chinook.rows("select * from customer where customer_id = 60") ==
          std::vector<Cells>{{"\"60\"", "\"Ada\"", "\"Lovelace\"", "", "", "", "", "", "", "", "",
                              "\"ada@example.org\"", ""}});
    CHECK(chinook.lines("select (select count(*) from customer where customer_id = 1), "
                        "(select count(*) from invoice), (select count(*) from invoice_line)") ==
          "0|405|2202\n");
}

TEST_CASE("playlists with tracks, albums and artists take the same few statements on PostgreSQL") {
    if (!can_run())
        return;
    const Chinook chinook;
    const Heard all = hear_playlists(url());
    CHECK(sorted_lines(all.text) == sorted_lines(playlists_by_psql(chinook)));
    std::cout << "chinook_postgres_test: all playlists with tracks, albums and artists take " << all.selects
              << " SELECTs" << std::endl;
    CHECK(all.selects <= 5);
}
