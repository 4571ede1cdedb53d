#pragma once
// What things of a schema are called in generated code. One place decides, so that a name is the same
// wherever it is printed.

#include "model/model.hpp"

#include <string>
#include <string_view>

namespace rowsmith::cpp {

/// `acme::shop`
[[nodiscard]] std::string namespace_name(const model::File& file);
/// `User` for a table or enum.
[[nodiscard]] std::string type_name(std::string_view schema_name);
/// `UserRepository`
[[nodiscard]] std::string repository_name(const model::Table& table);
/// The member of the model.
[[nodiscard]] std::string member_name(const model::Table& table, const model::Column& column);
/// The constant of the repository; it differs from the member where a function of the repository has that
/// name.
[[nodiscard]] std::string constant_name(const model::Table& table, const model::Column& column);
/// The constant of the repository for a relation, by the same rule.
[[nodiscard]] std::string constant_name(const model::Table& table, const std::string& relation);
/// The method of a ref for a relation, or with `set_` and `clear_` before its name; it differs where refs
/// have that name for something else.
[[nodiscard]] std::string method_name(const std::string& relation);
/// The function beside the models for a relation that begins in another file.
[[nodiscard]] std::string function_name(const std::string& relation);
/// `UserRepository::mapping`, or `post_tags_mapping` of a link table that is made; as `file`'s source names
/// it.
[[nodiscard]] std::string mapping_name(const model::Schema& schema, std::size_t file, std::size_t table);
/// `::shop::User`
[[nodiscard]] std::string full_type_name(const model::Schema& schema, const model::Table& table);
/// The name, or a longer one where it would hide a constant of the repository.
[[nodiscard]] std::string parameter_name(const model::Schema& schema, const model::Table& table,
                                         std::string name);
/// `user`, for names that are put together: `user_table`.
[[nodiscard]] std::string stem(std::string_view schema_name);
/// `order_status_type` or, of kind "labels", `order_status_labels`: an enum's constants in the source of
/// `file`.
[[nodiscard]] std::string enum_constant(const model::Schema& schema, std::size_t file,
                                        const model::Enum& enumeration, std::string_view kind);
/// `order_numbers_sequence`, in the source of `file`.
[[nodiscard]] std::string sequence_constant(const model::Schema& schema, std::size_t file,
                                            const model::Sequence& sequence);
/// The name by which code in `file`'s namespace, repositories included, says a type of `other`'s: short in
/// the same namespace.
[[nodiscard]] std::string qualified(const model::Schema& schema, std::size_t file, std::size_t other,
                                    std::string_view name);
/// `shop_schema` for outputs called `shop.rows`, `sub_tags_schema` for `sub/tags.rows`.
[[nodiscard]] std::string schema_constant(std::string_view output);

}
