#pragma once
// What the tests of Chinook on each database have in common. Included behind the generated header: the
// schemas for both give models of these names.

#include "support/chinook_script.hpp"

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace chinook {

// ---- columns, in the order of Chinook's tables

inline auto columns(const Artist& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const Album& row) {
    return std::tie(row.id, row.title, row.artist_id);
}

inline auto columns(const Employee& row) {
    return std::tie(row.id, row.last_name, row.first_name, row.title, row.reports_to, row.birth_date,
                    row.hire_date, row.address, row.city, row.state, row.country, row.postal_code, row.phone,
                    row.fax, row.email);
}

inline auto columns(const Customer& row) {
    return std::tie(row.id, row.first_name, row.last_name, row.company, row.address, row.city, row.state,
                    row.country, row.postal_code, row.phone, row.fax, row.email, row.support_rep_id);
}

inline auto columns(const Genre& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const MediaType& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const Track& row) {
    return std::tie(row.id, row.name, row.album_id, row.media_type_id, row.genre_id, row.composer,
                    row.milliseconds, row.bytes, row.unit_price);
}

inline auto columns(const Invoice& row) {
    return std::tie(row.id, row.customer_id, row.invoice_date, row.billing_address, row.billing_city,
                    row.billing_state, row.billing_country, row.billing_postal_code, row.total);
}

inline auto columns(const InvoiceLine& row) {
    return std::tie(row.id, row.invoice_id, row.track_id, row.unit_price, row.quantity);
}

inline auto columns(const Playlist& row) {
    return std::tie(row.id, row.name);
}

inline auto columns(const PlaylistTrack& row) {
    return std::tie(row.playlist_id, row.track_id);
}

// ---- rows

/// Values as texts, in the form in which the database's shell prints them.
using Cells = std::vector<std::string>;

/// Chinook's moments are whole seconds, without decimals.
inline std::string to_the_second(const rowsmith::Timestamp& value) {
    std::string text = value.to_string();
    if (text.ends_with(".000000"))
        text.resize(text.size() - 7);
    return text;
}

/// As the database may give the rows in any order, both sides are sorted.
inline std::vector<Cells> sorted(std::vector<Cells> rows) {
    std::ranges::sort(rows);
    return rows;
}

/// Whether every row, read in both ways and by its key, is as `expected`, in the form that `cells` makes of
/// it.
template <typename Repository, typename MakeCells, typename GetAgain>
void check_rows(rowsmith::Engine& engine, const std::vector<Cells>& expected, MakeCells cells,
                GetAgain get_again) {
    rowsmith::Session session{engine};
    Repository repository{session};
    std::vector<Cells> plain;
    for (const auto& row : repository.rows())
        plain.push_back(cells(row));
    CHECK(sorted(plain) == expected);
    rowsmith::Session other{engine};
    Repository again{other};
    std::vector<Cells> managed;
    std::vector<Cells> found;
    for (const auto& row : repository.all()) {
        managed.push_back(cells(*row));
        found.push_back(cells(*get_again(again, *row)));
    }
    CHECK(sorted(managed) == expected);
    CHECK(sorted(found) == expected);
}

// ---- relations

/// What a program heard of playlists, and what it took.
struct Heard {
    std::string text{};
    std::size_t selects = 0;
};

/// All playlists with their tracks, the albums of these and their artists.
inline Heard hear_playlists(const std::string& url, rowsmith::SessionOptions options = {}) {
    rowsmith::Engine engine{url};
    Heard heard;
    engine.on_statement([&](const rowsmith::StatementEvent& event) {
        heard.selects += event.sql.starts_with("select") ? 1U : 0U;
    });
    rowsmith::Session session{engine, options};
    for (const auto& playlist : PlaylistRepository{session}.all()) {
        for (const auto& track : playlist.tracks()) {
            const auto album = track.album();
            REQUIRE(album);
            heard.text += std::to_string(playlist->id) + '|' + track->name + '|' + (*album)->title + '|' +
                          album->artist()->name.value_or("") + '\n';
        }
    }
    return heard;
}

}
