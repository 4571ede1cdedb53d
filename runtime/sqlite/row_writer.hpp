#pragma once
// From the members of a model to the parameters of a statement, with the checks that SQLite does not make.

#include "rowsmith/mapping.hpp"
#include "rowsmith/types.hpp"

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_stmt;

namespace rowsmith::sqlite {

/// Binds parameters of one statement and keeps the texts that had to be made for them. All members return a
/// result code of SQLite and throw DataErrors that name the column.
class RowWriter {
public:
    explicit RowWriter(sqlite3_stmt* statement);

    [[nodiscard]] int bind(std::span<const Column> columns, std::span<const std::uint16_t> which,
                           const void* row, int first);
    /// `value` is never an optional; null is NULL.
    [[nodiscard]] int bind_value(const Column& column, const void* value, int parameter);
    [[nodiscard]] int bind_text(std::string_view text, int parameter);

private:
    [[nodiscard]] int bind_member(const Column& column, const void* member, bool nullable, int parameter);
    template <typename T>
    [[nodiscard]] int bind_held(const Column& column, const void* member, bool nullable, int parameter);
    [[nodiscard]] int bind_other(const Column& column, const void* member, bool nullable, int parameter);
    [[nodiscard]] int bind_converted(const Column& column, const void* value, int parameter);
    [[nodiscard]] int bind_kept_bytes(const Bytes& bytes, int parameter);
    /// A copy that stays until the statement goes.
    [[nodiscard]] const std::string& keep(const std::string& text, int parameter);
    [[nodiscard]] int put(const Column& column, std::integral auto value, int parameter);
    [[nodiscard]] int put(const Column& column, std::floating_point auto value, int parameter);
    [[nodiscard]] int put(const Column& column, const Decimal& value, int parameter);
    [[nodiscard]] int put(const Column& column, const std::string& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Json& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Bytes& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Date& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Time& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Timestamp& value, int parameter);
    [[nodiscard]] int put(const Column& column, const Uuid& value, int parameter);
    /// The text of a parameter that is made here; it stays where it is until the statement goes.
    [[nodiscard]] std::string& made_text(int parameter) {
        if (made_texts_.empty()) [[unlikely]] // all at once: short texts would move with the vector
            made_texts_.resize(static_cast<std::size_t>(parameters_));
        return made_texts_[static_cast<std::size_t>(parameter - 1)];
    }

    sqlite3_stmt* statement_;
    int parameters_;
    std::vector<std::string> made_texts_; // by parameter - 1
};

}
