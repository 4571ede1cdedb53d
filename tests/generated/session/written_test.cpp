// Columns that the database computes, and readonly ones.

#include "written.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

const Decimal two_fifty{"2.50"};

written::Line pencil() {
    return {.code = "pencil", .price = two_fifty, .amount = 4};
}

}

TEST_CASE("26 made_values: an INSERT brings computed columns back") {
    Written written;
    auto line = written.lines.add(pencil());
    CHECK(line->total == Decimal{});
    written.session.commit();
    CHECK(line->total == Decimal{"10.00"});
    CHECK(line->label == "PENCIL new");
    CHECK(line->mark == "new");
    CHECK(written.sent.take() == Sent{"I lines 1"});
    CHECK(written.stored<written::LineRepository>(&written::Line::id).front() == *line);
}

TEST_CASE("26 made_values: an UPDATE of what they come from brings them back, without a SELECT") {
    Written written;
    auto line = written.lines.add(pencil());
    auto other = written.lines.add(pencil());
    written.session.commit();
    written.sent.clear();
    line.edit().amount = 5;
    other.edit().amount = 6;
    written.session.flush();
    CHECK(line->total == Decimal{"12.50"});
    CHECK(other->total == Decimal{"15.00"});
    CHECK(written.sent.take() == Sent{"U lines 2 {amount}"});
    written.session.rollback();
    CHECK(line->total == Decimal{"10.00"});
    CHECK(line->amount == 4);
    line.edit().mark = "old";
    written.session.commit();
    CHECK(line->label == "PENCIL old");
    const auto stored = written.stored<written::LineRepository>(&written::Line::id);
    CHECK(stored == std::vector{*line, *other});
}

TEST_CASE("26 made_values: savepoints restore computed columns") {
    Written written;
    auto line = written.lines.add(pencil());
    written.session.commit();
    line.edit().amount = 5;
    {
        Savepoint savepoint{written.session};
        line.edit().amount = 6;
        written.session.flush();
        CHECK(line->total == Decimal{"15.00"});
        savepoint.rollback();
    }
    CHECK(line->total == Decimal{"12.50"});
    written.session.commit();
    CHECK(written.stored<written::LineRepository>(&written::Line::id).front() == *line);
}

TEST_CASE("the statements of tables with computed columns") {
    Written written;
    std::vector<std::string> texts;
    written.engine.on_statement([&](const StatementEvent& event) { texts.emplace_back(event.sql); });
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 12.5});
    written.session.flush();
    CHECK(part->heavy);
    part.edit().weight = 9.5;
    written.session.flush();
    CHECK_FALSE(part->heavy);
    written.parts.erase(part);
    written.session.commit();
    CHECK(texts == std::vector<std::string>{
                       "begin",
                       R"(insert into "parts" ("serial", "number", "maker", "weight", "version")
values ($1, $2, $3, $4, $5)
returning "heavy")",
                       R"(update "parts" set "weight" = $1, "version" = $2 )"
                       R"(where "serial" = $3 and "number" = $4 and "version" = $5 returning "heavy")",
                       R"(delete from "parts" where "serial" = $1 and "number" = $2 and "version" = $3)",
                       "commit"});
}

TEST_CASE("a computed column that is given or changed is refused before anything is sent") {
    Written written;
    auto line = written.lines.add(pencil());
    written.session.commit();
    written.sent.clear();
    SECTION("given") {
        written.lines.add({.code = "pen", .price = two_fifty, .total = two_fifty});
        const auto error = error_of<UsageError>([&] { written.session.flush(); });
        CHECK(error.what() == std::string("the computed column 'total' of a new written::Line was given; "
                                          "the database makes it"));
        CHECK(error.table() == "lines");
        CHECK(error.column() == "total");
    }
    SECTION("given by name") {
        written.lines.add({.code = "pen", .price = two_fifty}, given(written.lines.label));
        CHECK_THAT(error_of<UsageError>([&] { written.session.flush(); }).what(), Contains("'label'"));
    }
    SECTION("changed") {
        line.edit().label = "mine";
        const auto error = error_of<UsageError>([&] { written.session.flush(); });
        CHECK(error.what() == std::string("the computed column 'label' of written::Line was changed; "
                                          "the database makes it"));
        CHECK(error.table() == "lines");
        CHECK(error.column() == "label");
    }
    CHECK(written.sent.take_all().empty());
    written.session.rollback();
    line.edit().amount = 1;
    written.session.commit();
    CHECK(line->total == two_fifty);
}

