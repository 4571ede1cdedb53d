#include "postgres/connect.hpp"
#include "postgres/connection.hpp"
#include "postgres/listener.hpp"
#include "postgres/postgres.hpp"
#include "postgres/settings.hpp"
#include "postgres/words.hpp"

#include <utility>

namespace rowsmith::postgres {
namespace {

class Database final : public driver::Database {
public:
    explicit Database(Settings settings) : settings_(std::make_shared<const Settings>(std::move(settings))) {}

    [[nodiscard]] std::unique_ptr<driver::Connection> connect() override {
        return std::make_unique<Connection>(postgres::connect(*settings_), settings_);
    }
    [[nodiscard]] std::unique_ptr<driver::Listener> connect_listener() override {
        return make_listener(postgres::connect(*settings_));
    }
    [[nodiscard]] std::string_view dialect() const override { return "postgres"; }
    [[nodiscard]] driver::Spelling spelling() const override { return spelling_of_queries(); }
    [[nodiscard]] driver::Traits traits() const override {
        return {.batches = true,
                .schemas = true,
                .returns_identity = true,
                .keeps_draws = true,
                .checks_each_row = true,
                .errors_end_transaction = true,
                .row_locks = true};
    }

private:
    std::shared_ptr<const Settings> settings_;
};

}

std::unique_ptr<driver::Database> open(const Url& url, const EngineOptions& options) {
    return std::make_unique<Database>(settings_of(url, options));
}

}
