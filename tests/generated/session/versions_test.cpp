// Versions of rows: counted by the session, checked by UPDATE and DELETE.

#include "written.hpp"

#include <limits>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using Texts = std::vector<std::string>;

/// Changes a row in a session of its own.
void edit_elsewhere(Written& written, std::int64_t id, const std::string& title) {
    Session other{written.engine};
    written::DocRepository docs{other};
    docs.get(id).edit().title = title;
    other.commit();
    written.sent.clear();
}

}

TEST_CASE("48 version: inserted with 1, raised by edits and touch, checked by erase") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    CHECK(doc->version == 0);
    written.session.commit();
    CHECK(doc->version == 1);
    doc.edit().title = "b";
    written.session.commit();
    CHECK(doc->version == 2);
    CHECK(written.sent.take() == Sent{"I docs 1", "U docs 1 {title, version}"});

    written.notes.add({.doc_id = doc->id, .text = "a child"});
    written.session.commit();
    CHECK(doc->version == 2);
    CHECK(written.sent.take() == Sent{"I notes 1"});

    written.session.touch(doc);
    written.session.commit();
    CHECK(doc->version == 3);
    CHECK(written.sent.take() == Sent{"U docs 1 {version}"});
    CHECK(written.stored<written::DocRepository>(&written::Doc::id).front() == *doc);

    written.docs.erase(doc);
    written.session.commit();
    CHECK(written.sent.take() == Sent{"D docs 1"});
    CHECK(written.count<written::DocRepository>() == 0);
}

TEST_CASE("a row that is set and restored keeps its version, one that is touched and edited gets one more") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    written.sent.clear();
    doc.edit().title = "b";
    doc.edit().title = "a";
    written.session.commit();
    CHECK(written.sent.take_all().empty());
    written.session.touch(doc);
    written.session.touch(doc);
    doc.edit().title = "c";
    written.session.commit();
    CHECK(doc->version == 2);
    CHECK(written.sent.take() == Sent{"U docs 1 {title, version}"});
    static_cast<void>(doc.edit()); // a touch is for one flush
    written.session.commit();
    CHECK(written.sent.take().empty());
}

TEST_CASE("touch is for rows with a version that are in the session's care") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.touch(doc); // its INSERT gives it a version anyway
    auto line = written.lines.add({.code = "x"});
    written.session.commit();
    CHECK(doc->version == 1);
    CHECK(written.sent.take() == Sent{"I docs 1", "I lines 1"});
    CHECK(message_of<UsageError>([&] { written.session.touch(line); }) ==
          "touch of a row of written::Line, which has no version");
    Session other{written.engine};
    CHECK_THAT(message_of<UsageError>([&] { other.touch(doc); }), Contains("another session"));
    written.docs.erase(doc);
    CHECK(message_of<UsageError>([&] { written.session.touch(doc); }) ==
          "touch of a row of written::Doc that is erased");
    written.session.commit();
    CHECK_THAT(message_of<UsageError>([&] { written.session.touch(doc); }), Contains("detached"));
}

TEST_CASE("a touch is undone by rollback and by refresh") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    written.session.touch(doc);
    written.session.rollback();
    written.session.commit();
    CHECK(doc->version == 1);
    written.session.touch(doc);
    {
        const NoAutoflush off{written.session};
        written.session.refresh(doc);
    }
    written.sent.clear();
    written.session.commit();
    CHECK(doc->version == 1);
    CHECK(written.sent.take().empty());
}

TEST_CASE("a version is not for a program to give") {
    Written written;
    SECTION("a value") {
        written.docs.add({.title = "a", .version = 1});
    }
    SECTION("by name") {
        written.docs.add({.title = "a"}, given(written.docs.version));
    }
    CHECK(message_of<UsageError>([&] { written.session.flush(); }) ==
          "the version column 'version' of a new written::Doc was given; the session counts it");
    CHECK(written.sent.take_all().empty());
}

