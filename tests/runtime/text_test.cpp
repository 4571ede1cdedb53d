#include "core/text.hpp"

#include <catch2/catch.hpp>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using rowsmith::check_text;
using rowsmith::TextCheck;
using rowsmith::TextFault;

namespace {

/// UTF-8 of any number, well formed or not: what the checker must accept for scalar values and for nothing
/// else.
std::string encode(std::uint32_t code, int bytes) {
    if (bytes == 1)
        return {static_cast<char>(code)};
    std::string text;
    for (int following = bytes - 1; following > 0; --following) {
        text.insert(text.begin(), static_cast<char>(0x80 | (code & 0x3f)));
        code >>= 6;
    }
    const std::uint32_t mark = 0xff00U >> bytes & 0xffU;
    text.insert(text.begin(), static_cast<char>(mark | code));
    return text;
}

int shortest_length(std::uint32_t code) {
    if (code < 0x80)
        return 1;
    if (code < 0x800)
        return 2;
    return code < 0x10000 ? 3 : 4;
}

bool is_scalar(std::uint32_t code) {
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
}

struct Piece {
    std::string bytes;
    TextFault fault;
};

/// Pieces of every kind, to put texts together of.
std::vector<Piece> pieces() {
    return {
        {"a", TextFault::none},
        {"plain ASCII of more than a word", TextFault::none},
        {"\x7f", TextFault::none},
        {"\xc2\x80", TextFault::none},
        {"\xe2\x82\xac", TextFault::none},
        {"\xf0\x9f\x98\x80", TextFault::none},
        {std::string(1, '\0'), TextFault::nul},
        {"\x80", TextFault::encoding},
        {"\xc3(", TextFault::encoding},
        {"\xf0\x9f\x98(", TextFault::encoding},
        {"\xff", TextFault::encoding},
    };
}

}

TEST_CASE("ASCII of every length is accepted and counted") {
    for (std::size_t size = 0; size <= 200; ++size) {
        const std::string text(size, 'x');
        const TextCheck check = check_text(text);
        CAPTURE(size);
        CHECK(check.fault == TextFault::none);
        CHECK(check.characters == size);
    }
    CHECK(check_text({}).fault == TextFault::none);
}

TEST_CASE("each single byte is judged at every place of a text") {
    for (std::size_t size = 1; size <= 72; ++size)
        for (std::size_t place = 0; place < size; ++place)
            for (const int byte : {0x00, 0x01, 0x7f, 0x80, 0xbf, 0xc0, 0xff}) {
                std::string text(size, 'x');
                text[place] = static_cast<char>(byte);
                const TextCheck check = check_text(text);
                CAPTURE(size, place, byte);
                if (byte == 0x01 || byte == 0x7f) {
                    REQUIRE(check.fault == TextFault::none);
                    REQUIRE(check.characters == size);
                } else {
                    REQUIRE(check.fault == (byte == 0 ? TextFault::nul : TextFault::encoding));
                    REQUIRE(check.offset == place);
                    REQUIRE(check.characters == place);
                }
            }
}

TEST_CASE("every code point is accepted in its shortest form and refused as a surrogate") {
    int wrong = 0;
    for (std::uint32_t code = 1; code <= 0x110fff; ++code) {
        const TextCheck check = check_text(encode(code, shortest_length(code)));
        const bool right = is_scalar(code) ? check.fault == TextFault::none && check.characters == 1
                                           : check.fault == TextFault::encoding && check.offset == 0;
        wrong += right ? 0 : 1;
    }
    CHECK(wrong == 0);
}

TEST_CASE("forms that are longer than the shortest are refused") {
    int wrong = 0;
    for (std::uint32_t code = 0; code < 0x10000; ++code)
        for (int bytes = shortest_length(code) + 1; bytes <= 4; ++bytes)
            wrong += check_text(encode(code, bytes)).fault == TextFault::encoding ? 0 : 1;
    CHECK(wrong == 0);
}

