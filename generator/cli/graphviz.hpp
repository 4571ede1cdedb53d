#pragma once
// Graphviz, the program that draws diagrams. It is looked for when it is needed only.

#include <stdexcept>
#include <string>

namespace rowsmith::cli {

/// Graphviz is not installed, or did not draw.
class GraphvizError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// The picture that Graphviz makes of a text in its language, with the mark of generated files.
[[nodiscard]] std::string render_svg(const std::string& dot);

}
