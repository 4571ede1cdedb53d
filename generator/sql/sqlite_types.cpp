#include "sql/sqlite_types.hpp"

#include "sql/dialect.hpp"
#include "support/names.hpp"

#include <algorithm>
#include <array>

namespace rowsmith::sql {

namespace {

using model::Scalar;

constexpr int exact_digits = 15;

/// What a column turns values into, as far as nothing is lost by it.
enum class Affinity { integer, real, numeric, text, none };

/// By the parts of its name, the first that is found: the rules of SQLite's documentation, section
/// "Determination of Column Affinity".
Affinity affinity_of(std::string_view db_type, bool strict) {
    const auto name = lower_ascii(db_type);
    const auto has = [&name](std::string_view part) { return name.find(part) != std::string::npos; };
    if (has("int"))
        return Affinity::integer;
    if (has("char") || has("clob") || has("text"))
        return Affinity::text;
    if (has("blob") || name.empty() || (strict && name == "any"))
        return Affinity::none;
    return has("real") || has("floa") || has("doub") ? Affinity::real : Affinity::numeric;
}

/// How the runtime binds values.
enum class Storage {
    integer,
    number,  // a decimal as REAL; it is read back from an integer, too
    real,    // a float as REAL: an integer that it became may have too many digits
    text,    // which may look like a number
    wording, // a text that never does
    blob,
};

Storage storage_of(const model::Type& type) {
    if (type.array)
        return Storage::wording;
    switch (type.scalar) {
    case Scalar::boolean:
    case Scalar::int16:
    case Scalar::int32:
    case Scalar::int64:
        return Storage::integer;
    case Scalar::float32:
    case Scalar::float64:
        return Storage::real;
    case Scalar::decimal:
        return sqlite_is_real(type) ? Storage::number : Storage::text;
    case Scalar::string:
    case Scalar::json:
    case Scalar::enumeration:
        return Storage::text;
    case Scalar::date:
    case Scalar::time:
    case Scalar::timestamp:
    case Scalar::uuid:
        return Storage::wording;
    case Scalar::bytes:
        return Storage::blob;
    }
    return Storage::text;
}

bool keeps_strictly(const model::Type& type, Affinity affinity) {
    switch (storage_of(type)) {
    case Storage::integer:
        return affinity == Affinity::integer;
    case Storage::number:
        return affinity == Affinity::real || (affinity == Affinity::integer && type.scale == 0);
    case Storage::real:
        return affinity == Affinity::real;
    case Storage::text:
    case Storage::wording:
        return affinity == Affinity::text;
    case Storage::blob:
        return false; // there is only `BLOB`, which is `none`
    }
    return false;
}

bool keeps_loosely(Storage storage, Affinity affinity) {
    switch (storage) {
    case Storage::integer:
        return affinity == Affinity::integer || affinity == Affinity::numeric;
    case Storage::number:
        return affinity != Affinity::text;
    case Storage::real:
        return affinity == Affinity::real;
    case Storage::text:
        return affinity == Affinity::text;
    case Storage::wording:
    case Storage::blob:
        return true;
    }
    return false;
}

}

bool sqlite_is_real(const model::Type& type) {
    return type.precision > 0 && type.precision <= exact_digits;
}

bool sqlite_is_strict_type(std::string_view db_type) {
    constexpr std::array<std::string_view, 6> all{"int", "integer", "real", "text", "blob", "any"};
    return std::ranges::find(all, lower_ascii(db_type)) != all.end();
}

bool sqlite_is_strict(const model::Table& table) {
    return std::ranges::all_of(table.columns, [](const model::Column& column) {
        const auto* own = own_type(column, sqlite().name);
        return own == nullptr || sqlite_is_strict_type(*own);
    });
}

bool sqlite_keeps(const model::Type& type, std::string_view db_type, bool strict) {
    const auto affinity = affinity_of(db_type, strict);
    if (!strict)
        return affinity == Affinity::none || keeps_loosely(storage_of(type), affinity);
    if (affinity != Affinity::none)
        return keeps_strictly(type, affinity);
    return lower_ascii(db_type) == "any" || storage_of(type) == Storage::blob;
}

}
