// What a program may try with lists, links and refs that nobody thought of: changes while iterating, rows of
// elsewhere, the same twice, everything the other way round.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Purchases = std::vector<Ref<uow::Purchase>>;
using Letters = std::vector<Ref<uow::Letter>>;

/// Ada with ten purchases, and Bob, stored.
struct Shoppers : Work {
    Ref<uow::User> ada = users.add({.name = "Ada"});
    Ref<uow::User> bob = users.add({.name = "Bob"});

    Shoppers() {
        for (int number = 0; number < 10; ++number)
            ada.purchases().add({.product = std::to_string(number)});
        store(*this);
    }
};

}

TEST_CASE("a loop over a list may remove, move, erase and add") {
    Shoppers work;
    int turns = 0;
    for (const auto& purchase : work.ada.purchases()) {
        switch (turns++ % 4) {
        case 0:
            work.ada.purchases().remove(purchase);
            break;
        case 1:
            purchase.set_user(work.bob);
            break;
        case 2:
            work.session.erase(purchase);
            break;
        default:
            work.ada.purchases().add({.product = "more"});
        }
    }
    CHECK(turns == 10);
    CHECK(listed(work.ada.purchases(), &uow::Purchase::product) == Names{"3", "7", "more", "more"});
    work.session.commit();
    work.sent.expect({"I purchases 2", "U purchases 3 {user_id}", "D purchases 5"});
    CHECK(listed(work.ada.purchases(), &uow::Purchase::product) == Names{"3", "7", "more", "more"});
    CHECK(listed(work.bob.purchases(), &uow::Purchase::product) == Names{"1", "5", "9"});
}

TEST_CASE("a loop over a list may flush, commit and roll back") {
    Shoppers work;
    int turns = 0;
    for (const auto& purchase : work.ada.purchases()) {
        purchase.edit().product = "edited";
        if (++turns % 3 == 0)
            work.session.rollback();
        else if (turns % 3 == 1)
            work.session.commit();
        else
            work.session.flush();
    }
    CHECK(turns == 10);
    CHECK(work.ada.purchases().size() == 10);
}

TEST_CASE("refs and lists that outlive their session can be held, and refuse to be read") {
    std::optional<Ref<uow::User>> ada;
    std::optional<Many<uow::Purchase, Removal::erase>> purchases;
    std::optional<Many<uow::Purchase, Removal::erase>::Iterator> iterator;
    {
        Shoppers work;
        ada = work.ada;
        purchases.emplace(work.ada.purchases());
        iterator.emplace(purchases->begin());
    }
    CHECK((*ada)->name == "Ada");
    CHECK(ada->state() == RowState::detached);
    CHECK((**iterator)->product == "0");
    ++*iterator;
    CHECK((**iterator)->product == "1");
    CHECK_THROWS_AS(purchases->size(), UsageError);
    CHECK_THROWS_AS(purchases->add({.product = "x"}), UsageError);
    CHECK_THROWS_AS(purchases->add(**iterator), UsageError);
    CHECK_THROWS_AS(purchases->remove(**iterator), UsageError);
    CHECK_THROWS_AS(ada->purchases().begin(), UsageError);
    CHECK_THROWS_AS((**iterator).user(), UsageError);
    CHECK_THROWS_AS((**iterator).set_user(*ada), UsageError);
    CHECK_THROWS_AS(ada->profile(), UsageError);
    CHECK_THROWS_AS(ada->set_profile(uow::Profile{}), UsageError);
    CHECK_FALSE(purchases->loaded());
}

