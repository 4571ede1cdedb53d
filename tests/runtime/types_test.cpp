#include "rowsmith/error.hpp"
#include "rowsmith/types.hpp"

#include <catch2/catch.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

using rowsmith::Decimal;
using rowsmith::InvalidFormat;
using rowsmith::OutOfRange;

namespace {

const std::string nines(38, '9');

constexpr Decimal price{"12.50"};
static_assert(price.coefficient() == 1250 && price.scale() == 2);
static_assert(Decimal::scaled(-5, 1).coefficient() == -5);

struct Account {
    Decimal balance{"0.00"};
    Decimal limit = 100;
    bool operator==(const Account&) const = default;
};

static_assert(std::is_convertible_v<int, Decimal>);
static_assert(std::is_convertible_v<unsigned long long, Decimal>);
static_assert(std::is_convertible_v<std::int8_t, Decimal>);
static_assert(!std::is_constructible_v<Decimal, bool>);
static_assert(!std::is_constructible_v<Decimal, char>);
static_assert(!std::is_constructible_v<Decimal, char32_t>);
static_assert(!std::is_constructible_v<Decimal, double>);
static_assert(!std::is_constructible_v<Decimal, std::nullptr_t>);
static_assert(!std::is_convertible_v<const char*, Decimal>);

}

TEST_CASE("a decimal keeps the digits and the scale of its text") {
    struct Row {
        std::string text;
        std::string printed;
        int scale;
    };
    for (const auto& [text, printed, scale] : {
             Row{"0", "0", 0},
             Row{"-0", "0", 0},
             Row{"0.00", "0.00", 2},
             Row{"-0.05", "-0.05", 2},
             Row{"+1.50", "1.50", 2},
             Row{"007.10", "7.10", 2},
             Row{"9223372036854775808", "9223372036854775808", 0},
             Row{"18446744073709551616.5", "18446744073709551616.5", 1},
             Row{nines, nines, 0},
             Row{"-" + nines, "-" + nines, 0},
             Row{"0." + nines, "0." + nines, 38},
             Row{"-0." + nines, "-0." + nines, 38},
             Row{"9." + nines.substr(1), "9." + nines.substr(1), 37},
             Row{std::string(60, '0') + "1", "1", 0},
             Row{"10000000000000000000000000000000000000", "10000000000000000000000000000000000000", 0},
         }) {
        CAPTURE(text);
        CHECK(Decimal(text).to_string() == printed);
        CHECK(Decimal(text).scale() == scale);
    }
}

