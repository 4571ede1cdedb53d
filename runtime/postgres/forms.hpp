#pragma once
// How values of PostgreSQL's types look in binary, as far as this driver reads and writes them so.

#include <libpq-fe.h>

#include <array>
#include <cstdint>
#include <span>
#include <unordered_map>

namespace rowsmith::postgres {

class Wire;

enum class Form : std::uint8_t {
    other, // only its text is understood
    boolean,
    int16,
    int32,
    int64,
    float32,
    float64,
    numeric,
    text, // the same bytes as in text
    jsonb,
    bytes,
    date,
    time,
    timestamp, // with a time zone or without
    uuid,
    array,       // of the types above
    label_array, // of types whose form is text, such as enums
};

/// Of the types that every database has.
[[nodiscard]] Form form_of(Oid type) noexcept;

/// Of all types, as far as one connection has met them: enums and other types of a database are asked for
/// once.
class Forms {
public:
    /// The form of each type; one round trip when a type has not been met before. `to` has the size of
    /// `types`.
    void find(Wire& wire, std::span<const Oid> types, std::span<Form> to);

private:
    void learn(Wire& wire, std::span<const Oid> types);

    std::unordered_map<Oid, Form> learned_;
};

inline constexpr Oid bytes_type = 17;
inline constexpr Oid text_type = 25;

}
