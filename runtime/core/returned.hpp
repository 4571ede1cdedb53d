#pragma once
// What statements that write give back to the program, behind what the session needs of each row.

#include "core/query_text.hpp"
#include "rowsmith/writing.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith::detail {

class Returned {
public:
    /// `rows`: null when the program wants nothing. `columns`: what the session needs, first. Throws
    /// UsageError for what takes more than one row to compute.
    Returned(const ReturnedRows* rows, const QueryTarget& target, std::span<const std::uint16_t> columns);

    [[nodiscard]] bool wanted() const { return rows_ != nullptr; }
    [[nodiscard]] ReturningList list() const {
        return {columns_, rows_ ? rows_->expressions : std::span<const ExpressionPtr>{}};
    }
    /// Hands the current row of the statement to the program.
    void read(driver::Statement& statement) const;

private:
    const ReturnedRows* rows_;
    std::span<const std::uint16_t> columns_;
    std::vector<Column> layout_{};
};

}
