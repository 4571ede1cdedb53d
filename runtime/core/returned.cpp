#include "core/returned.hpp"

#include "core/query_values.hpp"

namespace rowsmith::detail {

Returned::Returned(const ReturnedRows* rows, const QueryTarget& target,
                   std::span<const std::uint16_t> columns)
    : rows_(rows), columns_(columns) {
    if (!rows)
        return;
    layout_ = layout_of(rows->types, rows->places);
    set_digits(layout_, target.spelling);
}

void Returned::read(driver::Statement& statement) const {
    if (rows_)
        statement.read(layout_, rows_->place.next(rows_->place.rows), static_cast<int>(columns_.size()));
}

}