TEST_CASE("a readonly column is given once and never changed") {
    Written written;
    auto line = written.lines.add(pencil());
    line.edit().code = "pen"; // pending: its INSERT is yet to come
    written.session.commit();
    CHECK(line->label == "PEN new");
    written.sent.clear();
    line.edit().code = "chalk";
    line.edit().amount = 7;
    const auto error = error_of<UsageError>([&] { written.session.commit(); });
    CHECK(error.what() == std::string("the readonly column 'code' of written::Line was changed"));
    CHECK(error.table() == "lines");
    CHECK(error.column() == "code");
    CHECK(written.sent.take_all().empty());
    line.edit().code = "pen"; // the session is usable
    written.session.commit();
    CHECK(written.sent.take() == Sent{"U lines 1 {amount}"});
}

TEST_CASE("a readonly foreign key follows a key that moves") {
    Written written;
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 1});
    auto screw = written.screws.add({.part_serial = "a", .part_number = 1});
    written.session.commit();
    part.edit().serial = "b";
    written.session.commit();
    CHECK(screw->part_serial == "b");
    CHECK(part->version == 2);
    CHECK(written.stored<written::ScrewRepository>(&written::Screw::id).front() == *screw);
    CHECK(written.parts.get("b", 1) == part);
}

TEST_CASE("a failed flush shows computed columns and versions as they were") {
    Written written;
    auto ada = written.people.add({.id = 1, .name = "Ada"});
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 1});
    written.session.commit();
    part.edit().weight = 20;
    auto fresh = written.parts.add({.serial = "b", .number = 1, .weight = 20});
    ada.edit().boss_id = 99; // there is no such person
    CHECK_THROWS_AS(written.session.flush(), ForeignKeyViolation);
    CHECK(part->weight == 20);
    CHECK_FALSE(part->heavy);
    CHECK(part->version == 1);
    CHECK_FALSE(fresh->heavy);
    CHECK(fresh->version == 0);
    CHECK_FALSE(ada->has_boss);
    CHECK(ada->version == 1);
    written.session.rollback();
    CHECK(part->weight == 1);
    written.parts.add(*fresh);
    written.session.commit();
    CHECK(written.count<written::PartRepository>() == 2);
}

TEST_CASE("what was added and rolled back can be added again") {
    Written written;
    auto line = written.lines.add(pencil());
    auto part = written.parts.add({.serial = "a", .number = 1, .weight = 20});
    written.session.flush();
    CHECK(part->version == 1);
    written.session.rollback();
    CHECK(line->total == Decimal{});
    CHECK(line->label == std::nullopt);
    CHECK(part->version == 0);
    written.lines.add(*line);
    written.parts.add(*part);
    written.session.commit();
    CHECK(written.count<written::LineRepository>() == 1);
    CHECK(written.count<written::PartRepository>() == 1);
}

TEST_CASE("rings of rows bring computed columns back from the INSERT and from the UPDATE after it") {
    Written written;
    auto ada = written.people.add({.id = 1, .name = "Ada", .boss_id = 2});
    auto bob = written.people.add({.id = 2, .name = "Bob", .boss_id = 1});
    written.session.commit();
    CHECK(written.sent.take() == Sent{"I people 2", "U people 1 {boss_id}"});
    CHECK(ada->has_boss);
    CHECK(bob->has_boss);
    CHECK(ada->version == 1); // the UPDATE belongs to the INSERT
    CHECK(bob->version == 1);
    CHECK(written.stored<written::PersonRepository>(&written::Person::id) == std::vector{*ada, *bob});

    written.people.erase(ada);
    written.people.erase(bob);
    written.session.flush();
    CHECK(written.sent.take() == Sent{"U people 1 {boss_id}", "D people 2"});
    written.session.rollback();
    CHECK(ada->has_boss);
    CHECK(bob->has_boss);
    CHECK(ada.state() == RowState::persistent);
}

TEST_CASE("an error of a value names the table that it was meant for") {
    Written written;
    auto doc = written.docs.add({.title = "fits"});
    written.session.commit();
    const auto error = [&] { return error_of<DataError>([&] { written.session.flush(); }); };
    SECTION("of an insert") {
        written.docs.add({.title = std::string(41, 'x')});
        const auto caught = error();
        CHECK(caught.what() ==
              std::string("insert of written::Doc: column 'title': the text is longer than 40 characters"));
        CHECK(caught.table() == "docs");
        CHECK(caught.column() == "title");
        CHECK_THAT(message_of<SessionFailed>([&] { written.session.flush(); }), Contains(caught.what()));
    }
    SECTION("of an update") {
        doc.edit().body = "\xff";
        const auto caught = error();
        CHECK(caught.what() ==
              std::string("update of written::Doc: column 'body': the text is not valid UTF-8"));
        CHECK(caught.table() == "docs");
    }
    SECTION("at autoflush") {
        written.docs.add({.title = std::string("\0", 1)});
        CHECK_THAT(message_of<EncodingError>([&] { static_cast<void>(written.lines.all()); }),
                   Contains("written::Line") && Contains("insert of written::Doc: column 'title'"));
    }
}
