namespace student_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "enrolments", .kind = rowsmith::RelationKind::to_many, .target = &EnrolmentRepository::mapping, .key = 0, .slot = 0},
    {.name = "courses", .kind = rowsmith::RelationKind::many_to_many, .target = &CourseRepository::mapping, .link = &EnrolmentRepository::mapping, .key = 0, .far_key = 1},
});

}
namespace student_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Student, id)},
});
constexpr auto key = std::to_array<std::uint16_t>({0});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("id")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "students" ("id") values ($1))sql",
    .select = R"sql(select "id" from "students")sql",
    .find = R"sql(select "id" from "students" where "id" = $1)sql",
    .erase = R"sql(delete from "students" where "id" = $1)sql",
    .table = R"sql("students")sql",
    .columns = column_names,
};

}
