#include "analysis/foreign_types.hpp"

#include "analysis/dialect_words.hpp"
#include "support/checked_texts.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

void resolve_cpp(Work& work, FieldDraft& column, const syntax::AsCpp& as) {
    column.cpp.name = as.type.value;
    if (const auto fault = cpp_type_fault(as.type.value))
        work.report(mistake("RS0421", as.type.span, fmt::format("this is no name of a C++ type: {}", *fault),
                            "write a name like `acme::Money`, with template arguments where it has some"));
    if (as.header)
        column.cpp.header = header_path(work, *as.header);
}

void check_database_type(Work& work, const syntax::Text& type) {
    if (const auto fault = database_type_fault(type.value))
        work.report(mistake("RS0423", type.span, fmt::format("this is no type of a database: {}", *fault),
                            "write its name alone, for example `citext` or `numeric(20, 4)`; defaults and "
                            "conditions have attributes of their own"));
}

}

std::string header_path(Work& work, const syntax::Text& path) {
    const auto fault = header_fault(path.value);
    if (!fault)
        return path.value;
    work.report(mistake("RS0422", path.span, fmt::format("this is no path of a header: {}", *fault),
                        "write a path below an include folder, for example `acme/money.hpp`"));
    return {};
}

std::vector<std::string> names_looked_up(std::string_view type) {
    std::vector<std::string> names;
    for (std::size_t at = 0; at < type.size();) {
        const auto end = std::min(type.find_first_of(":<>, ", at), type.size());
        const bool inside = at > 0 && type[at - 1] == ':';
        if (end > at && !inside && !type.substr(end).starts_with("::"))
            names.emplace_back(type.substr(at, end - at));
        at = end + 1;
    }
    return names;
}

void resolve_foreign_types(Work& work, FieldDraft& column) {
    for (const auto& attribute : column.syntax->attributes) {
        if (const auto* cpp = std::get_if<syntax::AsCpp>(&attribute.value))
            resolve_cpp(work, column, *cpp);
        const auto* as = std::get_if<syntax::AsType>(&attribute.value);
        if (as == nullptr || !check_dialect(work, as->dialect, {"cpp"}))
            continue;
        check_database_type(work, as->type);
        column.db_types.push_back({.dialect = as->dialect.text, .text = as->type.value});
    }
}

}
