#pragma once
// An account between C++ and the C API: what is bound and read by hand. Text is bound without a copy and read
// by pointer and length.

#include "timestamps.hpp"
#include "workload.hpp"

#include <sqlite3.h>

#include <cmath>
#include <stdexcept>

namespace bench {

inline void bind_text(sqlite3_stmt* statement, int parameter, const std::string& text) {
    sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

/// `created_at` is kept by the caller until the statement has been executed.
inline void bind(sqlite3_stmt* statement, const PlainAccount& account, char* created_at) {
    sqlite3_bind_int64(statement, 1, account.id);
    bind_text(statement, 2, account.name);
    if (account.email)
        bind_text(statement, 3, *account.email);
    else
        sqlite3_bind_null(statement, 3);
    if (account.age)
        sqlite3_bind_int(statement, 4, *account.age);
    else
        sqlite3_bind_null(statement, 4);
    sqlite3_bind_int(statement, 5, account.active ? 1 : 0);
    sqlite3_bind_double(statement, 6, static_cast<double>(account.cents) / 100);
    sqlite3_bind_double(statement, 7, account.score);
    if (account.note)
        bind_text(statement, 8, *account.note);
    else
        sqlite3_bind_null(statement, 8);
    format_timestamp(account.created_at, created_at);
    sqlite3_bind_text(statement, 9, created_at, timestamp_length, SQLITE_STATIC);
}

inline void read_text(sqlite3_stmt* statement, int column, std::string& text) {
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    text.assign(bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

/// Into an account that holds nothing yet.
inline void read(sqlite3_stmt* statement, PlainAccount& account) {
    account.id = sqlite3_column_int64(statement, 0);
    read_text(statement, 1, account.name);
    if (sqlite3_column_type(statement, 2) != SQLITE_NULL)
        read_text(statement, 2, account.email.emplace());
    if (sqlite3_column_type(statement, 3) != SQLITE_NULL)
        account.age = sqlite3_column_int(statement, 3);
    account.active = sqlite3_column_int(statement, 4) != 0;
    account.cents = std::llround(sqlite3_column_double(statement, 5) * 100);
    account.score = sqlite3_column_double(statement, 6);
    if (sqlite3_column_type(statement, 7) != SQLITE_NULL)
        read_text(statement, 7, account.note.emplace());
    account.created_at = parse_timestamp(reinterpret_cast<const char*>(sqlite3_column_text(statement, 8)));
}

}
