#pragma once
// A reference to a managed row of any model, for as long as it is needed.

#include "rowsmith/ref.hpp"

#include <utility>

namespace rowsmith::detail {

class HeldRow {
public:
    explicit HeldRow(ManagedRow& row) noexcept : row_(&row) { acquire(row); }
    HeldRow(HeldRow&& other) noexcept : row_(std::exchange(other.row_, nullptr)) {}
    HeldRow& operator=(HeldRow&& other) noexcept {
        std::swap(row_, other.row_);
        return *this;
    }
    ~HeldRow() {
        if (row_)
            release(*row_);
    }
    HeldRow(const HeldRow&) = delete;
    HeldRow& operator=(const HeldRow&) = delete;

    [[nodiscard]] ManagedRow& operator*() const noexcept { return *row_; }

private:
    ManagedRow* row_;
};

}
