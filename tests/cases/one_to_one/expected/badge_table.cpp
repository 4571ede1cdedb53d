namespace badge_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "owner", .kind = rowsmith::RelationKind::to_one, .target = &AccountRepository::mapping, .key = 0, .slot = 0},
});

}
namespace badge_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Badge, id)},
    {.name = "owner_id", .kind = rowsmith::ColumnKind::int64, .nullable = true, .offset = offsetof(Badge, owner_id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto unique_key_0 = std::to_array<std::uint16_t>({1});
constexpr auto unique_keys = std::to_array<std::span<const std::uint16_t>>({
    unique_key_0,
});
constexpr auto owner_columns = std::to_array<std::uint16_t>({1});
constexpr auto owner_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "owner",
     .target = &AccountRepository::mapping,
     .inverse = &account_table::relations[1],
     .columns = owner_columns,
     .target_columns = owner_target,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("owner_id")sql",
});
constexpr auto statements_find_by = std::to_array<std::string_view>({
    R"sql(select "id", "owner_id" from "badges" where "owner_id" = $1)sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "badges" ("id", "owner_id") values ($1, $2))sql",
    .select = R"sql(select "id", "owner_id" from "badges")sql",
    .find = R"sql(select "id", "owner_id" from "badges" where "id" = $1)sql",
    .erase = R"sql(delete from "badges" where "id" = $1)sql",
    .find_by = statements_find_by,
    .table = R"sql("badges")sql",
    .columns = column_names,
};

}