TEST_CASE("a row that is erased, deleted, detached or of another session cannot be related") {
    Shoppers work;
    auto purchase = work.purchases.add({.product = "new"});
    Session other{work.engine};
    auto stranger = uow::UserRepository{other}.get(work.bob->id);
    other.rollback();
    CHECK_THROWS_AS(purchase.set_user(stranger), UsageError);
    CHECK_THROWS_AS(stranger.purchases().add(purchase), UsageError);
    auto forgotten = work.users.add({.name = "forgotten"});
    work.session.erase(forgotten);
    CHECK_THROWS_AS(purchase.set_user(forgotten), UsageError);
    CHECK_THROWS_AS(forgotten.purchases().add({.product = "x"}), UsageError);
    purchase.set_user(work.ada);
    work.session.erase(work.bob);
    CHECK_THROWS_AS(purchase.set_user(work.bob), UsageError);
    CHECK_THROWS_AS(work.bob.purchases().add(purchase), UsageError);
    CHECK_THROWS_AS(work.bob.purchases().add({.product = "x"}), UsageError);
    work.session.flush();
    CHECK_THROWS_AS(purchase.set_user(work.bob), UsageError);
    work.session.erase(purchase);
    CHECK_THROWS_AS(purchase.set_user(work.ada), UsageError);
    CHECK_THROWS_AS(work.ada.purchases().add(purchase), UsageError);
    work.session.commit();
    CHECK(work.ada.purchases().size() == 10);
    CHECK(work.count<uow::PurchaseRepository>() == 10);
}

TEST_CASE("removing what is not in a list is a UsageError and changes nothing") {
    Shoppers work;
    auto of_bob = work.bob.purchases().add({.product = "x"});
    CHECK_THROWS_AS(work.ada.purchases().remove(of_bob), UsageError);
    auto first = *work.ada.purchases().begin();
    work.ada.purchases().remove(first);
    CHECK_THROWS_AS(work.ada.purchases().remove(first), UsageError);
    work.ada.purchases().add(first);
    auto post = work.posts.add({.title = "a"});
    auto tag = work.tags.add({.name = "a"});
    CHECK_THROWS_AS(post.tags().remove(tag), UsageError);
    work.session.commit();
    work.sent.expect({any_order({"I posts 1", "I tags 1"}), "I purchases 1"});
}

TEST_CASE("an orphan has no owner to be asked for until it has another one") {
    Shoppers work;
    auto first = *work.ada.purchases().begin();
    work.ada.purchases().remove(first);
    CHECK_THROWS_AS(first.user(), UsageError);
    first.set_user(work.bob);
    CHECK(first.user() == work.bob);
    work.session.rollback();
    CHECK(first.user() == work.ada);
    CHECK(work.ada.purchases().size() == 10);
}

TEST_CASE("an orphan that got another owner is back with the first after a rollback") {
    Shoppers work;
    CHECK(work.bob.purchases().empty());
    const auto before = work.ada.purchases().all();
    for (const auto& purchase : before)
        work.ada.purchases().remove(purchase);
    for (const auto& purchase : before)
        work.bob.purchases().add(purchase);
    work.session.flush();
    CHECK(work.bob.purchases().all() == before);
    work.session.rollback();
    CHECK(work.ada.purchases().all() == before);
    CHECK(work.bob.purchases().empty());
    for (const auto& purchase : before) {
        CHECK(purchase.user() == work.ada);
        CHECK(purchase->user_id == work.ada->id);
    }
}

TEST_CASE("a row whose edit was rolled back stands in its list once, and can leave it") {
    Shoppers work;
    CHECK(work.bob.purchases().empty());
    const auto before = work.ada.purchases().all();
    before[0].edit().product = "edited";
    work.session.rollback();
    before[0].edit().product = "edited again";
    work.session.commit();
    CHECK(work.ada.purchases().all() == before);
    before[1].edit().product = "edited";
    work.session.rollback();
    before[1].edit().user_id = work.bob->id;
    work.session.commit();
    CHECK(work.ada.purchases().size() == 9);
    CHECK(work.bob.purchases().all() == Purchases{before[1]});
    before[2].edit().product = "edited";
    work.session.rollback();
    work.ada.purchases().remove(before[2]);
    CHECK(work.ada.purchases().size() == 8);
}

