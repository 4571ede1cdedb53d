namespace post_tags_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "post", .kind = rowsmith::RelationKind::to_one, .target = &PostRepository::mapping, .key = 0, .slot = 0},
    {.name = "tag", .kind = rowsmith::RelationKind::to_one, .target = &TagRepository::mapping, .key = 1, .slot = 1},
});

}
namespace post_tags_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "post_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(PostTags, post_id)},
    {.name = "tag_name", .kind = rowsmith::ColumnKind::string, .offset = offsetof(PostTags, tag_name), .length = 30},
});
constexpr auto key = std::to_array<std::uint16_t>({0, 1});
constexpr auto post_columns = std::to_array<std::uint16_t>({0});
constexpr auto post_target = std::to_array<std::uint16_t>({0});
constexpr auto tag_columns = std::to_array<std::uint16_t>({1});
constexpr auto tag_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "post",
     .target = &PostRepository::mapping,
     .inverse = &post_table::relations[0],
     .columns = post_columns,
     .target_columns = post_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
    {.relation = "tag",
     .target = &TagRepository::mapping,
     .inverse = &tag_table::relations[0],
     .columns = tag_columns,
     .target_columns = tag_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("post_id")sql",
    R"sql("tag_name")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "post_tags" ("post_id", "tag_name") values ($1, $2))sql",
    .select = R"sql(select "post_id", "tag_name" from "post_tags")sql",
    .find = R"sql(select "post_id", "tag_name" from "post_tags" where "post_id" = $1 and "tag_name" = $2)sql",
    .erase = R"sql(delete from "post_tags" where "post_id" = $1 and "tag_name" = $2)sql",
    .table = R"sql("post_tags")sql",
    .columns = column_names,
};

}
