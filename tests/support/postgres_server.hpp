#pragma once
// A PostgreSQL server of the tests' own: made in a temporary folder, reached through a socket there, gone
// with this object or, at the latest, with the process, however that ends.

#include "support/process.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <sys/types.h>

namespace rowsmith::test {

class PostgresServer {
public:
    /// Null when no server is installed; throws when one is and does not start.
    [[nodiscard]] static std::unique_ptr<PostgresServer> start();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    /// The folder of the socket, for `host=` of a connection; the user is "rowsmith", there is no password.
    [[nodiscard]] const std::string& socket_folder() const { return folder_; }
    /// A new, empty database.
    [[nodiscard]] std::string create_database();
    /// Feeds the script to psql, which stops at the first error; rows come as `a|b` lines.
    [[nodiscard]] Finished execute(const std::string& database, std::string_view script) const;

private:
    PostgresServer(std::string shell, std::string folder, int lifeline, pid_t keeper)
        : shell_(std::move(shell)), folder_(std::move(folder)), lifeline_(lifeline), keeper_(keeper) {}

    void wait_until_ready() const;

    std::string shell_; // psql
    std::string folder_;
    int lifeline_; // the keeper stops the server when this is closed
    pid_t keeper_;
    int databases_ = 0;
};

}
