#pragma once
// A connection that libpqxx has made, and libpq's own handle inside it, with which all statements are sent:
// libpqxx gives no access to what the driver must know (SQLSTATE of every error, names of constraints,
// command tags), and blocks where the driver must not.

#include <libpq-fe.h>

#include <memory>
#include <string>

namespace rowsmith::postgres {

class RawHandle {
public:
    /// Connects. What goes wrong is a std::exception whose text is libpq's; it holds no password as long as
    /// `conninfo` is well-formed.
    explicit RawHandle(const std::string& conninfo);
    ~RawHandle();
    RawHandle(RawHandle&&) noexcept;
    RawHandle& operator=(RawHandle&&) = delete;

    [[nodiscard]] PGconn* get() const { return connection_; }
    /// The destructor says nothing to the server any more, for it belongs to another process.
    void abandon() noexcept;

private:
    struct Owner;

    std::unique_ptr<Owner> owner_;
    PGconn* connection_ = nullptr;
};

}
