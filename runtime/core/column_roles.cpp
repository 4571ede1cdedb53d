#include "core/column_roles.hpp"

namespace rowsmith {

ColumnRoles::ColumnRoles(const Mapping& mapping) : target(mapping.key) {
    for (std::uint16_t index = 0; index < mapping.columns.size(); ++index) {
        const Column& column = mapping.columns[index];
        if (column.writing == Writing::always)
            continue;
        limited = true;
        if (column.writing == Writing::computed)
            computed.push_back(index);
        if (column.writing != Writing::version)
            continue;
        version = &column;
        version_index = index;
        key_and_version_.assign(mapping.key.begin(), mapping.key.end());
        key_and_version_.push_back(index);
        target = key_and_version_;
    }
}

}
