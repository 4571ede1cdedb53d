namespace neighbours_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "shelf_id", .kind = rowsmith::RelationKind::to_one, .target = &ShelfRepository::mapping, .key = 0, .slot = 0},
    {.name = "other_id", .kind = rowsmith::RelationKind::to_one, .target = &ShelfRepository::mapping, .key = 1, .slot = 1},
});

}
namespace neighbours_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "shelf_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Neighbours, shelf_id)},
    {.name = "other_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Neighbours, other_id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0, 1});
constexpr auto shelf_id_columns = std::to_array<std::uint16_t>({0});
constexpr auto shelf_id_target = std::to_array<std::uint16_t>({0});
constexpr auto other_id_columns = std::to_array<std::uint16_t>({1});
constexpr auto other_id_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "shelf_id",
     .target = &ShelfRepository::mapping,
     .inverse = &shelf_table::relations[2],
     .columns = shelf_id_columns,
     .target_columns = shelf_id_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
    {.relation = "other_id",
     .target = &ShelfRepository::mapping,
     .inverse = &shelf_table::relations[3],
     .columns = other_id_columns,
     .target_columns = other_id_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("shelf_id")sql",
    R"sql("other_id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "neighbours" ("shelf_id", "other_id") values ($1, $2))sql",
    .select = R"sql(select "shelf_id", "other_id" from "neighbours")sql",
    .find = R"sql(select "shelf_id", "other_id" from "neighbours" where "shelf_id" = $1 and "other_id" = $2)sql",
    .erase = R"sql(delete from "neighbours" where "shelf_id" = $1 and "other_id" = $2)sql",
    .table = R"sql("neighbours")sql",
    .columns = column_names,
};

}