TEST_CASE("a decimal refuses what is not a number of at most 38 digits") {
    for (const char* const text : {"", "-", "+", ".", ".5", "5.", "-.5", "1.2.3", "1e5", " 1", "1 ", "0x1",
                                   "1,5", "--1", "+-1", "NaN", "inf", "12a"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(Decimal(text), InvalidFormat);
    }
    CHECK_THROWS_AS(Decimal("1" + std::string(38, '0')), OutOfRange);
    CHECK_THROWS_AS(Decimal("1." + std::string(38, '0')), OutOfRange);
    CHECK_THROWS_AS(Decimal("0." + std::string(39, '0')), OutOfRange);
    CHECK_THROWS_AS(Decimal(std::string(200, '9')), OutOfRange);
    CHECK_THROWS_AS(Decimal(std::string(200, '9') + "x"), InvalidFormat);
    CHECK_THROWS_AS(Decimal(std::string_view("1\0", 2)), InvalidFormat);
    CHECK_THROWS_AS(Decimal::scaled(1, -1), OutOfRange);
    CHECK_THROWS_AS(Decimal::scaled(1, 39), OutOfRange);
    CHECK_THROWS_AS(Decimal::scaled(Decimal(nines).coefficient() + 1, 0), OutOfRange);
    CHECK_THROWS_AS(Decimal::scaled(-Decimal(nines).coefficient() - 1, 0), OutOfRange);
}

TEST_CASE("a decimal is made from every whole number") {
    CHECK(Decimal(std::numeric_limits<std::int64_t>::min()).to_string() == "-9223372036854775808");
    CHECK(Decimal(std::numeric_limits<std::int64_t>::max()).to_string() == "9223372036854775807");
    CHECK(Decimal(std::numeric_limits<std::uint64_t>::max()).to_string() == "18446744073709551615");
    CHECK(Decimal(std::int8_t{-128}).to_string() == "-128");
    CHECK(Decimal{} == 0);
    CHECK(Account{.balance = 3} != Account{});
    CHECK(Account{}.balance.to_string() == "0.00");
}

TEST_CASE("decimals compare as numbers whatever their scales") {
    const std::string tiny = "0." + std::string(37, '0') + "1";
    const std::vector<std::vector<std::string>> ascending{
        {"-" + nines},
        {"-10", "-10.0", "-10." + std::string(36, '0')},
        {"-9.5", "-9.50"},
        {"-" + tiny},
        {"0", "-0.00", "0." + std::string(38, '0')},
        {tiny},
        {"0." + nines},
        {"1", "1.0", "1." + std::string(37, '0')},
        {"1." + std::string(36, '0') + "1"},
        {"1.01"},
        {"1.1", "1.10"},
        {"9.00"},
        {"10.00"},
        {nines.substr(1)},
        {nines},
    };
    for (std::size_t left = 0; left < ascending.size(); ++left)
        for (std::size_t right = 0; right < ascending.size(); ++right)
            for (const auto& a : ascending[left])
                for (const auto& b : ascending[right]) {
                    CAPTURE(a, b);
                    CHECK((Decimal(a) <=> Decimal(b)) == (left <=> right));
                    CHECK((Decimal(a) == Decimal(b)) == (left == right));
                }
    CHECK(Decimal("1.50") == Decimal("1.5"));
    CHECK(Decimal("2.0") == 2);
    CHECK(Decimal("2.5") > 2);
}

TEST_CASE("decimals add, subtract and multiply exactly") {
    CHECK((Decimal("0.1") + Decimal("0.2")).to_string() == "0.3");
    CHECK((Decimal("1.5") + Decimal("0.25")).to_string() == "1.75");
    CHECK((Decimal("1") - Decimal("1.000")).to_string() == "0.000");
    CHECK((Decimal("0.10") - Decimal("0.3")).to_string() == "-0.20");
    CHECK((Decimal("-1.5") + Decimal("-2.5")).to_string() == "-4.0");
    CHECK((Decimal("-1.50") * Decimal("2.0")).to_string() == "-3.000");
    CHECK((-Decimal("1.50")).to_string() == "-1.50");
    CHECK((Decimal("0.00") * Decimal("-5")).to_string() == "0.00");

    Decimal total = 10;
    total += Decimal("0.5");
    total -= 3;
    total *= 2;
    CHECK(total.to_string() == "15.0");
}

TEST_CASE("decimal arithmetic reaches 38 digits and refuses 39") {
    const Decimal largest(nines);
    const Decimal half("50000000000000000000000000000000000000");
    CHECK(largest - largest == 0);
    CHECK((largest - half) + half == largest);
    CHECK_THROWS_AS(largest + 1, OutOfRange);
    CHECK_THROWS_AS(-largest - 1, OutOfRange);
    CHECK_THROWS_AS(largest + largest, OutOfRange);
    CHECK_THROWS_AS(half + half, OutOfRange);

    // The left number has 39 digits at the scale of the right one, the result has 38.
    const Decimal power("10000000000000000000000000000000000000");
    CHECK((power - Decimal("0.1")).to_string() == nines.substr(1) + ".9");
    CHECK((Decimal("0.1") - power).to_string() == "-" + nines.substr(1) + ".9");
    CHECK((Decimal("19999999999999999999999999999999999999") -
           Decimal("9999999999999999999999999999999999999.9"))
              .to_string() == "9999999999999999999999999999999999999.1");
    CHECK_THROWS_AS(power + Decimal("0.1"), OutOfRange);
    CHECK_THROWS_AS(largest + Decimal("0." + nines), OutOfRange);

    const Decimal root("10000000000000000000");
    CHECK((root * (root - 1)).to_string() == "99999999999999999990000000000000000000");
    CHECK_THROWS_AS(root * root, OutOfRange);
    CHECK_THROWS_AS(largest * largest, OutOfRange);
    CHECK_THROWS_AS(largest * -largest, OutOfRange);
    CHECK((largest * 0) == 0);
    CHECK((largest * -1) == -largest);
    CHECK_THROWS_AS(Decimal::scaled(1, 20) * Decimal::scaled(1, 19), OutOfRange);
}

TEST_CASE("a decimal changes its scale without changing its value") {
    CHECK(Decimal("1.5").rescaled(4).to_string() == "1.5000");
    CHECK(Decimal("1.500").rescaled(1).to_string() == "1.5");
    CHECK(Decimal("-7.00").rescaled(0).to_string() == "-7");
    CHECK(Decimal("0").rescaled(38).to_string() == "0." + std::string(38, '0'));
    CHECK_THROWS_AS(Decimal("1.55").rescaled(1), OutOfRange);
    CHECK_THROWS_AS(Decimal(nines).rescaled(1), OutOfRange);
    CHECK_THROWS_AS(Decimal("1").rescaled(38), OutOfRange);
    CHECK_THROWS_AS(Decimal("1").rescaled(-1), OutOfRange);
    CHECK_THROWS_AS(Decimal("0").rescaled(39), OutOfRange);
}

TEST_CASE("a decimal rounds half away from zero") {
    struct Row {
        std::string text;
        int scale;
        std::string rounded;
    };
    for (const auto& [text, scale, rounded] : {
             Row{"1.25", 1, "1.3"},
             Row{"1.24", 1, "1.2"},
             Row{"-1.25", 1, "-1.3"},
             Row{"-1.2499", 1, "-1.2"},
             Row{"0.5", 0, "1"},
             Row{"0.49", 0, "0"},
             Row{"-0.49", 0, "0"},
             Row{"9.99", 1, "10.0"},
             Row{"1.5", 3, "1.500"},
             Row{"0." + nines, 0, "1"},
             Row{"0.5" + std::string(37, '0'), 0, "1"},
             Row{"0.4" + nines.substr(1), 0, "0"},
             Row{nines.substr(1) + ".5", 0, "1" + std::string(37, '0')},
         }) {
        CAPTURE(text, scale);
        CHECK(Decimal(text).rounded(scale).to_string() == rounded);
    }
    CHECK_THROWS_AS(Decimal("1").rounded(39), OutOfRange);
    CHECK_THROWS_AS(Decimal("1").rounded(-1), OutOfRange);
}

TEST_CASE("a decimal counts its digits") {
    CHECK(Decimal("0").digits() == 1);
    CHECK(Decimal("0.00").digits() == 1);
    CHECK(Decimal("-12.50").digits() == 4);
    for (int digits = 1; digits <= 38; ++digits) {
        const auto count = static_cast<std::size_t>(digits);
        CAPTURE(digits);
        CHECK(Decimal(nines.substr(0, count)).digits() == digits);
        CHECK(Decimal("-1" + std::string(count - 1, '0')).digits() == digits);
    }
    Decimal::Coefficient power = 1;
    for (int bit = 0; bit < 126; ++bit, power *= 2) {
        const Decimal value = Decimal::scaled(power, 0);
        CHECK(value.digits() == static_cast<int>(value.to_string().size()));
    }
}

TEST_CASE("a decimal becomes the nearest double") {
    CHECK(Decimal("0.1").to_double() == 0.1);
    CHECK(Decimal("-12.50").to_double() == -12.5);
    CHECK(Decimal(nines).to_double() == 1e38);
    CHECK(Decimal("0." + std::string(37, '0') + "1").to_double() == 1e-38);
    CHECK(Decimal("123456789012345678.9").to_double() == 123456789012345678.9);
    CHECK(Decimal("9007199254740993").to_double() == 9007199254740992.0);
    CHECK(Decimal(0).to_double() == 0.0);
}
