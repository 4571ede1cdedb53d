namespace user_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "purchases", .kind = rowsmith::RelationKind::to_many, .target = &PurchaseRepository::mapping, .key = 0, .slot = 0},
    {.name = "approved", .kind = rowsmith::RelationKind::to_many, .target = &PurchaseRepository::mapping, .key = 1, .slot = 1},
});

}
namespace user_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(User, id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "users" ("id") values ($1))sql",
    .select = R"sql(select "id" from "users")sql",
    .find = R"sql(select "id" from "users" where "id" = $1)sql",
    .erase = R"sql(delete from "users" where "id" = $1)sql",
    .table = R"sql("users")sql",
    .columns = column_names,
};

}
