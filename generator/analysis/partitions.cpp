#include "analysis/partitions.hpp"

#include "analysis/given_values.hpp"
#include "analysis/lists.hpp"
#include "analysis/literals.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace rowsmith::analysis {

namespace {

using model::PartitionBound;
using model::PartitionMethod;
using BoundKind = PartitionBound::Kind;

struct MethodWord {
    std::string_view word;
    PartitionMethod method;
    std::string_view rows; // as messages say it
};
constexpr std::array method_words{
    MethodWord{"range", PartitionMethod::range, "`from ... to ...`"},
    MethodWord{"list", PartitionMethod::list, "`in (...)`"},
    MethodWord{"hash", PartitionMethod::hash, "`modulus ... remainder ...`"},
};

const MethodWord& word_of(PartitionMethod method) {
    return method_words[static_cast<std::size_t>(method)];
}

std::optional<PartitionMethod> method_of(Work& work, const syntax::Name& name) {
    const auto* found = std::ranges::find(method_words, name.text, &MethodWord::word);
    if (found != method_words.end())
        return found->method;
    std::vector<std::string_view> words;
    std::ranges::transform(method_words, std::back_inserter(words), &MethodWord::word);
    work.report(mistake("RS0515", name.span, fmt::format("tables are not partitioned by {}", name.text),
                        suggest(name.text, words, "they are by range, list or hash")));
    return std::nullopt;
}

// ---- keys

std::string names_of(const model::Table& table, const std::vector<std::size_t>& columns) {
    std::string list;
    for (const auto column : columns)
        list += (list.empty() ? "" : ", ") + table.columns[column].name;
    return list;
}

struct KeyChecker {
    Work& work;
    const model::Table& table;
    const model::Partitioning& partitioning;

    /// Each partition sees to its own rows alone, so a key has to say in which one a row is.
    void check(const std::vector<std::size_t>& columns, model::Place place, std::string_view what,
               std::string_view form) const {
        auto wanted = columns;
        for (const auto column : partitioning.columns)
            if (std::ranges::find(columns, column) == columns.end())
                wanted.push_back(column);
        if (wanted.size() == columns.size())
            return;
        const auto& missing = table.columns[wanted[columns.size()]];
        std::vector<Related> related;
        if (to_span(place) != to_span(partitioning.place))
            related.push_back({to_span(partitioning.place), "partitioned here"});
        work.report(mistake("RS0518", to_span(place),
                            fmt::format("{} of '{}' lacks '{}', by which the table is partitioned", what,
                                        table.name, missing.name),
                            fmt::format("write `{} ({})`", form, names_of(table, wanted)), {},
                            std::move(related)));
    }
    void check_all() const {
        if (!table.primary_key.empty())
            check(table.primary_key, partitioning.place, "the primary key", "primary");
        for (const auto& key : table.unique_keys)
            check(key.columns, key.place, "a unique key", "unique");
        for (const auto& index : table.indexes)
            if (index.unique)
                check(plain_columns(index), index.place, "a unique index", "index");
    }
    static std::vector<std::size_t> plain_columns(const model::Index& index) {
        std::vector<std::size_t> columns;
        for (const auto& part : index.parts)
            if (part.kind == model::IndexPart::Kind::column)
                columns.push_back(part.columns.front());
        return columns;
    }
};

// ---- the rows of one partition

struct PartitionMaker {
    Work& work;
    const model::Table& table;
    const model::Partitioning& partitioning;
    const syntax::Partition& given;
    model::Partition made = {};

