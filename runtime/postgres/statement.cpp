#include "postgres/statement.hpp"

#include "postgres/bound_statement.hpp"
#include "rowsmith/error.hpp"

#include <charconv>
#include <string_view>
#include <utility>

namespace rowsmith::postgres {
namespace {

/// A statement whose rows come all at once.
class Statement final : public BoundStatement {
public:
    using BoundStatement::BoundStatement;

    bool step() override {
        if (!running_) [[unlikely]] {
            reader_.take(run());
            running_ = true;
        }
        return reader_.next();
    }

    std::int64_t execute() override {
        reset();
        return rows_of(run().get());
    }

    void reset() noexcept override {
        reader_.clear();
        running_ = false;
    }

private:
    [[nodiscard]] Result run();
    [[nodiscard]] static std::int64_t rows_of(PGresult* result);

    bool running_ = false;
};

/// Outside a transaction nothing is lost when a statement that turns out to be stale is sent again. The types
/// of parameters stay as they were when it was prepared, and may not suit a schema that has changed since.
Result Statement::run() {
    keep_prepared();
    try {
        return wire_.run(name_, writer_.parameters(), reader_.format(), sql_);
    } catch (const SchemaError&) {
        forget_plan();
        if (!wire_.idle())
            throw;
    } catch (const InternalError&) { // 26000, if it is stale: the server has forgotten it
        if (!is_stale() || !wire_.idle())
            throw;
    }
    keep_prepared();
    return wire_.run(name_, writer_.parameters(), reader_.format(), sql_);
}

std::int64_t Statement::rows_of(PGresult* result) {
    const std::string_view count = PQcmdTuples(result);
    std::int64_t rows = 0;
    std::from_chars(count.data(), count.data() + count.size(), rows);
    return rows;
}

}

std::unique_ptr<driver::Statement> make_statement(Wire& wire, std::string sql) {
    return std::make_unique<Statement>(wire, std::move(sql));
}

}
