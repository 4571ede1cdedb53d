// A program's source that includes a large schema and uses three of its tables.

#include <big.rows.hpp>

std::size_t use(rowsmith::Session& session) {
    big::Item1Repository first{session};
    big::Item2Repository second{session};
    big::Item3Repository third{session};
    const auto one = first.add({.id = 1, .name = "one", .code = "1"});
    const auto two = second.add({.name = "two", .code = "2", .parent_id = one->id});
    two.edit().name = "second";
    session.commit();
    return third.all().size() + first.rows().size() + (second.find(two->id) ? 1U : 0U);
}
