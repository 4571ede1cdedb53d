namespace user_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .maker = rowsmith::Maker::sequence, .offset = offsetof(User, id), .sequence = &user_id_seq_sequence},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .offset = offsetof(User, name), .length = 50},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("name")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "users" ("id", "name") values ($1, $2))sql",
    .select = R"sql(select "id", "name" from "users")sql",
    .find = R"sql(select "id", "name" from "users" where "id" = $1)sql",
    .erase = R"sql(delete from "users" where "id" = $1)sql",
    .table = R"sql("users")sql",
    .columns = column_names,
};

}
