#pragma once
// The template engine: a small, strict subset of Mako. A template iterates, asks flags and prints finished
// texts; whatever it names has to exist and to be of the right kind.

#include "templating/value.hpp"

#include <cstddef>
#include <filesystem>
#include <map>
#include <set>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::templating {

/// Line and column, both from 1; the column counts bytes.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
};

struct Path {
    Place at;
    std::vector<std::string> names = {};
};

enum class Action { text, print, loop, choice, include };

struct Node {
    Action action = Action::text;
    Place at;
    std::string text = {};   // literal text, what a loop calls its items, or the template to include
    Path path = {};          // what to print, to go through or to ask
    std::string indent = {}; // of a print or an include that stands first on its line: the blanks before it
    bool fills_line = false; // of a print alone on its line: it prints the line end, unless its text is empty
    bool negated = false;    // of a choice
    std::size_t otherwise = 0; // of a choice: the index of the first node after `% else`
    std::size_t end = 0;       // of a loop or a choice: the index behind its last node
};

/// `origin` is what messages call it: its name, or the path of the file that overrides it.
struct Template {
    std::string origin;
    std::vector<Node> nodes;
};

/// A mistake in a template (`template:line:column: message`) or in the folder of overrides (`path: message`).
class TemplateError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
    TemplateError(std::string_view origin, Place at, std::string_view message);
};

/// Throws TemplateError at the first mistake.
[[nodiscard]] Template parse(std::string origin, std::string_view text);

struct EmbeddedTemplate {
    std::string_view name;
    std::string_view text;
};

/// What is compiled in, sorted by name: CMake writes this table from the files in `templates/`.
[[nodiscard]] std::span<const EmbeddedTemplate> embedded_templates();

/// All templates by name, parsed, with known includes: a broken one is found even when nothing renders it.
class Templates {
public:
    /// Files in the folder `overrides` replace templates of the table, by name; an empty path means none.
    explicit Templates(std::span<const EmbeddedTemplate> table, const std::filesystem::path& overrides = {});

    [[nodiscard]] const std::map<std::string, Template, std::less<>>& by_name() const { return by_name_; }
    /// Throws TemplateError when there is none of this name.
    [[nodiscard]] const Template& get(std::string_view name) const;
    /// The files of `overrides`, sorted.
    [[nodiscard]] const std::vector<std::filesystem::path>& override_files() const { return override_files_; }

private:
    [[nodiscard]] std::string unknown(std::string_view name) const;
    void read_overrides(const std::filesystem::path& folder);
    void check_includes(const Template& from, std::vector<std::string_view>& chain) const;

    std::map<std::string, Template, std::less<>> by_name_;
    std::vector<std::filesystem::path> override_files_;
};

/// The nodes that renderings visited; it stays valid as long as the templates do.
using Coverage = std::set<const Node*>;

/// Prints the template with the names of `values` in sight. The result ends with exactly one newline.
[[nodiscard]] std::string render(const Templates& templates, std::string_view name, const Object& values,
                                 Coverage* coverage = nullptr);

/// `template:line:column` of every node that no rendering visited.
[[nodiscard]] std::vector<std::string> never_visited(const Templates& templates, const Coverage& coverage);

}
