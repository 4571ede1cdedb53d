#include "checking/spelling.hpp"

#include "model/words.hpp"

#include <fmt/format.h>

namespace rowsmith::checking {

std::string spelled(const model::Schema& schema, const model::Type& type) {
    std::string text(type.scalar == model::Scalar::enumeration ? schema.enums[type.enumeration].name
                                                               : model::scalar_word(type.scalar));
    if (type.scalar == model::Scalar::decimal)
        text += fmt::format("({}, {})", type.precision, type.scale);
    else if (type.length > 0)
        text += fmt::format("({})", type.length);
    return type.array ? text + "[]" : text;
}

}
