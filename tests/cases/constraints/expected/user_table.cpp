namespace user_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(User, id)},
    {.name = "email", .kind = rowsmith::ColumnKind::string, .nullable = true, .offset = offsetof(User, email), .length = 255},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .checked = true, .offset = offsetof(User, name), .length = 50},
    {.name = "age", .kind = rowsmith::ColumnKind::int32, .nullable = true, .checked = true, .offset = offsetof(User, age)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto unique_key_0 = std::to_array<std::uint16_t>({1});
constexpr auto unique_key_1 = std::to_array<std::uint16_t>({2, 3});
constexpr auto unique_keys = std::to_array<std::span<const std::uint16_t>>({
    unique_key_0,
    unique_key_1,
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("email")sql",
    R"sql("name")sql",
    R"sql("age")sql",
});
constexpr auto statements_find_by = std::to_array<std::string_view>({
    R"sql(select "id", "email", "name", "age" from "users" where "email" = $1)sql",
    R"sql(select "id", "email", "name", "age" from "users" where "name" = $1 and "age" = $2)sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "users" ("id", "email", "name", "age") values ($1, $2, $3, $4))sql",
    .select = R"sql(select "id", "email", "name", "age" from "users")sql",
    .find = R"sql(select "id", "email", "name", "age" from "users" where "id" = $1)sql",
    .erase = R"sql(delete from "users" where "id" = $1)sql",
    .find_by = statements_find_by,
    .table = R"sql("users")sql",
    .columns = column_names,
};

}
