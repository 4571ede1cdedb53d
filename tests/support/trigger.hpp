#pragma once
// Triggers, which every database spells in its own way.

#include "support/capabilities.hpp"

#include <string>
#include <string_view>

namespace rowsmith::test {

/// What a trigger does with the row at hand: passes over it without a word, or refuses it.
inline constexpr Sql passes_over{.sqlite = "select raise(ignore);", .postgres = "return null;"};
inline constexpr Sql refuses{.sqlite = "select raise(abort, 'no');", .postgres = "raise exception 'no';"};

struct Trigger {
    std::string_view moment{}; // "before insert"
    std::string_view table{};
    std::string_view when = "true"; // "new.name = 'Bob'"
    std::string action{};           // statements, each with its semicolon
};

/// The script that makes it.
[[nodiscard]] inline std::string spelled(const Trigger& trigger) {
    const std::string name = "test_" + std::string(trigger.table);
    const std::string head =
        "create trigger " + name + " " + std::string(trigger.moment) + " on " + std::string(trigger.table);
    const std::string when(trigger.when);
    const std::string sqlite = head + " when " + when + " begin " + trigger.action + " end;";
    const std::string postgres =
        "create function " + name + "() returns trigger language plpgsql as $$ begin " + trigger.action +
        " return new; end $$; " + head + " for each row when (" + when + ") execute function " + name + "();";
    return spelled(Sql{.sqlite = sqlite, .postgres = postgres});
}

}
