// Scenarios of relations and cascades: both directions at once, moves, orphans, what the schema takes along.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Ada with two purchases and Bob with none, stored.
struct Buyers : Work {
    Ref<uow::User> ada = users.add({.name = "Ada"});
    Ref<uow::User> bob = users.add({.name = "Bob"});
    Ref<uow::Purchase> first = ada.purchases().add({.product = "first"});
    Ref<uow::Purchase> second = ada.purchases().add({.product = "second"});

    Buyers() { store(*this); }

    [[nodiscard]] std::vector<std::int64_t> stored_buyers() {
        std::vector<std::int64_t> ids;
        for (const auto& row : stored<uow::PurchaseRepository>(&uow::Purchase::id))
            ids.push_back(row.user_id);
        return ids;
    }
};

using Purchases = std::vector<Ref<uow::Purchase>>;
using Letters = std::vector<Ref<uow::Letter>>;

}

TEST_CASE("27 both_sides: both lists are right at once") {
    Buyers work;
    CHECK(work.ada.purchases().all() == Purchases{work.first, work.second});
    CHECK(work.bob.purchases().empty());
    work.sent.clear();

    work.first.set_user(work.bob);
    CHECK(work.first->user_id == work.bob->id);
    CHECK(work.first.user() == work.bob);
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    CHECK(work.bob.purchases().all() == Purchases{work.first});
    CHECK(work.sent.take_all().empty());

    work.session.commit();
    work.sent.expect({"U purchases 1 {user_id}"});
    CHECK(work.stored_buyers() == Ids{work.bob->id, work.ada->id});
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    CHECK(work.bob.purchases().all() == Purchases{work.first});
}

TEST_CASE("27 both_sides: add to the other list is the same, and back again sends nothing") {
    Buyers work;
    CHECK(work.bob.purchases().empty());
    work.sent.clear();
    work.bob.purchases().add(work.first);
    work.bob.purchases().add(work.first);
    CHECK(work.first.user() == work.bob);
    CHECK(work.bob.purchases().all() == Purchases{work.first});
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    work.first.set_user(work.ada);
    CHECK(work.bob.purchases().empty());
    CHECK(work.ada.purchases().contains(work.first));
    work.session.commit();
    work.sent.expect({});
    CHECK(work.stored_buyers() == Ids{work.ada->id, work.ada->id});
}

TEST_CASE("28 unloaded_add: adding does not load; reading does, and counts what was added") {
    Buyers work;
    Session session{work.engine};
    uow::UserRepository users{session};
    auto ada = users.get(work.ada->id);
    work.sent.clear();
    auto third = ada.purchases().add({.product = "third"});
    CHECK_FALSE(ada.purchases().loaded());
    CHECK(work.sent.take_all().empty());
    CHECK(ada.purchases().size() == 3);
    work.sent.expect({"I purchases 1", "S purchases"});
    CHECK(listed(ada.purchases(), &uow::Purchase::product) == Names{"first", "second", "third"});
    CHECK(ada.purchases().contains(third));
    session.commit();
    work.sent.expect({});
    CHECK(work.stored_buyers() == Ids(3, ada->id));
}

TEST_CASE("29 move: removed here and added there is one UPDATE") {
    Buyers work;
    work.ada.purchases().remove(work.first);
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    work.bob.purchases().add(work.first);
    work.session.commit();
    work.sent.expect({"U purchases 1 {user_id}"});
    CHECK(work.stored_buyers() == Ids{work.bob->id, work.ada->id});
    CHECK(work.first.state() == RowState::persistent);
    CHECK(work.bob.purchases().all() == Purchases{work.first});
}

TEST_CASE("29 move: removed and added back sends nothing") {
    Buyers work;
    work.ada.purchases().remove(work.first);
    work.ada.purchases().add(work.first);
    work.session.commit();
    work.sent.expect({});
    CHECK(work.first.user() == work.ada);
    CHECK(work.ada.purchases().size() == 2);
}

