namespace customer_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "orders", .kind = rowsmith::RelationKind::to_many, .target = &OrderRepository::mapping, .key = 0, .slot = 0},
});

}
namespace customer_table {

constexpr rowsmith::ArrayType tags_array = rowsmith::array_type<std::string>(
    {.name = "tags", .kind = rowsmith::ColumnKind::string});
constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .maker = rowsmith::Maker::identity, .offset = offsetof(Customer, id)},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .offset = offsetof(Customer, name), .length = 50},
    {.name = "tags", .kind = rowsmith::ColumnKind::array, .offset = offsetof(Customer, tags), .array = &tags_array},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("name")sql",
    R"sql("tags")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "customers" ("id", "name", "tags") values ($1, $2, $3))sql",
    .select = R"sql(select "id", "name", "tags" from "customers")sql",
    .find = R"sql(select "id", "name", "tags" from "customers" where "id" = $1)sql",
    .erase = R"sql(delete from "customers" where "id" = $1)sql",
    .table = R"sql("customers")sql",
    .columns = column_names,
};

}