TEST_CASE("lead bytes, following bytes and ends that do not fit are refused") {
    using namespace std::string_view_literals;
    for (const auto text : {"\x80"sv,
                            "\xbf"sv,
                            "\xc0\x80"sv,
                            "\xc1\xbf"sv,
                            "\xc2"sv,
                            "\xc2x"sv,
                            "\xc2\xc2\x80"sv,
                            "\xdf\xc0"sv,
                            "\xe0\x9f\xbf"sv,
                            "\xe0\xa0"sv,
                            "\xe2\x82"sv,
                            "\xe2\x82x"sv,
                            "\xe2x\x82"sv,
                            "\xed\xa0\x80"sv,
                            "\xed\xbf\xbf"sv,
                            "\xf0\x8f\xbf\xbf"sv,
                            "\xf0\x9f\x98"sv,
                            "\xf0\x9f\x98x"sv,
                            "\xf0\x9fx\x80"sv,
                            "\xf4\x90\x80\x80"sv,
                            "\xf5\x80\x80\x80"sv,
                            "\xf8\x88\x80\x80\x80"sv,
                            "\xfe"sv,
                            "\xff"sv,
                            "\xed\xa0\xbd\xed\xb8\x80"sv}) {
        const TextCheck check = check_text(text);
        CAPTURE(std::string(text));
        CHECK(check.fault == TextFault::encoding);
        CHECK(check.offset == 0);
        CHECK(check.characters == 0);
    }
}

TEST_CASE("a character whose end lies behind the text is refused") {
    for (const std::string_view character : {"\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80"})
        for (std::size_t size = 1; size < character.size(); ++size) {
            CAPTURE(character.size(), size);
            CHECK(check_text(character.substr(0, size)).fault == TextFault::encoding);
        }
}

TEST_CASE("the fault's offset is that of the first byte of what is not a character") {
    CHECK(check_text("ab\xe2\x82").offset == 2);
    CHECK(check_text("\xc3\xa4\xc3\xa4\xc3").offset == 4);
    CHECK(check_text("\xc3\xa4\xc3\xa4\xc3").characters == 2);
    CHECK(check_text("0123456789abcdef\xe2\x82\xacxyz\xf0\x9f\x98").offset == 22);
    CHECK(check_text(std::string_view("a\0\xff", 3)).fault == TextFault::nul);
    CHECK(check_text(std::string_view("a\xff\0", 3)).fault == TextFault::encoding);
}

TEST_CASE("texts put together of all kinds of pieces are judged by the first wrong one") {
    const auto kinds = pieces();
    std::mt19937 random(8);
    for (int round = 0; round < 100'000; ++round) {
        std::string text;
        TextCheck expected;
        const auto count = random() % 12;
        for (std::uint32_t piece = 0; piece < count; ++piece) {
            // Wrong pieces are rare, so that they come late too.
            const auto& kind = kinds[random() % (random() % 8 == 0 ? kinds.size() : 6)];
            if (expected.fault == TextFault::none && kind.fault != TextFault::none) {
                expected.fault = kind.fault;
                expected.offset = text.size();
            } else if (expected.fault == TextFault::none) {
                for (const char byte : kind.bytes)
                    expected.characters += (static_cast<std::uint8_t>(byte) & 0xc0) != 0x80 ? 1 : 0;
            }
            text += kind.bytes;
        }
        const TextCheck check = check_text(text);
        CAPTURE(text);
        REQUIRE(check.fault == expected.fault);
        REQUIRE(check.offset == expected.offset);
        REQUIRE(check.characters == expected.characters);
    }
}

TEST_CASE("characters are code points, not bytes") {
    CHECK(check_text("\xc3\xa4\xe2\x82\xac\xf0\x9f\x98\x80z").characters == 4);
    std::string text;
    for (int count = 0; count < 1000; ++count)
        text += "\xe6\x97\xa5";
    CHECK(check_text(text).characters == 1000);
    CHECK(check_text(text + std::string(1000, 'x') + text).characters == 3000);
}
