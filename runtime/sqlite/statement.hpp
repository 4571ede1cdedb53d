#pragma once
// A prepared statement of a SQLite connection.

#include "core/driver.hpp"
#include "sqlite/connection.hpp"
#include "sqlite/handles.hpp"
#include "sqlite/row_writer.hpp"

namespace rowsmith::sqlite {

class Statement final : public driver::Statement {
public:
    Statement(Connection& connection, StatementHandle statement, std::string sql);
    ~Statement() override;
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    void bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
              int first) override;
    void bind_value(const Column& column, const void* value, int parameter) override;
    void bind_integer(std::int64_t value, int parameter) override;
    void bind_text(std::string_view value, int parameter) override;
    bool step() override;
    std::int64_t execute() override;
    void read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
              int first) override;
    void read(std::span<const Column> columns, void* row, int first) override;
    std::int64_t read_integer(int result_column) override;
    std::string read_text(int result_column) override;
    void reset() noexcept override;
    [[nodiscard]] const std::string& sql() const override { return sql_; }

private:
    enum class State : std::uint8_t { ready, running, done };

    [[noreturn]] void fail(int code);
    /// SQLite reads NULL from a column that the result does not have.
    void check_result(std::size_t columns) const {
        if (columns > result_columns_) [[unlikely]]
            refuse_result(columns);
    }
    [[noreturn]] void refuse_result(std::size_t columns) const;

    Connection& connection_;
    StatementHandle statement_;
    std::string sql_;
    RowWriter writer_;
    std::size_t result_columns_;
    State state_ = State::ready;
};

}
