#include "support/verbatim.hpp"

#include <catch2/catch.hpp>

using rowsmith::verbatim_fault;

TEST_CASE("one expression may stand in the statement") {
    const auto sql = GENERATE(
        as<std::string>{}, "age >= 0", "(a + b) * (c)", "name <> 'a;b -- c /* d'", "\"odd;name\" is not null",
        "it = 'it''s'", "\"a\"\"b\" > 0", "[odd name] > 0", "`odd name` > 0", "tags[1] = 'x'",
        "x = array[1, 2]", "x = array[array[1], array[2]]", "name like '%\\%' escape '\\'", "x = E'a\\nb'",
        "a - - b > 0", "a / b * c > 0", "x::text = 'a'", "price$ > 0", "größe > 0", "a >\n  0", "name = ''");
    CAPTURE(sql);
    CHECK(verbatim_fault(sql) == std::nullopt);
}

TEST_CASE("what could end or hide the statement is refused") {
    struct Row {
        std::string sql, fault;
    };
    const auto row = GENERATE(values<Row>({
        {"", "it is empty"},
        {" \n\t", "it is empty"},
        {"1; drop table t", "it contains `;`"},
        {"a > 0) or (b > 0", "a `)` closes nothing"},
        {"(a > 0", "a `(` is not closed"},
        {"a > 0)", "a `)` closes nothing"},
        {"a[1", "a `[` is not closed"},
        {"a[(1]", "a `]` closes nothing"},
        {"a]", "a `]` closes nothing"},
        {"a = 'b", "a `'` is not closed"},
        {"a = 'b''", "a `'` is not closed"},
        {"\"a > 0", "a `\"` is not closed"},
        {"`a > 0", "a ``` is not closed"},
        {"a > 0 -- b", "it contains a comment"},
        {"a > 0 /* b */", "it contains a comment"},
        {"a > 0 \\! ls", "it contains `\\` outside of quotes"},
        {"$$ ; $$", "it contains `$` outside of quotes"},
        {"a = $1", "it contains `$` outside of quotes"},
        {std::string("a\0b", 3), "it contains a NUL character"},
        {std::string("'a\0b'", 5), "it contains a NUL character"},
        // harmless in one reading, not in the other
        {"[']'] ; '", "it contains `;`"},
        {"[ ' ]", "a `'` is not closed"},
        {"` ; `", "it contains `;`"},
        {"array[([1])]", "a `)` closes nothing"},
        {"E'\\' ); drop table t; '", "a `)` closes nothing"},
        {"x = E'a\\'b'", "a `'` is not closed"},
        {"[odd;name]", "it contains `;`"},
        {"`odd;name`", "it contains `;`"},
        {"E'a'\n'\\'' ); drop table t; --'", "a `)` closes nothing"},
    }));
    CAPTURE(row.sql);
    CHECK(verbatim_fault(row.sql).value_or("nothing") == row.fault);
}
