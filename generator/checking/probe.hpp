#pragma once
// A database that SQL is tried on. It has the tables of a schema and no rows, and nothing but the schema's
// own DDL is ever executed.

#include "sql/dialect.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::checking {

/// Why the database does not take a text.
struct Refusal {
    std::string message;
    std::optional<std::size_t> offset; // where in the text, if it says so
};

/// A column of a result. Where it is a table's column, which: names of the database; else both are empty.
struct ResultColumn {
    std::string name;
    std::string table;
    std::string column;
    std::optional<model::Type> type{}; // where the database tells it
};

struct Prepared {
    std::optional<Refusal> refusal{};
    std::vector<ResultColumn> columns{};
    std::vector<std::string> parameters{}; // as they are written
    bool writes = false;
};

class Probe {
public:
    virtual ~Probe() = default;
    [[nodiscard]] virtual std::optional<Refusal> execute(const std::string& sql) = 0;
    [[nodiscard]] virtual Prepared prepare(const std::string& sql) = 0;
    /// The parameters of the statements to come, for a database that needs their types.
    virtual void set_parameters(const std::vector<model::Column>&) {}
    /// What it says of SQL that reads a table that is not there.
    [[nodiscard]] virtual std::string missing_table(const model::Table& table) const = 0;
    /// The dialect of the SQL that it takes.
    [[nodiscard]] virtual const sql::Dialect& dialect() const = 0;
};

/// A database in memory, as every generator has it. Throws std::runtime_error when it cannot be opened.
[[nodiscard]] std::unique_ptr<Probe> make_probe();
/// A database of a server, where all that is done is undone at the end. `schema` has to outlive it. Throws
/// std::runtime_error when it cannot be reached.
[[nodiscard]] std::unique_ptr<Probe> make_server_probe(const std::string& url, const model::Schema& schema);

}