TEST_CASE("30 orphan: a persistent one is deleted, a pending one never sent") {
    Buyers work;
    auto pending = work.ada.purchases().add({.product = "pending"});
    auto line = pending.lines().add({});
    work.ada.purchases().remove(work.first);
    work.ada.purchases().remove(pending);
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    work.session.commit();
    work.sent.expect({"D purchases 1"});
    CHECK(work.first.state() == RowState::detached);
    CHECK(pending.state() == RowState::detached);
    CHECK(line.state() == RowState::detached);
    CHECK(work.stored_buyers() == Ids{work.ada->id});
    CHECK(work.ada.purchases().all() == Purchases{work.second});
}

TEST_CASE("31 cascade: only the parent's DELETE is sent") {
    Buyers work;
    for (const auto* product : {"third", "fourth", "fifth"})
        work.ada.purchases().add({.product = product});
    for (const auto& purchase : work.ada.purchases())
        purchase.lines().add({});
    store(work);

    Session session{work.engine};
    uow::UserRepository users{session};
    uow::PurchaseRepository purchases{session};
    uow::LineRepository lines{session};
    auto ada = users.get(work.ada->id);
    auto edited = purchases.get(work.first->id);
    auto clean = purchases.get(work.second->id);
    auto line = lines.get(1);
    auto pending = clean.lines().add({});
    edited.edit().product = "edited";
    work.sent.clear();
    session.erase(ada);
    session.commit();
    work.sent.expect({"D users 1"});
    CHECK(ada.state() == RowState::detached);
    CHECK(edited.state() == RowState::detached);
    CHECK(clean.state() == RowState::detached);
    CHECK(line.state() == RowState::detached);
    CHECK(pending.state() == RowState::detached);
    CHECK(work.count<uow::UserRepository>() == 1);
    CHECK(work.count<uow::PurchaseRepository>() == 0);
    CHECK(work.count<uow::LineRepository>() == 0);
}

TEST_CASE("31 cascade: rollback has all of them back") {
    Buyers work;
    auto line = work.first.lines().add({});
    store(work);
    work.first.edit().product = "edited";
    auto pending = work.ada.purchases().add({.product = "pending"});
    work.session.erase(work.ada);
    work.session.flush();
    work.sent.expect({"D users 1"});
    CHECK(work.first.state() == RowState::deleted);
    CHECK(line.state() == RowState::deleted);
    work.session.rollback();
    CHECK(work.ada.state() == RowState::persistent);
    CHECK(work.first.state() == RowState::persistent);
    CHECK(line.state() == RowState::persistent);
    CHECK(pending.state() == RowState::detached);
    CHECK(work.first->product == "first");
    CHECK(work.ada.purchases().all() == Purchases{work.first, work.second});
    CHECK(work.first.user() == work.ada);
    work.session.commit();
    CHECK(work.stored_buyers() == Ids{work.ada->id, work.ada->id});
}

TEST_CASE("32 set_null: managed children lose their key as a clean value") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    for (const auto* text : {"a", "b", "c"})
        post.comments().add({.text = text});
    store(work);
    Session session{work.engine};
    uow::PostRepository posts{session};
    uow::CommentRepository comments{session};
    auto parent = posts.get(post->id);
    auto first = comments.get(1);
    auto second = comments.get(2);
    second.edit().text = "edited";
    work.sent.clear();
    session.erase(parent);
    session.flush();
    work.sent.expect({"U comments 1 {text}", "D posts 1"});
    CHECK_FALSE(first->post_id);
    CHECK_FALSE(second->post_id);
    CHECK_FALSE(first.post());
    session.commit();
    work.sent.expect({});
    for (const auto& row : work.stored<uow::CommentRepository>(&uow::Comment::id))
        CHECK_FALSE(row.post_id);
    CHECK(work.stored<uow::CommentRepository>(&uow::Comment::id)[1].text == "edited");
}

TEST_CASE("32 set_null: a pending child is inserted with NULL, or with the default") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    work.clerks.add({.id = 1, .name = "default"});
    auto clerk = work.clerks.add({.id = 2, .name = "Ada"});
    auto till = clerk.tills().add({});
    store(work);
    auto comment = post.comments().add({.text = "pending"});
    auto new_till = clerk.tills().add({});
    work.session.erase(post);
    work.session.erase(clerk);
    work.session.commit();
    work.sent.expect({"I comments 1", "I tills 1", "D clerks 1", "D posts 1"});
    CHECK_FALSE(comment->post_id);
    CHECK(till->clerk_id == 1);
    CHECK(new_till->clerk_id == 1);
    CHECK(till.clerk() == work.clerks.get(1));
    for (const auto& row : work.stored<uow::TillRepository>(&uow::Till::id))
        CHECK(row.clerk_id == 1);
}

