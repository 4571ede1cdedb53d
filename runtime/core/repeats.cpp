#include "core/repeats.hpp"

#include "core/events.hpp"
#include "rowsmith/error.hpp"

#include <string>

namespace rowsmith::detail {
namespace {

std::string_view advice_for(Asked asked) {
    switch (asked) {
    case Asked::key:
        return "ask for all rows by one query, where(key.in(keys)): the session has them then, and finds "
               "them without a statement";
    case Asked::unique_key:
        return "ask for all rows by one query, where(column.in(values))";
    case Asked::relation:
        return "have the query that finds the rows load the relation with them, by with(relation)";
    case Asked::deferred_column:
        return "have the query that finds the rows read the column with them, by with(column)";
    case Asked::query:
        return "ask for all by one query: with in(values), along a relation, or with group_by";
    case Asked::change:
        return "change all rows by one statement: where(column.in(values)), or by an expression of columns";
    case Asked::named_query:
        return "write a query that gives all at once: with a join, or with an array for a parameter";
    }
    return {};
}

std::string repeated_text(const std::string& name, int most, std::string_view advice) {
    return "'" + name + "' was run " + std::to_string(most) + (most == 1 ? " time" : " times") +
           " in this transaction and is to be run again: " + std::string(advice);
}

}

void count_again(SessionState& session, Asked asked, const StatementName& name, std::string_view sql) {
    const RepeatWatch& repeats = session.engine.repeats;
    const std::string text = name.text();
    const int times = ++session.runs[text + '\n' + std::string(sql)];
    if (times <= repeats.most)
        return;
    const std::string_view advice = advice_for(asked);
    if (session.options.loading == Loading::strict)
        throw UsageError(repeated_text(text, repeats.most, advice));
    if (times != repeats.most + 1 || !repeats.handler)
        return;
    const Handling handling{session};
    try {
        repeats.handler({.name = text, .sql = sql, .times = times, .advice = advice, .place = session.place});
    } catch (...) {
        // A handler only looks on: what goes wrong in it must not change what happens to the data.
    }
}

}