TEST_CASE("two relations to one table keep their lists apart") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto letter = ada.sent_letters().add({.text = "hello"});
    letter.set_reader(bob);
    auto to_herself = ada.sent_letters().add({.text = "note"});
    to_herself.set_reader(ada);
    work.session.commit();
    work.sent.expect({"I users 2", "I letters 2"});
    CHECK(ada.sent_letters().all() == Letters{letter, to_herself});
    CHECK(ada.read_letters().all() == Letters{to_herself});
    CHECK(bob.read_letters().all() == Letters{letter});
    CHECK(bob.sent_letters().empty());

    Session session{work.engine};
    uow::UserRepository users{session};
    work.sent.clear();
    for (const auto& user : users.where(users.id > 0).all()) {
        CHECK(user.sent_letters().size() == (user->name == "Ada" ? 2 : 0));
        CHECK(user.read_letters().size() == 1);
    }
    work.sent.expect({"S users", "S letters", "S letters"});
    session.rollback();

    work.session.erase(ada); // the sender takes letters along
    work.session.commit();
    CHECK(letter.state() == RowState::detached);
    CHECK(bob.read_letters().empty());
    CHECK(work.count<uow::LetterRepository>() == 0);
}

TEST_CASE("a reader who goes leaves letters unread") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto letter = ada.sent_letters().add({.text = "hello"});
    letter.set_reader(bob);
    auto to_himself = bob.sent_letters().add({.text = "note"});
    to_himself.set_reader(bob);
    store(work);
    work.session.erase(bob);
    work.session.commit();
    work.sent.expect({"D users 1"});
    CHECK_FALSE(letter->reader_id);
    CHECK_FALSE(letter.reader());
    CHECK(to_himself.state() == RowState::detached);
    CHECK(work.stored<uow::LetterRepository>(&uow::Letter::id) == std::vector{*letter});
}

TEST_CASE("reports of reports: a tree is loaded level by level") {
    Work work;
    auto root = work.employees.add({.name = "root"});
    for (int left = 0; left < 5; ++left) {
        auto below = root.reports().add({.name = "a"});
        for (int right = 0; right < 5; ++right)
            below.reports().add({.name = "b"});
    }
    store(work);
    Session session{work.engine};
    uow::EmployeeRepository employees{session};
    auto top = employees.get(root->id);
    work.sent.clear();
    int count = 0;
    for (const auto& below : top.reports()) {
        CHECK(below.manager() == top);
        for (const auto& leaf : below.reports()) {
            CHECK(leaf.manager() == below);
            CHECK(leaf.reports().empty());
            ++count;
        }
    }
    CHECK(count == 25);
    work.sent.expect({"S employees", "S employees", "S employees"});
}

TEST_CASE("a row and the one above it change places") {
    Work work;
    auto top = work.employees.add({.name = "top"});
    auto below = top.reports().add({.name = "below"});
    store(work);
    CHECK(below.reports().empty());
    work.sent.clear();
    below.clear_manager();
    top.set_manager(below);
    CHECK(top.reports().empty());
    CHECK(below.reports().all() == std::vector{top});
    work.session.commit();
    work.sent.expect({"U employees 2 {manager_id}"});
    CHECK(top->manager_id == below->id);
    CHECK_FALSE(below->manager_id);
}

TEST_CASE("composite keys: lists, moves and cascades") {
    Work work;
    auto first = work.order_lines.add({.order_no = 1, .line_no = 1, .product = "a"});
    auto second = work.order_lines.add({.order_no = 1, .line_no = 2, .product = "b"});
    auto remark = first.remarks().add({.text = "x"});
    CHECK(remark->order_no == 1);
    CHECK(remark->line_no == 1);
    work.session.commit();
    work.sent.expect({"I order_lines 2", "I remarks 1"});
    CHECK(second.remarks().empty());
    remark.set_line(second);
    CHECK(first.remarks().empty());
    CHECK(second.remarks().all() == std::vector{remark});
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"U remarks 1 {line_no}"});
    Session session{work.engine};
    for (const auto& line : uow::OrderLineRepository{session}.all())
        CHECK(line.remarks().size() == (line->line_no == 2 ? 1 : 0));
    for (const auto& row : uow::RemarkRepository{session}.all())
        CHECK(row.line()->product == "b");
    session.rollback();
    work.session.erase(second);
    work.session.commit();
    CHECK(remark.state() == RowState::detached);
}

