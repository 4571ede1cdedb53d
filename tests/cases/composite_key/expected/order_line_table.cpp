namespace order_line_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "remarks", .kind = rowsmith::RelationKind::to_many, .target = &RemarkRepository::mapping, .key = 0, .slot = 0},
});

}
namespace order_line_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "order_no", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(OrderLine, order_no)},
    {.name = "line_no", .kind = rowsmith::ColumnKind::int32, .offset = offsetof(OrderLine, line_no)},
});
constexpr auto key = std::to_array<std::uint16_t>({0, 1});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("order_no")sql",
    R"sql("line_no")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "order_lines" ("order_no", "line_no") values ($1, $2))sql",
    .select = R"sql(select "order_no", "line_no" from "order_lines")sql",
    .find = R"sql(select "order_no", "line_no" from "order_lines" where "order_no" = $1 and "line_no" = $2)sql",
    .erase = R"sql(delete from "order_lines" where "order_no" = $1 and "line_no" = $2)sql",
    .table = R"sql("order_lines")sql",
    .columns = column_names,
};

}
