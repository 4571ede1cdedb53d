namespace course_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "enrolment", .kind = rowsmith::RelationKind::to_many, .target = &EnrolmentRepository::mapping, .key = 1, .slot = 0},
    {.name = "students", .kind = rowsmith::RelationKind::many_to_many, .target = &StudentRepository::mapping, .link = &EnrolmentRepository::mapping, .key = 1, .far_key = 0},
});

}
namespace course_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Course, id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "courses" ("id") values ($1))sql",
    .select = R"sql(select "id" from "courses")sql",
    .find = R"sql(select "id" from "courses" where "id" = $1)sql",
    .erase = R"sql(delete from "courses" where "id" = $1)sql",
    .table = R"sql("courses")sql",
    .columns = column_names,
};

}
