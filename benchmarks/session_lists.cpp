// Buyers with their purchases through a session.

#include "measured.hpp"
#include "workload.hpp"

#include <bench.rows.hpp>
#include <rowsmith/rowsmith.hpp>

#include <utility>

namespace bench {
namespace {

Outcome run_insert(rowsmith::Session& session, const Input& input) {
    std::vector<PlainBuyer> fresh = input.few;
    return counted([&] {
        BuyerRepository buyers{session};
        for (PlainBuyer& plain : fresh) {
            const auto buyer = buyers.add({.name = std::move(plain.name)});
            for (PlainPurchase& purchase : plain.purchases)
                buyer.purchases().add({.product = std::move(purchase.product), .amount = purchase.amount});
        }
        session.commit();
    });
}

PlainBuyer plain_of(const rowsmith::Ref<Buyer>& buyer) {
    PlainBuyer plain{.id = buyer->id, .name = buyer->name};
    for (const auto purchase : buyer.purchases())
        plain.purchases.push_back({.id = purchase->id,
                                   .buyer_id = purchase->buyer_id,
                                   .product = purchase->product,
                                   .amount = purchase->amount});
    return plain;
}

Outcome run_read(rowsmith::Session& session) {
    std::vector<rowsmith::Ref<Buyer>> buyers;
    std::size_t purchases = 0;
    const Outcome outcome = counted([&] {
        buyers = BuyerRepository{session}.all();
        for (const auto& buyer : buyers)
            purchases += buyer.purchases().size();
        session.commit();
    });
    std::vector<PlainBuyer> plain;
    for (const auto& buyer : buyers)
        plain.push_back(plain_of(buyer));
    return {.times = outcome.times, .check = check_of(plain), .allocations = outcome.allocations};
}

}

Outcome run_session_lists(Work work, const std::string& path, const Input& input) {
    rowsmith::Engine engine{"sqlite:///" + path};
    engine.execute("select 1"); // opens the connection, as the other side's is
    rowsmith::Session session{engine};
    return work == Work::insert_lists ? run_insert(session, input) : run_read(session);
}

}
