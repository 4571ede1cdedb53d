namespace user_total_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "user", .kind = rowsmith::RelationKind::to_one, .target = &UserRepository::mapping, .key = 0, .slot = 0},
});

}
namespace user_total_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "user_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(UserTotal, user_id)},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .offset = offsetof(UserTotal, name)},
    {.name = "total", .kind = rowsmith::ColumnKind::decimal, .nullable = true, .precision = 12, .scale = 2, .offset = offsetof(UserTotal, total)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto user_columns = std::to_array<std::uint16_t>({0});
constexpr auto user_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "user",
     .target = &UserRepository::mapping,
     .inverse = &user_table::relations[1],
     .columns = user_columns,
     .target_columns = user_target,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("user_id")sql",
    R"sql("name")sql",
    R"sql("total")sql",
});
constexpr rowsmith::Statements statements{
    .select = R"sql(select "user_id", "name", "total" from "user_totals")sql",
    .find = R"sql(select "user_id", "name", "total" from "user_totals" where "user_id" = $1)sql",
    .table = R"sql("user_totals")sql",
    .columns = column_names,
};

}
