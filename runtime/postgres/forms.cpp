#include "postgres/forms.hpp"

#include "postgres/forms_text.hpp"
#include "postgres/wire.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace rowsmith::postgres {
namespace {

struct KnownType {
    Oid type;
    Form form;
};

/// From pg_type, which is the same in all versions; in ascending order.
constexpr auto known_types = std::to_array<KnownType>({
    {16, Form::boolean},       // bool
    {bytes_type, Form::bytes}, // bytea
    {19, Form::text},          // name
    {20, Form::int64},         // int8
    {21, Form::int16},         // int2
    {23, Form::int32},         // int4
    {text_type, Form::text},   // text
    {114, Form::text},         // json
    {199, Form::array},        // json[]
    {700, Form::float32},      // float4
    {701, Form::float64},      // float8
    {1000, Form::array},       // bool[]
    {1001, Form::array},       // bytea[]
    {1005, Form::array},       // int2[]
    {1007, Form::array},       // int4[]
    {1009, Form::array},       // text[]
    {1014, Form::array},       // bpchar[]
    {1015, Form::array},       // varchar[]
    {1016, Form::array},       // int8[]
    {1021, Form::array},       // float4[]
    {1022, Form::array},       // float8[]
    {1042, Form::text},        // bpchar
    {1043, Form::text},        // varchar
    {1082, Form::date},        // date
    {1083, Form::time},        // time
    {1114, Form::timestamp},   // timestamp
    {1115, Form::array},       // timestamp[]
    {1182, Form::array},       // date[]
    {1183, Form::array},       // time[]
    {1184, Form::timestamp},   // timestamptz
    {1185, Form::array},       // timestamptz[]
    {1231, Form::array},       // numeric[]
    {1700, Form::numeric},     // numeric
    {2278, Form::text},        // void
    {2950, Form::uuid},        // uuid
    {2951, Form::array},       // uuid[]
    {3802, Form::jsonb},       // jsonb
    {3807, Form::array},       // jsonb[]
});
static_assert(std::ranges::is_sorted(known_types, {}, &KnownType::type));

/// Types that initdb makes have numbers below this one.
constexpr Oid first_own_type = 16384;

[[nodiscard]] Oid number(const PGresult* result, int row) {
    const std::string_view text = PQgetvalue(result, row, 0);
    Oid value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The types as an array's literal.
[[nodiscard]] std::string list(std::span<const Oid> types) {
    std::string text = "{";
    for (const Oid type : types)
        text.append(text.size() > 1 ? "," : "").append(std::to_string(type));
    return text += '}';
}

}

Form form_of(Oid type) noexcept {
    const auto found = std::ranges::lower_bound(known_types, type, {}, &KnownType::type);
    return found != known_types.end() && found->type == type ? found->form : Form::other;
}

void Forms::find(Wire& wire, std::span<const Oid> types, std::span<Form> to) {
    const bool unmet = std::ranges::any_of(
        types, [this](Oid type) { return type >= first_own_type && !learned_.contains(type); });
    if (unmet)
        learn(wire, types);
    std::ranges::transform(types, to.begin(), [this](Oid type) {
        return type >= first_own_type ? learned_.at(type) : form_of(type);
    });
}

void Forms::learn(Wire& wire, std::span<const Oid> types) {
    const std::string asked = list(types);
    Parameters parameters(1);
    parameters.values[0] = asked.c_str();
    const Result result = wire.run_once(std::string(text_types), parameters, Format::text);
    for (const Oid type : types)
        learned_.try_emplace(type, Form::other);
    for (int row = 0; row < PQntuples(result.get()); ++row)
        learned_[number(result.get(), row)] =
            std::string_view(PQgetvalue(result.get(), row, 1)) == "t" ? Form::label_array : Form::text;
}

}
