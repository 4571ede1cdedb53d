#pragma once
// Images: copies of models as they were, from which a flush sees what changed and a rollback restores it.

#include "core/column_set.hpp"
#include "rowsmith/mapping.hpp"

#include <memory>

namespace rowsmith {

/// Frees an image.
struct DropImage {
    const Mapping* mapping = nullptr;
    void operator()(void* image) const noexcept { mapping->rows.discard(image); }
};
using Image = std::unique_ptr<void, DropImage>;

[[nodiscard]] inline Image image_of(const Mapping& mapping, const void* model) {
    return Image{mapping.rows.copy(model), DropImage{&mapping}};
}

/// The columns in which the model is no longer what the image is.
[[nodiscard]] ColumnSet changed_columns(const Mapping& mapping, const void* image, const void* model);

}
