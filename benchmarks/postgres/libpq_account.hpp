#pragma once
// An account between C++ and libpq, as text in both directions.

#include "../timestamps.hpp"
#include "../workload.hpp"

#include <libpq-fe.h>

#include <array>
#include <charconv>
#include <cstdlib>
#include <string>

namespace bench::postgres {

/// The parameters of an account; the texts live here, or in the account.
struct AccountTexts {
    static constexpr int count = 9;
    using Number = std::array<char, 32>;

    void fill(const PlainAccount& account) {
        values = {text(id, account.id),
                  account.name.c_str(),
                  account.email ? account.email->c_str() : nullptr,
                  account.age ? text(age, *account.age) : nullptr,
                  account.active ? "t" : "f",
                  text_of_cents(account.cents),
                  text(score, account.score),
                  account.note ? account.note->c_str() : nullptr,
                  text_of_time(account.created_at)};
    }

    static const char* text(Number& out, auto value) {
        *std::to_chars(out.data(), out.data() + out.size() - 1, value).ptr = '\0';
        return out.data();
    }
    const char* text_of_cents(std::int64_t cents) {
        char* at = balance.data();
        if (cents < 0)
            *at++ = '-';
        const std::int64_t size = cents < 0 ? -cents : cents;
        at = std::to_chars(at, balance.data() + 24, size / 100).ptr;
        *at++ = '.';
        put_digits(at, static_cast<std::uint64_t>(size % 100), 2);
        at[2] = '\0';
        return balance.data();
    }
    const char* text_of_time(std::int64_t microseconds) {
        format_timestamp(microseconds, created_at.data());
        std::memcpy(created_at.data() + timestamp_length, "+00", 4);
        return created_at.data();
    }

    Number id;
    Number age;
    Number balance;
    Number score;
    Number created_at;
    std::array<const char*, count> values;
};

template <typename T>
T number_of(const PGresult* result, int row, int column) {
    const char* const text = PQgetvalue(result, row, column);
    T number{};
    std::from_chars(text, text + PQgetlength(result, row, column), number);
    return number;
}

inline std::int64_t cents_of(const char* text) {
    const bool negative = *text == '-';
    std::int64_t cents = 0;
    for (text += negative ? 1 : 0; *text != '\0'; ++text)
        if (*text != '.')
            cents = cents * 10 + (*text - '0');
    return negative ? -cents : cents;
}

/// "2024-02-29 13:45:10.00025+00": the server leaves zeros at the end out.
inline std::int64_t time_of(const char* text) {
    std::array<char, timestamp_length + 1> whole{"0000-00-00 00:00:00.000000"};
    std::memcpy(whole.data(), text, 19);
    for (std::size_t at = 19; at < timestamp_length && text[at] != '+'; ++at)
        whole[at] = text[at];
    return parse_timestamp(whole.data());
}

inline void read_text(const PGresult* result, int row, int column, std::string& text) {
    text.assign(PQgetvalue(result, row, column), static_cast<std::size_t>(PQgetlength(result, row, column)));
}

/// Into an account that holds nothing yet.
inline void read(const PGresult* result, int row, PlainAccount& account) {
    account.id = number_of<std::int64_t>(result, row, 0);
    read_text(result, row, 1, account.name);
    if (PQgetisnull(result, row, 2) == 0)
        read_text(result, row, 2, account.email.emplace());
    if (PQgetisnull(result, row, 3) == 0)
        account.age = number_of<std::int32_t>(result, row, 3);
    account.active = *PQgetvalue(result, row, 4) == 't';
    account.cents = cents_of(PQgetvalue(result, row, 5));
    account.score = number_of<double>(result, row, 6);
    if (PQgetisnull(result, row, 7) == 0)
        read_text(result, row, 7, account.note.emplace());
    account.created_at = time_of(PQgetvalue(result, row, 8));
}

}
