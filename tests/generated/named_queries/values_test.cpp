// Every type as a parameter and in a result.

#include "fixtures.hpp"

#include <cstddef>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

named::AddSampleParameters sample() {
    return {.id = 1,
            .flag = true,
            .small_ = -3,
            .medium = 70'000,
            .large = 5'000'000'000,
            .single = 1.5F,
            .real = -2.25,
            .exact = Decimal("123456789012345.12345"),
            .text = "caf\u00e9 'q' $1 :x",
            .bytes = {std::byte{0}, std::byte{0xFF}},
            .day = {2024, 2, 29},
            .clock = {3'661'000'001},
            .moment = {1'700'000'000'123'456},
            .code = Uuid::parse("12345678-1234-1234-1234-123456789abc"),
            .document = {R"({"a": [1, 2]})"},
            .status = named::Status::paid,
            .numbers = {1, -2, 3},
            .words = {"a", "", "b,c"}};
}

}

TEST_CASE("every type travels to the database and back") {
    Named named;
    CHECK(named::add_sample(named.session, sample()) == 1);
    const auto given = sample();
    const auto found = named::read_sample(named.session, 1);
    CHECK(found.flag == given.flag);
    CHECK(found.small_ == given.small_);
    CHECK(found.medium == given.medium);
    CHECK(found.large == given.large);
    CHECK(found.single == given.single);
    CHECK(found.real == given.real);
    CHECK(found.exact == given.exact);
    CHECK(found.text == given.text);
    CHECK(found.bytes == given.bytes);
    CHECK(found.day == given.day);
    CHECK(found.clock == given.clock);
    CHECK(found.moment == given.moment);
    CHECK(found.code == given.code);
    CHECK(found.document == given.document);
    CHECK(found.status == given.status);
    CHECK(found.numbers == given.numbers);
    CHECK(found.words == given.words);
    CHECK(found.colour == own::Colour{7}); // a type of the program's own, by its column
}

TEST_CASE("every type may be NULL on the way to the database and back") {
    Named named;
    CHECK(named::add_maybe(named.session, {.id = 1}) == 1);
    CHECK(named::read_maybe(named.session, 1) == named::ReadMaybe{});
    CHECK(named::add_maybe(named.session, {.id = 2,
                                           .flag = false,
                                           .large = 0,
                                           .real = 0.5,
                                           .exact = Decimal("1.25"),
                                           .text = "",
                                           .bytes = Bytes{},
                                           .moment = Timestamp{1},
                                           .document = Json{"[]"},
                                           .status = named::Status::closed,
                                           .numbers = std::vector<std::int32_t>{}}) == 1);
    const auto found = named::read_maybe(named.session, 2);
    CHECK(found.flag == false);
    CHECK(found.large == 0);
    CHECK(found.real == 0.5);
    CHECK(found.exact == Decimal("1.25"));
    CHECK(found.text == "");
    CHECK(found.bytes == Bytes{});
    CHECK(found.moment == Timestamp{1});
    CHECK(found.document == Json{"[]"});
    CHECK(found.status == named::Status::closed);
    CHECK(found.numbers == std::vector<std::int32_t>{});
    CHECK(!found.colour);
}

TEST_CASE("a text that may be NULL is one, and NULL equals nothing") {
    Named named;
    named::add_maybe(named.session, {.id = 1, .text = "here"});
    named::add_maybe(named.session, {.id = 2});
    CHECK(named::by_text(named.session, "here")->id == 1);
    CHECK(!named::by_text(named.session, std::nullopt));
}

TEST_CASE("a parameter may have the name that the session would have") {
    Named named;
    named::add_sample(named.session, sample());
    CHECK(named::by_moment(named.session, sample().moment, sample().code).size() == 1);
    CHECK(named::by_moment(named.session, Timestamp{2}, sample().code).empty());
}

TEST_CASE("values that a database could not hold are refused before they are sent") {
    Named named;
    named.sent.clear();
    CHECK_THROWS_AS(named::rename_owner(named.session, 1, std::string_view("a\0b", 3)), EncodingError);
    CHECK_THROWS_AS(named::rename_owner(named.session, 1, "\xFF"), EncodingError);
    auto wrong = sample();
    wrong.exact = Decimal("1.123456");
    CHECK_THROWS_AS(named::add_sample(named.session, wrong), OutOfRange);
}
