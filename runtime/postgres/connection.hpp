#pragma once
// A connection to one PostgreSQL database. The server ends transactions by itself and answers COMMIT with
// success all the same, so what it says of the transaction is compared with what it should be.

#include "core/driver.hpp"
#include "postgres/catalog.hpp"
#include "postgres/connect.hpp"
#include "postgres/settings.hpp"
#include "postgres/wire.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::postgres {

class Connection final : public driver::Connection {
public:
    Connection(Connected connected, std::shared_ptr<const Settings> settings);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    [[nodiscard]] std::unique_ptr<driver::Statement> prepare(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<driver::Statement> prepare_stream(std::string_view sql) override;
    [[nodiscard]] std::unique_ptr<driver::Batch> prepare_batch(const driver::BatchShape& shape) override;
    [[nodiscard]] std::unique_ptr<driver::Statement>
    prepare_by_keys(const Mapping& mapping, const Statements& texts,
                    std::span<const std::uint16_t> key) override;
    void execute(std::string_view script) override;
    void begin(const driver::BeginOptions& options) override;
    void commit() override;
    void rollback() noexcept override;
    void savepoint(int depth) override;
    void rollback_to(int depth) override;
    void release(int depth) override;
    [[nodiscard]] bool in_transaction() const override;
    [[nodiscard]] std::int64_t last_identity() const override;
    [[nodiscard]] std::vector<driver::DrawnValues> draw(const Sequence& sequence,
                                                        std::int64_t count) override;
    void set_deadline(std::optional<std::chrono::steady_clock::time_point> deadline) override;
    [[nodiscard]] std::shared_ptr<driver::Canceller> canceller() override;
    void notify(std::string_view channel, std::string_view payload) override;
    void lock(std::string_view name, driver::LockScope scope) override;
    [[nodiscard]] bool try_lock(std::string_view name, driver::LockScope scope) override;
    [[nodiscard]] const char* failure() const noexcept override;
    [[nodiscard]] bool usable() const override;
    [[nodiscard]] bool reset() noexcept override;
    [[nodiscard]] bool ping() noexcept override;
    [[nodiscard]] bool looks_alive() noexcept override;

private:
    void refuse_transaction_control(std::string_view script);
    [[nodiscard]] Result begin_by(const std::string& text);
    void check_committable();
    [[noreturn]] void fail_silently();
    void settle_lost_commit(const Error& error);
    void need_transaction() const;
    [[nodiscard]] bool sends(std::string_view sql) noexcept;

    std::unique_ptr<Wire> wire_;
    Server server_;
    std::string place_;
    std::shared_ptr<const Settings> settings_;
    Catalog catalog_;
    std::unique_ptr<driver::Statement> draw_;
    std::string transaction_; // its number, when the commit is to be resolved
    bool changed_ = false;    // by SQL of the program, perhaps the settings
};

}
