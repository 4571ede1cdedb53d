#include "postgres/raw_handle.hpp"

#include <pqxx/connection>
#include <pqxx/version>

namespace rowsmith::postgres {
namespace {

#if PQXX_VERSION_MAJOR < 7
using Holder = pqxx::connection_base; // which has the member
#else
using Holder = pqxx::connection;
#endif

PGconn* raw_connection_of(const Holder& holder);

/// Access is not checked for the arguments of an explicit instantiation, so it may name the private member.
/// There is no other way before 7.8, and 7.8's (seize_raw_connection) gives up libpqxx's ownership.
template <auto member>
struct Reveal {
    friend PGconn* raw_connection_of(const Holder& holder) { return (holder.*member)(); }
};
template struct Reveal<&Holder::raw_connection>;

void keep_quiet(void*, const PGresult*) {
}

}

struct RawHandle::Owner {
    explicit Owner(const std::string& conninfo) : connection(conninfo) {}

    pqxx::connection connection;
};

RawHandle::RawHandle(const std::string& conninfo)
    : owner_(std::make_unique<Owner>(conninfo)), connection_(raw_connection_of(owner_->connection)) {
#if PQXX_VERSION_MAJOR < 7
#include "pqxx/internal/ignore-deprecated-pre.hxx"
    owner_->connection.inhibit_reactivation(
        true); // else it would connect again in the middle of a transaction
#include "pqxx/internal/ignore-deprecated-post.hxx"
#endif
    PQsetNoticeReceiver(connection_, keep_quiet, nullptr);
}

RawHandle::~RawHandle() = default;
RawHandle::RawHandle(RawHandle&&) noexcept = default;

void RawHandle::abandon() noexcept {
    static_cast<void>(owner_.release());
    connection_ = nullptr;
}

}
