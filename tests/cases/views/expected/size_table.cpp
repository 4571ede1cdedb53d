namespace size_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "users", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Size, users)},
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("users")sql",
});
constexpr rowsmith::Statements statements{
    .select = R"sql(select "users" from "size")sql",
    .table = R"sql("size")sql",
    .columns = column_names,
};

}
