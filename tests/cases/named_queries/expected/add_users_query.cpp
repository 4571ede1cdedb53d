namespace add_users_query {

constexpr auto parameters = std::to_array<rowsmith::Column>({
    {.name = "a", .kind = rowsmith::ColumnKind::int64},
    {.name = "b", .kind = rowsmith::ColumnKind::int64},
    {.name = "c", .kind = rowsmith::ColumnKind::int64},
    {.name = "name", .kind = rowsmith::ColumnKind::string},
});
constexpr auto order_0 = std::to_array<std::uint16_t>({0, 3, 1, 2});
constexpr auto statements = std::to_array<rowsmith::NamedStatement>({
    {
        .sql = R"sql(insert into users (id, name) values ($1, $2), ($3, $2), ($4, $2))sql",
        .parameters = order_0,
    },
});
constexpr rowsmith::NamedQuery query{
    .name = "shop::add_users",
    .statements = statements,
    .parameters = parameters,
    .writes = true,
};

}
