#include "postgres/settings.hpp"

#include "rowsmith/error.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <optional>

namespace rowsmith::postgres {
namespace {

constexpr std::string_view scheme = "postgresql URL: ";

[[noreturn]] void refuse(std::string what) {
    throw ConfigError(std::string(scheme) + std::move(what));
}

/// Options of the URL that libpq is given as they are.
constexpr auto passed_options = std::to_array<std::string_view>({
    "application_name",
    "channel_binding",
    "connect_timeout",
    "gssencmode",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "passfile",
    "require_auth",
    "sslcert",
    "sslcrl",
    "sslkey",
    "sslmode",
    "sslrootcert",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "target_session_attrs",
    "tcp_user_timeout",
});

/// Options of the URL that are the server's settings, in milliseconds.
constexpr auto server_options = std::to_array<std::string_view>({
    "busy_timeout",
    "idle_in_transaction_session_timeout",
});

template <std::size_t size>
std::string listed(const std::array<std::string_view, size>& names) {
    std::string list;
    for (const std::string_view name : names)
        list.append(list.empty() ? "" : ", ").append(name);
    return list;
}

int whole_number(std::string_view name, std::string_view value) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size() || number < 0)
        refuse("option '" + std::string(name) + "' takes a whole number from 0");
    return number;
}

bool is_this_machine(std::string_view host) {
    return host.empty() || host.starts_with('/') || host.starts_with('@') || host == "localhost" ||
           host.starts_with("127.") || host == "::1";
}

/// Whether any of "a,b,c" is another machine.
bool leaves_machine(std::string_view hosts) {
    while (true) {
        const std::size_t comma = hosts.find(',');
        if (!is_this_machine(hosts.substr(0, comma)))
            return true;
        if (comma == hosts.npos)
            return false;
        hosts.remove_prefix(comma + 1);
    }
}

/// The value of `-c name=value` within libpq's "options": spaces and backslashes are escaped.
std::string server_option(std::string_view name, std::string_view value) {
    std::string text = "-c ";
    text.append(name).append("=");
    for (const char c : value) {
        if (c == ' ' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + ' ';
}

class Reader {
public:
    Reader(const Url& url, const EngineOptions& options) : url_(url), options_(options) {
        settings_.shown = url.shown();
        settings_.read_only = options.read_only;
        settings_.statement_timeout = options.statement_timeout;
        busy_timeout_ = options.busy_timeout;
    }

    [[nodiscard]] Settings read() {
        read_place();
        for (const auto& [name, value] : url_.query)
            read_option(name, value);
        if (!given("connect_timeout"))
            set("connect_timeout", std::to_string(settings_.connect_timeout.count()));
        if (!given("sslmode") && goes_to_another_machine())
            set("sslmode", "verify-full");
        if (!given("application_name"))
            set("fallback_application_name", "rowsmith");
        set("client_encoding", "UTF8");
        set("options", server_options_text());
        return std::move(settings_);
    }

private:
    void set(std::string_view name, std::string value) {
        settings_.parameters.emplace_back(name, std::move(value));
    }
    [[nodiscard]] bool given(std::string_view name) const {
        return std::ranges::find(settings_.parameters, name, &std::pair<std::string, std::string>::first) !=
               settings_.parameters.end();
    }
    [[nodiscard]] std::string option(const std::string& name) const {
        const auto found = url_.query.find(name);
        return found == url_.query.end() ? "" : found->second;
    }
    [[nodiscard]] std::string host() const { return url_.host.empty() ? option("host") : url_.host; }

    /// As libpq finds its way: an address goes before a name, and the environment fills in what is not given.
    [[nodiscard]] bool goes_to_another_machine() const {
        for (const auto& [given, variable] :
             {std::pair(option("hostaddr"), "PGHOSTADDR"), std::pair(host(), "PGHOST")}) {
            const char* otherwise = std::getenv(variable);
            const std::string place = given.empty() && otherwise ? otherwise : given;
            if (!place.empty())
                return leaves_machine(place);
        }
        return false;
    }

    void read_place() {
        if (!url_.host.empty() && url_.query.contains("host"))
            refuse("the host is given twice, after the '@' and as option 'host'");
        if (!host().empty())
            set("host", host());
        if (!url_.port.empty())
            set("port", url_.port);
        if (!url_.user.empty())
            set("user", url_.user);
        if (!url_.password.empty())
            set("password", url_.password);
        if (url_.database && !url_.database->empty())
            set("dbname", *url_.database);
    }

    void read_option(const std::string& name, const std::string& value) {
        if (name == "host")
            return;
        if (std::ranges::find(server_options, name) != server_options.end())
            return read_server_option(name, value);
        if (std::ranges::find(passed_options, name) == passed_options.end())
            refuse("unknown option '" + name + "'; known are host, " + listed(passed_options) + ", " +
                   listed(server_options));
        if (name == "connect_timeout")
            settings_.connect_timeout = std::chrono::seconds(whole_number(name, value));
        set(name, value);
    }

    void read_server_option(const std::string& name, const std::string& value) {
        const std::chrono::milliseconds limit(whole_number(name, value));
        if (name == "busy_timeout")
            busy_timeout_ = limit;
        else
            idle_timeout_ = limit;
    }

    [[nodiscard]] std::string server_options_text() const {
        if (busy_timeout_.count() < 0 || busy_timeout_.count() > std::numeric_limits<int>::max())
            throw ConfigError("busy_timeout is out of range");
        std::string text;
        for (const PinnedSetting& setting : pinned_settings())
            text += server_option(setting.name, setting.value);
        // 0 is "no limit" to the server, and "do not wait" to the engine.
        text +=
            server_option("lock_timeout", std::to_string(std::max<std::int64_t>(busy_timeout_.count(), 1)));
        if (settings_.statement_timeout.count() > 0)
            text += server_option("statement_timeout", std::to_string(settings_.statement_timeout.count()));
        if (idle_timeout_)
            text +=
                server_option("idle_in_transaction_session_timeout", std::to_string(idle_timeout_->count()));
        if (options_.durability == Durability::normal)
            text += server_option("synchronous_commit", "off");
        if (settings_.read_only)
            text += server_option("default_transaction_read_only", "on");
        return text;
    }

    const Url& url_;
    const EngineOptions& options_;
    Settings settings_;
    std::chrono::milliseconds busy_timeout_{0};
    std::optional<std::chrono::milliseconds> idle_timeout_;
};

}

std::string Settings::conninfo() const {
    std::string text;
    for (const auto& [name, value] : parameters) {
        text.append(name).append("='");
        for (const char c : value) {
            if (c == '\'' || c == '\\')
                text += '\\';
            text += c;
        }
        text += "' ";
    }
    return text;
}

const std::vector<PinnedSetting>& pinned_settings() {
    static const std::vector<PinnedSetting> settings{
        {"DateStyle", "ISO,YMD", "ISO, YMD"}, {"IntervalStyle", "iso_8601", "iso_8601"},
        {"TimeZone", "UTC", "UTC"},           {"extra_float_digits", "1", "1"},
        {"bytea_output", "hex", "hex"},       {"standard_conforming_strings", "on", "on"},
    };
    return settings;
}

Settings settings_of(const Url& url, const EngineOptions& options) {
    return Reader(url, options).read();
}

}
