#include "core/drivers.hpp"

#include "rowsmith/error.hpp"
#ifdef ROWSMITH_POSTGRES
#include "postgres/postgres.hpp"
#endif
#include "sqlite/sqlite.hpp"

#include <array>
#include <string>

namespace rowsmith {
namespace {

struct Driver {
    std::string_view dialect;
    std::unique_ptr<driver::Database> (*open)(const Url& url, const EngineOptions& options);
};

// Named here rather than registered by static constructors, which a linker drops from archives.
constexpr std::array drivers{
    Driver{"sqlite", &sqlite::open},
#ifdef ROWSMITH_POSTGRES
    Driver{"postgresql", &postgres::open},
    Driver{"postgres", &postgres::open},
#endif
};

}

std::unique_ptr<driver::Database> open_database(const Url& url, const EngineOptions& options) {
    std::string known;
    for (const Driver& driver : drivers) {
        if (driver.dialect == url.dialect)
            return driver.open(url, options);
        known.append(known.empty() ? "" : ", ").append(driver.dialect);
    }
    throw ConfigError("no driver for '" + url.dialect + "'; this build knows: " + known);
}

}
