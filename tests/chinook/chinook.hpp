#pragma once
// The Chinook sample database, a shop of music, and how questions to it are compared with hand-written SQL.
// On a server its own script makes it; elsewhere Rowsmith makes the tables, by the same names, and its script
// the rows.

#include "../queries/cases.hpp"

#include <chinook_postgres.rows.hpp>

#include <string>
#include <vector>

namespace rowsmith::test {

struct Chinook {
    /// `url`: of an empty database.
    explicit Chinook(const std::string& url);

    std::string url;
    Engine engine;
    Session session{engine};
    ::chinook::ArtistRepository artists{session};
    ::chinook::AlbumRepository albums{session};
    ::chinook::TrackRepository tracks{session};
    ::chinook::GenreRepository genres{session};
    ::chinook::MediaTypeRepository media_types{session};
    ::chinook::PlaylistRepository playlists{session};
    ::chinook::PlaylistTrackRepository entries{session};
    ::chinook::EmployeeRepository employees{session};
    ::chinook::CustomerRepository customers{session};
    ::chinook::InvoiceRepository invoices{session};
    ::chinook::InvoiceLineRepository lines{session};
};

using Question = CaseOf<Chinook>;

/// Asks by query and by SQL and compares; and on another database than SQLite with SQLite's answer, too. Says
/// so when there are no scripts.
void ask(const std::vector<Question>& questions);

[[nodiscard]] inline Timestamp day_from(const char* text) {
    return Timestamp::parse(std::string(text) + " 00:00:00");
}

}
