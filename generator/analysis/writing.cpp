#include "analysis/writing.hpp"

#include "analysis/sql_text.hpp"
#include "analysis/types.hpp"

#include <fmt/format.h>

namespace rowsmith::analysis {

namespace {

using model::Writing;

void check_version_type(Work& work, const FieldDraft& column, Span place) {
    const auto& type = column.type;
    if (is_integer(type.scalar) && !type.array && !type.nullable)
        return;
    work.report(mistake("RS0419", place,
                        fmt::format("`version` counts, and column '{}' is {}{}", column.syntax->name.text,
                                    type.nullable ? "nullable " : "", spelling(type, work.schema)),
                        "it is for int16, int32 and int64, without `?`"));
}

}

void resolve_writing(Work& work, FieldDraft& column) {
    Span place;
    if (const auto* computed = attribute<syntax::Computed>(*column.syntax)) {
        const bool on_read = computed->kind && computed->kind->text == "virtual";
        column.writing = on_read ? Writing::on_read : Writing::stored;
        if (auto expression = resolve_sql(work, computed->expression))
            column.expression = std::move(*expression);
    } else if (attribute<syntax::Version>(*column.syntax, &place) != nullptr) {
        column.writing = Writing::version;
        check_version_type(work, column, place);
    } else if (attribute<syntax::Readonly>(*column.syntax) != nullptr)
        column.writing = Writing::insert_only;
}

void check_versions(Work& work) {
    for (const auto& table : work.schema.tables) {
        const model::Column* first = nullptr;
        for (const auto& column : table.columns) {
            if (column.writing != Writing::version)
                continue;
            if (first != nullptr)
                work.report(mistake(
                    "RS0420", to_span(column.place),
                    fmt::format("'{}' is a second version column of table '{}'", column.name, table.name),
                    "one of them counts all changes of a row: leave out the other", {},
                    {{to_span(first->place), "the first"}}));
            else
                first = &column;
        }
    }
}

}
