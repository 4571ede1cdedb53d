#include "analysis/renames.hpp"

#include "analysis/identifiers.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

namespace rowsmith::analysis {

namespace {

void check_old_name(Work& work, const syntax::Text& from, std::string_view db_name) {
    if (from.value == db_name)
        work.report(mistake("RS0333", from.span,
                            fmt::format("'{}' is what the database calls it now", from.value),
                            "write the old name, or leave `renamed from` out"));
    else
        check_db_name(work, from.value, from.span);
}

}

void report_second_rename(Work& work, std::string_view from, Span first, Span second) {
    work.report(mistake("RS0334", second, fmt::format("something else is renamed from '{}' already", from),
                        "only one of them can have been it: leave the other `renamed from` out", {},
                        {{first, "the first"}}));
}

void Renames::check(Work& work, const syntax::Text& from, std::string_view db_name) {
    check_old_name(work, from, db_name);
    const auto [known, inserted] = places.emplace(lower_ascii(from.value), from.span);
    if (!inserted)
        report_second_rename(work, from.value, known->second, from.span);
}

std::string rename_object(Work& work, const std::optional<syntax::Text>& from, const DbPlace& now) {
    if (!from)
        return {};
    check_old_name(work, *from, now.name);
    work.object_renames.push_back(
        {.from = from->value, .schema = std::string(now.schema), .file = now.file, .place = from->span});
    return from->value;
}

}
