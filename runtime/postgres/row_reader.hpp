#pragma once
// From the rows of a result to the members of a model. Each value's type is looked at: what is stored may
// come from another program.

#include "postgres/forms.hpp"
#include "postgres/handles.hpp"
#include "rowsmith/mapping.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace rowsmith::postgres {

/// The rows of one result, one after the other.
class RowReader {
public:
    /// What the columns of the results to come are; they decide the format in which results are to be asked
    /// for.
    void set_forms(std::vector<Form> forms);
    [[nodiscard]] Format format() const { return format_; }
    [[nodiscard]] std::size_t columns() const { return forms_.size(); }

    /// Takes a result, and stands in front of its first row.
    void take(Result result);
    void clear() noexcept;
    /// Goes to the next row; false behind the last.
    [[nodiscard]] bool next() noexcept { return ++row_ < rows_; }
    [[nodiscard]] int rows() const { return rows_; }

    /// Reads all columns, from result column `first` on.
    void read(std::span<const Column> columns, void* row, int first) const;
    /// Reads columns[which[i]] from result column first + i.
    void read(std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
              int first) const;
    /// The same from row `number` of the result, wherever it stands.
    void read_at(int number, std::span<const Column> columns, std::span<const std::uint16_t> which, void* row,
                 int first) const;

private:
    Result result_;
    int row_ = -1;
    int rows_ = 0;
    Format format_ = Format::binary;
    std::vector<Form> forms_;
};

}
