namespace badge_fans_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "badge", .kind = rowsmith::RelationKind::to_one, .target = &BadgeRepository::mapping, .key = 0, .slot = 0},
    {.name = "user", .kind = rowsmith::RelationKind::to_one, .target = &::people::UserRepository::mapping, .key = 1, .slot = 1},
});
constexpr rowsmith::Relation user_inverse{.name = "badge_fans", .kind = rowsmith::RelationKind::to_many, .target = &badge_fans_mapping, .key = 1};

}
namespace badge_fans_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "badge_owner_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(BadgeFans, badge_owner_id)},
    {.name = "user_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(BadgeFans, user_id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0, 1});
constexpr auto badge_columns = std::to_array<std::uint16_t>({0});
constexpr auto badge_target = std::to_array<std::uint16_t>({0});
constexpr auto user_columns = std::to_array<std::uint16_t>({1});
constexpr auto user_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "badge",
     .target = &BadgeRepository::mapping,
     .inverse = &badge_table::relations[1],
     .columns = badge_columns,
     .target_columns = badge_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
    {.relation = "user",
     .target = &::people::UserRepository::mapping,
     .inverse = &user_inverse,
     .columns = user_columns,
     .target_columns = user_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("badge_owner_id")sql",
    R"sql("user_id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "badge_fans" ("badge_owner_id", "user_id") values ($1, $2))sql",
    .select = R"sql(select "badge_owner_id", "user_id" from "badge_fans")sql",
    .find = R"sql(select "badge_owner_id", "user_id" from "badge_fans" where "badge_owner_id" = $1 and "user_id" = $2)sql",
    .erase = R"sql(delete from "badge_fans" where "badge_owner_id" = $1 and "user_id" = $2)sql",
    .table = R"sql("badge_fans")sql",
    .columns = column_names,
};

}
