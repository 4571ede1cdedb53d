namespace shelf_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "parent", .kind = rowsmith::RelationKind::to_one, .target = &ShelfRepository::mapping, .key = 0, .slot = 0},
    {.name = "children", .kind = rowsmith::RelationKind::to_many, .target = &ShelfRepository::mapping, .key = 0, .slot = 1},
    {.name = "neighbours", .kind = rowsmith::RelationKind::to_many, .target = &neighbours_mapping, .key = 0, .slot = 2},
    {.name = "neighbours", .kind = rowsmith::RelationKind::to_many, .target = &neighbours_mapping, .key = 1, .slot = 3},
    {.name = "beside", .kind = rowsmith::RelationKind::many_to_many, .target = &ShelfRepository::mapping, .link = &neighbours_mapping, .key = 0, .far_key = 1},
    {.name = "besides", .kind = rowsmith::RelationKind::many_to_many, .target = &ShelfRepository::mapping, .link = &neighbours_mapping, .key = 1, .far_key = 0},
});

}
namespace shelf_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Shelf, id)},
    {.name = "inside", .kind = rowsmith::ColumnKind::int64, .nullable = true, .offset = offsetof(Shelf, inside)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto parent_columns = std::to_array<std::uint16_t>({1});
constexpr auto parent_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "parent",
     .target = &ShelfRepository::mapping,
     .inverse = &shelf_table::relations[1],
     .columns = parent_columns,
     .target_columns = parent_target,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("inside")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "shelves" ("id", "inside") values ($1, $2))sql",
    .select = R"sql(select "id", "inside" from "shelves")sql",
    .find = R"sql(select "id", "inside" from "shelves" where "id" = $1)sql",
    .erase = R"sql(delete from "shelves" where "id" = $1)sql",
    .table = R"sql("shelves")sql",
    .columns = column_names,
};

}
