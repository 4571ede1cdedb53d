#include "model/model.hpp"

#include <algorithm>

namespace rowsmith::model {

namespace {

const QuerySql* find(const std::vector<QuerySql>& sql, std::string_view dialect) {
    const auto own = std::ranges::find(sql, dialect, &QuerySql::dialect);
    const auto found = own != sql.end() ? own : std::ranges::find(sql, "", &QuerySql::dialect);
    return found == sql.end() ? nullptr : &*found;
}

std::uint32_t place_of(const QueryText& sql, std::size_t offset) {
    const auto next = std::ranges::upper_bound(sql.origins, offset, {}, &QueryText::Origin::value);
    if (next == sql.origins.begin())
        return sql.place.begin;
    const auto& before = *(next - 1);
    return std::min(before.begin + static_cast<std::uint32_t>(offset - before.value), sql.place.end);
}

}

Place QueryText::at(std::size_t begin, std::size_t end) const {
    // The last byte is looked up, not the one behind it, which may stand on another line.
    const auto first = place_of(*this, begin);
    return {.file = place.file, .begin = first, .end = end > begin ? place_of(*this, end - 1) + 1 : first};
}

const QueryText* text_for(const std::vector<QuerySql>& sql, std::string_view dialect) {
    const auto* own = find(sql, dialect);
    return own != nullptr && own->text ? &*own->text : nullptr;
}

const QueryText* Query::of(std::string_view dialect) const {
    return text_for(sql, dialect);
}

bool Query::covers(std::string_view dialect) const {
    return find(sql, dialect) != nullptr;
}

}
