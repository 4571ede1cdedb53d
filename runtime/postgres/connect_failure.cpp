#include "postgres/connect_failure.hpp"

#include "postgres/errors.hpp"

#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include <poll.h>

namespace rowsmith::postgres {
namespace {

using Clock = std::chrono::steady_clock;

struct Kind {
    void (*raise)(const std::string& what, ErrorDetail detail);
    std::string_view what;
    Retry retry = Retry::never;
};

template <typename Exception>
void throw_as(const std::string& what, ErrorDetail detail) {
    throw Exception(what, std::move(detail));
}

constexpr Retry passing = Retry::rerun_unit_on_new_connection;

template <Retry retry>
constexpr Kind no_connection(std::string_view what) {
    return {throw_as<ConnectFailed>, what, retry};
}

struct ConnectKind {
    std::string_view part; // of libpq's message
    Kind kind;
};

constexpr auto connect_kinds = std::to_array<ConnectKind>({
    {"password authentication failed",
     {throw_as<AuthenticationFailed>, "the server refuses user or password"}},
    {"no password supplied", {throw_as<AuthenticationFailed>, "the server asks for a password"}},
    {"authentication failed", {throw_as<AuthenticationFailed>, "the server refuses the user"}},
    {"pg_hba.conf", {throw_as<AuthenticationFailed>, "the server refuses user, host or database"}},
    {"permission denied for database",
     {throw_as<PermissionDenied>, "the user may not connect to the database"}},
    {"too many connections", no_connection<passing>("the server has as many connections as it takes")},
    {"not currently accepting connections", no_connection<Retry::never>("the database takes no connections")},
    {"is not permitted to log in", {throw_as<AuthenticationFailed>, "the user may not log in"}},
    {"role \"", {throw_as<AuthenticationFailed>, "the server has no such user"}},
    {"database \"", {throw_as<NoSuchDatabase>, "the server has no such database"}},
    {"starting up", no_connection<passing>("the server is starting")},
    {"shutting down", no_connection<passing>("the server is shutting down")},
    {"recovery mode", no_connection<passing>("the server is recovering")},
    {"not yet accepting connections", no_connection<passing>("the server is starting")},
    {"too many clients", no_connection<passing>("the server has as many connections as it takes")},
    {"remaining connection slots", no_connection<passing>("the server has as many connections as it takes")},
    {"root certificate",
     no_connection<Retry::never>("there is no root certificate to check the server's with; name "
                                 "one (sslrootcert), or say less with sslmode")},
    {"certificate", no_connection<Retry::never>("the server's certificate is not the one that was expected")},
    {"does not support SSL", no_connection<Retry::never>("the server has no TLS, which sslmode asks for")},
    {"SSL error", no_connection<Retry::never>("TLS failed")},
    {"could not translate host name", no_connection<Retry::never>("the host's name is unknown")},
    {"Connection refused", no_connection<passing>("nothing listens there")},
    {"No such file or directory", no_connection<passing>("no server has its socket there")},
    {"timeout expired", no_connection<passing>("the server does not answer")},
    {"session is read-only", no_connection<passing>("no server can be written to")},
    {"session is not read-only", no_connection<passing>("no server is only for reading")},
    {"hot standby mode", no_connection<passing>("no server is a standby, or is none")},
    {"server closed the connection", no_connection<passing>("the server closed the connection")},
    {"Connection reset", no_connection<passing>("the server closed the connection")},
    {"unreachable", no_connection<passing>("the server cannot be reached")},
    {"invalid connection option",
     {throw_as<ConfigError>, "this libpq does not know one of the URL's options"}},
    {"invalid", {throw_as<ConfigError>, "libpq does not take the value of one of the URL's options"}},
});

/// What a server says of itself or of the user; what else it may say tells nothing about connecting.
constexpr auto telling_states =
    std::to_array<std::string_view>({"28000", "28P01", "3D000", "42501", "53300", "57P03"});

struct Finish {
    void operator()(PGconn* connection) const noexcept { PQfinish(connection); }
};
using Attempt = std::unique_ptr<PGconn, Finish>;

/// Connects up to the server's answer, or to `deadline`.
void connect_again(PGconn* connection, Clock::time_point deadline) {
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_WRITING || next == PGRES_POLLING_READING) {
        const short events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT;
        pollfd socket{.fd = PQsocket(connection), .events = events, .revents = 0};
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0 || poll(&socket, 1, static_cast<int>(left)) == 0)
            return;
        next = PQconnectPoll(connection);
    }
}

/// The SQLSTATE in `FATAL:  28P01: ...`, whatever the word before it is.
std::string state_in(std::string_view message) {
    constexpr std::size_t length = 5;
    const auto fits = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); };
    for (std::size_t at = message.find(":  "); at != message.npos; at = message.find(":  ", at + 1)) {
        const std::string_view state = message.substr(at + 3, length);
        if (state.size() == length && std::ranges::all_of(state, fits) &&
            message.substr(at + 3 + length, 1) == ":")
            return std::string(state);
    }
    return "";
}

std::string ask_for_state(const Settings& settings) {
    const Attempt attempt(PQconnectStart(settings.conninfo().c_str()));
    if (!attempt)
        return "";
    PQsetErrorVerbosity(attempt.get(), PQERRORS_VERBOSE);
    connect_again(attempt.get(), Clock::now() + std::max(settings.connect_timeout, std::chrono::seconds(1)));
    return state_in(PQerrorMessage(attempt.get()));
}

/// A message in words that are not known.
[[noreturn]] void raise_by_state(std::string_view message, const Settings& settings) {
    Failure failure;
    failure.sqlstate = ask_for_state(settings);
    failure.message = message;
    failure.outcome = Outcome::not_started;
    const std::string context = "cannot connect to " + settings.shown;
    if (std::ranges::find(telling_states, failure.sqlstate) == telling_states.end()) {
        ErrorDetail detail;
        detail.outcome = Outcome::not_started;
        detail.retry = passing;
        detail.server = settings.shown;
        detail.sqlstate = std::move(failure.sqlstate);
        detail.server_detail = std::move(failure.message);
        throw ConnectFailed(context, std::move(detail));
    }
    try {
        raise(std::move(failure));
    } catch (Error& error) {
        error.add_context(context);
        throw;
    }
}

}

void raise_connect_failure(std::string_view message, const Settings& settings) {
    const auto found = std::ranges::find_if(
        connect_kinds, [&](const ConnectKind& kind) { return message.find(kind.part) != message.npos; });
    if (found == connect_kinds.end())
        raise_by_state(message, settings);
    ErrorDetail detail;
    detail.outcome = Outcome::not_started;
    detail.retry = found->kind.retry;
    detail.server = settings.shown;
    if (found->kind.raise != &throw_as<ConfigError>) // for then libpq prints what it was given
        detail.server_detail = message;
    found->kind.raise("cannot connect to " + settings.shown + ": " + std::string(found->kind.what),
                      std::move(detail));
    throw InternalError("a kind of failure does not throw");
}

}
