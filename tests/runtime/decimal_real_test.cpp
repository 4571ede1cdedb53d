#include "core/decimal_real.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>

using rowsmith::Decimal;
using rowsmith::from_real;
using rowsmith::to_real;

namespace {

std::int64_t power_of_ten(int exponent) {
    std::int64_t power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/// "none", or the decimal as it prints.
std::string read(double real, int precision, int scale) {
    const auto decimal = from_real(real, precision, scale);
    return decimal ? decimal->to_string() : "none";
}

}

TEST_CASE("every decimal of up to 15 digits comes back from its double, digits and scale alike") {
    std::mt19937_64 random(15);
    int wrong = 0;
    for (int precision = 1; precision <= 15; ++precision) {
        std::uniform_int_distribution<std::int64_t> coefficients(1 - power_of_ten(precision),
                                                                 power_of_ten(precision) - 1);
        for (int scale = 0; scale <= precision; ++scale) {
            for (int round = 0; round < 2500; ++round) {
                const auto decimal = Decimal::scaled(coefficients(random), scale);
                const auto back = from_real(to_real(decimal), precision, scale);
                const bool same =
                    back && back->coefficient() == decimal.coefficient() && back->scale() == scale;
                wrong += same && to_real(decimal) == decimal.to_double() ? 0 : 1;
            }
        }
    }
    CHECK(wrong == 0);
}

TEST_CASE("the largest and smallest decimals of each precision and scale come back") {
    for (int precision = 1; precision <= 15; ++precision)
        for (int scale = 0; scale <= precision; ++scale)
            for (const auto coefficient : {power_of_ten(precision) - 1, power_of_ten(precision) - 2,
                                           power_of_ten(precision - 1), std::int64_t{1}, std::int64_t{0}})
                for (const auto sign : {1, -1}) {
                    const auto decimal = Decimal::scaled(sign * coefficient, scale);
                    CAPTURE(precision, decimal.to_string());
                    CHECK(from_real(to_real(decimal), precision, scale) == decimal);
                }
}

TEST_CASE("a number that is out of a decimal's range or not finite is refused") {
    for (int precision = 1; precision <= 15; ++precision)
        for (int scale = 0; scale <= precision; ++scale)
            for (const auto sign : {1, -1}) {
                CAPTURE(precision, scale, sign);
                CHECK_FALSE(from_real(to_real(Decimal::scaled(sign * power_of_ten(precision), scale)),
                                      precision, scale));
            }
    CHECK(read(1e300, 12, 2) == "none");
    CHECK(read(-std::numeric_limits<double>::max(), 15, 15) == "none");
    CHECK(read(std::numeric_limits<double>::infinity(), 12, 2) == "none");
    CHECK(read(-std::numeric_limits<double>::infinity(), 12, 2) == "none");
    CHECK(read(std::numeric_limits<double>::quiet_NaN(), 12, 2) == "none");
}

TEST_CASE("what sums made by SQL are off by is forgiven") {
    CHECK(read(0.1 + 0.2, 12, 2) == "0.30");
    CHECK(read(0.3 - 0.1, 12, 2) == "0.20");
    CHECK(read(1000.10 - 1000.00, 12, 2) == "0.10");
    CHECK(read(0.1 + 0.2 - 0.3, 12, 2) == "0.00");
    CHECK(read(12345678.90 - 12345678.80, 12, 2) == "0.10");
    CHECK(read(1.1 * 3, 5, 1) == "3.3");
    CHECK(read(-0.0, 12, 2) == "0.00");
    double sum = 0;
    for (int count = 0; count < 1000; ++count)
        sum += 0.01;
    CHECK(read(sum, 12, 2) == "10.00");
}

TEST_CASE("a number with other digits is refused") {
    for (const double real :
         {0.005, 0.001, 1.234, 12.345, 0.3049, 99.99001, 1234567.125, -0.125, 1e-5, 1.0 / 3}) {
        CAPTURE(real);
        CHECK(read(real, 12, 2) == "none");
    }
    CHECK(read(0.5, 15, 0) == "none");
    CHECK(read(1e-9, 4, 2) == "none");
    CHECK(read(123456789012.5, 15, 0) == "none");
    CHECK(read(999'999'999'999'998.5, 15, 0) == "none");
}

TEST_CASE("random numbers with a visible further digit are refused") {
    std::mt19937_64 random(16);
    int accepted = 0;
    for (int precision = 1; precision <= 13; ++precision) {
        std::uniform_int_distribution<std::int64_t> coefficients(0, power_of_ten(precision) - 1);
        for (int scale = 0; scale <= precision; ++scale)
            for (int round = 0; round < 200; ++round) {
                const auto further = coefficients(random) * 10 + 1 + static_cast<std::int64_t>(random() % 9);
                if (from_real(to_real(Decimal::scaled(further, scale + 1)), precision, scale))
                    ++accepted;
            }
    }
    CHECK(accepted == 0);
}

TEST_CASE("decimals of more than 15 digits become the nearest double") {
    CHECK(to_real(Decimal("9007199254740993")) == 9007199254740992.0);
    CHECK(to_real(Decimal("0.12345678901234567890123456789")) == 0.12345678901234567890123456789);
    CHECK(to_real(Decimal("-99999999999999999999999999999999999999")) == -1e38);
    CHECK(to_real(Decimal("0.00000000000000000000000000000000000001")) == 1e-38);
}
