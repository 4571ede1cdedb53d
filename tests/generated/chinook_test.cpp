// The Chinook sample database, made by its own SQL script: what the generated repositories read is what the
// sqlite3 shell prints, and what they write is what the shell sees.

#include "support/process.hpp"

#include <chinook.rows.hpp>

#include "chinook_rows.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include <unistd.h>

using namespace rowsmith;
using namespace chinook;

namespace {

namespace fs = std::filesystem;

// Both sides are brought into the form of the shell's `.mode quote`: 1, 'it''s', NULL.

std::string cell(std::integral auto value) {
    return std::to_string(value);
}

/// 17 digits tell any two doubles apart; the shell prints more.
std::string cell(double value) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.17g", value);
    return text.data();
}

std::string cell(const Decimal& value) {
    return cell(value.to_double());
}

std::string cell(const std::string& value) {
    std::string text = "'";
    for (const char character : value)
        text += character == '\'' ? std::string("''") : std::string(1, character);
    return text + '\'';
}

std::string cell(const Timestamp& value) {
    return cell(to_the_second(value));
}

template <typename T>
std::string cell(const std::optional<T>& value) {
    return value ? cell(*value) : "NULL";
}

template <typename Row>
Cells cells(const Row& row) {
    return std::apply([](const auto&... column) { return Cells{cell(column)...}; }, columns(row));
}

/// One line of the shell may be part of a text, so its output is read as a whole.
class QuotedRows {
public:
    explicit QuotedRows(std::string_view text) : rest_(text) {}

    std::vector<Cells> read() {
        std::vector<Cells> rows;
        while (!rest_.empty())
            rows.push_back(row());
        return rows;
    }

private:
    Cells row() {
        Cells cells{next()};
        for (; rest_.starts_with(','); cells.push_back(next()))
            rest_.remove_prefix(1);
        REQUIRE(rest_.starts_with('\n'));
        rest_.remove_prefix(1);
        return cells;
    }

    std::string next() {
        std::size_t end = rest_.find_first_of(",\n");
        if (rest_.starts_with('\''))
            for (end = 1; end < rest_.size(); ++end) {
                if (rest_[end] != '\'')
                    continue;
                if (rest_.substr(end + 1, 1) != "'") {
                    ++end;
                    break;
                }
                ++end;
            }
        const std::string token(rest_.substr(0, end));
        rest_.remove_prefix(token.size());
        const bool real = !token.starts_with('\'') && token.find_first_of(".e") != token.npos;
        return real ? cell(std::strtod(token.c_str(), nullptr)) : token;
    }

    std::string_view rest_;
};

fs::path script_path() {
    return test::chinook_script("ROWSMITH_CHINOOK", ROWSMITH_CHINOOK);
}

/// Says so when it is not.
bool can_run() {
    const bool script = test::has_script("chinook_test", script_path());
    const bool shell = test::run({ROWSMITH_SQLITE3, "-version"}).status == 0;
    if (!shell)
        std::cout << "chinook_test: skipped, there is no sqlite3 shell" << std::endl;
    return script && shell;
}

/// The database in a file of its own, removed in the end.
class ChinookFile {
public:
    ChinookFile() : folder_(fs::temp_directory_path() / ("rowsmith-chinook-" + std::to_string(::getpid()))) {
        fs::create_directories(folder_);
        REQUIRE(shell("pragma synchronous = off;" + test::text_of(script_path())) == "");
    }
    ~ChinookFile() {
        std::error_code ignored; // a file that stays behind in the folder for temporary ones harms nobody
        fs::remove_all(folder_, ignored);
    }
    ChinookFile(const ChinookFile&) = delete;
    ChinookFile& operator=(const ChinookFile&) = delete;

    [[nodiscard]] std::string url() const { return "sqlite:///" + path().string(); }

    /// What the shell prints for a script.
    [[nodiscard]] std::string shell(const std::string& script) const {
        const auto finished =
            test::run({ROWSMITH_SQLITE3, "-batch", "-bail", "-noheader", path().string()}, script);
        INFO(finished.output);
        REQUIRE(finished.status == 0);
        return finished.output;
    }

    [[nodiscard]] std::vector<Cells> rows(const std::string& query) const {
        const std::string output = shell(".mode quote\n" + query + ";\n");
        return QuotedRows(output).read();
    }

private:
    [[nodiscard]] fs::path path() const { return folder_ / "chinook.db"; }

    fs::path folder_;
};

/// Every row, read in both ways and by its key.
template <typename Repository, typename GetAgain>
void check_table(const ChinookFile& file, Engine& engine, const std::string& table, std::size_t count,
                 GetAgain get_again) {
    INFO(table);
    const auto expected = sorted(file.rows("select * from " + table));
    CHECK(expected.size() == count);
    check_rows<Repository>(
        engine, expected, [](const auto& row) { return cells(row); }, get_again);
}

template <typename Repository>
void check_table(const ChinookFile& file, Engine& engine, const std::string& table, std::size_t count) {
    check_table<Repository>(file, engine, table, count,
                            [](Repository& repository, const auto& row) { return repository.get(row.id); });
}

/// Erases a customer and what hangs on it, in the wrong order: the flush finds the right one.
void erase_customer(Session& session, std::int64_t id) {
    CustomerRepository customers{session};
    InvoiceRepository invoices{session};
    InvoiceLineRepository lines{session};
    const auto all_invoices = invoices.all();
    const auto all_lines = lines.all();
    customers.erase(customers.get(id));
    std::vector<std::int64_t> erased;
    for (const auto& invoice : all_invoices)
        if (invoice->customer_id == id) {
            erased.push_back(invoice->id);
            invoices.erase(invoice);
        }
    for (const auto& line : all_lines)
        if (std::ranges::find(erased, line->invoice_id) != erased.end())
            lines.erase(line);
}

