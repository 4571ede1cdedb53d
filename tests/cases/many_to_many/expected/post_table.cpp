namespace post_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "post_tags", .kind = rowsmith::RelationKind::to_many, .target = &post_tags_mapping, .key = 0, .slot = 0},
    {.name = "tags", .kind = rowsmith::RelationKind::many_to_many, .target = &TagRepository::mapping, .link = &post_tags_mapping, .key = 0, .far_key = 1},
});

}
namespace post_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Post, id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "posts" ("id") values ($1))sql",
    .select = R"sql(select "id" from "posts")sql",
    .find = R"sql(select "id" from "posts" where "id" = $1)sql",
    .erase = R"sql(delete from "posts" where "id" = $1)sql",
    .table = R"sql("posts")sql",
    .columns = column_names,
};

}
