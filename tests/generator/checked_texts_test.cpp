#include "support/checked_texts.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace rowsmith;

namespace {

using Check = std::optional<std::string> (*)(std::string_view);

/// Those of the texts that are let through.
std::vector<std::string> taken(Check check, const std::vector<std::string>& texts) {
    std::vector<std::string> list;
    for (const auto& text : texts)
        if (!check(text))
            list.push_back(text);
    return list;
}

const std::vector<std::string> none;

}

TEST_CASE("names of C++ types are taken, with template arguments", "[checked texts]") {
    const std::vector<std::string> types{"Money",
                                         "acme::Money",
                                         "::acme::Money",
                                         "std::vector<int>",
                                         "std::array<acme::Point, 4>",
                                         "std::map<std::string,std::vector<long>>",
                                         "Outer<int>::Inner",
                                         "bounded_v2<0, 100>"};
    CHECK(taken(cpp_type_fault, types) == types);
}

TEST_CASE("what is more or less than a C++ type's name is refused", "[checked texts]") {
    std::string deep = "A";
    for (int i = 0; i < 100'000; ++i)
        deep += "<A";
    CHECK(taken(cpp_type_fault, {"",
                                 " ",
                                 "Money ",
                                 " Money",
                                 "int",
                                 "unsigned int",
                                 "Money*",
                                 "Money&",
                                 "const Money",
                                 "Money[2]",
                                 "Money;",
                                 "Money{}",
                                 "Money()",
                                 "decltype(1)",
                                 "a::b::",
                                 "a:b",
                                 "a::::b",
                                 "::",
                                 "a.b",
                                 "a<",
                                 "a<>",
                                 "a<b",
                                 "a<b>>",
                                 "a<b> c",
                                 "a<1+1>",
                                 "a<-1>",
                                 "a<\"x\">",
                                 "a<'x'>",
                                 "a<b,>",
                                 "a<int x>",
                                 "class",
                                 "acme::operator",
                                 "errno",
                                 "EOF",
                                 "a__b",
                                 "_Upper",
                                 "3d",
                                 "a\nb",
                                 "a//b",
                                 "a/*b*/",
                                 "a\\",
                                 "Gr\xc3\xb6\xc3\x9f"
                                 "e",
                                 std::string("a\0b", 3),
                                 deep}) == none);
}

TEST_CASE("a header is a plain path below an include folder", "[checked texts]") {
    const std::vector<std::string> paths{"money.hpp", "acme/money.hpp", "acme-2/x_y/money+more.h", "complex",
                                         "a.b/..c"};
    CHECK(taken(header_fault, paths) == paths);
    CHECK(taken(header_fault, {"",           "/etc/passwd",  "../a.hpp",
                               "a/../b.hpp", "a/..",         ".",
                               "./a.hpp",    "a//b.hpp",     "a/",
                               "a\\b.hpp",   "C:/a.hpp",     "a b.hpp",
                               "a\"b",       "a>b",          "a\nb",
                               "a'b",        "a*b",          "<vector>",
                               "a;b",        "\xc3\xa4.hpp", std::string("a\0b", 3)}) == none);
}

TEST_CASE("a database's type is words, with arguments in parentheses", "[checked texts]") {
    const std::vector<std::string> types{"citext",
                                         "TEXT",
                                         "double precision",
                                         "numeric(20, 4)",
                                         "numeric(20,-4)",
                                         "varchar (20)",
                                         "timestamp(3) with time zone",
                                         "geometry(Point, 4326)",
                                         "public.citext",
                                         "citext[]",
                                         "int4[][]",
                                         "TEXT COLLATE NOCASE"};
    CHECK(taken(database_type_fault, types) == types);
}

TEST_CASE("what a database could take for more than a type is refused", "[checked texts]") {
    CHECK(taken(database_type_fault, {"",
                                      " ",
                                      "text ",
                                      " text",
                                      "text  x",
                                      "text;",
                                      "text)",
                                      "(text)",
                                      "text(",
                                      "text()",
                                      "text(1",
                                      "text(1))",
                                      "text((1))",
                                      "text(1,)",
                                      "text,",
                                      "text.",
                                      ".text",
                                      "4",
                                      "text -- x",
                                      "text /* x */",
                                      "\"text\"",
                                      "'text'",
                                      "`text`",
                                      "[text]",
                                      "text[1]",
                                      "text[",
                                      "text = 1",
                                      "text\nx",
                                      "text$1",
                                      "text(-)",
                                      "text(-x)",
                                      "text not null",
                                      "text NOT NULL",
                                      "integer primary key",
                                      "text default",
                                      "text check (x)",
                                      "text references t",
                                      "text unique",
                                      "int generated always as",
                                      "\xc3\xa4",
                                      std::string("a\0b", 3)}) == none);
}
