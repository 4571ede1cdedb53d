#pragma once
// The values of a batch as they are sent: for each column an array in binary, which grows with the rows.

#include "postgres/catalog.hpp"
#include "rowsmith/mapping.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace rowsmith::postgres {

/// Whether the values of a column have a binary form in the database's `type`; else they travel as text.
[[nodiscard]] bool has_binary(const Column& column, Oid type);

/// Appends the length of a value and the value, in binary when `binary`, else its text. Null is NULL. Throws
/// as append_text does, and TooLarge.
void append_field(std::string& out, const Column& column, Oid type, bool binary, const void* value);

/// All values of one column.
class ColumnValues {
public:
    ColumnValues(const Column& column, const ColumnType& type);

    /// By value; null is NULL. Returns about how many bytes that makes more.
    std::size_t add(const void* value);
    /// The array of all `rows` values, or of the next one alone, from the first on. Valid until the next
    /// call.
    [[nodiscard]] std::string_view all(std::size_t rows);
    [[nodiscard]] std::string_view next();
    /// Keeps its memory, unless it is much.
    void clear() noexcept;

    [[nodiscard]] const Column& column() const { return *column_; }
    /// The values are texts, which the statement casts.
    [[nodiscard]] bool as_text() const { return !binary_; }

private:
    const Column* column_;
    Oid type_; // of the elements
    bool binary_;
    bool nulls_ = false;
    std::string array_; // begins with a header as soon as there are values
    std::string single_;
    std::size_t next_; // where next() reads
};

}