/// Edits customer 2, adds customer 60 and erases customer 1.
void change_customers(Session& session) {
    CustomerRepository customers{session};
    const auto edited = customers.get(2);
    edited.edit().city = "it's \"Köln\"";
    edited.edit().company = "none";
    edited.edit().fax = std::nullopt;
    customers.add({.id = 60, .first_name = "Ada", .last_name = "Lovelace", .email = "ada@example.org"});
    erase_customer(session, 1);
}

/// What a program hears of playlists, by SQL.
std::string playlists_by_shell(const ChinookFile& file) {
    return file.shell(
        ".mode list\nselect p.PlaylistId, t.Name, a.Title, r.Name from Playlist p "
        "join PlaylistTrack pt on pt.PlaylistId = p.PlaylistId join Track t on t.TrackId = pt.TrackId "
        "join Album a on a.AlbumId = t.AlbumId join Artist r on r.ArtistId = a.ArtistId "
        "order by p.PlaylistId, t.TrackId;\n");
}

}

TEST_CASE("every row of Chinook is what the sqlite3 shell prints") {
    if (!can_run())
        return;
    const ChinookFile file;
    Engine engine{file.url()};
    check_table<ArtistRepository>(file, engine, "Artist", 275);
    check_table<AlbumRepository>(file, engine, "Album", 347);
    check_table<EmployeeRepository>(file, engine, "Employee", 8);
    check_table<CustomerRepository>(file, engine, "Customer", 59);
    check_table<GenreRepository>(file, engine, "Genre", 25);
    check_table<MediaTypeRepository>(file, engine, "MediaType", 5);
    check_table<TrackRepository>(file, engine, "Track", 3503);
    check_table<InvoiceRepository>(file, engine, "Invoice", 412);
    check_table<InvoiceLineRepository>(file, engine, "InvoiceLine", 2240);
    check_table<PlaylistRepository>(file, engine, "Playlist", 18);
    check_table<PlaylistTrackRepository>(file, engine, "PlaylistTrack", 8715,
                                         [](PlaylistTrackRepository& repository, const PlaylistTrack& row) {
                                             return repository.get(row.playlist_id, row.track_id);
                                         });
}

TEST_CASE("the schema names the tables and indexes of Chinook as they are") {
    if (!can_run())
        return;
    const ChinookFile file;
    const auto before = file.rows("select type, name, tbl_name, sql from sqlite_schema order by 1, 2");
    CHECK(before.size() > 22);
    Engine engine{file.url()};
    create_all(engine);
    CHECK(file.rows("select type, name, tbl_name, sql from sqlite_schema order by 1, 2") == before);
}

TEST_CASE("the shell sees a customer edited, one added and one erased") {
    if (!can_run())
        return;
    const ChinookFile file;
    const std::string others = "select * from Customer where CustomerId not in (1, 2, 60) order by 1";
    const auto untouched = file.rows(others);
    Engine engine{file.url()};
    Session session{engine};
    change_customers(session);
    session.commit();
    CHECK(file.rows(others) == untouched);
    CHECK(file.rows("select City, Company, Fax, Address from Customer where CustomerId = 2") ==
          std::vector<Cells>{{"'it''s \"Köln\"'", "'none'", "NULL", "'Theodor-Heuss-Straße 34'"}});
    CHECK(file.rows("select * from Customer where CustomerId = 60") ==
          std::vector<Cells>{{"60", "'Ada'", "'Lovelace'", "NULL", "NULL", "NULL", "NULL", "NULL", "NULL",
                              "NULL", "NULL", "'ada@example.org'", "NULL"}});
    CHECK(file.rows("select (select count(*) from Customer where CustomerId = 1), "
                    "(select count(*) from Invoice), (select count(*) from InvoiceLine)") ==
          std::vector<Cells>{{"0", "405", "2202"}});
    CHECK(file.shell("pragma foreign_key_check; pragma integrity_check;") == "ok\n");
}

TEST_CASE("playlists with tracks, albums and artists take the same few statements, however many there are") {
    if (!can_run())
        return;
    const ChinookFile file;
    const Heard all = hear_playlists(file.url());
    CHECK(all.text == playlists_by_shell(file));
    CHECK(
        file.shell(
            "delete from PlaylistTrack where TrackId % 7 > 0; delete from Playlist where PlaylistId % 3 = 0 "
            "and PlaylistId not in (select PlaylistId from PlaylistTrack);") == "");
    const Heard few = hear_playlists(file.url());
    CHECK(few.text == playlists_by_shell(file));
    CHECK(few.text.size() * 5 < all.text.size());
    std::cout << "chinook_test: all playlists with tracks, albums and artists take " << all.selects
              << " SELECTs" << std::endl;
    CHECK(all.selects == 5);
    CHECK(few.selects == all.selects);
}

TEST_CASE("a strict session names the relation of playlists that it would have to load") {
    if (!can_run())
        return;
    const ChinookFile file;
    CHECK_THROWS_MATCHES(
        hear_playlists(file.url(), {.loading = Loading::strict}), LazyLoad,
        Catch::Matchers::Predicate<LazyLoad>([](const LazyLoad& error) {
            return std::string(error.what()).find("'tracks' of a row of chinook::Playlist") !=
                   std::string::npos;
        }));
}
