namespace preset_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::uuid, .maker = rowsmith::Maker::uuid, .offset = offsetof(Preset, id)},
    {.name = "flag", .kind = rowsmith::ColumnKind::boolean, .defaulted = true, .offset = offsetof(Preset, flag)},
    {.name = "count", .kind = rowsmith::ColumnKind::int32, .defaulted = true, .offset = offsetof(Preset, count)},
    {.name = "price", .kind = rowsmith::ColumnKind::decimal, .precision = 12, .scale = 2, .defaulted = true, .offset = offsetof(Preset, price)},
    {.name = "name", .kind = rowsmith::ColumnKind::string, .defaulted = true, .offset = offsetof(Preset, name)},
    {.name = "day", .kind = rowsmith::ColumnKind::date, .defaulted = true, .offset = offsetof(Preset, day)},
    {.name = "created", .kind = rowsmith::ColumnKind::timestamp, .maker = rowsmith::Maker::clock, .offset = offsetof(Preset, created)},
    {.name = "made", .kind = rowsmith::ColumnKind::string, .maker = rowsmith::Maker::database, .offset = offsetof(Preset, made)},
    {.name = "maybe", .kind = rowsmith::ColumnKind::int32, .nullable = true, .defaulted = true, .offset = offsetof(Preset, maybe)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("flag")sql",
    R"sql("count")sql",
    R"sql("price")sql",
    R"sql("name")sql",
    R"sql("day")sql",
    R"sql("created")sql",
    R"sql("made")sql",
    R"sql("maybe")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "presets" ("id", "flag", "count", "price", "name", "day", "created", "made", "maybe")
values ($1, $2, $3, $4, $5, $6, $7, $8, $9))sql",
    .select = R"sql(select "id", "flag", "count", "price", "name", "day", "created", "made", "maybe" from "presets")sql",
    .find = R"sql(select "id", "flag", "count", "price", "name", "day", "created", "made", "maybe" from "presets"
where "id" = $1)sql",
    .erase = R"sql(delete from "presets" where "id" = $1)sql",
    .table = R"sql("presets")sql",
    .columns = column_names,
};

}
