#pragma once
// What statements and streams share: a prepared text, its parameters, the rows of its result.

#include "core/driver.hpp"
#include "postgres/row_reader.hpp"
#include "postgres/row_writer.hpp"
#include "postgres/wire.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::postgres {

class BoundStatement : public driver::Statement {
public:
    BoundStatement(Wire& wire, std::string sql);
    ~BoundStatement() override;
    BoundStatement(const BoundStatement&) = delete;
    BoundStatement& operator=(const BoundStatement&) = delete;

    void bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
              int first) override;
    void bind_value(const Column& column, const void* value, int parameter) override;
    void bind_integer(std::int64_t value, int parameter) override;
    void bind_text(std::string_view value, int parameter) override;
    void read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
              int first) override;
    void read(std::span<const Column> columns, void* row, int first) override;
    std::int64_t read_integer(int result_column) override;
    std::string read_text(int result_column) override;
    [[nodiscard]] const std::string& sql() const override { return sql_; }

protected:
    /// Prepares the statement again when the connection has found out that it must be.
    void keep_prepared();
    /// Of rows that were not asked for by the prepared statement. Throws PlanChanged when they are of other
    /// types than its own, and prepares it again before it is next run.
    void check_types(const PGresult* result);
    /// Has keep_prepared() prepare it again.
    void forget_plan() noexcept { generation_ = std::numeric_limits<std::uint64_t>::max(); }
    /// Whether keep_prepared() would.
    [[nodiscard]] bool is_stale() const { return generation_ != wire_.generation(); }

    Wire& wire_;
    std::string sql_;
    std::string name_;
    RowWriter writer_;
    RowReader reader_;

private:
    void prepare();
    /// libpq reads NULL from a column that the result does not have.
    void check_result(std::size_t columns) const {
        if (columns > reader_.columns()) [[unlikely]]
            refuse_result(columns);
    }
    [[noreturn]] void refuse_types(std::string_view what) const;
    [[noreturn]] void refuse_result(std::size_t columns) const;

    std::uint64_t generation_ = 0;
    std::vector<Oid> result_types_;
};

}
