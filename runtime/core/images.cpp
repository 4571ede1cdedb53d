#include "core/images.hpp"

#include "core/values.hpp"

namespace rowsmith {

ColumnSet changed_columns(const Mapping& mapping, const void* image, const void* model) {
    ColumnSet changed;
    for (std::size_t index = 0; index < mapping.columns.size(); ++index) {
        if (!equal(mapping.columns[index], image, model))
            changed.insert(index);
    }
    return changed;
}

}