TEST_CASE("32 set_null: rollback gives the keys back") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    auto comment = post.comments().add({.text = "a"});
    store(work);
    work.session.erase(post);
    work.session.flush();
    CHECK_FALSE(comment->post_id);
    work.session.rollback();
    CHECK(comment->post_id == post->id);
    CHECK(comment.post() == post);
    CHECK(post.comments().all() == std::vector{comment});
}

TEST_CASE("33 restrict: a parent with children is refused by the database; with its children it goes") {
    Work work;
    auto account = work.accounts.add({.name = "a"});
    auto booking = account.bookings().add({.amount = 1});
    auto note = account.notes().add({.text = "n"});
    store(work);
    work.session.erase(account);
    CHECK_THROWS_AS(work.session.commit(), ForeignKeyViolation);
    work.sent.expect({"D accounts 0 failed"});
    work.session.rollback();
    CHECK(account.state() == RowState::persistent);
    CHECK(booking.state() == RowState::persistent);
    CHECK(account.bookings().all() == std::vector{booking});

    work.session.erase(account);
    work.session.erase(booking);
    work.session.erase(note);
    work.sent.clear();
    work.session.commit();
    work.sent.expect({"D notes 1", "D bookings 1", "D accounts 1"});
    CHECK(work.count<uow::AccountRepository>() == 0);
    CHECK(work.count<uow::BookingRepository>() == 0);
}

TEST_CASE("33 restrict: a pending child of an erased parent is a UsageError, and nothing is sent") {
    Work work;
    auto account = work.accounts.add({.name = "a"});
    auto other = work.accounts.add({.name = "b"});
    store(work);
    auto booking = account.bookings().add({.amount = 1});
    work.session.erase(account);
    CHECK_THROWS_AS(work.session.commit(), UsageError);
    work.sent.expect({});
    booking.set_account(other);
    work.session.commit();
    work.sent.expect({"I bookings 1", "D accounts 1"});
    CHECK(booking->account_id == other->id);
}

TEST_CASE("34 escape: a child that moves away in the same flush survives") {
    Buyers work;
    auto pending = work.ada.purchases().add({.product = "pending"});
    work.first.set_user(work.bob);
    work.session.erase(work.ada);
    work.session.commit();
    work.sent.expect({"U purchases 1 {user_id}", "D users 1"});
    CHECK(pending.state() == RowState::detached);
    CHECK(work.second.state() == RowState::detached);
    CHECK(work.first.state() == RowState::persistent);
    CHECK(work.bob.purchases().all() == Purchases{work.first});
    CHECK(work.stored_buyers() == Ids{work.bob->id});
}

TEST_CASE("35 links: the same tag twice is once") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    auto tag = work.tags.add({.name = "red"});
    post.tags().add(tag);
    post.tags().add(tag);
    tag.posts().add(post);
    CHECK(post.tags().all() == std::vector{tag});
    CHECK(tag.posts().all() == std::vector{post});
    work.session.commit();
    work.sent.expect({"I posts 1", "I tags 1", "I post_tags 1"});
    Session session{work.engine};
    CHECK(listed(uow::PostRepository{session}.get(post->id).tags(), &uow::Tag::name) == Names{"red"});
    work.sent.expect({"S posts", "S post_tags", "S tags"});
}

TEST_CASE("35 links: unlink and link again sends nothing") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    auto tag = post.tags().add({.name = "red"});
    store(work);
    post.tags().remove(tag);
    CHECK(post.tags().empty());
    CHECK(tag.posts().empty());
    tag.posts().add(post);
    CHECK(post.tags().all() == std::vector{tag});
    CHECK(tag.posts().all() == std::vector{post});
    work.session.commit();
    work.sent.expect({});
    post.tags().remove(tag);
    work.session.commit();
    work.sent.expect({"D post_tags 1"});
    CHECK(post.tags().empty());
    CHECK(tag.state() == RowState::persistent);
}

