#include "model/words.hpp"

#include <array>

namespace rowsmith::model {

namespace {

// In the order of Scalar.
constexpr std::array<std::string_view, 15> scalar_words{"bool",    "int16",     "int32",  "int64", "float32",
                                                        "float64", "decimal",   "string", "bytes", "date",
                                                        "time",    "timestamp", "uuid",   "json",  "enum"};

}

std::string_view scalar_word(Scalar scalar) {
    return scalar_words[static_cast<std::size_t>(scalar)];
}

std::string_view method_word(PartitionMethod method) {
    switch (method) {
    case PartitionMethod::range:
        return "range";
    case PartitionMethod::list:
        return "list";
    case PartitionMethod::hash:
        return "hash";
    }
    return {};
}

std::string_view bound_word(const PartitionBound& bound) {
    switch (bound.kind) {
    case PartitionBound::Kind::value:
        return bound.text;
    case PartitionBound::Kind::least:
        return "minvalue";
    case PartitionBound::Kind::greatest:
        return "maxvalue";
    }
    return {};
}

std::string_view action_word(Action action) {
    switch (action) {
    case Action::none:
        return {};
    case Action::cascade:
        return "cascade";
    case Action::set_null:
        return "set null";
    case Action::set_default:
        return "set default";
    case Action::restrict_:
        return "restrict";
    }
    return {};
}

std::string_view query_kind_word(QueryKind kind) {
    switch (kind) {
    case QueryKind::one:
        return "one";
    case QueryKind::optional:
        return "optional";
    case QueryKind::many:
        return "many";
    case QueryKind::stream:
        return "stream";
    case QueryKind::exec:
        return "exec";
    }
    return {};
}

}
