#include "support/postgres_messages.hpp"

#include <cctype>
#include <cstdint>

namespace rowsmith::test {

namespace {

constexpr std::uint32_t ssl_request = 80877103;
constexpr std::uint32_t gss_request = 80877104;

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (const std::size_t end = at + 4; at < end; ++at)
        number = number << 8 | static_cast<unsigned char>(bytes[at]);
    return number;
}

bool starts_with_commit(std::string_view sql) {
    constexpr std::string_view word = "commit";
    std::string start;
    for (const char character : sql.substr(0, word.size()))
        start += static_cast<char>(std::tolower(static_cast<unsigned char>(character)));
    return start == word;
}

}

void PostgresMessages::take(std::string_view bytes) {
    bytes_.erase(0, at_);
    at_ = 0;
    bytes_ += bytes;
}

PostgresMessage PostgresMessages::cut(char type, std::size_t size) {
    PostgresMessage message{.type = type, .bytes = bytes_.substr(at_, size)};
    at_ += size;
    return message;
}

std::optional<PostgresMessage> PostgresMessages::next() {
    const std::size_t there = bytes_.size() - at_;
    if (single_byte_ && there > 0) {
        single_byte_ = false;
        return cut(0, 1);
    }
    const std::size_t type = opening_ ? 0 : 1; // its size
    if (there < type + 4)
        return std::nullopt;
    const std::size_t size = type + number_at(bytes_, at_ + type);
    if (there < size)
        return std::nullopt;
    auto message = cut(opening_ ? '\0' : bytes_[at_], size);
    opening_ = opening_ && asks_for_encryption(message);
    return message;
}

bool asks_for_encryption(const PostgresMessage& message) {
    if (message.type != 0 || message.bytes.size() != 8)
        return false;
    const auto code = number_at(message.bytes, 4);
    return code == ssl_request || code == gss_request;
}

bool is_commit(const PostgresMessage& message) {
    const std::string_view bytes = message.bytes;
    if (message.type == 'Q')
        return starts_with_commit(bytes.substr(5));
    if (message.type != 'P')
        return false;
    return starts_with_commit(bytes.substr(bytes.find('\0', 5) + 1)); // after the statement's name
}

bool ends_statement(const PostgresMessage& message) {
    return message.type == 'C' || message.type == 'E';
}

}
