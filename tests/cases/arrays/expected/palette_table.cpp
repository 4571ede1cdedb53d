namespace palette_table {

constexpr rowsmith::ArrayType colors_array = rowsmith::array_type<Color>(
    {.name = "colors", .kind = rowsmith::ColumnKind::enumeration, .enumeration = &color_type});
constexpr rowsmith::ArrayType names_array = rowsmith::array_type<std::string>(
    {.name = "names", .kind = rowsmith::ColumnKind::string, .length = 20});
constexpr rowsmith::ArrayType prices_array = rowsmith::array_type<rowsmith::Decimal>(
    {.name = "prices", .kind = rowsmith::ColumnKind::decimal, .precision = 8, .scale = 2});
constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Palette, id)},
    {.name = "colors", .kind = rowsmith::ColumnKind::array, .offset = offsetof(Palette, colors), .array = &colors_array},
    {.name = "names", .kind = rowsmith::ColumnKind::array, .offset = offsetof(Palette, names), .array = &names_array},
    {.name = "prices", .kind = rowsmith::ColumnKind::array, .nullable = true, .offset = offsetof(Palette, prices), .array = &prices_array},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("colors")sql",
    R"sql("names")sql",
    R"sql("prices")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "palettes" ("id", "colors", "names", "prices") values ($1, $2, $3, $4))sql",
    .select = R"sql(select "id", "colors", "names", "prices" from "palettes")sql",
    .find = R"sql(select "id", "colors", "names", "prices" from "palettes" where "id" = $1)sql",
    .erase = R"sql(delete from "palettes" where "id" = $1)sql",
    .table = R"sql("palettes")sql",
    .columns = column_names,
};

}
