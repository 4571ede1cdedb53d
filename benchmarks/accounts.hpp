#pragma once
// Accounts between the structs of generated code and those of a program without Rowsmith.

#include "workload.hpp"

#include <bench.rows.hpp>

#include <cstdint>

namespace bench {

inline Account account_of(const PlainAccount& plain) {
    return {.id = plain.id,
            .name = plain.name,
            .email = plain.email,
            .age = plain.age,
            .active = plain.active,
            .balance = rowsmith::Decimal::scaled(plain.cents, 2),
            .score = plain.score,
            .note = plain.note,
            .created_at = {plain.created_at}};
}

inline PlainAccount plain_of(const Account& account) {
    return {.id = account.id,
            .name = account.name,
            .email = account.email,
            .age = account.age,
            .active = account.active,
            .cents = static_cast<std::int64_t>(account.balance.rescaled(2).coefficient()),
            .score = account.score,
            .note = account.note,
            .created_at = account.created_at.microseconds};
}

}