TEST_CASE("49 stale: an update and a delete of another version are Conflicts that name it") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    edit_elsewhere(written, doc->id, "b");
    std::string statement;
    SECTION("update") {
        statement = "update";
        doc.edit().title = "c";
    }
    SECTION("touch") {
        statement = "update";
        written.session.touch(doc);
    }
    SECTION("delete") {
        statement = "delete";
        written.docs.erase(doc);
    }
    const auto conflict = error_of<Conflict>([&] { written.session.commit(); });
    CHECK(conflict.table() == "docs");
    CHECK(conflict.keys() == Texts{"1"});
    CHECK(conflict.found() == Texts{"version 2 instead of 1"});
    CHECK(conflict.what() ==
          statement + " of 1 row(s) of written::Doc that have changed since: version 2 instead of 1");
    CHECK(conflict.outcome() == Outcome::rolled_back);
    CHECK(doc->version == 1);
    CHECK_THAT(conflict.sql(), Contains(R"("version" = $)"));
    const auto sent = written.sent.take();
    REQUIRE(sent.size() == 2);
    CHECK(sent[1] == "S docs");

    written.session.rollback();
    written.session.refresh(doc);
    CHECK(doc->version == 2);
    doc.edit().title = "d";
    written.session.commit();
    CHECK(doc->version == 3);
}

TEST_CASE("49 stale: a versioned row that is gone is a Conflict that says so") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    written.elsewhere("delete from docs");
    doc.edit().title = "b";
    const auto conflict = error_of<Conflict>([&] { written.session.commit(); });
    CHECK(conflict.found() == Texts{"gone"});
    CHECK(conflict.what() ==
          std::string("update of 1 row(s) of written::Doc that are gone from the database"));
    CHECK(written.sent.take() == Sent{"U docs 0 {title, version}", "S docs"});
}

TEST_CASE("50 stale_in_batch: the stale rows are named with what was found, and nothing is stored") {
    Written written;
    std::vector<Ref<written::Doc>> docs;
    for (int number = 0; number < 100; ++number)
        docs.push_back(written.docs.add({.title = "a"}));
    written.session.commit();
    written.elsewhere("update docs set version = 5 where id = 33; delete from docs where id = 66");
    for (const auto& doc : docs)
        doc.edit().title = "b";
    const auto conflict = error_of<Conflict>([&] { written.session.commit(); });
    CHECK(conflict.keys() == Texts{"33", "66"});
    CHECK(conflict.found() == Texts{"version 5 instead of 1", "gone"});
    CHECK(conflict.what() == std::string("update of 2 row(s) of written::Doc that have changed since: "
                                         "version 5 instead of 1, gone"));
    CHECK(written.sent.take() == Sent{"U docs 98 {title, version}", "S docs"});
    for (const auto& doc : docs)
        CHECK(doc->version == 1);
    written.session.rollback();
    const auto stored = written.stored<written::DocRepository>(&written::Doc::id);
    CHECK(stored.size() == 99);
    CHECK(std::ranges::all_of(stored, [](const auto& doc) { return doc.title == "a"; }));
}

TEST_CASE("a Conflict of many rows lists some of what was found") {
    Written written;
    for (int number = 0; number < 8; ++number)
        written.docs.add({.title = "a"});
    written.session.commit();
    written.elsewhere("update docs set version = 2");
    for (const auto& doc : written.docs.all())
        written.session.touch(doc);
    SECTION("read anew: nothing is stale") {
        written.session.commit();
        CHECK(written.docs.get(8)->version == 3);
    }
    SECTION("changed again") {
        written.session.rollback();
        for (const auto& doc : written.docs.all())
            written.session.touch(doc);
        written.session.rollback();
        auto refs = written.docs.all();
        written.session.commit();
        written.elsewhere("update docs set version = 9");
        for (const auto& doc : refs)
            written.docs.erase(doc);
        const auto conflict = error_of<Conflict>([&] { written.session.commit(); });
        CHECK(conflict.found().size() == 8);
        CHECK_THAT(conflict.what(), Contains("version 9 instead of 2, and 3 more"));
    }
}

TEST_CASE("51 dto: a struct that was away is merged when its version is the row's, else it is a Conflict") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    written::Doc dto = *doc;
    dto.title = "from afar";
    doc.edit().body = "here";
    SECTION("the same version") {
        doc.edit() = dto;
        written.session.commit();
        CHECK(doc->version == 2);
        CHECK(doc->title == "from afar");
        CHECK(doc->body == std::nullopt);
        CHECK(written.stored<written::DocRepository>(&written::Doc::id).front() == *doc);
    }
    SECTION("an older version") {
        written.session.commit();
        written.sent.clear();
        doc.edit() = dto;
        const auto conflict = error_of<Conflict>([&] { written.session.commit(); });
        CHECK(conflict.table() == "docs");
        CHECK(conflict.keys() == Texts{"1"});
        CHECK(conflict.found() == Texts{"version 2 instead of 1"});
        CHECK(
            conflict.what() ==
            std::string(
                "update of 1 row(s) of written::Doc by structs of another version: version 2 instead of 1"));
        CHECK(written.sent.take_all().empty());
        written.session.rollback();
        CHECK(doc->version == 2);
        CHECK(doc->title == "a");
        CHECK(doc->body == "here");
        doc.edit().title = "usable";
        written.session.commit();
        CHECK(doc->version == 3);
    }
}

