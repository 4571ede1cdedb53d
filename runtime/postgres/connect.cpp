#include "postgres/connect.hpp"

#include "postgres/connect_failure.hpp"
#include "rowsmith/error.hpp"

#include <string_view>
#include <utility>

namespace rowsmith::postgres {
namespace {

RawHandle open_handle(const Settings& settings) {
    try {
        return RawHandle(settings.conninfo());
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& error) {
        raise_connect_failure(error.what(), settings);
    }
}

std::string text_of(const char* value) {
    return value ? value : "";
}

std::string place_of(PGconn* connection) {
    return text_of(PQhost(connection)) + ":" + text_of(PQport(connection)) + "/" + text_of(PQdb(connection));
}

std::string settings_sql() {
    std::string sql = "select ";
    for (const PinnedSetting& setting : pinned_settings())
        sql.append("current_setting('").append(setting.name).append("'), ");
    return sql + "current_setting('client_encoding')";
}

/// What tells servers apart, and one before a crash from the same after it. A server that recovers has no
/// position to write at.
constexpr std::string_view server_sql =
    ", (select system_identifier from pg_control_system()), "
    "case when pg_is_in_recovery() then (select timeline_id::text from pg_control_checkpoint()) "
    "else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer::text end, "
    "(select stats_reset::text from pg_stat_bgwriter), "
    "(select checkpoint_lsn::text from pg_control_checkpoint())";

void check_setting(std::string_view name, std::string_view wanted, std::string_view found) {
    if (wanted == found)
        return;
    throw ConfigError(
        "the connection's " + std::string(name) + " is not '" + std::string(wanted) +
        "', which values are read by; something overrides it, for example PGTZ or PGDATESTYLE in the "
        "environment");
}

/// Some services keep what tells servers apart to themselves; then a lost commit stays unknown.
Result ask(Wire& wire) {
    static const std::string sql = settings_sql();
    try {
        return wire.execute(sql + std::string(server_sql));
    } catch (const PermissionDenied&) {
        return wire.execute(sql);
    }
}

Server check(Wire& wire) {
    const Result result = ask(wire);
    int column = 0;
    const auto next = [&]() -> std::string_view {
        return column < PQnfields(result.get()) ? PQgetvalue(result.get(), 0, column++) : "";
    };
    for (const PinnedSetting& setting : pinned_settings())
        check_setting(setting.name, setting.shown, next());
    check_setting("client_encoding", "UTF8", next());
    Server server;
    server.version = PQserverVersion(wire.handle());
    server.system = next();
    server.timeline = next();
    server.statistics = next();
    server.checkpoint = next();
    return server;
}

}

Connected connect(const Settings& settings) {
    Connected connected;
    connected.wire = std::make_unique<Wire>(open_handle(settings), settings.statement_timeout);
    Wire& wire = *connected.wire;
    connected.place = place_of(wire.handle());
    if (settings.connect_timeout.count() > 0)
        wire.set_deadline(Wire::Clock::now() + settings.connect_timeout);
    try {
        connected.server = check(wire);
    } catch (const ConnectionError& error) { // after the greeting, but before anything that matters
        raise_connect_failure(error.server_detail().empty() ? "timeout expired" : error.server_detail(),
                              settings);
    }
    wire.set_deadline(std::nullopt);
    return connected;
}

}