    bool fill(const syntax::RangeRows& rows);
    bool fill(const syntax::ListRows& rows);
    bool fill(const syntax::HashRows& rows);
    bool fill(const syntax::RestRows& rows);
    bool fill_row(const std::vector<syntax::Default>& bounds, std::vector<PartitionBound>& row);
    std::optional<PartitionBound> bound(std::size_t column, const syntax::Default& value) const;
    bool refuse(Span place, std::string message, std::string help) const {
        work.report(mistake("RS0520", place, std::move(message), std::move(help), {},
                            {{to_span(partitioning.place), "partitioned here"}}));
        return false;
    }
    bool is_for(PartitionMethod method) const {
        if (partitioning.method == method)
            return true;
        return refuse(given.rows_span,
                      fmt::format("this is no partition of a table that is partitioned by {}",
                                  word_of(partitioning.method).word),
                      fmt::format("write {}", word_of(partitioning.method).rows));
    }
};

/// `minvalue` and `maxvalue`; another word is a value.
std::optional<BoundKind> end_of(const syntax::Default& value) {
    const auto* word = std::get_if<syntax::WordDefault>(&value.value);
    if (word != nullptr && word->word.text == "minvalue")
        return BoundKind::least;
    if (word != nullptr && word->word.text == "maxvalue")
        return BoundKind::greatest;
    return std::nullopt;
}

std::optional<PartitionBound> PartitionMaker::bound(std::size_t column, const syntax::Default& value) const {
    auto text = resolve_value({.work = work,
                               .type = table.columns[partitioning.columns[column]].type,
                               .given = value,
                               .use = ValueUse::bound});
    return text ? std::optional(PartitionBound{.text = std::move(*text)}) : std::nullopt;
}

bool PartitionMaker::fill_row(const std::vector<syntax::Default>& bounds, std::vector<PartitionBound>& row) {
    const auto columns = partitioning.columns.size();
    if (bounds.size() != columns)
        return refuse(bounds.front().span,
                      fmt::format("there are {} values, and the table is partitioned by ({})", bounds.size(),
                                  names_of(table, partitioning.columns)),
                      "write a value for each column, in this order");
    for (std::size_t i = 0; i < columns; ++i) {
        const auto end = end_of(bounds[i]);
        if (!row.empty() && row.back().kind != BoundKind::value && end != row.back().kind)
            return refuse(bounds[i].span, "nothing else can follow `minvalue` and `maxvalue`",
                          "write the same word for all columns that follow");
        const auto made_bound =
            end ? std::optional(PartitionBound{.kind = *end, .text = {}}) : bound(i, bounds[i]);
        if (!made_bound)
            return false;
        row.push_back(*made_bound);
    }
    return true;
}

bool PartitionMaker::fill(const syntax::RangeRows& rows) {
    if (!is_for(PartitionMethod::range))
        return false;
    const bool from = fill_row(rows.from, made.from);
    return fill_row(rows.to, made.to) && from;
}

bool PartitionMaker::fill(const syntax::ListRows& rows) {
    if (!is_for(PartitionMethod::list))
        return false;
    for (const auto& value : rows.values)
        if (auto it = bound(0, value))
            made.values.push_back(std::move(*it));
    return made.values.size() == rows.values.size();
}

std::optional<std::int64_t> small_number(std::string_view text) {
    const auto digits = canonical_integer(text);
    if (!digits || !in_range(*digits, range_of(model::Scalar::int32)))
        return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(digits->data(), digits->data() + digits->size(), value);
    return value;
}

bool PartitionMaker::fill(const syntax::HashRows& rows) {
    if (!is_for(PartitionMethod::hash))
        return false;
    const auto modulus = small_number(rows.modulus.text);
    const auto remainder = small_number(rows.remainder.text);
    if (!modulus || !remainder || *modulus < 1 || *remainder < 0 || *remainder >= *modulus) {
        work.report(
            mistake("RS0522", given.rows_span,
                    fmt::format("no row has the remainder {} of {}", rows.remainder.text, rows.modulus.text),
                    "the modulus is at least 1, and the remainder is less"));
        return false;
    }
    made.modulus = *modulus;
    made.remainder = *remainder;
    return true;
}

bool PartitionMaker::fill(const syntax::RestRows&) {
    made.rest = true;
    return partitioning.method != PartitionMethod::hash ||
           refuse(given.rows_span, "hashes have no rest: their partitions have all rows together",
                  fmt::format("write {}", word_of(PartitionMethod::hash).rows));
}

// ---- one table

struct Members {
    std::vector<const syntax::PartitionBy*> by = {};
    std::vector<const syntax::Partition*> partitions = {};
};

Members members_of(const TableDraft& draft) {
    Members members;
    for (const auto* member : draft.others) {
        if (const auto* by = std::get_if<syntax::PartitionBy>(member))
            members.by.push_back(by);
        else if (const auto* partition = std::get_if<syntax::Partition>(member))
            members.partitions.push_back(partition);
    }
    return members;
}

/// By what the table is partitioned; nothing when it is not, or when that was reported.
std::optional<model::Partitioning> partitioning_of(Work& work, std::size_t index,
                                                   const syntax::PartitionBy& by) {
    const auto method = method_of(work, by.method);
    auto columns = resolve_list(work, index, by.parts);
    if (!method || !columns)
        return std::nullopt;
    if (*method == PartitionMethod::list && columns->size() > 1) {
        work.report(mistake("RS0519", by.parts[1].column.span, "a list is of one column",
                            "partition by range or hash for several"));
        return std::nullopt;
    }
    return model::Partitioning{.method = *method, .columns = std::move(*columns), .place = to_place(by.span)};
}

void report_not_partitioned(Work& work, std::size_t index, const Members& members) {
    if (!members.partitions.empty() && work.drafts[index].complete)
        work.report(mistake(
            "RS0517", members.partitions.front()->span,
            fmt::format("table '{}' has a partition and is not partitioned", work.schema.tables[index].name),
            "say by what, as in `partition by range (created_at)`"));
}

void make_table(Work& work, std::size_t index) {
    const auto members = members_of(work.drafts[index]);
    if (members.by.empty())
        return report_not_partitioned(work, index, members);
    for (std::size_t i = 1; i < members.by.size(); ++i)
        work.report(mistake("RS0516", members.by[i]->span, "a table is partitioned once",
                            "name several columns in one `partition by`, or leave one out", {},
                            {{members.by.front()->span, "partitioned here"}}));
    auto& table = work.schema.tables[index];
    table.partitioning = partitioning_of(work, index, *members.by.front());
    if (!table.partitioning)
        return;
    KeyChecker{work, table, *table.partitioning}.check_all();
    for (const auto* given : members.partitions) {
        PartitionMaker maker{
            .work = work, .table = table, .partitioning = *table.partitioning, .given = *given};
        maker.made.db_name = given->name.value;
        maker.made.place = to_place(given->span);
        if (std::visit([&](const auto& rows) { return maker.fill(rows); }, given->rows))
            table.partitioning->partitions.push_back(std::move(maker.made));
    }
    check_partitions(work, table);
}

}

void make_partitions(Work& work) {
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        make_table(work, table);
}

}
