#include "postgres/batch_plan.hpp"

#include "core/column_set.hpp"

#include <algorithm>
#include <utility>

namespace rowsmith::postgres {
namespace {

using driver::BatchKind;
using driver::BatchShape;
using Columns = std::span<const std::uint16_t>;
using Types = std::vector<ColumnType>;

constexpr Oid number_type = 20; // bigint

std::vector<std::string_view> names_of(const Statements& texts, Columns which) {
    std::vector<std::string_view> names;
    for (const auto column : which)
        names.push_back(texts.columns[column]);
    return names;
}

/// What the plan of an insert is made of, as long as it is being made.
struct Insert {
    std::vector<SentColumn> columns{};
    std::vector<MadeColumn> made{};
    std::vector<std::string_view> key{};
    std::vector<std::string_view> returning{};
    bool known_keys = true; // each column of the key is sent, or made by the statement
    bool gives_identity = false;

    [[nodiscard]] InsertParts parts(std::string_view table) const {
        return {.table = table,
                .columns = columns,
                .made = made,
                .key = key,
                .returning = returning,
                .gives_identity = gives_identity};
    }
};

bool has_identity(const Types& types, Columns which) {
    return std::ranges::any_of(which, [&](auto column) { return !types[column].sequence.empty(); });
}

/// The statement itself makes what the key lacks, as the database would: only then it knows which row got
/// what.
void make_keys(Insert& insert, BatchPlan& plan, const BatchShape& shape, const Types& types) {
    insert.known_keys = !shape.mapping->key.empty();
    for (const auto column : shape.mapping->key) {
        if (contains(shape.set, column))
            continue;
        const ColumnType& type = types[column];
        insert.known_keys = insert.known_keys && !type.made_by.empty();
        insert.made.push_back({shape.texts->columns[column], type.name, type.made_by});
        if (type.sequence.empty())
            continue;
        insert.gives_identity = true;
        plan.sequence = type.sequence;
        plan.drawn = shape.mapping->columns[column].name;
    }
}

void plan_insert(BatchPlan& plan, const BatchShape& shape, const Types& types) {
    Insert insert{.columns = sent_columns(*shape.mapping, *shape.texts, types, shape.set),
                  .key = names_of(*shape.texts, shape.mapping->key),
                  .returning = names_of(*shape.texts, shape.returning)};
    insert.gives_identity = has_identity(types, shape.set);
    const bool known = !shape.returning.empty();
    if (known)
        make_keys(insert, plan, shape, types);
    if (known && insert.known_keys) {
        plan.numbered = true;
        plan.sql = insert_known_rows_text(insert.parts(shape.texts->table));
        return;
    }
    insert.made.clear();
    plan.sequence.clear();
    plan.one_by_one = known;
    plan.sql = insert_rows_text(insert.parts(shape.texts->table));
}

void plan_target(BatchPlan& plan, const BatchShape& shape, const Types& types, Columns all) {
    const auto columns = sent_columns(*shape.mapping, *shape.texts, types, all);
    const auto returning = names_of(*shape.texts, shape.returning);
    const TargetParts parts{shape.texts->table, columns, shape.set.size(), returning};
    const bool erase = shape.kind == BatchKind::erase;
    plan.numbered = erase || !returning.empty();
    plan.sql = erase ? delete_rows_text(parts) : update_rows_text(parts);
}

}

std::vector<SentColumn> sent_columns(const Mapping& mapping, const Statements& texts, const Types& types,
                                     Columns which) {
    std::vector<SentColumn> sent;
    for (const auto column : which)
        sent.push_back({texts.columns[column], types[column].name,
                        !has_binary(mapping.columns[column], types[column].oid)});
    return sent;
}

BatchPlan plan_batch(Catalog& catalog, const BatchShape& shape) {
    const Types& types = catalog.types_of(*shape.mapping, *shape.texts);
    BatchPlan plan;
    std::vector<std::uint16_t> all(shape.set.begin(), shape.set.end());
    all.insert(all.end(), shape.target.begin(), shape.target.end());
    for (const auto column : all)
        plan.columns.emplace_back(shape.mapping->columns[column], types[column]);
    if (shape.kind == BatchKind::insert || shape.kind == BatchKind::load)
        plan_insert(plan, shape, types);
    else
        plan_target(plan, shape, types, all);
    if (plan.numbered)
        plan.result_types.push_back(number_type);
    for (const auto column : shape.returning)
        plan.result_types.push_back(types[column].oid);
    return plan;
}

}
