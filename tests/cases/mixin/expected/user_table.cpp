namespace user_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(User, id)},
    {.name = "created_at", .kind = rowsmith::ColumnKind::timestamp, .maker = rowsmith::Maker::clock, .offset = offsetof(User, created_at)},
    {.name = "changed_at", .kind = rowsmith::ColumnKind::timestamp, .nullable = true, .offset = offsetof(User, changed_at)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("created_at")sql",
    R"sql("changed_at")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "users" ("id", "created_at", "changed_at") values ($1, $2, $3))sql",
    .select = R"sql(select "id", "created_at", "changed_at" from "users")sql",
    .find = R"sql(select "id", "created_at", "changed_at" from "users" where "id" = $1)sql",
    .erase = R"sql(delete from "users" where "id" = $1)sql",
    .table = R"sql("users")sql",
    .columns = column_names,
};

}