TEST_CASE("35 links: a link that is gone elsewhere is a Conflict") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    auto tag = post.tags().add({.name = "red"});
    store(work);
    work.elsewhere("delete from post_tags");
    post.tags().remove(tag);
    const auto conflict = error_of<Conflict>([&] { work.session.commit(); });
    CHECK(conflict.table() == "post_tags");
    CHECK(conflict.found() == Names{"gone"});
    work.session.rollback();
    CHECK(post.tags().all() == std::vector{tag});
}

TEST_CASE("36 by_hand: a column that was edited moves the row at the next flush") {
    Buyers work;
    CHECK(work.ada.purchases().size() == 2);
    CHECK(work.bob.purchases().empty());
    work.sent.clear();
    work.first.edit().user_id = work.bob->id;
    CHECK(work.first.user() == work.bob);
    work.session.flush();
    work.sent.expect({"U purchases 1 {user_id}"});
    CHECK(work.ada.purchases().all() == Purchases{work.second});
    CHECK(work.bob.purchases().all() == Purchases{work.first});
    work.sent.expect({});
    work.session.commit();
    CHECK(work.stored_buyers() == Ids{work.bob->id, work.ada->id});
}

TEST_CASE("36 by_hand: relation and column that say different things are a UsageError") {
    Buyers work;
    auto eve = work.users.add({.name = "Eve"});
    work.session.flush();
    work.sent.clear();
    work.first.edit().user_id = work.bob->id;
    CHECK_THROWS_AS(work.first.set_user(eve), UsageError);
    CHECK(work.first.user() == work.bob);

    work.second.set_user(eve);
    work.second.edit().user_id = work.bob->id;
    CHECK_THROWS_AS(work.session.commit(), UsageError);
    work.sent.expect({});
    work.second.edit().user_id = eve->id;
    work.session.commit();
    CHECK(work.stored_buyers() == Ids{work.bob->id, eve->id});
    CHECK(eve.purchases().all() == Purchases{work.second});
}

TEST_CASE("36 by_hand: relations that share a column must agree on it") {
    Work work;
    auto room = work.rooms.add({.house = 1, .number = 10});
    auto lamp = work.lamps.add({.house = 1, .number = 20});
    auto other = work.lamps.add({.house = 2, .number = 20});
    auto desk = work.desks.add({.house = 1});
    store(work);
    desk.set_room(room);
    desk.set_lamp(lamp);
    work.session.commit();
    work.sent.expect({"U desks 1 {room_number, lamp_number}"});
    CHECK(room.desks().all() == std::vector{desk});
    CHECK(lamp.desks().all() == std::vector{desk});
    work.sent.clear();
    desk.set_room(room);
    desk.set_lamp(other);
    CHECK_THROWS_AS(work.session.commit(), UsageError);
    work.sent.expect({});
    work.session.rollback();
    CHECK(desk.lamp() == lamp);
    CHECK(desk->house == 1);
}

TEST_CASE("37 natural_key: managed children follow the key without SQL; rollback undoes it") {
    Work work;
    auto country = work.countries.add({.code = "UK", .name = "Kingdom"});
    auto city = country.cities().add({.name = "London"});
    auto enrolment_course = work.courses.add({.code = "math"});
    auto student = work.students.add({.name = "Ada"});
    enrolment_course.students().add(student);
    store(work);
    country.edit().code = "GB";
    enrolment_course.edit().code = "sums";
    work.session.flush();
    work.sent.expect({"U countries 1 {code}", "U courses 1 {code}"});
    CHECK(city->country_code == "GB");
    CHECK(work.countries.find("GB") == country);
    CHECK(city.country() == country);
    CHECK(country.cities().all() == std::vector{city});
    CHECK(student.courses().all() == std::vector{enrolment_course});
    CHECK(work.enrolments.find(student->id, "sums"));
    work.sent.expect({});
    CHECK_FALSE(work.countries.find("UK"));
    work.session.rollback();
    CHECK(country->code == "UK");
    CHECK(city->country_code == "UK");
    CHECK(work.countries.find("UK") == country);
    CHECK(city.country() == country);
    CHECK(country.cities().all() == std::vector{city});
    CHECK(student.courses().all() == std::vector{enrolment_course});
    CHECK(work.stored<uow::CityRepository>(&uow::City::id)[0].country_code == "UK");
}
