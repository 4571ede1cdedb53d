#include "core/write_now.hpp"

#include "core/links.hpp"
#include "core/lists.hpp"

#include <algorithm>
#include <numeric>

namespace rowsmith::detail {

void keep_image(ManagedRow& row) {
    SessionState& session = *row.table->session;
    if (row.touched_level >= session.level)
        return;
    Image image = image_of(*row.mapping, model_of(row));
    session.journal.note(row, session.level, image.get());
    static_cast<void>(image.release()); // the journal's now
}

void unload_incomplete_lists(ManagedRow& row) {
    const auto keys = row.mapping->foreign_keys;
    for (std::size_t key = 0; key < keys.size(); ++key) {
        ManagedRow* const target = keys[key].inverse ? current_target(row, key) : nullptr;
        const RowList* const list = target ? list_of(*target, *keys[key].inverse) : nullptr;
        if (list && std::ranges::find(list->rows, &row) == list->rows.end())
            put_list(*target, *keys[key].inverse, nullptr);
    }
}

void unload_list(TableRows& table, const ForeignKey& key, const void* model) {
    ManagedRow* const target = key.inverse ? named_target(table, key, model) : nullptr;
    if (target && list_of(*target, *key.inverse))
        put_list(*target, *key.inverse, nullptr);
}

std::vector<std::uint16_t> columns_of_row(const Mapping& mapping) {
    std::vector<std::uint16_t> columns{mapping.read.begin(), mapping.read.end()};
    if (columns.empty()) {
        columns.resize(mapping.columns.size());
        std::iota(columns.begin(), columns.end(), std::uint16_t{0});
    }
    return columns;
}

}
