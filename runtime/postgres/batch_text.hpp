#pragma once
// The SQL of statements for any number of rows. Columns are `c1`, `c2`, ... of `v`, the rows that are sent,
// and `ord` is their number there, from 1.

#include <span>
#include <string>
#include <string_view>

namespace rowsmith::postgres {

/// Name, type, sequence and default of the columns of the table $1.
extern const std::string_view column_types_text;

/// A column that is sent as parameter: an array of its type, or of texts that are cast (arrays cannot be
/// elements, and not every type has a binary form). Names come quoted.
struct SentColumn {
    std::string_view name{};
    std::string_view type{};
    bool as_text = false;
};

/// A column of the key that the statement makes a value for.
struct MadeColumn {
    std::string_view name{};
    std::string_view type{};
    std::string_view made_by{};
};

struct InsertParts {
    std::string_view table{};
    std::span<const SentColumn> columns{};
    std::span<const MadeColumn> made{};
    std::span<const std::string_view> key{}; // each of them is one of `columns` or of `made`
    std::span<const std::string_view> returning{};
    bool gives_identity = false; // an identity is among columns or made
};
/// `insert into t (a, b) select ... from unnest($1::integer[], $2::text[])`: gives `returning` in any order.
[[nodiscard]] std::string insert_rows_text(const InsertParts& parts);
/// The same, but gives `ord` before `returning`: the rows are found again by their key.
[[nodiscard]] std::string insert_known_rows_text(const InsertParts& parts);

/// Of an update: those that are set, then the `target` by which rows are found.
struct TargetParts {
    std::string_view table{};
    std::span<const SentColumn> columns{};
    std::size_t target = 0; // the number of the first one
    std::span<const std::string_view> returning{};
};
/// `update t set a = v.c1 from unnest(...) where t.id = v.c2`; gives `ord` and `returning` when there is one.
[[nodiscard]] std::string update_rows_text(const TargetParts& parts);
/// `delete from t using unnest(...) where t.id = v.c1`; gives `ord`.
[[nodiscard]] std::string delete_rows_text(const TargetParts& parts);

/// `copy t (a, b) from stdin`.
[[nodiscard]] std::string copy_text(std::string_view table, std::span<const SentColumn> columns, bool binary);
/// `<select> where id = any($1::integer[])`; with two columns `where (a, b) in (select * from unnest(...))`.
[[nodiscard]] std::string by_keys_text(std::string_view select, std::span<const SentColumn> key);

/// The next value of a sequence, whose name comes quoted.
[[nodiscard]] std::string next_value_text(std::string_view sequence);
/// The column that a sequence counts for.
struct CountedColumn {
    std::string_view table{};
    std::string_view column{};
    std::string_view plain_column{}; // not quoted
    std::string_view sequence{};
};
/// Whether it counts upwards, and the user may do what move_sequence_text() does.
[[nodiscard]] std::string can_move_text(const CountedColumn& counted);
/// Moves the sequence past the values that the column holds.
[[nodiscard]] std::string move_sequence_text(const CountedColumn& counted);

}
