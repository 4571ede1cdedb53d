#include "core/url.hpp"

#include "rowsmith/error.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

using rowsmith::ConfigError;
using rowsmith::Url;

namespace {

struct Parsed {
    std::string text;
    std::string dialect;
    std::string user;
    std::string password;
    std::string host;
    std::string port;
    std::optional<std::string> database;
    std::map<std::string, std::string> query;
};

std::string message_of(const std::string& text) {
    try {
        static_cast<void>(Url::parse(text));
    } catch (const ConfigError& error) {
        return error.what();
    }
    return "";
}

}

TEST_CASE("a URL is taken apart as SQLAlchemy writes it") {
    const std::vector<Parsed> rows{
        {"sqlite://", "sqlite", "", "", "", "", std::nullopt, {}},
        {"sqlite:///", "sqlite", "", "", "", "", "", {}},
        {"sqlite:///:memory:", "sqlite", "", "", "", "", ":memory:", {}},
        {"sqlite:///shop.db", "sqlite", "", "", "", "", "shop.db", {}},
        {"sqlite:///a/b%20c/100%25.db", "sqlite", "", "", "", "", "a/b c/100%.db", {}},
        {"sqlite:////var/shop.db", "sqlite", "", "", "", "", "/var/shop.db", {}},
        {"sqlite:////home/me@work/a.db", "sqlite", "", "", "", "", "/home/me@work/a.db", {}},
        {"sqlite:///a%3Fb.db?mode=ro&busy_timeout=5",
         "sqlite",
         "",
         "",
         "",
         "",
         "a?b.db",
         {{"mode", "ro"}, {"busy_timeout", "5"}}},
        {"postgresql://ada:s%40cr%2Fet%3A@db.example:5433/shop?sslmode=verify-full&a=b+c&flag",
         "postgresql",
         "ada",
         "s@cr/et:",
         "db.example",
         "5433",
         "shop",
         {{"sslmode", "verify-full"}, {"a", "b c"}, {"flag", ""}}},
        {"postgresql://ada@/shop", "postgresql", "ada", "", "", "", "shop", {}},
        {"postgresql://ada:p@ss@host/db", "postgresql", "ada", "p@ss", "host", "", "db", {}},
        {"postgresql://ada:pass:word@host", "postgresql", "ada", "pass:word", "host", "", std::nullopt, {}},
        {"postgresql://[::1]:5432/shop", "postgresql", "", "", "::1", "5432", "shop", {}},
        {"postgresql://[fe80::1]/shop", "postgresql", "", "", "fe80::1", "", "shop", {}},
        {"postgresql://a:1,b,c:3/shop", "postgresql", "", "", "a,b,c", "1,,3", "shop", {}},
    };
    for (const Parsed& row : rows) {
        CAPTURE(row.text);
        const Url url = Url::parse(row.text);
        CHECK(url.dialect == row.dialect);
        CHECK(url.user == row.user);
        CHECK(url.password == row.password);
        CHECK(url.host == row.host);
        CHECK(url.port == row.port);
        CHECK(url.database == row.database);
        CHECK(url.query == row.query);
    }
}

TEST_CASE("a malformed URL is a ConfigError that repeats nothing after the scheme") {
    const std::vector<std::string> texts{
        "",
        "shop.db",
        "sqlite:shop.db",
        "://host/db",
        "post gres://ada:hunter2@host/db",
        "postgresql://ada:hunter2@host:port/db",
        "postgresql://ada:hunter2@host:0/db",
        "postgresql://ada:hunter2@host:65536/db",
        "postgresql://ada:hunter2@host:1:2/db",
        "postgresql://ada:hunter2@[::1/db",
        "postgresql://ada:hunter2@[::1]x/db",
        "postgresql://ada:hunter2%@host/db",
        "postgresql://ada:hunter2%zz@host/db",
        "postgresql://ada:hunter2%0@host/db",
        "postgresql://ada:hunter2%00@host/db",
        "postgresql://ada:hunter2/x@host/db",
        "postgresql://ada:12/hunter2@host/db",
        "postgresql://ada:12?hunter2@host/db",
        "postgresql://host?application_name=ada@work",
        "postgresql://ada:hunter2@host/a%00b",
        "postgresql://ada:hunter2@host/db?=x",
        "postgresql://ada:hunter2@host/db?a=1&a=2",
    };
    for (const std::string& text : texts) {
        CAPTURE(text);
        const std::string message = message_of(text);
        CHECK_FALSE(message.empty());
        CHECK(message.find("hunter2") == std::string::npos);
        CHECK(message.find("ada") == std::string::npos);
    }
    CHECK(message_of("sqlite:///x?mode=ro&mode=rw").find("'mode'") != std::string::npos);
}

TEST_CASE("a shown URL hides passwords and reads back as the same place") {
    struct Row {
        std::string text;
        std::string shown;
    };
    const std::vector<Row> rows{
        {"sqlite://", "sqlite://"},
        {"sqlite:////var/my%20shop.db?mode=ro", "sqlite:////var/my shop.db?mode=ro"},
        {"sqlite:///a%3Fb%23%25.db", "sqlite:///a%3Fb%23%25.db"},
        {"postgresql://ada:secret@db:5433/shop", "postgresql://ada:***@db:5433/shop"},
        {"postgresql://a%40b:secret@[::1]:5433/shop", "postgresql://a%40b:***@[::1]:5433/shop"},
        {"postgresql://a:1,b,c:3/shop", "postgresql://a:1,b,c:3/shop"},
        {"postgresql://db/shop?password=secret&user=ada", "postgresql://db/shop?password=***&user=ada"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.text);
        const Url url = Url::parse(row.text);
        CHECK(url.shown() == row.shown);
        CHECK(url.shown().find("secret") == std::string::npos);
        const Url again = Url::parse(url.shown());
        CHECK(again.host == url.host);
        CHECK(again.port == url.port);
        CHECK(again.user == url.user);
        CHECK(again.database == url.database);
    }
}
