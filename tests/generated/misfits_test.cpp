// Values that do not fit: refused before they are stored, and told apart when the database has them. No error
// shows the value.

#include "support/test_database.hpp"

#include <types.rows.hpp>

#include <rowsmith/rowsmith.hpp>

#include <catch2/catch.hpp>

#include <functional>
#include <limits>
#include <string>
#include <typeinfo>
#include <vector>

using namespace rowsmith;
using namespace types;

namespace {

// These stand in the refused values; an error that repeats one shows what it must not.
constexpr std::string_view canary = "canary";
constexpr std::string_view canary_digits = "13371337";

/// The class of an error that is thrown, empty when there is none.
struct Thrown {
    std::string kind;
    std::string column;
    std::string what;
};

std::string kind_of(const Error& error) {
    std::string kind = "another";
    const auto match = [&]<typename Kind>(const Kind*, const char* name) {
        if (typeid(error) == typeid(Kind))
            kind = name;
    };
    match(static_cast<OutOfRange*>(nullptr), "OutOfRange");
    match(static_cast<TooLong*>(nullptr), "TooLong");
    match(static_cast<EncodingError*>(nullptr), "EncodingError");
    match(static_cast<ConversionError*>(nullptr), "ConversionError");
    match(static_cast<NullValue*>(nullptr), "NullValue");
    match(static_cast<CheckViolation*>(nullptr), "CheckViolation");
    match(static_cast<InvalidFormat*>(nullptr), "InvalidFormat");
    return kind;
}

Thrown thrown_by(const std::function<void()>& action) {
    try {
        action();
    } catch (const Error& error) {
        for (const auto word : {canary, canary_digits}) {
            const auto& detail = error.detail();
            for (const std::string& text :
                 {std::string(error.what()), detail.sql, detail.constraint, detail.table, detail.column})
                CHECK(text.find(word) == std::string::npos);
        }
        return {.kind = kind_of(error), .column = error.column(), .what = error.what()};
    }
    return {};
}

struct Refused {
    const char* column;
    const char* kind;
    std::function<void(Sample&)> set;
};

const float float_nan = std::numeric_limits<float>::quiet_NaN();
const double double_nan = std::numeric_limits<double>::quiet_NaN();

std::vector<Refused> refused_values() {
    const std::string long_text(50, 'x');
    return {
        {"price", "OutOfRange", [](Sample& row) { row.price = Decimal{"1.13371337"}; }},
        {"price", "OutOfRange", [](Sample& row) { row.price = Decimal{"133713371337"}; }},
        {"price", "OutOfRange", [](Sample& row) { row.price = Decimal{"-133713371337"}; }},
        {"exact", "OutOfRange", [](Sample& row) { row.exact = Decimal{"0.00013371337"}; }},
        {"exact", "OutOfRange", [](Sample& row) { row.exact = Decimal{"13371337000000000000000000000"}; }},
        {"name", "TooLong", [=](Sample& row) { row.name = long_text + "c"; }},
        {"name", "TooLong", [=](Sample& row) { row.name = long_text + "canary"; }},
        {"name", "TooLong", [=](Sample& row) { row.name = long_text + "\U0001f600"; }},
        {"name", "EncodingError", [](Sample& row) { row.name = std::string("canary\0", 7); }},
        {"note", "EncodingError", [](Sample& row) { row.note = std::string("\0canary", 7); }},
        {"note", "EncodingError", [](Sample& row) { row.note = "canary\xff"; }},
        {"note", "EncodingError", [](Sample& row) { row.note = "canary\xed\xa0\x80"; }},
        {"note", "EncodingError", [](Sample& row) { row.note = "canary\xc0\xaf"; }},
        {"note", "EncodingError", [](Sample& row) { row.note = "canary\xf0\x9f\x98"; }},
        {"day", "OutOfRange",
         [](Sample& row) {
             row.day = {2023, 2, 29};
         }},
        {"day", "OutOfRange",
         [](Sample& row) {
             row.day = {0, 1, 1};
         }},
        {"day", "OutOfRange",
         [](Sample& row) {
             row.day = {10000, 1, 1};
         }},
        {"day", "OutOfRange",
         [](Sample& row) {
             row.day = {2024, 13, 1};
         }},
        {"at", "OutOfRange", [](Sample& row) { row.at = {86'400'000'000}; }},
        {"at", "OutOfRange", [](Sample& row) { row.at = {-1}; }},
        {"moment", "OutOfRange",
         [](Sample& row) { row.moment = {std::numeric_limits<std::int64_t>::max()}; }},
        {"moment", "OutOfRange",
         [](Sample& row) { row.moment = {std::numeric_limits<std::int64_t>::min()}; }},
        {"document", "EncodingError", [](Sample& row) { row.document = {"\"canary\xff\""}; }},
        {"color", "OutOfRange", [](Sample& row) { row.color = static_cast<Color>(3); }},
        {"color", "OutOfRange", [](Sample& row) { row.color = static_cast<Color>(-1); }},
    };
}

struct RefusedList {
    const char* column;
    const char* kind;
    std::function<void(Lists&)> set;
};

std::vector<RefusedList> refused_lists() {
    return {
        {"prices", "OutOfRange", [](Lists& row) { row.prices = {Decimal{"1.13371337"}}; }},
        {"names", "TooLong",
         [](Lists& row) {
             row.names = {"", "canary canary canary "};
         }},
        {"names", "EncodingError", [](Lists& row) { row.names = {std::string("canary\0", 7)}; }},
        {"names", "EncodingError", [](Lists& row) { row.names = {"canary\x80"}; }},
        {"days", "OutOfRange",
         [](Lists& row) {
             row.days = {{2023, 2, 29}};
         }},
        {"times", "OutOfRange", [](Lists& row) { row.times = {{-1}}; }},
        {"colors", "OutOfRange",
         [](Lists& row) {
             row.colors = {Color::red, static_cast<Color>(3)};
         }},
    };
}

/// By databases whose numbers are finite.
std::vector<Refused> refused_reals() {
    return {{"ratio", "OutOfRange", [](Sample& row) { row.ratio = float_nan; }},
            {"precise", "OutOfRange", [](Sample& row) { row.precise = double_nan; }}};
}

std::vector<RefusedList> refused_lists_of_reals() {
    return {{"ratios", "OutOfRange",
             [](Lists& row) {
                 row.ratios = {1, float_nan};
             }},
            {"precises", "OutOfRange",
             [](Lists& row) { row.precises = {std::numeric_limits<double>::infinity()}; }}};
}

/// Both when it is added and when it is edited; the session goes on after a rollback, and nothing is stored.
template <typename Repository, typename Row>
void check_refused(const char* column, const char* kind, const std::function<void(Row&)>& set) {
    INFO(column);
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    Session session{engine};
    Repository table{session};
    Row wrong{.id = 1};
    set(wrong);
    const auto on_add = thrown_by([&] {
        table.add(wrong);
        session.commit();
    });
    CHECK(on_add.kind == kind);
    CHECK(on_add.what.find(column) != std::string::npos);
    session.rollback();
    CHECK(table.rows().empty());

    const auto good = table.add({.id = 2});
    session.commit();
    const Row before = *good;
    const auto on_edit = thrown_by([&] {
        set(good.edit());
        session.commit();
    });
    CHECK(on_edit.kind == kind);
    session.rollback();
    CHECK(*good == before);
    const auto rows = table.rows();
    REQUIRE(rows.size() == 1);
    CHECK(rows.front() == before);
}

// Tables that hold anything, as another program may have made them.
constexpr const char* loose_samples =
    "drop table samples; create table samples (id integer primary key, flag, tiny, medium, large, ratio, "
    "precise, price, exact, name, note, data, day, at, moment, token, document, color);"
    "insert into samples values (1, 1, 2, 3, 4, 0.5, 0.25, 1.5, '2.5', 'name', 'note', x'00', '2024-02-29', "
    "'12:00:00', '2024-02-29 12:00:00', '123e4567-e89b-12d3-a456-426614174000', '{}', 'blue')";

struct Misfit {
    const char* column;
    const char* sql; // what is stored
    const char* kind;
};

const std::vector<Misfit> misfits{
    {"flag", "2", "ConversionError"},
    {"flag", "-1", "ConversionError"},
    {"flag", "'true'", "ConversionError"},
    {"tiny", "32768", "OutOfRange"},
    {"tiny", "-32769", "OutOfRange"},
    {"medium", "2147483648", "OutOfRange"},
    {"medium", "-133713371337", "OutOfRange"},
    {"medium", "'12'", "ConversionError"},
    {"medium", "1.0", "ConversionError"},
    {"large", "9223372036854775808", "ConversionError"},
    {"large", "'canary'", "ConversionError"},
    {"large", "x'31'", "ConversionError"},
    {"ratio", "1e39", "OutOfRange"},
    {"ratio", "'0.5'", "ConversionError"},
    {"precise", "'canary'", "ConversionError"},
    {"precise", "9007199254740993", "ConversionError"},
    {"price", "0.00013371337", "ConversionError"},
    {"price", "1e300", "ConversionError"},
    {"price", "9e999", "ConversionError"},
    {"price", "133713371337", "OutOfRange"},
    {"price", "'canary'", "ConversionError"},
    {"exact", "'0.00013371337'", "OutOfRange"},
    {"exact", "'13371337000000000000000000000'", "OutOfRange"},
    {"exact", "'1e5'", "ConversionError"},
    {"exact", "''", "ConversionError"},
    {"exact", "0.5", "ConversionError"},
    {"name", "1", "ConversionError"},
    {"note", "x'63616e617279'", "ConversionError"},
    {"data", "'canary'", "ConversionError"},
    {"day", "'canary'", "ConversionError"},
    {"day", "'2023-02-29'", "ConversionError"},
    {"day", "'0000-01-01'", "ConversionError"},
    {"day", "'10000-01-01'", "ConversionError"},
    {"day", "20240229", "ConversionError"},
    {"at", "'24:00:00'", "ConversionError"},
    {"at", "'canary'", "ConversionError"},
    {"moment", "'2024-02-29 12:00:00+02:00'", "ConversionError"},
    {"moment", "1709208000", "ConversionError"},
    {"token", "'canary'", "ConversionError"},
    {"document", "1", "ConversionError"},
    {"color", "'green'", "ConversionError"}, // the label is 'dark green'
    {"color", "'canary'", "ConversionError"},
    {"color", "0", "ConversionError"},
};

/// Each way to read a row of `table` ends in an error of this kind.
template <typename Repository>
void check_unreadable(Session& session, Repository& table, const Misfit& misfit) {
    INFO(misfit.column << " = " << misfit.sql);
    for (const auto& read : std::vector<std::function<void()>>{
             [&] { static_cast<void>(table.rows()); }, [&] { static_cast<void>(table.all()); },
             [&] { static_cast<void>(table.get(1)); }, [&] { static_cast<void>(table.find(1)); }}) {
        const auto thrown = thrown_by(read);
        CHECK(thrown.kind == misfit.kind);
        CHECK(thrown.column == misfit.column);
        CHECK(thrown.what.find(misfit.column) != std::string::npos);
    }
    session.rollback();
}

template <typename Repository>
void check_misfit(const char* table_name, const char* loose_table, const Misfit& misfit) {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    engine.execute(loose_table);
    Session session{engine};
    Repository table{session};
    const auto set = [&](const char* value) {
        engine.execute(std::string("update ") + table_name + " set " + misfit.column + " = " + value);
    };
    const auto good = table.rows();
    session.rollback();
    set(misfit.sql);
    check_unreadable(session, table, misfit);

    // The row is managed, and then does not fit any more.
    engine.execute(loose_table);
    const auto ref = table.get(1);
    const auto before = *ref;
    session.rollback();
    set(misfit.sql);
    CHECK(thrown_by([&] { session.refresh(ref); }).kind == misfit.kind);
    CHECK(*ref == before);
    session.rollback();
    engine.execute(loose_table);
    session.refresh(ref);
    CHECK(*ref == before);
    CHECK(table.rows() == good);
}

constexpr const char* loose_lists =
    "drop table lists; create table lists (id integer primary key, flags, tinies, mediums, larges, ratios, "
    "precises, prices, names, days, times, moments, tokens, colors);"
    "insert into lists values (1, '[true]', '[1]', '[ ]', '[]', '[]', '[]', '[]', '[\"a\"]', '[]', '[]', "
    "'[]', '[]', '[\"dark green\"]')";

const std::vector<Misfit> list_misfits{
    {"tinies", "'canary'", "ConversionError"},
    {"tinies", "'[1'", "ConversionError"},
    {"tinies", "'[1] 2'", "ConversionError"},
    {"tinies", "'{}'", "ConversionError"},
    {"tinies", "1", "ConversionError"},
    {"tinies", "'[32768]'", "OutOfRange"},
    {"tinies", "'[1.5]'", "ConversionError"},
    {"tinies", "'[[1]]'", "ConversionError"},
    {"tinies", "'[null]'", "NullValue"},
    {"larges", "'[9223372036854775808]'", "OutOfRange"},
    {"ratios", "'[1e39]'", "OutOfRange"},
    {"prices", "'[\"0.00013371337\"]'", "OutOfRange"},
    {"prices", "'[\"canary\"]'", "ConversionError"},
    {"names", "'[\"canary canary canary \"]'", "TooLong"},
    {"names", "'[\"\\u0000\"]'", "EncodingError"},
    {"days", "'[\"2023-02-29\"]'", "ConversionError"},
    {"tokens", "'[\"canary\"]'", "ConversionError"},
    {"colors", "'[\"canary\"]'", "ConversionError"},
};

// Where columns are strict, other programs can still have given them other types.
constexpr const char* good_sample =
    "insert into samples values (1, true, 2, 3, 4, 0.5, 0.25, 1.5, 2.5, 'name', 'note', '\\x00', "
    "'2024-02-29', "
    "'12:00:00', '2024-02-29 12:00:00', '123e4567-e89b-12d3-a456-426614174000', '{}', 'blue')";

struct OtherType {
    const char* column;
    const char* type;
    const char* sql; // what is stored
    const char* kind;
};

const std::vector<OtherType> other_types{
    {"flag", "integer", "2", "ConversionError"},
    {"flag", "text", "'true'", "ConversionError"},
    {"tiny", "integer", "32768", "OutOfRange"},
    {"tiny", "bigint", "-32769", "OutOfRange"},
    {"medium", "bigint", "2147483648", "OutOfRange"},
    {"medium", "text", "'12'", "ConversionError"},
    {"large", "text", "'canary'", "ConversionError"},
    {"large", "bytea", "'\\x31'", "ConversionError"},
    {"ratio", "double precision", "1e39", "OutOfRange"},
    {"ratio", "text", "'0.5'", "ConversionError"},
    {"price", "numeric", "0.00013371337", "OutOfRange"},
    {"price", "numeric", "133713371337", "OutOfRange"},
    {"price", "numeric", "'NaN'", "OutOfRange"},
    {"price", "text", "'canary'", "ConversionError"},
    {"exact", "numeric", "0.00013371337", "OutOfRange"},
    {"exact", "numeric", "13371337000000000000000000000", "OutOfRange"},
    {"exact", "text", "''", "ConversionError"},
    {"name", "integer", "1", "ConversionError"},
    {"note", "bytea", "'canary'", "ConversionError"},
    {"data", "text", "'canary'", "ConversionError"},
    {"day", "text", "'canary'", "ConversionError"},
    {"day", "text", "'2023-02-29'", "ConversionError"},
    {"day", "date", "'infinity'", "OutOfRange"},
    {"day", "date", "'0001-01-01 BC'", "OutOfRange"},
    {"day", "date", "'10000-01-01'", "OutOfRange"},
    {"day", "integer", "20240229", "ConversionError"},
    {"at", "time", "'24:00:00'", "OutOfRange"},
    {"at", "text", "'canary'", "ConversionError"},
    {"moment", "timestamptz", "'-infinity'", "OutOfRange"},
    {"moment", "timestamptz", "'10000-01-01 00:00:00'", "OutOfRange"},
    {"moment", "bigint", "1709208000", "ConversionError"},
    {"token", "text", "'canary'", "ConversionError"},
    {"document", "integer", "1", "ConversionError"},
    {"color", "text", "'green'", "ConversionError"}, // the label is 'dark green'
    {"color", "integer", "0", "ConversionError"},
};

void check_other_type(const OtherType& other) {
    const test::TestDatabase database;
    const std::string column = other.column;
    {
        Engine engine{database.url()};
        create_all(engine);
        engine.execute(good_sample);
        engine.execute("alter table samples alter " + column + " drop not null, alter " + column + " type " +
                       other.type + " using (" + other.sql + ")::" + other.type);
    }
    Engine engine{database.url()};
    Session session{engine};
    SampleRepository samples{session};
    check_unreadable(session, samples, {other.column, other.sql, other.kind});
    engine.execute("delete from samples");
    CHECK(samples.rows().empty());
}

}

TEST_CASE("a value that does not fit its column is refused, and nothing is stored") {
    for (const auto& refused : refused_values())
        check_refused<SampleRepository, Sample>(refused.column, refused.kind, refused.set);
    for (const auto& refused : refused_lists())
        check_refused<ListsRepository, Lists>(refused.column, refused.kind, refused.set);
}

TEST_CASE("a number that is not one is refused, and nothing is stored", "[not all_reals]") {
    for (const auto& refused : refused_reals())
        check_refused<SampleRepository, Sample>(refused.column, refused.kind, refused.set);
    for (const auto& refused : refused_lists_of_reals())
        check_refused<ListsRepository, Lists>(refused.column, refused.kind, refused.set);
}

TEST_CASE("a text that is no JSON is refused by the column's check, which names it", "[keeps_json_text]") {
    for (const char* text : {"{canary", ""})
        check_refused<SampleRepository, Sample>("document", "CheckViolation",
                                                [&](Sample& row) { row.document = {text}; });
}

TEST_CASE("a text that is no JSON is refused by the column's type", "[not keeps_json_text]") {
    for (const char* text : {"{canary", ""})
        check_refused<SampleRepository, Sample>("", "InvalidFormat",
                                                [&](Sample& row) { row.document = {text}; });
}

TEST_CASE("a stored value that does not fit the model is a typed error, and the session goes on",
          "[loose_types]") {
    for (const auto& misfit : misfits)
        check_misfit<SampleRepository>("samples", loose_samples, misfit);
    for (const auto& misfit : list_misfits)
        check_misfit<ListsRepository>("lists", loose_lists, misfit);
}

TEST_CASE("NULL where the model takes none is a NullValue, in every column", "[loose_types]") {
    for (const char* column : {"flag", "tiny", "medium", "large", "ratio", "precise", "price", "exact",
                               "name", "note", "data", "day", "at", "moment", "token", "document", "color"})
        check_misfit<SampleRepository>("samples", loose_samples, {column, "null", "NullValue"});
    check_misfit<ListsRepository>("lists", loose_lists, {"flags", "null", "NullValue"});
}

TEST_CASE(
    "a stored value of another type that does not fit the model is a typed error, and the session goes on",
    "[not loose_types]") {
    for (const auto& other : other_types)
        check_other_type(other);
    for (const char* column : {"flag", "tiny", "medium", "large", "ratio", "precise", "price", "exact",
                               "name", "note", "data", "day", "at", "moment", "token", "document"})
        check_other_type({column, "text", "null", "NullValue"});
}

TEST_CASE("a null inside an optional list is a NullValue, and outside an empty optional") {
    const test::TestDatabase database;
    Engine engine{database.url()};
    create_all(engine);
    engine.execute(test::spelled(test::Sql{.sqlite = "insert into maybes (numbers) values ('[1, null]')",
                                           .postgres = "insert into maybes (numbers) values ('{1, null}')"}));
    Session session{engine};
    MaybeRepository maybes{session};
    CHECK(thrown_by([&] { static_cast<void>(maybes.rows()); }).kind == "NullValue");
    session.rollback();
    engine.execute("update maybes set numbers = null");
    CHECK(maybes.rows().front().numbers == std::nullopt);
}

TEST_CASE("the generated functions of an enum refuse what is none of its values") {
    CHECK(to_string(Color::green) == "dark green");
    CHECK(parse_color("dark green") == Color::green);
    CHECK(parse_color("green") == std::nullopt);
    CHECK(parse_color("") == std::nullopt);
    CHECK_THROWS_AS(to_string(static_cast<Color>(3)), ConversionError);
    CHECK_THROWS_AS(to_string(static_cast<Color>(-1)), ConversionError);
}
