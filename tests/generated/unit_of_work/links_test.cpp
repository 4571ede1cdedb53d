// What a program may try with links of many-to-many, and with one-to-one relations.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Tags = std::vector<Ref<uow::Tag>>;
using Posts = std::vector<Ref<uow::Post>>;

struct Blog : Work {
    Ref<uow::Post> post = posts.add({.title = "post"});
    Ref<uow::Tag> red = tags.add({.name = "red"});
    Ref<uow::Tag> blue = tags.add({.name = "blue"});

    Blog() { store(*this); }
};

}

TEST_CASE("many-to-many from both sides at once, before any row has a key") {
    Work work;
    auto post = work.posts.add({.title = "post"});
    auto red = post.tags().add({.name = "red"});
    auto blue = work.tags.add({.name = "blue"});
    blue.posts().add(post);
    post.tags().add(blue);
    auto other = red.posts().add({.title = "other"});
    CHECK(post.tags().all() == Tags{red, blue});
    CHECK(red.posts().all() == Posts{post, other});
    work.session.commit();
    work.sent.expect({any_order({"I posts 2", "I tags 2"}), "I post_tags 3"});
    CHECK(post.tags().all() == Tags{red, blue});
    CHECK(red.posts().all() == Posts{post, other});
    work.sent.expect({});
    post.tags().remove(red);
    CHECK(red.posts().all() == Posts{other});
    red.posts().remove(other);
    CHECK(other.tags().empty());
    work.session.commit();
    work.sent.expect({"D post_tags 2"});
}

TEST_CASE("a link that was added and removed before the flush is never sent") {
    Blog work;
    work.post.tags().add(work.red);
    work.post.tags().remove(work.red);
    CHECK(work.post.tags().empty());
    CHECK(work.red.posts().empty());
    work.session.commit();
    CHECK(work.count<uow::TagRepository>() == 2);
    CHECK(work.post.tags().empty());
}

TEST_CASE("a table linked to itself: each direction is a relation of its own") {
    Work work;
    auto first = work.posts.add({.title = "first"});
    auto second = first.related().add({.title = "second"});
    auto third = first.related().add({.title = "third"});
    second.related().add(first);
    first.related().add(first);
    work.session.commit();
    work.sent.expect({"I posts 3", "I related_posts 4"});
    CHECK(first.related().all() == Posts{second, third, first});
    CHECK(first.related_to().all() == Posts{second, first});
    CHECK(third.related_to().all() == Posts{first});
    first.related().remove(first);
    CHECK(first.related().all() == Posts{second, third});
    CHECK(first.related_to().all() == Posts{second});
    work.session.erase(first);
    work.session.commit();
    work.sent.expect({"D related_posts 1", "D posts 1"});
    CHECK(second.related_to().empty());
    CHECK(second.related().empty());
}

TEST_CASE("links with columns of their own are rows of a list and of a many-to-many relation") {
    Work work;
    auto ada = work.students.add({.name = "Ada"});
    auto maths = work.courses.add({.code = "maths"});
    auto enrolment = work.enrolments.add({.grade = std::int16_t{1}});
    enrolment.set_student(ada);
    enrolment.set_course(maths);
    CHECK(ada.courses().all() == std::vector{maths});
    CHECK(maths.students().all() == std::vector{ada});
    ada.courses().add(maths);
    CHECK(ada.enrolments().size() == 1);
    work.session.commit();
    work.sent.expect({any_order({"I students 1", "I courses 1"}), "I enrolments 1"});
    enrolment.edit().grade = std::int16_t{2};
    ada.courses().remove(maths);
    CHECK(enrolment.state() == RowState::erased);
    maths.students().add(ada); // the same link comes back, with its edit
    CHECK(enrolment.state() == RowState::persistent);
    enrolment.edit().grade = std::int16_t{3};
    work.session.flush();
    work.sent.expect({"U enrolments 1 {grade}"});
    work.session.rollback();
    CHECK(enrolment->grade == 1);
    CHECK(ada.courses().all() == std::vector{maths});
}

TEST_CASE("a link that was erased and brought back has its former values after a rollback") {
    Work work;
    auto ada = work.students.add({.name = "Ada"});
    auto maths = ada.courses().add({.code = "maths"});
    store(work);
    auto enrolment = *ada.enrolments().begin();
    work.session.erase(enrolment);
    CHECK(ada.courses().empty());
    ada.courses().add(maths);
    CHECK(enrolment.state() == RowState::persistent);
    enrolment.edit().grade = std::int16_t{3};
    work.session.flush();
    work.sent.expect({"U enrolments 1 {grade}"});
    work.session.rollback();
    CHECK_FALSE(enrolment->grade);
    CHECK(maths.students().all() == std::vector{ada});
}

TEST_CASE("one-to-one is replaced from both sides") {
    Work work;
    auto ada = work.users.add({.name = "Ada"});
    auto bob = work.users.add({.name = "Bob"});
    auto old_one = ada.set_passport(uow::Passport{.code = "old"});
    store(work);
    auto new_one = work.passports.add({.code = "new"});
    new_one.set_holder(ada);
    CHECK(ada.passport() == new_one);
    CHECK_FALSE(old_one.holder());
    CHECK_FALSE(old_one->holder_id);
    work.session.commit();
    work.sent.expect({"U passports 1 {holder_id}", "I passports 1"});
    ada.set_passport(old_one);
    CHECK_FALSE(new_one.holder());
    bob.set_passport(new_one);
    CHECK(new_one.holder() == bob);
    work.session.commit();
    CHECK(ada.passport() == old_one);
    CHECK(bob.passport() == new_one);
    const auto stored = work.stored<uow::PassportRepository>(&uow::Passport::id);
    CHECK(stored == std::vector{*old_one, *new_one});
    ada.clear_passport();
    CHECK_FALSE(old_one.holder());
    ada.clear_passport();
    work.session.commit();
    work.sent.expect({"U passports 1 {holder_id}"});
}

TEST_CASE("a row that was led to a new row which is erased again says so, and nothing is sent") {
    Work work;
    auto boss = work.employees.add({.name = "Boss"});
    auto ada = work.employees.add({.name = "Ada"});
    ada.set_manager(boss);
    store(work);
    auto fresh = work.employees.add({.name = "Fresh"});
    ada.set_manager(fresh);
    work.employees.erase(fresh);
    CHECK_THAT(message_of<UsageError>([&] { work.session.commit(); }), Contains("erased or expunged"));
    work.sent.expect({});
    ada.set_manager(boss);
    work.session.commit();
    work.sent.expect({});
    CHECK(ada.manager() == boss);
}
