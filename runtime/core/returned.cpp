#include "core/returned.hpp"

#include "core/grouping.hpp"
#include "core/query_values.hpp"
#include "rowsmith/error.hpp"

#include <algorithm>

namespace rowsmith::detail {

Returned::Returned(const ReturnedRows* rows, const QueryTarget& target,
                   std::span<const std::uint16_t> columns)
    : rows_(rows), columns_(columns) {
    if (!rows)
        return;
    if (std::ranges::any_of(rows->expressions, takes_rows))
        throw UsageError(
            "returning() gives what one row has; an aggregate, or a window function, takes a query");
    layout_ = rows->layout;
    set_digits(layout_, target.spelling);
}

void Returned::read(driver::Statement& statement) const {
    if (rows_)
        statement.read(layout_, rows_->next(rows_->tuples), static_cast<int>(columns_.size()));
}

}
