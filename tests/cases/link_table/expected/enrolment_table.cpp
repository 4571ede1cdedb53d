namespace enrolment_table {

constexpr auto relations = std::to_array<rowsmith::Relation>({
    {.name = "student", .kind = rowsmith::RelationKind::to_one, .target = &StudentRepository::mapping, .key = 0, .slot = 0},
    {.name = "course", .kind = rowsmith::RelationKind::to_one, .target = &CourseRepository::mapping, .key = 1, .slot = 1},
});

}
namespace enrolment_table {

constexpr auto columns = std::to_array<rowsmith::Column>({
    {.name = "student_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Enrolment, student_id)},
    {.name = "course_id", .kind = rowsmith::ColumnKind::int64, .offset = offsetof(Enrolment, course_id)},
    {.name = "grade", .kind = rowsmith::ColumnKind::int16, .nullable = true, .offset = offsetof(Enrolment, grade)},
});
constexpr auto key = std::to_array<std::uint16_t>({0, 1});
constexpr auto student_columns = std::to_array<std::uint16_t>({0});
constexpr auto student_target = std::to_array<std::uint16_t>({0});
constexpr auto course_columns = std::to_array<std::uint16_t>({1});
constexpr auto course_target = std::to_array<std::uint16_t>({0});
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
    {.relation = "student",
     .target = &StudentRepository::mapping,
     .inverse = &student_table::relations[0],
     .columns = student_columns,
     .target_columns = student_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
    {.relation = "course",
     .target = &CourseRepository::mapping,
     .inverse = &course_table::relations[0],
     .columns = course_columns,
     .target_columns = course_target,
     .on_delete = rowsmith::KeyAction::cascade,
    },
});
constexpr auto column_names = std::to_array<std::string_view>({
    R"sql("student_id")sql",
    R"sql("course_id")sql",
    R"sql("grade")sql",
});
constexpr rowsmith::Statements statements{
    .insert = R"sql(insert into "enrolments" ("student_id", "course_id", "grade") values ($1, $2, $3))sql",
    .select = R"sql(select "student_id", "course_id", "grade" from "enrolments")sql",
    .find = R"sql(select "student_id", "course_id", "grade" from "enrolments"
where "student_id" = $1 and "course_id" = $2)sql",
    .erase = R"sql(delete from "enrolments" where "student_id" = $1 and "course_id" = $2)sql",
    .table = R"sql("enrolments")sql",
    .columns = column_names,
};

}
