#include "workload.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <numeric>
#include <random>

namespace bench {
namespace {

// std::mt19937_64 gives the same numbers everywhere; the distributions of <random> do not, so `below` takes
// their place.
using Random = std::mt19937_64;

std::uint64_t below(Random& random, std::uint64_t limit) {
    return random() % limit;
}

std::string words(Random& random, std::size_t length) {
    constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz     ";
    std::string text(length, ' ');
    std::ranges::generate(text, [&] { return letters[below(random, letters.size())]; });
    return text;
}

PlainAccount make_account(std::int64_t id, Random& random) {
    constexpr std::int64_t year_2020 = 1'577'836'800'000'000;
    constexpr std::uint64_t five_years = 157'680'000'000'000;
    PlainAccount account{.id = id, .name = words(random, 8 + below(random, 24))};
    if (below(random, 4) != 0)
        account.email = "customer" + std::to_string(below(random, 1'000'000'000)) + "@example.org";
    if (below(random, 4) != 0)
        account.age = static_cast<std::int32_t>(18 + below(random, 70));
    account.active = below(random, 8) != 0;
    account.cents = static_cast<std::int64_t>(below(random, 100'000'000)) - 1'000'000;
    account.score = static_cast<double>(below(random, 1'000'000)) / 7.0;
    if (below(random, 3) == 0)
        account.note = words(random, 20 + below(random, 60));
    account.created_at = year_2020 + static_cast<std::int64_t>(below(random, five_years));
    return account;
}

std::vector<PlainBuyer> make_buyers(std::size_t count, std::size_t purchases, Random& random) {
    std::vector<PlainBuyer> buyers;
    for (std::size_t at = 0; at < count; ++at) {
        PlainBuyer& buyer = buyers.emplace_back(PlainBuyer{.name = words(random, 8 + below(random, 24))});
        for (std::size_t purchase = 0; purchase < purchases; ++purchase)
            buyer.purchases.push_back({.product = words(random, 8 + below(random, 24)),
                                       .amount = static_cast<std::int32_t>(below(random, 1'000))});
    }
    return buyers;
}

}

Input make_input(std::size_t count) {
    Random random{20'261'121};
    Input input;
    for (std::size_t id = 1; id <= count; ++id)
        input.accounts.push_back(make_account(static_cast<std::int64_t>(id), random));
    input.keys.resize(count);
    std::iota(input.keys.begin(), input.keys.end(), 1);
    for (std::size_t left = count; left > 1; --left)
        std::swap(input.keys[left - 1], input.keys[below(random, left)]);
    input.few = make_buyers(count / 100, 100, random);
    input.many = make_buyers(count / 10, 10, random);
    return input;
}

std::uint64_t check_of(const std::vector<PlainBuyer>& buyers) {
    const std::hash<std::string_view> hash;
    std::uint64_t check = buyers.size();
    for (const PlainBuyer& buyer : buyers) {
        mix(check, static_cast<std::uint64_t>(buyer.id));
        mix(check, hash(buyer.name));
        for (const PlainPurchase& purchase : buyer.purchases) {
            mix(check, static_cast<std::uint64_t>(purchase.id));
            mix(check, static_cast<std::uint64_t>(purchase.buyer_id));
            mix(check, hash(purchase.product));
            mix(check, static_cast<std::uint64_t>(purchase.amount));
        }
    }
    return check;
}

std::uint64_t check_of(const std::vector<PlainAccount>& accounts) {
    const std::hash<std::string_view> hash;
    std::uint64_t check = accounts.size();
    for (const PlainAccount& account : accounts) {
        mix(check, static_cast<std::uint64_t>(account.id));
        mix(check, hash(account.name));
        mix(check, account.email ? hash(*account.email) : 1);
        mix(check, account.age ? static_cast<std::uint64_t>(*account.age) : 1);
        mix(check, account.active ? 1 : 0);
        mix(check, static_cast<std::uint64_t>(account.cents));
        mix(check, std::bit_cast<std::uint64_t>(account.score));
        mix(check, account.note ? hash(*account.note) : 1);
        mix(check, static_cast<std::uint64_t>(account.created_at));
    }
    return check;
}

}
