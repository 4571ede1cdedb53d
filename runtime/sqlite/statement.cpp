#include "sqlite/statement.hpp"

#include "sqlite/row_reader.hpp"

#include <sqlite3.h>

#include <utility>

namespace rowsmith::sqlite {
namespace {

// For values that are not a model's columns; messages then name what the runtime asked for.
constexpr Column integer_column{.name = "?", .kind = ColumnKind::int64};
constexpr Column text_column{.name = "?", .kind = ColumnKind::string};

}

Statement::Statement(Connection& connection, StatementHandle statement, std::string sql)
    : connection_(connection), statement_(std::move(statement)), sql_(std::move(sql)),
      writer_(statement_.get()),
      result_columns_(static_cast<std::size_t>(sqlite3_column_count(statement_.get()))) {
}

Statement::~Statement() {
    // In a child process the statement, and any lock it stands for, still belong to the parent.
    if (!connection_.in_own_process())
        static_cast<void>(statement_.release());
}

void Statement::bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
                     int first) {
    const int code = writer_.bind(columns, which, row, first);
    if (code != SQLITE_OK) [[unlikely]]
        fail(code);
}

void Statement::bind_value(const Column& column, const void* value, int parameter) {
    const int code = writer_.bind_value(column, value, parameter);
    if (code != SQLITE_OK) [[unlikely]]
        fail(code);
}

void Statement::bind_integer(std::int64_t value, int parameter) {
    bind_value(integer_column, &value, parameter);
}

void Statement::bind_text(std::string_view value, int parameter) {
    const int code = writer_.bind_text(value, parameter);
    if (code != SQLITE_OK)
        fail(code);
}

bool Statement::step() {
    if (state_ != State::running) {
        if (state_ == State::done)
            return false;
        connection_.check_ready();
        state_ = State::running;
    }
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) [[likely]]
        return true;
    if (code != SQLITE_DONE)
        fail(code);
    state_ = State::done;
    return false;
}

std::int64_t Statement::execute() {
    connection_.check_ready();
    int code = sqlite3_step(statement_.get());
    while (code == SQLITE_ROW)
        code = sqlite3_step(statement_.get());
    if (code != SQLITE_DONE) [[unlikely]]
        fail(code);
    sqlite3_reset(statement_.get());
    return sqlite3_changes64(connection_.handle());
}

void Statement::read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
                     int first) {
    check_result(which.size() + static_cast<std::size_t>(first));
    read_columns(statement_.get(), columns, which, row, first);
}

void Statement::read(std::span<const Column> columns, void* row, int first) {
    check_result(static_cast<std::size_t>(first) + columns.size());
    read_row(statement_.get(), columns, row, first);
}

std::int64_t Statement::read_integer(int result_column) {
    constexpr std::uint16_t only = 0;
    std::int64_t value = 0;
    read({&integer_column, 1}, {&only, 1}, &value, result_column);
    return value;
}

std::string Statement::read_text(int result_column) {
    constexpr std::uint16_t only = 0;
    std::string value;
    read({&text_column, 1}, {&only, 1}, &value, result_column);
    return value;
}

void Statement::reset() noexcept {
    sqlite3_reset(statement_.get());
    state_ = State::ready;
}

void Statement::fail(int code) {
    state_ = State::ready;
    connection_.fail(code, sql_, statement_.get());
}

void Statement::refuse_result(std::size_t columns) const {
    ErrorDetail detail;
    detail.sql = sql_;
    throw SchemaMismatch("the statement gives " + std::to_string(result_columns_) + " columns, where " +
                             std::to_string(columns) + " are read",
                         std::move(detail));
}

}
