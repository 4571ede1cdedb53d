// Notifications that are sent, and advisory locks: the name of a lock is hashed, as the server's keys are
// numbers.

#include "core/text.hpp"
#include "postgres/connection.hpp"
#include "rowsmith/error.hpp"

#include <string>

namespace rowsmith::postgres {
namespace {

/// libpq cuts texts at a NUL without a word.
std::string checked(std::string_view text, const char* what) {
    const TextFault fault = check_text(text).fault;
    if (fault == TextFault::nul)
        throw EncodingError(std::string(what) + " contains a NUL character");
    if (fault == TextFault::encoding)
        throw EncodingError(std::string(what) + " is not valid UTF-8");
    return std::string(text);
}

Result ask(Wire& wire, const std::string& sql, std::string_view name) {
    const std::string text = checked(name, "the name of a lock");
    Parameters parameters(1);
    parameters.values = {text.c_str()};
    return wire.run_once(sql, parameters, Format::text);
}

}

void Connection::notify(std::string_view channel, std::string_view payload) {
    const std::string channel_text = checked(channel, "the name of a channel");
    const std::string payload_text = checked(payload, "the payload of a notification");
    Parameters parameters(2);
    parameters.values = {channel_text.c_str(), payload_text.c_str()};
    static_cast<void>(wire_->run_once("select pg_notify($1, $2)", parameters, Format::text));
}

void Connection::lock(std::string_view name, driver::LockScope scope) {
    const bool stays = scope == driver::LockScope::connection;
    changed_ = changed_ || stays;
    static_cast<void>(ask(*wire_,
                          stays ? "select pg_advisory_lock(hashtextextended($1, 0))"
                                : "select pg_advisory_xact_lock(hashtextextended($1, 0))",
                          name));
}

bool Connection::try_lock(std::string_view name, driver::LockScope scope) {
    const bool stays = scope == driver::LockScope::connection;
    changed_ = changed_ || stays;
    const Result result = ask(*wire_,
                              stays ? "select pg_try_advisory_lock(hashtextextended($1, 0))"
                                    : "select pg_try_advisory_xact_lock(hashtextextended($1, 0))",
                              name);
    return std::string_view(PQgetvalue(result.get(), 0, 0)) == "t";
}

}
