#include "analysis/indexes.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/lists.hpp"
#include "analysis/renames.hpp"
#include "analysis/sql_text.hpp"

#include "support/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

using model::IndexPart;

constexpr std::string_view btree = "btree";

/// What PostgreSQL's indexes can do; other databases have the first.
struct Method {
    std::string_view word;
    bool sorts;   // takes `desc`, and can be unique
    bool several; // takes more than one column
};
constexpr std::array methods{
    Method{btree, true, true},      Method{"hash", false, false}, Method{"gist", false, true},
    Method{"spgist", false, false}, Method{"gin", false, true},   Method{"brin", false, true},
};

const Method* find_method(Work& work, const syntax::Name& name) {
    const auto* found = std::ranges::find(methods, name.text, &Method::word);
    if (found != methods.end())
        return &*found;
    std::vector<std::string_view> words;
    std::ranges::transform(methods, std::back_inserter(words), &Method::word);
    work.report(mistake("RS0513", name.span, fmt::format("there is no index method '{}'", name.text),
                        suggest(name.text, words, fmt::format("there are {}", fmt::join(words, ", ")))));
    return nullptr;
}

/// Refuses what an index cannot be by its method; true when there is nothing to refuse.
bool check_method(Work& work, const syntax::Index& given, const Method& method) {
    const auto refuse = [&](Span place, std::string_view what) {
        work.report(mistake("RS0514", place, fmt::format("a {} index {}", method.word, what),
                            "leave `using` out for an index that can", {},
                            {{given.method->span, "the method"}}));
        return false;
    };
    if (given.unique && !method.sorts)
        return refuse(given.span, "cannot be unique");
    if (given.parts.size() > 1 && !method.several)
        return refuse(given.parts[1].span, "has one column");
    const auto sorted = std::ranges::find_if(given.parts, &syntax::IndexPart::descending);
    if (sorted != given.parts.end() && !method.sorts)
        return refuse(sorted->span, "has no order");
    return true;
}

/// Nothing when it was reported.
const Method* method_of(Work& work, const syntax::Index& given) {
    const auto* method = given.method ? find_method(work, *given.method) : methods.data();
    return method != nullptr && check_method(work, given, *method) ? method : nullptr;
}

struct IndexMaker {
    Work& work;
    std::size_t index; // of the table
    const syntax::Index& given;
    std::map<std::string_view, Span> seen = {}; // plain columns

    std::optional<IndexPart> part(const syntax::IndexPart& part);
    std::optional<IndexPart> resolve(const syntax::Name& column);
    std::optional<IndexPart> resolve(const syntax::KeyCall& call);
    std::optional<IndexPart> resolve(const syntax::SqlText& sql);
    std::optional<std::vector<IndexPart>> parts();
    [[nodiscard]] std::string derived(const std::vector<IndexPart>& parts) const;
    void make();
};

std::optional<IndexPart> IndexMaker::resolve(const syntax::Name& column) {
    const auto [known, is_first] = seen.emplace(column.text, column.span);
    if (!is_first) {
        work.report(mistake("RS0506", column.span,
                            fmt::format("column '{}' stands twice in this list", column.text),
                            "name each column once", {}, {{known->second, "the first time"}}));
        return std::nullopt;
    }
    const auto found = find_listed_column(work, index, column);
    return found ? std::optional(IndexPart{.kind = IndexPart::Kind::column, .columns = {*found}})
                 : std::nullopt;
}

std::optional<IndexPart> IndexMaker::resolve(const syntax::KeyCall& call) {
    check_db_name(work, call.function.text, call.function.span);
    IndexPart made{.kind = IndexPart::Kind::call, .function = call.function.text};
    for (const auto& column : call.columns)
        if (const auto found = find_listed_column(work, index, column))
            made.columns.push_back(*found);
    return made.columns.size() == call.columns.size() ? std::optional(std::move(made)) : std::nullopt;
}

std::optional<IndexPart> IndexMaker::resolve(const syntax::SqlText& sql) {
    auto resolved = resolve_sql(work, sql);
    return resolved ? std::optional(IndexPart{.kind = IndexPart::Kind::sql, .sql = std::move(*resolved)})
                    : std::nullopt;
}

std::optional<IndexPart> IndexMaker::part(const syntax::IndexPart& part) {
    auto made = std::visit([this](const auto& value) { return resolve(value); }, part.value);
    if (made) {
        made->operators = part.operators ? part.operators->text : std::string();
        made->descending = part.descending;
        made->place = to_place(part.span);
    }
    return made;
}

/// The entries; nothing when one of them was reported.
std::optional<std::vector<IndexPart>> IndexMaker::parts() {
    if (given.parts.size() > most_key_columns) {
        work.report(mistake("RS0511", given.parts[most_key_columns].span,
                            fmt::format("there are {} columns in this list", given.parts.size()),
                            fmt::format("a key or an index takes at most {}", most_key_columns)));
        return std::nullopt;
    }
    std::vector<IndexPart> made;
    for (const auto& it : given.parts)
        if (auto resolved = part(it))
            made.push_back(std::move(*resolved));
    const bool whole = !made.empty() && made.size() == given.parts.size();
    return whole ? std::optional(std::move(made)) : std::nullopt;
}

/// `ix_user_name_lower_email_expr`
std::string IndexMaker::derived(const std::vector<IndexPart>& parts) const {
    const auto& table = work.schema.tables[index];
    std::vector<std::string> words;
    for (const auto& part : parts) {
        if (part.kind == IndexPart::Kind::call)
            words.push_back(part.function);
        std::ranges::move(db_names(table, part.columns), std::back_inserter(words));
        if (part.kind == IndexPart::Kind::sql)
            words.emplace_back("expr");
    }
    return derived_name("ix", table.db_name, words);
}

void IndexMaker::make() {
    auto parts = this->parts();
    const auto method = method_of(work, given);
    auto where = given.where ? resolve_sql(work, *given.where) : std::optional(model::SqlText{});
    if (!parts || !where || !method)
        return;
    auto& table = work.schema.tables[index];
    auto name = given_name(given.db, given.name).value_or(derived(*parts));
    auto old_name = rename_object(work, given.db.renamed, {name, table.db_schema, work.file_of(table)});
    table.indexes.push_back({.doc = given.doc,
                             .db_name = std::move(name),
                             .renamed_from = std::move(old_name),
                             .parts = std::move(*parts),
                             .unique = given.unique,
                             .method = method->word == btree ? std::string() : std::string(method->word),
                             .where = std::move(*where),
                             .place = to_place(given.span)});
}

}

void make_indexes(Work& work, std::size_t table) {
    for (const auto* member : work.drafts[table].others)
        if (const auto* given = std::get_if<syntax::Index>(member))
            IndexMaker{.work = work, .index = table, .given = *given}.make();
}

}
