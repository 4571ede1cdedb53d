#include "chinook.hpp"

#include "support/capabilities.hpp"
#include "support/chinook_script.hpp"
#include "support/sqlite_database.hpp"
#include "support/test_database.hpp"

#include <filesystem>
#include <optional>
#include <stdexcept>

namespace rowsmith::test {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view file_scheme = "sqlite:///";

bool is_file(const std::string& url) {
    return url.starts_with(file_scheme);
}

fs::path file_script() {
    return chinook_script("ROWSMITH_CHINOOK", ROWSMITH_CHINOOK);
}
fs::path server_script() {
    return chinook_script("ROWSMITH_CHINOOK_POSTGRES", ROWSMITH_CHINOOK_POSTGRES);
}

/// The columns are in the order of the script's. Its moments have no decimals, as Rowsmith's have.
constexpr auto copied_rows = R"(
begin;
insert into made.artist select * from Artist;
insert into made.album select * from Album;
insert into made.employee select * from Employee;
insert into made.customer select * from Customer;
insert into made.genre select * from Genre;
insert into made.media_type select * from MediaType;
insert into made.track select * from Track;
insert into made.invoice select * from Invoice;
insert into made.invoice_line select * from InvoiceLine;
insert into made.playlist select * from Playlist;
insert into made.playlist_track select * from PlaylistTrack;
update made.employee set birth_date = birth_date || '.000000', hire_date = hire_date || '.000000';
update made.invoice set invoice_date = invoice_date || '.000000';
commit;
)";

void require_empty(const std::string& message) {
    if (!message.empty())
        throw std::runtime_error(message);
}

void fill(Engine& engine, const std::string& path) {
    create_all(engine, ::chinook::chinook_postgres_schema);
    SqliteDatabase database;
    require_empty(database.execute(text_of(file_script())));
    require_empty(database.execute("attach '" + path + "' as made"));
    require_empty(database.execute(copied_rows));
}

/// What the script does in the database that it has made and gone into.
void run_server_script(Engine& engine) {
    const std::string script = text_of(server_script());
    const std::string_view gone_in = "\\c chinook;";
    engine.execute(std::string_view(script).substr(script.find(gone_in) + gone_in.size()));
}

Chinook& filled() {
    static TestDatabase database{TestDatabase::For::several_engines};
    static Chinook chinook{database.url()};
    return chinook;
}

/// The same in a file; none when that is what the run is for.
Chinook* beside() {
    if (is_file(filled().url))
        return nullptr;
    static TestDatabase database{TestDatabase::For::comparison};
    static Chinook chinook{database.url()};
    return &chinook;
}

bool can_run() {
    return has_script("chinook_questions_test", file_script()) &&
           has_script("chinook_questions_test", server_script());
}

}

Chinook::Chinook(const std::string& place) : url(place), engine(url) {
    if (is_file(url))
        fill(engine, url.substr(file_scheme.size()));
    else
        run_server_script(engine);
}

void ask(const std::vector<Question>& questions) {
    if (can_run())
        check_cases(questions, filled(), beside());
}

}
