// Scenarios of versions: what raises them, and what is stale.

#include "fixture.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("48 version: raised by edits and touch, not by links and children, checked by erase") {
    Work work;
    auto doc = work.docs.add({.title = "a"});
    work.session.commit();
    CHECK(doc->version == 1);
    doc.edit().title = "b";
    work.session.commit();
    CHECK(doc->version == 2);
    work.sent.clear();
    doc.tags().add({.name = "red"});
    doc.chapters().add({.title = "one"});
    work.session.commit();
    CHECK(doc->version == 2);
    work.sent.expect({"I tags 1", "I chapters 1", "I doc_tags 1"});
    work.session.touch(doc);
    work.session.commit();
    CHECK(doc->version == 3);
    work.sent.expect({"U docs 1 {version}"});
    CHECK(work.stored<uow::DocRepository>(&uow::Doc::id) == std::vector{*doc});

    work.elsewhere("update docs set version = 4");
    work.session.erase(doc);
    const auto conflict = error_of<Conflict>([&] { work.session.commit(); });
    CHECK(conflict.found() == Names{"version 4 instead of 3"});
    work.session.rollback();
    CHECK(doc.chapters().size() == 1);
    CHECK(work.count<uow::ChapterRepository>() == 1);
}

TEST_CASE("49 stale: two sessions edit; one erases what the other edits; an unversioned row is gone") {
    Work work;
    auto doc = work.docs.add({.title = "a"});
    auto user = work.users.add({.name = "Ada"});
    work.session.commit();
    {
        Session other{work.engine};
        uow::DocRepository{other}.get(doc->id).edit().title = "theirs";
        other.commit();
    }
    doc.edit().title = "ours";
    CHECK(error_of<Conflict>([&] { work.session.commit(); }).found() == Names{"version 2 instead of 1"});
    work.session.rollback();
    work.session.refresh(doc);
    CHECK(doc->title == "theirs");
    work.session.commit();
    {
        Session other{work.engine};
        other.erase(uow::DocRepository{other}.get(doc->id));
        other.erase(uow::UserRepository{other}.get(user->id));
        other.commit();
    }
    doc.edit().title = "ours";
    CHECK(error_of<Conflict>([&] { work.session.commit(); }).found() == Names{"gone"});
    work.session.rollback();
    user.edit().name = "Eve";
    CHECK(error_of<Conflict>([&] { work.session.commit(); }).found() == Names{"gone"});
    work.session.rollback();
    work.session.erase(user);
    CHECK(error_of<Conflict>([&] { work.session.commit(); }).table() == "users");
}

TEST_CASE("50 stale_in_batch: of 100 documents exactly the two stale ones are named, and nothing is stored") {
    Work work;
    std::vector<Ref<uow::Doc>> docs;
    for (int number = 0; number < 100; ++number)
        docs.push_back(work.docs.add({.title = "a"}));
    store(work);
    work.elsewhere("update docs set version = 9 where id in (30, 60)");
    for (const auto& doc : docs)
        doc.edit().title = "b";
    const auto conflict = error_of<Conflict>([&] { work.session.commit(); });
    CHECK(conflict.keys() == Names{"30", "60"});
    work.session.rollback();
    for (const auto& doc : work.stored<uow::DocRepository>(&uow::Doc::id))
        CHECK(doc.title == "a");
}

TEST_CASE("51 dto: a struct of version 1 is a Conflict when the row is at 2") {
    Work work;
    auto doc = work.docs.add({.title = "a"});
    work.session.commit();
    uow::Doc away = *doc;
    doc.edit().title = "b";
    store(work);
    away.title = "c";
    doc.edit() = away;
    const auto conflict = error_of<Conflict>([&] { work.session.commit(); });
    CHECK(conflict.table() == "docs");
    CHECK(work.stored<uow::DocRepository>(&uow::Doc::id)[0].title == "b");
}
