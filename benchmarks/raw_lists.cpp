// Buyers with their purchases by SQLite's C API: two statements, and vectors in vectors.

#include "measured.hpp"
#include "raw_sqlite.hpp"
#include "workload.hpp"

#include <string_view>
#include <unordered_map>
#include <utility>

namespace bench {
namespace {

void bind(sqlite3_stmt* statement, int parameter, std::string_view text) {
    sqlite3_bind_text(statement, parameter, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

void read(sqlite3_stmt* statement, int column, std::string& text) {
    const auto* const bytes = sqlite3_column_text(statement, column);
    text.assign(static_cast<const char*>(static_cast<const void*>(bytes)),
                static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
}

void insert_all(sqlite3* database, std::vector<PlainBuyer>& buyers) {
    execute(database, "begin immediate");
    const Statement buyer_insert = prepare(database, "insert into buyers (name) values (?1)");
    const Statement insert =
        prepare(database, "insert into purchases (buyer_id, product, amount) values (?1, ?2, ?3)");
    for (PlainBuyer& buyer : buyers) {
        bind(buyer_insert.get(), 1, buyer.name);
        run(database, buyer_insert.get());
        buyer.id = sqlite3_last_insert_rowid(database);
        for (PlainPurchase& purchase : buyer.purchases) {
            purchase.buyer_id = buyer.id;
            sqlite3_bind_int64(insert.get(), 1, purchase.buyer_id);
            bind(insert.get(), 2, purchase.product);
            sqlite3_bind_int64(insert.get(), 3, purchase.amount);
            run(database, insert.get());
            purchase.id = sqlite3_last_insert_rowid(database);
        }
    }
    execute(database, "commit");
}

void read_purchases(sqlite3* database, std::vector<PlainBuyer>& buyers) {
    std::unordered_map<std::int64_t, std::size_t> places;
    places.reserve(buyers.size());
    for (std::size_t at = 0; at < buyers.size(); ++at)
        places.emplace(buyers[at].id, at);
    const Statement select = prepare(database, "select id, buyer_id, product, amount from purchases");
    while (sqlite3_step(select.get()) == SQLITE_ROW) {
        const std::int64_t buyer = sqlite3_column_int64(select.get(), 1);
        PlainPurchase& purchase = buyers[places.find(buyer)->second].purchases.emplace_back();
        purchase.id = sqlite3_column_int64(select.get(), 0);
        purchase.buyer_id = buyer;
        read(select.get(), 2, purchase.product);
        purchase.amount = sqlite3_column_int(select.get(), 3);
    }
}

std::vector<PlainBuyer> read_all(sqlite3* database) {
    std::vector<PlainBuyer> buyers;
    const Statement select = prepare(database, "select id, name from buyers");
    while (sqlite3_step(select.get()) == SQLITE_ROW) {
        PlainBuyer& buyer = buyers.emplace_back();
        buyer.id = sqlite3_column_int64(select.get(), 0);
        read(select.get(), 1, buyer.name);
    }
    read_purchases(database, buyers);
    return buyers;
}

Outcome run_read(sqlite3* database) {
    std::vector<PlainBuyer> buyers;
    const Outcome outcome = counted([&] {
        execute(database, "begin");
        buyers = read_all(database);
        execute(database, "commit");
    });
    return {.times = outcome.times, .check = check_of(buyers), .allocations = outcome.allocations};
}

}

void fill_lists(const std::string& path, const std::vector<PlainBuyer>& buyers) {
    std::vector<PlainBuyer> fresh = buyers;
    insert_all(open(path).get(), fresh);
}

std::uint64_t check_of_lists(const std::string& path) {
    return check_of(read_all(open(path).get()));
}

Outcome run_raw_lists(Work work, const std::string& path, const Input& input) {
    const Database database = open(path);
    if (work != Work::insert_lists)
        return run_read(database.get());
    std::vector<PlainBuyer> fresh = input.few;
    return counted([&] { insert_all(database.get(), fresh); });
}

}
