#include "core/url.hpp"

#include "rowsmith/error.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <utility>
#include <vector>

namespace rowsmith {
namespace {

// No message of this file repeats what stands after "//": a password may be anywhere in a malformed URL.

bool is_dialect(std::string_view text) {
    const auto fits = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '+';
    };
    return !text.empty() && std::ranges::all_of(text, fits);
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/// The byte that the "%xx" at `at` stands for.
char decode_escape(std::string_view text, std::size_t at, std::string_view part) {
    const int high = at + 1 < text.size() ? hex_digit(text[at + 1]) : -1;
    const int low = at + 2 < text.size() ? hex_digit(text[at + 2]) : -1;
    if (high < 0 || low < 0)
        throw ConfigError("database URL: '%' in the " + std::string(part) +
                          " is not followed by two hexadecimal digits (a '%' itself is written %25)");
    return static_cast<char>(high * 16 + low);
}

std::string decode(std::string_view text, std::string_view part, bool plus_is_space = false) {
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t at = 0; at < text.size(); ++at) {
        char c = text[at];
        if (c == '%') {
            c = decode_escape(text, at, part);
            at += 2;
        } else if (c == '+' && plus_is_space) {
            c = ' ';
        }
        if (c == '\0')
            throw ConfigError("database URL: the " + std::string(part) + " contains a NUL byte");
        decoded += c;
    }
    return decoded;
}

/// Splits at the first `separator`; the second part is absent when there is none.
std::pair<std::string_view, std::optional<std::string_view>> split(std::string_view text, char separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string_view::npos)
        return {text, std::nullopt};
    return {text.substr(0, at), text.substr(at + 1)};
}

std::string checked_port(std::string_view text) {
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535)
        throw ConfigError(
            "database URL: the port is not a number from 1 to 65535 (a ':' in user or password is "
            "written %3A, a '/' %2F, a '@' %40)");
    return std::string(text);
}

struct HostAndPort {
    std::string host;
    std::string port;
};

HostAndPort parse_host(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos)
            throw ConfigError("database URL: '[' before an IPv6 address without ']'");
        const std::string_view after = text.substr(end + 1);
        if (!after.empty() && !after.starts_with(':'))
            throw ConfigError("database URL: only ':' and a port may follow an IPv6 address");
        return {std::string(text.substr(1, end - 1)), after.size() > 1 ? checked_port(after.substr(1)) : ""};
    }
    const auto [host, port] = split(text, ':');
    return {decode(host, "host"), port && !port->empty() ? checked_port(*port) : ""};
}

/// "a:1,b:2" is host "a,b" and port "1,2".
HostAndPort parse_hosts(std::string_view text) {
    HostAndPort all;
    bool any_port = false;
    for (std::optional<std::string_view> rest = text; rest;) {
        const auto [one, next] = split(*rest, ',');
        const HostAndPort parsed = parse_host(one);
        all.host += parsed.host;
        all.port += parsed.port;
        any_port = any_port || !parsed.port.empty();
        if (next) {
            all.host += ',';
            all.port += ',';
        }
        rest = next;
    }
    if (!any_port)
        all.port.clear();
    return all;
}

std::map<std::string, std::string> parse_query(std::string_view text) {
    std::map<std::string, std::string> query;
    for (std::optional<std::string_view> rest = text; rest;) {
        const auto [option, next] = split(*rest, '&');
        rest = next;
        if (option.empty())
            continue;
        const auto [key, value] = split(option, '=');
        std::string name = decode(key, "name of an option", true);
        if (name.empty())
            throw ConfigError("database URL: an option has no name");
        auto [place, added] =
            query.emplace(std::move(name), decode(value.value_or(""), "value of an option", true));
        if (!added)
            throw ConfigError("database URL: option '" + place->first + "' is given twice");
    }
    return query;
}

void parse_authority(std::string_view text, Url& url) {
    const std::size_t at = text.rfind('@');
    if (at != std::string_view::npos) {
        const auto [user, password] = split(text.substr(0, at), ':');
        url.user = decode(user, "user");
        url.password = decode(password.value_or(""), "password");
        text.remove_prefix(at + 1);
    }
    HostAndPort parsed = parse_hosts(text);
    url.host = std::move(parsed.host);
    url.port = std::move(parsed.port);
}

/// A '/' or '?' inside a password ends the authority too early; what follows it would be shown as a
/// database's name.
void refuse_cut_password(std::string_view authority, std::string_view path, std::string_view query) {
    if (authority.empty() || authority.find('@') != std::string_view::npos)
        return;
    if (path.find('@') != std::string_view::npos ||
        (path.empty() && query.find('@') != std::string_view::npos))
        throw ConfigError(
            "database URL: '@' after the host; in user or password a '/' is written %2F, a '?' %3F, and "
            "in the name of a database a '@' is written %40");
}

/// Encodes what would be read as something else; `kept` stays as it is.
std::string encode(std::string_view text, std::string_view kept = "") {
    constexpr std::string_view digits = "0123456789ABCDEF";
    constexpr std::string_view special = "%@:/?#&=+[], ";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool plain = byte > 0x20 && byte != 0x7f && special.find(c) == std::string_view::npos;
        if (plain || kept.find(c) != std::string_view::npos) {
            encoded += c;
        } else {
            encoded += '%';
            encoded += digits[byte >> 4U];
            encoded += digits[byte & 0xfU];
        }
    }
    return encoded;
}

std::vector<std::string_view> parts(std::string_view list) {
    std::vector<std::string_view> found;
    for (std::optional<std::string_view> rest = list; rest;) {
        const auto [one, next] = split(*rest, ',');
        found.push_back(one);
        rest = next;
    }
    return found;
}

std::string shown_hosts(const Url& url) {
    const auto hosts = parts(url.host);
    const auto ports = parts(url.port);
    std::string shown;
    for (std::size_t index = 0; index < hosts.size(); ++index) {
        shown += index == 0 ? "" : ",";
        const bool ipv6 = hosts[index].find(':') != std::string_view::npos;
        shown += ipv6 ? "[" + std::string(hosts[index]) + "]" : encode(hosts[index]);
        if (index < ports.size() && !ports[index].empty())
            shown += ":" + std::string(ports[index]);
    }
    return shown;
}

}

Url Url::parse(std::string_view text) {
    const std::size_t scheme_end = text.find("://");
    if (scheme_end == std::string_view::npos || !is_dialect(text.substr(0, scheme_end)))
        throw ConfigError(
            "not a database URL: it is written dialect://user:password@host:port/database, for example "
            "sqlite:///shop.db");
    Url url;
    url.dialect = text.substr(0, scheme_end);

    const auto [place, query] = split(text.substr(scheme_end + 3), '?');
    const auto [authority, path] = split(place, '/');
    refuse_cut_password(authority, path.value_or(""), query.value_or(""));
    parse_authority(authority, url);
    if (path)
        url.database = decode(*path, "name of the database");
    url.query = parse_query(query.value_or(""));
    return url;
}

std::string Url::shown() const {
    std::string shown = dialect + "://" + encode(user);
    if (!password.empty())
        shown += ":***";
    if (!user.empty() || !password.empty())
        shown += '@';
    shown += shown_hosts(*this);
    if (database)
        shown += '/' + encode(*database, "/:, ");
    char separator = '?';
    for (const auto& [name, value] : query) {
        const bool secret = name.find("password") != std::string::npos;
        shown += separator + encode(name) + '=' + (secret ? "***" : encode(value, "/:,"));
        separator = '&';
    }
    return shown;
}

}