TEST_CASE("51 dto: all stale structs of a table are named, whatever else they hold") {
    Written written;
    auto first = written.docs.add({.title = "a"});
    auto second = written.docs.add({.title = "b"});
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 20});
    written.session.commit();
    const auto dtos = std::vector{*first, *second};
    first.edit().title = "c";
    second.edit().title = "d";
    written.session.commit();
    part.edit().maker = "not allowed"; // hidden behind the stale ones
    part.edit().version = 7;
    first.edit() = dtos[0];
    second.edit() = dtos[1];
    CHECK(error_of<Conflict>([&] { written.session.flush(); }).keys() == Texts{"('a', 1)"});
    part.edit() = {.serial = "a", .number = 1, .weight = 20, .heavy = true, .version = 1};
    CHECK(error_of<Conflict>([&] { written.session.flush(); }).keys() == Texts{"1", "2"});
}

TEST_CASE("43 savepoint: versions go back with their rows, and count on from there") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    doc.edit().title = "b";
    {
        Savepoint savepoint{written.session};
        CHECK(doc->version == 2);
        doc.edit().title = "c";
        written.session.touch(doc);
        written.session.flush();
        CHECK(doc->version == 3);
        savepoint.rollback();
    }
    CHECK(doc->version == 2);
    {
        Savepoint savepoint{written.session};
        doc.edit().title = "d";
        savepoint.release();
    }
    CHECK(doc->version == 3);
    written.session.rollback();
    CHECK(doc->version == 1);
    doc.edit().title = "e";
    written.session.commit();
    CHECK(doc->version == 2);
    CHECK(written.stored<written::DocRepository>(&written::Doc::id).front() == *doc);
}

TEST_CASE("a row under the key of an erased one starts with version 1") {
    Written written;
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 1});
    written.session.commit();
    part.edit().weight = 2;
    written.session.commit();
    written.parts.erase(part);
    auto fresh = written.parts.add({.serial = "a", .number = 1, .weight = 3});
    written.session.commit();
    CHECK(fresh->version == 1);
    CHECK(written.stored<written::PartRepository>(&written::Part::serial).front() == *fresh);
}

TEST_CASE("a row cut out of a ring is checked for its version, too") {
    Written written;
    auto ada = written.people.add({.id = 1, .name = "Ada", .boss_id = 2});
    auto bob = written.people.add({.id = 2, .name = "Bob", .boss_id = 1});
    written.session.commit();
    written.elsewhere("update people set version = 4");
    written.people.erase(ada);
    written.people.erase(bob);
    CHECK(error_of<Conflict>([&] { written.session.commit(); }).found() == Texts{"version 4 instead of 1"});
}

TEST_CASE("a statement that a trigger makes pass over a row is a Conflict, though the version is right") {
    Written written;
    auto doc = written.docs.add({.title = "a"});
    written.session.commit();
    written.elsewhere(
        spelled(Trigger{.moment = "before update", .table = "docs", .action = spelled(passes_over)}));
    doc.edit().title = "b";
    CHECK(error_of<Conflict>([&] { written.session.commit(); }).found() ==
          Texts{"version 1, which the statement passed over"});
}

TEST_CASE("a version that can count no further is refused") {
    Written written;
    written.elsewhere("insert into people (id, name, version) values (1, 'Ada', 32767)");
    auto ada = written.people.get(1);
    ada.edit().name = "Eve";
    CHECK_THAT(message_of<OutOfRange>([&] { written.session.commit(); }),
               Contains("written::Person") && Contains("'version'"));
    CHECK(ada->version == std::numeric_limits<std::int16_t>::max());
    written.session.rollback();
    CHECK(ada->name == "Ada");
}
