namespace badge_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "owner", .kind = rowsmith::RelationKind::to_one, .target = &::people::UserRepository::mapping, .key = 0, .slot = 0},
    {.name = "badge_fans", .kind = rowsmith::RelationKind::to_many, .target = &badge_fans_mapping, .key = 0, .slot = 1},
    {.name = "fans", .kind = rowsmith::RelationKind::many_to_many, .target = &::people::UserRepository::mapping, .link = &badge_fans_mapping, .key = 0, .far_key = 1},
});
constexpr rowsmith::Relation owner_inverse{.name = "badge", .kind = rowsmith::RelationKind::one_to_one, .target = &BadgeRepository::mapping, .key = 0};
constexpr rowsmith::Relation fans_inverse{.name = "favourites", .kind = rowsmith::RelationKind::many_to_many, .target = &BadgeRepository::mapping, .link = &badge_fans_mapping, .key = 1, .far_key = 0};

}
namespace badge_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "owner_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Badge, owner_id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto owner_columns = std::to_array<std::uint16_t>({0});
constexpr auto owner_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "owner",
     .target = &::people::UserRepository::mapping,
     .inverse = &owner_inverse,
     .columns = owner_columns,
     .target_columns = owner_target,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("owner_id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "badge" ("owner_id") values ($1))sql",
    .select = R"sql(select "owner_id" from "badge")sql",
    .find = R"sql(select "owner_id" from "badge" where "owner_id" = $1)sql",
    .erase = R"sql(delete from "badge" where "owner_id" = $1)sql",
    .table = R"sql("badge")sql",
    .columns = column_names,
};

}
