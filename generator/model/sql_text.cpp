#include "model/model.hpp"

#include <algorithm>

namespace rowsmith::model {

namespace {

const DialectSql* own(const SqlText& sql, std::string_view dialect) {
    const auto found = std::ranges::find(sql.dialects, dialect, &DialectSql::dialect);
    return found == sql.dialects.end() ? nullptr : &*found;
}

}

const std::string* SqlText::of(std::string_view dialect) const {
    if (const auto* text = own(*this, dialect))
        return text->text ? &*text->text : nullptr;
    return common ? &*common : nullptr;
}

bool SqlText::covers(std::string_view dialect) const {
    return common || own(*this, dialect) != nullptr;
}

}
