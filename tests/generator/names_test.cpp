#include "support/names.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <vector>

using namespace rowsmith;

TEST_CASE("names are converted to pascal case", "[names]") {
    struct Row {
        std::string name;
        std::string pascal;
    };
    const std::vector<Row> rows{
        {"order_item", "OrderItem"},
        {"orderItem", "OrderItem"},
        {"OrderItem", "OrderItem"},
        {"ORDER_ITEM", "OrderItem"},
        {"HTTPServer", "HTTPServer"},
        {"URL", "URL"},
        {"x", "X"},
        {"a_b_c", "ABC"},
        {"line_2", "Line2"},
        {"class_", "Class"},
        {"_private", "Private"},
        {"a__b", "AB"},
        {"_", "_"},
        {"_1", "_1"},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(pascal_case(row.name) == row.pascal);
    }
}

TEST_CASE("names are converted to snake case", "[names]") {
    struct Row {
        std::string name;
        std::string snake;
    };
    const std::vector<Row> rows{
        {"OrderItem", "order_item"},
        {"orderItem", "order_item"},
        {"order_item", "order_item"},
        {"Order_Item", "order_item"},
        {"ORDER_ITEM", "order_item"},
        {"HTTPServer", "http_server"},
        {"URL", "url"},
        {"userID", "user_id"},
        {"Address2Line", "address2_line"},
        {"X509Cert", "x509_cert"},
        {"A", "a"},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(snake_case(row.name) == row.snake);
    }
}

TEST_CASE("converting a converted name changes nothing", "[names]") {
    for (const std::string name :
         {"order_item", "OrderItem", "ORDER_ITEM", "HTTPServer", "line_2", "userID"}) {
        CAPTURE(name);
        CHECK(pascal_case(pascal_case(name)) == pascal_case(name));
        CHECK(snake_case(snake_case(name)) == snake_case(name));
    }
}

TEST_CASE("words of C++ and macros of system headers are reserved", "[names]") {
    const std::vector<std::string> reserved{
        "class",     "and",      "not_eq",   "co_await",   "char8_t",  "concept",    "requires", "consteval",
        "constinit", "final",    "override", "import",     "module",   "xor_eq",     "alignas",  "nullptr",
        "register",  "typeof",   "errno",    "EOF",        "NULL",     "INT_MAX",    "PATH_MAX", "BUFSIZ",
        "SIGINT",    "st_atime", "s6_addr",  "sa_handler", "linux",    "unix",       "major",    "minor",
        "makedev",   "assert",   "stdin",    "stdout",     "stderr",   "min",        "max",      "near",
        "far",       "ERROR",    "DELETE",   "small",      "SYS_open", "BIG_ENDIAN", "RAND_MAX", "NAN",
        "M_PI",      "setjmp",   "offsetof",
    };
    for (const std::string& word : reserved) {
        CAPTURE(word);
        CHECK(is_reserved_in_cpp(word));
        CHECK(cpp_identifier(word) == word + '_');
    }
}

TEST_CASE("ordinary names are not reserved", "[names]") {
    const std::vector<std::string> free{"name",   "user",   "Class",  "classes", "id",    "status",
                                        "type",   "value",  "email",  "EMAIL",   "index", "table",
                                        "column", "string", "vector", ""};
    for (const std::string& word : free) {
        CAPTURE(word);
        CHECK_FALSE(is_reserved_in_cpp(word));
        CHECK(cpp_identifier(word) == word);
    }
}

TEST_CASE("a misspelt word finds the nearest one", "[names]") {
    constexpr std::array<std::string_view, 6> words{"primary", "unique", "identity", "on", "cascade", "desc"};
    struct Row {
        std::string name;
        std::string found;
    };
    const std::vector<Row> rows{
        {"primry", "primary"},   // a letter is missing
        {"primmary", "primary"}, // one too many
        {"primaru", "primary"},  // another
        {"uniqeu", "unique"},    // two exchanged
        {"PRIMARY", "primary"},  // another case
        {"cascad", "cascade"},
        {"dsc", "desc"},
        {"desc", "desc"},
        {"no", ""}, // half of its letters differ
        {"xyz", ""},
        {"", ""},
        {std::string(1'000'000, 'x'), ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.found);
        CHECK(nearest(row.name, words) == row.found);
    }
    CHECK(nearest("primary", {}).empty());
}

TEST_CASE("of equally near words the first is suggested", "[names]") {
    constexpr std::array<std::string_view, 2> words{"cart", "care"};
    CHECK(nearest("card", words) == "cart");
}

TEST_CASE("names are converted to camel case", "[names]") {
    struct Row {
        std::string name;
        std::string camel;
    };
    const std::vector<Row> rows{
        {"order_item", "orderItem"}, {"orderItem", "orderItem"},   {"OrderItem", "orderItem"},
        {"ORDER_ITEM", "orderItem"}, {"HTTPServer", "httpServer"}, {"URL", "url"},
        {"X", "x"},                  {"AField", "aField"},         {"userID", "userID"},
        {"line_2", "line2"},         {"_1", "_1"},                 {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(camel_case(row.name) == row.camel);
    }
}

TEST_CASE("the last word of a name gets its plural", "[names]") {
    struct Row {
        std::string name;
        std::string plural;
    };
    const std::vector<Row> rows{
        {"user", "users"},
        {"box", "boxes"},
        {"bus", "buses"},
        {"status", "statuses"},
        {"address", "addresses"},
        {"branch", "branches"},
        {"dish", "dishes"},
        {"buzz", "buzzes"},
        {"epoch", "epochs"},
        {"city", "cities"},
        {"day", "days"},
        {"key", "keys"},
        {"y", "ys"},
        {"photo", "photos"},
        {"hero", "heroes"},
        {"leaf", "leaves"},
        {"roof", "roofs"},
        {"person", "people"},
        {"child", "children"},
        {"mouse", "mice"},
        {"quiz", "quizzes"},
        {"analysis", "analyses"},
        {"index", "indexes"},
        {"matrix", "matrices"},
        {"alias", "aliases"},
        {"lens", "lenses"},
        // no plural, or one already
        {"sheep", "sheep"},
        {"equipment", "equipment"},
        {"news", "news"},
        {"users", "users"},
        {"people", "people"},
        {"data", "data"},
        {"cities", "cities"},
        {"boxes", "boxes"},
        // the last word, in the letters that it has
        {"order_item", "order_items"},
        {"sales_person", "sales_people"},
        {"person_address", "person_addresses"},
        {"SalesPerson", "SalesPeople"},
        {"salesPerson", "salesPeople"},
        {"Person", "People"},
        {"HTTPServer", "HTTPServers"},
        {"URL", "URLs"},
        {"MyURL", "MyURLs"},
        {"line2", "line2s"},
        {"class_", "classes_"},
        {"_", "_"},
        {"", ""},
    };
    for (const Row& row : rows) {
        CAPTURE(row.name);
        CHECK(plural(row.name) == row.plural);
    }
}
