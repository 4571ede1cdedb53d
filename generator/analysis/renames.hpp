#pragma once
// `renamed from`: what the database called something before, for the next migration.

#include "analysis/work.hpp"

namespace rowsmith::analysis {

/// The old names of one scope: two of its members cannot come from one.
struct Renames {
    std::map<std::string, Span> places = {};

    void check(Work& work, const syntax::Text& from, std::string_view db_name);
};

/// The old name of a table, index, sequence or enum, or nothing. They share one scope, looked at when all are
/// there.
[[nodiscard]] std::string rename_object(Work& work, const std::optional<syntax::Text>& from,
                                        std::string_view db_name, FileIndex file);

void report_second_rename(Work& work, std::string_view from, Span first, Span second);

}
