namespace users_like_query {

constexpr auto parameters = std::to_array<rowsmith::Column>({
    {.name = "prefix", .kind = rowsmith::ColumnKind::string},
    {.name = "at_most", .kind = rowsmith::ColumnKind::int32},
});
constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(UsersLike, id)},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .offset = offsetof(UsersLike, name), .length = 50},
});
constexpr auto order_0 = std::to_array<std::uint16_t>({0, 1});
constexpr auto statements = std::to_array<rowsmith::NamedStatement>({
    {
        .sql = R"sql(select id, name from users
where name like $1
limit $2)sql",
        .parameters = order_0,
    },
});
constexpr rowsmith::NamedQuery query{
    .name = "shop::users_like",
    .statements = statements,
    .parameters = parameters,
    .columns = columns,
};

}
