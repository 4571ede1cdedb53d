#include "support/postgres_server.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace rowsmith::test {

namespace fs = std::filesystem;

namespace {

constexpr const char* database_user = "rowsmith";

/// The newest installed server's programs.
std::optional<fs::path> find_programs() {
    const fs::path root = "/usr/lib/postgresql";
    std::optional<fs::path> newest;
    std::error_code ignored;
    for (const auto& version : fs::directory_iterator(root, ignored)) {
        const auto programs = version.path() / "bin";
        if (fs::exists(programs / "initdb") &&
            (!newest || std::atoi(version.path().filename().c_str()) >
                            std::atoi(newest->parent_path().filename().c_str())))
            newest = programs;
    }
    return newest;
}

/// PostgreSQL refuses to run as root: then it runs as the user that its package made.
const passwd* server_user() {
    const auto* user = getpwnam("postgres");
    if (user == nullptr)
        throw std::runtime_error("a PostgreSQL server does not run as root, and there is no user 'postgres'");
    return user;
}

/// The words before a command that is to run as the server's user.
std::vector<std::string> as_server_user() {
    if (geteuid() != 0)
        return {};
    const auto* user = server_user();
    return {"setpriv", "--reuid=" + std::to_string(user->pw_uid), "--regid=" + std::to_string(user->pw_gid),
            "--clear-groups"};
}

std::string make_folder() {
    auto name = (fs::temp_directory_path() / "rowsmith-postgres-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("no temporary folder can be made");
    if (geteuid() == 0) {
        const auto* user = server_user();
        if (chown(name.c_str(), user->pw_uid, user->pw_gid) != 0)
            throw std::runtime_error("the server's folder cannot be given to its user");
    }
    return name;
}

void remove_folder(const std::string& folder) {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
}

/// What a server is started from.
struct Cluster {
    fs::path programs;
    std::string folder;
    std::vector<std::string> settings{};
    std::string primary{}; // the socket's folder of the server to follow
};

using Words = std::vector<std::string>;

Words initdb(const Cluster& cluster) {
    return {cluster.programs / "initdb",
            "--pgdata=" + cluster.folder + "/data",
            "--no-sync",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--username=" + std::string(database_user)};
}

Words copy_of_primary(const Cluster& cluster) {
    return {cluster.programs / "pg_basebackup",
            "--pgdata=" + cluster.folder + "/data",
            "--host=" + cluster.primary,
            "--username=" + std::string(database_user),
            "--checkpoint=fast",
            "--no-sync",
            "--write-recovery-conf"};
}

void make_cluster(const Cluster& cluster) {
    auto command = as_server_user();
    std::ranges::copy(cluster.primary.empty() ? initdb(cluster) : copy_of_primary(cluster),
                      std::back_inserter(command));
    if (const auto made = run(command); made.status != 0)
        throw std::runtime_error("no cluster could be made:\n" + made.output);
}

[[noreturn]] void become_server(const Cluster& cluster) {
    if (geteuid() == 0) {
        const auto* user = server_user();
        if (setgroups(0, nullptr) != 0 || setgid(user->pw_gid) != 0 || setuid(user->pw_uid) != 0)
            _exit(127);
    }
    prctl(PR_SET_PDEATHSIG, SIGQUIT); // should even the keeper be killed
    Words words{cluster.programs / "postgres", "-D", cluster.folder + "/data"};
    Words settings{"listen_addresses=", "unix_socket_directories=" + cluster.folder, "fsync=off",
                   "synchronous_commit=off", "full_page_writes=off"};
    std::ranges::copy(cluster.settings, std::back_inserter(settings));
    for (auto& setting : settings) {
        words.emplace_back("-c");
        words.push_back(std::move(setting));
    }
    std::vector<char*> arguments;
    for (auto& word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(arguments.front(), arguments.data());
    _exit(127);
}

/// No other server's lifeline may be held open by this process, and no test's output.
void let_go(int lifeline) {
    close_range(3, static_cast<unsigned>(lifeline) - 1, 0);
    close_range(static_cast<unsigned>(lifeline) + 1, ~0U, 0);
    const int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        dup2(nothing, stream);
}

/// Asks more than once: a server that is about to start does not listen yet.
void stop(pid_t server) {
    using namespace std::chrono_literals;
    do {
        kill(server, SIGQUIT);
        std::this_thread::sleep_for(20ms);
    } while (waitpid(server, nullptr, WNOHANG) == 0);
}

pid_t start_server(const Cluster& cluster) {
    const auto server = fork();
    if (server == 0)
        become_server(cluster);
    return server;
}

constexpr char start_letter = 's';

/// The next letter that comes from the other end of the lifeline; nothing when that is closed. `server`: 0
/// when there is none now.
std::optional<char> next_letter(int lifeline, pid_t server) {
    pollfd end{.fd = lifeline, .events = POLLIN, .revents = 0};
    while (poll(&end, 1, 200) <= 0) {
        if (server != 0 && waitpid(server, nullptr, WNOHANG) == server)
            throw std::runtime_error("the server ended by itself");
    }
    char letter = 0;
    return recv(lifeline, &letter, 1, 0) == 1 ? std::optional(letter) : std::nullopt;
}

/// Stops and starts the server as it is told.
void serve(const Cluster& cluster, int lifeline) {
    auto server = start_server(cluster);
    while (const auto letter = next_letter(lifeline, server)) {
        if (*letter == start_letter) {
            server = start_server(cluster);
        } else {
            kill(server, *letter == static_cast<char>(PostgresServer::Stop::fast) ? SIGINT : SIGQUIT);
            waitpid(server, nullptr, 0);
            server = 0;
        }
        send(lifeline, &*letter, 1, MSG_NOSIGNAL);
    }
    if (server != 0)
        stop(server);
}

/// A process between the tests and the server. It lives until the other end of the lifeline is closed, which
/// the kernel does even for tests that crash, and then stops the server and removes the folder.
[[noreturn]] void keep_server(const Cluster& cluster, int lifeline) {
    setsid();                 // an interrupt from the keyboard ends the tests, and by them this
    signal(SIGQUIT, SIG_DFL); // which shells turn off in what they run in the background
    let_go(lifeline);
    try {
        make_cluster(cluster);
        serve(cluster, lifeline);
    } catch (const std::exception& error) {
        send(lifeline, error.what(), std::strlen(error.what()), MSG_NOSIGNAL);
    }
    remove_folder(cluster.folder);
    _exit(0);
}

std::string last_words(int lifeline) {
    std::array<char, 4096> text{};
    const auto size = recv(lifeline, text.data(), text.size(), MSG_DONTWAIT);
    return {text.data(), size > 0 ? static_cast<std::size_t>(size) : 0};
}

}

std::unique_ptr<PostgresServer> PostgresServer::start(const PostgresOptions& options) {
    const auto programs = find_programs();
    if (!programs)
        return nullptr;
    std::array<int, 2> ends{};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        throw std::runtime_error("no socket can be made");
    auto folder = make_folder();
    const auto keeper = fork();
    if (keeper == 0) {
        close(ends[1]);
        keep_server({.programs = *programs,
                     .folder = folder,
                     .settings = options.settings,
                     .primary = options.primary == nullptr ? "" : options.primary->folder_},
                    ends[0]);
    }
    close(ends[0]);
    std::unique_ptr<PostgresServer> server(
        new PostgresServer((*programs / "psql").string(), std::move(folder), ends[1], keeper));
    server->wait_until_ready();
    return server;
}

void PostgresServer::wait_until_ready() const {
    using namespace std::chrono_literals;
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    for (;;) {
        const auto answer = execute("postgres", "select 1");
        if (answer.status == 0)
            return;
        const bool gone = waitpid(keeper_, nullptr, WNOHANG) == keeper_;
        if (gone || std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("no PostgreSQL server: " + answer.output + last_words(lifeline_));
        std::this_thread::sleep_for(50ms);
    }
}

void PostgresServer::command(char letter) const {
    send(lifeline_, &letter, 1, MSG_NOSIGNAL);
    char answer = 0;
    if (recv(lifeline_, &answer, 1, 0) != 1 || answer != letter)
        throw std::runtime_error("the PostgreSQL server is gone: " + std::string(1, answer) +
                                 last_words(lifeline_));
}

void PostgresServer::stop(Stop mode) {
    command(static_cast<char>(mode));
}

void PostgresServer::start_again() {
    command(start_letter);
    wait_until_ready();
}

PostgresServer::~PostgresServer() {
    close(lifeline_);
    waitpid(keeper_, nullptr, 0);
    remove_folder(folder_); // should the keeper have been killed
}

std::string PostgresServer::create_database() {
    auto name = "test" + std::to_string(++databases_);
    if (const auto made = execute("postgres", "create database " + name); made.status != 0)
        throw std::runtime_error(made.output);
    return name;
}

Finished PostgresServer::execute(const std::string& database, std::string_view script) const {
    return run({"env", "PGCLIENTENCODING=UTF8", shell_, "--no-psqlrc", "--quiet", "--tuples-only",
                "--no-align", "--set=ON_ERROR_STOP=1", "--host=" + folder_,
                std::string("--username=") + database_user, "--dbname=" + database},
               script);
}

}
