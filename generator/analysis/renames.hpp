#pragma once
// `renamed from`: what the database called something before, for the next migration.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// The old names of one scope: two of its members cannot come from one.
struct Renames {
    std::map<std::string, Span> places = {};

    void check(Work& work, const syntax::Text& from, std::string_view db_name);
};

/// What the database calls an object now, and where.
struct DbPlace {
    std::string_view name;
    std::string_view schema;
    FileIndex file;
};

/// The old name of a table, index, sequence or enum, or nothing. Those of one schema share one scope, looked
/// at when all are there.
[[nodiscard]] std::string rename_object(Work& work, const std::optional<syntax::Text>& from,
                                        const DbPlace& now);

void report_second_rename(Work& work, std::string_view from, Span first, Span second);

}
