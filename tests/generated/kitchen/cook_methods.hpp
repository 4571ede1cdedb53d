#pragma once

#include <string>

namespace kitchen::sink {

template <typename Self>
struct CookMethods {
    [[nodiscard]] std::string greeting() const { return "Chef " + static_cast<const Self&>(*this)->name; }
};

}