TEST_CASE("relations that share a column move together with it") {
    Work work;
    for (const int house : {1, 2}) {
        work.rooms.add({.house = house, .number = 10});
        work.lamps.add({.house = house, .number = 20});
    }
    auto desk = work.desks.add({.house = 1});
    desk.set_room(work.rooms.get(1, 10));
    desk.set_lamp(work.lamps.get(1, 20));
    store(work);
    CHECK(work.rooms.get(1, 10).desks().size() == 1);
    CHECK(work.lamps.get(2, 20).desks().empty());
    desk.set_room(work.rooms.get(2, 10));
    desk.set_lamp(work.lamps.get(2, 20));
    CHECK(work.rooms.get(1, 10).desks().empty());
    CHECK(work.lamps.get(2, 20).desks().all() == std::vector{desk});
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"U desks 1 {house}"});
    CHECK(work.lamps.get(1, 20).desks().empty());
    desk.clear_lamp();
    work.session.commit();
    work.sent.expect({"U desks 1 {lamp_number}"});
    CHECK(desk->house == 2);
    CHECK(desk.room() == work.rooms.get(2, 10));
}

TEST_CASE("a pending row whose owner was forgotten must be given another") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto address = work.addresses.add({.street = "a"});
    auto forgotten = work.users.add({.name = "forgotten"});
    address.set_owner(forgotten);
    work.session.erase(forgotten);
    CHECK_THROWS_AS(work.session.commit(), UsageError);
    work.sent.expect({});
    address.set_owner(ada);
    work.session.commit();
    work.sent.expect({"I users 1", "I addresses 1"});
    CHECK(address->owner_id == ada->id);
}

TEST_CASE("NoAutoflush: a list is loaded with rows that are pending, edited, moved and erased") {
    Shoppers work;
    auto elsewhere = work.bob.purchases().add({.product = "of Bob"});
    store(work);
    Session session{work.engine};
    uow::UserRepository users{session};
    uow::PurchaseRepository purchases{session};
    auto ada = users.get(work.ada->id);
    auto bob = users.get(work.bob->id);
    auto moved = purchases.get(1);
    moved.set_user(bob);
    auto erased = purchases.get(2);
    session.erase(erased);
    auto by_hand = purchases.get(3);
    by_hand.edit().user_id = bob->id;
    auto edited = purchases.get(4);
    edited.edit().product = "edited";
    auto removed = purchases.get(5);
    ada.purchases().remove(removed);
    auto to_ada = purchases.get(elsewhere->id);
    to_ada.set_user(ada);
    auto pending = ada.purchases().add({.product = "pending"});
    work.sent.clear();
    const NoAutoflush quiet{session};
    CHECK(listed(ada.purchases(), &uow::Purchase::product) ==
          Names{"edited", "5", "6", "7", "8", "9", "of Bob", "pending"});
    const auto of_bob = bob.purchases();
    CHECK(of_bob.size() == 2);
    CHECK(of_bob.contains(moved));
    CHECK(of_bob.contains(by_hand));
    for (const auto& sent : work.sent.take())
        CHECK(sent == "S purchases");
    session.commit();
    CHECK(ada.purchases().size() == 8);
    CHECK(bob.purchases().size() == 2);
    CHECK(pending->user_id == ada->id);
}

TEST_CASE(
    "100,000 children of one row are added, moved, removed and erased in time that grows with their number") {
    Work work;
    constexpr int count = 100'000;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    for (int number = 0; number < count; ++number)
        ada.purchases().add({.product = "a"});
    work.session.commit();
    CHECK(bob.purchases().empty());
    CHECK(ada.purchases().size() == count);
    for (const auto& purchase : ada.purchases())
        purchase.set_user(bob);
    CHECK(ada.purchases().empty());
    CHECK(bob.purchases().size() == count);
    work.session.commit();
    for (const auto& purchase : bob.purchases())
        bob.purchases().remove(purchase);
    CHECK(bob.purchases().empty());
    work.session.rollback();
    CHECK(bob.purchases().size() == count);
    work.session.erase(bob);
    work.session.commit();
    CHECK(work.count<uow::PurchaseRepository>() == 0);
}
