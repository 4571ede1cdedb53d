#pragma once
// A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket there, gone
// with this object or, at the latest, with the process, however that ends.

#include "support/process.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/types.h>

namespace rowsmith::test {

class PostgresServer;

struct PostgresOptions {
    /// "wal_level=logical": they come after the fixture's own, which trade safety for speed.
    std::vector<std::string> settings{};
    /// Follows this server as its replica, and has its databases; else an empty cluster is made.
    const PostgresServer* primary = nullptr;
};

class PostgresServer {
public:
    /// Null when no server is installed; throws when one is and does not start.
    [[nodiscard]] static std::unique_ptr<PostgresServer> start(const PostgresOptions& options = {});
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// The folder of the socket, for `host=` of a connection; the user is "rowsmith", there is no password.
    [[nodiscard]] const std::string& socket_folder() const { return folder_; }
    /// A new, empty database.
    [[nodiscard]] std::string create_database();
    /// Feeds the script to psql, which stops at the first error; rows come as `a|b` lines.
    [[nodiscard]] Finished execute(const std::string& database, std::string_view script) const;

    enum class Stop : char {
        fast = 'f',      // transactions are rolled back, sessions are told
        immediate = 'i', // as in a crash
    };
    /// Returns when no process of it is left. The folder stays.
    void stop(Stop mode);
    /// After stop(): returns when it takes connections.
    void start_again();
    void restart(Stop mode) {
        stop(mode);
        start_again();
    }

private:
    PostgresServer(std::string shell, std::string folder, int lifeline, pid_t keeper)
        : shell_(std::move(shell)), folder_(std::move(folder)), lifeline_(lifeline), keeper_(keeper) {}

    void wait_until_ready() const;
    void command(char letter) const;

    std::string shell_; // psql
    std::string folder_;
    int lifeline_; // the keeper stops the server when this is closed
    pid_t keeper_;
    int databases_ = 0;
};

}
