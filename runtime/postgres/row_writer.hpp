#pragma once
// From the members of a model to the parameters of a statement.

#include "postgres/handles.hpp"
#include "rowsmith/mapping.hpp"

#include <libpq-fe.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::postgres {

/// Binds the parameters of one statement and keeps the texts that had to be made for them; their memory is
/// used again. All members throw DataErrors that name the column, and InternalError for a parameter that is
/// not there.
class RowWriter {
public:
    /// What the statement's parameters are. False when those that are bound cannot be sent so: they are NULL
    /// then.
    [[nodiscard]] bool set_types(std::vector<Oid> types);

    void bind(std::span<const Column> columns, std::span<const std::uint16_t> which, const void* row,
              int first);
    /// `value` is never an optional; null is NULL.
    void bind_value(const Column& column, const void* value, int parameter);
    void bind_text(std::string_view text, int parameter);

    /// As libpq takes them. Throws TooLarge when they are more than a message may hold.
    [[nodiscard]] const Parameters& parameters() const;

private:
    void check_parameters(int first, std::size_t count) const;
    void put_member(const Column& column, const void* member, std::size_t at);
    void put(const Column& column, const void* value, std::size_t at);
    void put_made(const Column& column, const void* value, std::size_t at);
    void set(std::size_t at, std::string_view bytes, Format format) noexcept;
    void set_null(std::size_t at) noexcept;

    std::vector<Oid> types_;
    Parameters parameters_;
    std::vector<std::string> made_; // by parameter
    std::vector<std::size_t> sizes_;
};

}
