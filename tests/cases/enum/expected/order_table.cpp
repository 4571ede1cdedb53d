namespace order_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Order, id)},
    {.name = "status", .kind = rowsmith::ColumnKind::enumeration, .defaulted = true, .offset = offsetof(Order, status), .enumeration = &order_status_type},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("status")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "order" ("id", "status") values ($1, $2))sql",
    .select = R"sql(select "id", "status" from "order")sql",
    .find = R"sql(select "id", "status" from "order" where "id" = $1)sql",
    .erase = R"sql(delete from "order" where "id" = $1)sql",
    .table = R"sql("order")sql",
    .columns = column_names,
};

}
