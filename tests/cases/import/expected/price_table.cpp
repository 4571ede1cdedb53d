namespace price_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "country", .kind = rowsmith::RelationKind::to_one, .target = &::common::CountryRepository::mapping, .key = 0, .slot = 0},
});
constexpr rowsmith::Relation country_inverse{.name = "prices", .kind = rowsmith::RelationKind::to_many, .target = &PriceRepository::mapping, .key = 0};

}
namespace price_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Price, id)},
    {.name = "currency", .kind = rowsmith::ColumnKind::enumeration, .defaulted = true, .offset = offsetof(Price, currency), .enumeration = &currency_type_of_common},
    {.name = "country_code", .kind = rowsmith::ColumnKind::string, .nullable = true, .offset = offsetof(Price, country_code), .length = 2},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto country_columns = std::to_array<std::uint16_t>({2});
constexpr auto country_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "country",
     .target = &::common::CountryRepository::mapping,
     .inverse = &country_inverse,
     .columns = country_columns,
     .target_columns = country_target,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
    R"sql("currency")sql",
    R"sql("country_code")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "prices" ("id", "currency", "country_code") values ($1, $2, $3))sql",
    .select = R"sql(select "id", "currency", "country_code" from "prices")sql",
    .find = R"sql(select "id", "currency", "country_code" from "prices" where "id" = $1)sql",
    .erase = R"sql(delete from "prices" where "id" = $1)sql",
    .table = R"sql("prices")sql",
    .columns = column_names,
};

}
