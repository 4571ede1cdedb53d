namespace purchase_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "user", .kind = rowsmith::RelationKind::to_one, .target = &UserRepository::mapping, .key = 0, .slot = 0},
    {.name = "approver", .kind = rowsmith::RelationKind::to_one, .target = &UserRepository::mapping, .key = 1, .slot = 1},
});

}
namespace purchase_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Purchase, id)},
    {.name = "user_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Purchase, user_id)},
    {.name = "approver_id", .kind = rowsmith::ColumnKind::int64, .nullable = true, .offset = offsetof(Purchase, approver_id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto user_columns = std::to_array<std::uint16_t>({1});
constexpr auto user_target = std::to_array<std::uint16_t>({0});
constexpr auto approver_columns = std::to_array<std::uint16_t>({2});
constexpr auto approver_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "user",
     .target = &UserRepository::mapping,
     .inverse = &user_table::relations[0],
     .columns = user_columns,
     .target_columns = user_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
    {.relation = "approver",
     .target = &UserRepository::mapping,
     .inverse = &user_table::relations[1],
     .columns = approver_columns,
     .target_columns = approver_target,
     .on_delete = rowsmith::KeyAction::set_null,
     .on_update = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("user_id")sql",
    R"sql("approver_id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "purchases" ("id", "user_id", "approver_id") values ($1, $2, $3))sql",
    .select = R"sql(select "id", "user_id", "approver_id" from "purchases")sql",
    .find = R"sql(select "id", "user_id", "approver_id" from "purchases" where "id" = $1)sql",
    .erase = R"sql(delete from "purchases" where "id" = $1)sql",
    .table = R"sql("purchases")sql",
    .columns = column_names,
};

}
