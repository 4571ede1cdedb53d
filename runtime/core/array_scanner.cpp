#include "core/array_scanner.hpp"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace rowsmith::array_json {

namespace {

constexpr std::string_view white_space = " \t\n\r";

}

ErrorDetail detail_of(const Column& column) {
    ErrorDetail detail;
    detail.column = column.name;
    return detail;
}

std::string message_of(const Column& column, std::string_view what) {
    std::string message = "an element of column '";
    return message.append(column.name).append("' ").append(what);
}

void Scanner::fail_format() const {
    std::string message = "the text stored in column '";
    throw InvalidFormat(message.append(column_.name).append("' is not a flat JSON array"),
                        detail_of(column_));
}

bool Scanner::take(char character) {
    rest_.remove_prefix(std::min(rest_.find_first_not_of(white_space), rest_.size()));
    return take_here(character);
}

void Scanner::expect(char character) {
    if (!take(character))
        fail_format();
}

void Scanner::expect_end() {
    if (rest_.find_first_not_of(white_space) != std::string_view::npos)
        fail_format();
}

Token Scanner::token() {
    if (take('"'))
        return {.kind = TokenKind::string, .text = string()};
    if (take_word("true"))
        return {.kind = TokenKind::truth, .truth = true};
    if (take_word("false"))
        return {.kind = TokenKind::truth, .truth = false};
    if (take_word("null"))
        return {.kind = TokenKind::null};
    if (rest_.starts_with('[') || rest_.starts_with('{'))
        fail<ConversionError>(column_, "is an array or an object itself");
    return number();
}

bool Scanner::take_here(char character) {
    if (!rest_.starts_with(character))
        return false;
    rest_.remove_prefix(1);
    return true;
}

bool Scanner::take_word(std::string_view word) {
    if (!rest_.starts_with(word))
        return false;
    rest_.remove_prefix(word.size());
    return true;
}

std::size_t Scanner::take_digits() {
    const auto count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
    rest_.remove_prefix(count);
    return count;
}

Token Scanner::number() {
    const std::string_view begin = rest_;
    take_here('-');
    const bool zero = rest_.starts_with('0');
    const auto digits = take_digits();
    bool well_formed = digits == 1 || (digits > 1 && !zero);
    bool whole = true;
    if (take_here('.')) {
        whole = false;
        well_formed = take_digits() != 0 && well_formed;
    }
    if (take_here('e') || take_here('E')) {
        whole = false;
        if (!take_here('+'))
            take_here('-');
        well_formed = take_digits() != 0 && well_formed;
    }
    if (!well_formed)
        fail_format();
    return {.kind = TokenKind::number, .text = begin.substr(0, begin.size() - rest_.size()), .whole = whole};
}

/// What stands before the closing quote; the text itself when nothing in it is escaped.
std::string_view Scanner::string() {
    const std::string_view text = plain_part();
    if (take_here('"'))
        return text;
    unescaped_ = text;
    while (!take_here('"')) {
        if (!take_here('\\'))
            fail_format();
        escape();
        unescaped_ += plain_part();
    }
    return unescaped_;
}

/// Takes the characters before the next quote, escape or control character, which must not stand bare.
std::string_view Scanner::plain_part() {
    const auto end = std::find_if(rest_.begin(), rest_.end(), [](char character) {
        return character == '"' || character == '\\' || static_cast<std::uint8_t>(character) < 0x20;
    });
    const std::string_view part = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(part.size());
    return part;
}

void Scanner::escape() {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (take_here('u'))
        return append(code_point());
    const auto at = rest_.empty() ? std::string_view::npos : letters.find(rest_.front());
    if (at == std::string_view::npos)
        fail_format();
    unescaped_ += meanings[at];
    rest_.remove_prefix(1);
}

std::uint32_t Scanner::code_unit() {
    constexpr std::size_t digits = 4;
    std::uint32_t unit = 0;
    const auto [end, error] =
        std::from_chars(rest_.data(), rest_.data() + std::min(rest_.size(), digits), unit, 16);
    if (error != std::errc{} || end != rest_.data() + digits)
        fail_format();
    rest_.remove_prefix(digits);
    return unit;
}

/// The rest of a \u escape, and of the one behind it when the two are a surrogate pair.
std::uint32_t Scanner::code_point() {
    const auto unit = code_unit();
    if (unit == 0)
        fail<EncodingError>(column_, "contains a NUL character");
    if (unit < 0xd800 || unit > 0xdfff)
        return unit;
    if (unit > 0xdbff || !take_word("\\u"))
        fail_format();
    const auto low = code_unit();
    if (low < 0xdc00 || low > 0xdfff)
        fail_format();
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
}

void Scanner::append(std::uint32_t code_point) {
    const auto add = [this](std::uint32_t byte) { unescaped_ += static_cast<char>(byte); };
    const auto follow = [&](int shift) { add(0x80 | (code_point >> shift & 0x3f)); };
    if (code_point < 0x80)
        return add(code_point);
    if (code_point < 0x800) {
        add(0xc0 | code_point >> 6);
    } else if (code_point < 0x10000) {
        add(0xe0 | code_point >> 12);
        follow(6);
    } else {
        add(0xf0 | code_point >> 18);
        follow(12);
        follow(6);
    }
    follow(0);
}

}
