namespace remark_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "line", .kind = rowsmith::RelationKind::to_one, .target = &OrderLineRepository::mapping, .key = 0, .slot = 0},
});

}
namespace remark_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Remark, id)},
    {.name = "order_no", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Remark, order_no)},
    {.name = "line_no", .kind = rowsmith::ColumnKind::int32, .offset = offsetof(Remark, line_no)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto line_columns = std::to_array<std::uint16_t>({1, 2});
constexpr auto line_target = std::to_array<std::uint16_t>({0, 1});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "line",
     .target = &OrderLineRepository::mapping,
     .inverse = &order_line_table::relations[0],
     .columns = line_columns,
     .target_columns = line_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("order_no")sql",
    R"sql("line_no")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "remarks" ("id", "order_no", "line_no") values ($1, $2, $3))sql",
    .select = R"sql(select "id", "order_no", "line_no" from "remarks")sql",
    .find = R"sql(select "id", "order_no", "line_no" from "remarks" where "id" = $1)sql",
    .erase = R"sql(delete from "remarks" where "id" = $1)sql",
    .table = R"sql("remarks")sql",
    .columns = column_names,
};

}
