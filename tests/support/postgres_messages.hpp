#pragma once
// The messages of PostgreSQL's protocol, version 3, as far as one who stands between has to know them.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace rowsmith::test {

struct PostgresMessage {
    char type =
        0; // 0: without a type, as the first ones of a client and the answer to a request for encryption
    std::string bytes{}; // whole, as it travels
};

/// Takes one direction of a conversation apart.
class PostgresMessages {
public:
    enum class Sender { client, server };

    explicit PostgresMessages(Sender sender) : opening_(sender == Sender::client) {}

    void take(std::string_view bytes);
    /// Nothing while the next message is not there as a whole.
    [[nodiscard]] std::optional<PostgresMessage> next();
    /// Of a server: the client has asked for encryption, and the answer is a single byte.
    void expect_byte() { single_byte_ = true; }

private:
    [[nodiscard]] PostgresMessage cut(char type, std::size_t size);

    std::string bytes_{};
    std::size_t at_ = 0; // of the first byte that was not given out
    bool opening_;       // the client has not said which protocol it speaks
    bool single_byte_ = false;
};

/// A client's request for encryption, which is answered by one byte.
[[nodiscard]] bool asks_for_encryption(const PostgresMessage& message);
/// Whether a client's message is, or prepares, a COMMIT.
[[nodiscard]] bool is_commit(const PostgresMessage& message);
/// Whether a server's message ends a statement, well or not.
[[nodiscard]] bool ends_statement(const PostgresMessage& message);

}
