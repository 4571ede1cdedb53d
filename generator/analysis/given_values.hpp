#pragma once
// Values that a schema writes, for a default or for the rows of a partition: whether one fits its type, and
// the form that the model keeps of it.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

enum class ValueUse { default_value, bound };

struct GivenValue {
    Work& work;
    const model::Type& type;
    const syntax::Default& given;
    ValueUse use = ValueUse::default_value;
};

/// The value as model::Default::text has it; reports when it does not fit.
[[nodiscard]] std::optional<std::string> resolve_value(const GivenValue& value);

}
