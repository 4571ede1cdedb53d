#include "sql/postgres_operators.hpp"

#include "sql/dialect.hpp"

#include <fmt/format.h>

#include <string>
#include <string_view>

namespace rowsmith::sql {

namespace {

using model::Scalar;

bool is_summed_up(Scalar scalar) {
    return scalar != Scalar::boolean && scalar != Scalar::json && scalar != Scalar::enumeration;
}

/// As the system's table of operator classes has it; a B-tree and a hash take all types of the language.
bool takes(std::string_view method, const model::Type& type) {
    if (method == "gin")
        return type.array || type.scalar == Scalar::json;
    if (method == "spgist")
        return !type.array && type.scalar == Scalar::string;
    if (method == "brin")
        return !type.array && is_summed_up(type.scalar);
    return method != "gist";
}

/// Some that come with PostgreSQL or with what is part of it.
std::string_view example(std::string_view method, const model::Type& type) {
    if (method == "gin")
        return type.scalar == Scalar::string ? "gin_trgm_ops" : "";
    if (method == "gist")
        return type.scalar == Scalar::string ? "gist_trgm_ops" : "";
    return "";
}

Limit not_taken(const model::Schema& schema, const model::Column& column, const model::IndexPart& part,
                std::string_view method) {
    const auto class_name = example(method, column.type);
    return {.code = "RS0715",
            .place = part.place,
            .message = fmt::format("PostgreSQL has no operators by which a {} index takes '{}', which is {}",
                                   method, column.name, column_type(postgres(), schema, column)),
            .help = class_name.empty()
                        ? "name an operator class with `ops`, or leave `using` out"
                        : fmt::format("name an operator class, as in `{} ops {}`, or leave `using` out",
                                      column.name, class_name)};
}

}

std::vector<Limit> postgres_operators(const model::Schema& schema, const model::Table& table) {
    std::vector<Limit> all;
    for (const auto& index : table.indexes) {
        if (index.method.empty())
            continue;
        for (const auto& part : index.parts) {
            if (part.kind != model::IndexPart::Kind::column || !part.operators.empty())
                continue;
            const auto& column = table.columns[part.columns.front()];
            if (own_type(column, postgres().name) == nullptr && !takes(index.method, column.type))
                all.push_back(not_taken(schema, column, part, index.method));
        }
    }
    return all;
}

}
