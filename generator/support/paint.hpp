#pragma once
// Colours for a terminal. The characters between them are the same with and without.

#include <string>
#include <string_view>

namespace rowsmith {

enum class Style { error, warning, help, gutter, related, heading, code };

/// Puts a text into the colours of a style, or leaves it as it is where no colour is wanted.
class Paint {
public:
    explicit Paint(bool color) : color_(color) {}

    [[nodiscard]] std::string operator()(Style style, std::string_view text) const;

private:
    bool color_;
};

}
