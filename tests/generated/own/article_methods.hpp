#pragma once

#include <own.rows_fwd.hpp>

#include <string>

namespace own {

/// What refs to articles can do besides.
template <typename Self>
class ArticleMethods {
public:
    [[nodiscard]] std::string label() const {
        const auto& article = *static_cast<const Self&>(*this);
        return article.name.text + " for " + std::to_string(article.price.cents()) + " cents";
    }

    void raise(std::int64_t cents) const {
        auto& article = static_cast<const Self&>(*this).edit();
        article.price = decltype(article.price)(article.price.cents() + cents);
    }
};

}
