#include "postgres/bound_statement.hpp"
#include "postgres/statement.hpp"
#include "postgres/stream_text.hpp"

#include <exception>
#include <utility>

namespace rowsmith::postgres {
namespace {

constexpr int portion = 1000;

/// A SELECT behind a cursor. The SELECT itself is prepared for its types only.
class Stream final : public BoundStatement {
public:
    using BoundStatement::BoundStatement;
    ~Stream() override { close(); }
    Stream(const Stream&) = delete;
    Stream& operator=(const Stream&) = delete;

    bool step() override;
    std::int64_t execute() override;
    void reset() noexcept override;

private:
    enum class State : std::uint8_t { ready, open, done };

    void declare();
    void fetch();
    void close() noexcept;

    State state_ = State::ready;
    std::string cursor_;
    std::uint64_t epoch_ = 0; // of the connection, when the cursor was declared
};

bool Stream::step() {
    if (state_ == State::done)
        return false;
    if (state_ == State::ready)
        declare();
    else if (reader_.next())
        return true;
    else if (reader_.rows() == portion)
        fetch();
    if (reader_.next())
        return true;
    close();
    state_ = State::done;
    return false;
}

void Stream::declare() {
    keep_prepared();
    cursor_ = wire_.next_name();
    static_cast<void>(wire_.run_once(declare_cursor(cursor_, sql_), writer_.parameters(), Format::text));
    epoch_ = wire_.epoch();
    state_ = State::open;
    fetch();
}

void Stream::fetch() {
    Result result = wire_.run_once(fetch_from(cursor_, portion), Parameters(), reader_.format());
    check_types(result.get());
    reader_.take(std::move(result));
}

std::int64_t Stream::execute() {
    while (step()) {
    }
    reset();
    return 0;
}

void Stream::reset() noexcept {
    close();
    reader_.clear();
    state_ = State::ready;
}

/// A cursor ends with its transaction or savepoint; to close it then would be an error, and fail what runs
/// now.
void Stream::close() noexcept {
    if (state_ != State::open)
        return;
    state_ = State::done;
    if (wire_.status() != PQTRANS_INTRANS || wire_.epoch() != epoch_)
        return;
    try {
        static_cast<void>(wire_.run_once(close_cursor(cursor_), Parameters(), Format::text));
    } catch (const std::exception&) { // the connection is lost: whoever uses it next is told
    }
}

}

std::unique_ptr<driver::Statement> make_stream(Wire& wire, std::string sql) {
    return std::make_unique<Stream>(wire, std::move(sql));
}

}
