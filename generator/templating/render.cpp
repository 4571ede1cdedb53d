#include "templating/templates.hpp"

#include <algorithm>
#include <array>
#include <fmt/ranges.h>
#include <utility>

namespace rowsmith::templating {
namespace {

std::string_view described(Kind kind) {
    constexpr std::array<std::string_view, 4> names{"a text", "a flag", "a list", "an object"};
    return names.at(static_cast<std::size_t>(kind));
}

void append_indented(std::string& out, std::string_view text, std::string_view indent) {
    while (!text.empty()) {
        const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
        if (text.front() != '\n')
            out += indent;
        out += text.substr(0, size);
        text.remove_prefix(size);
    }
}

class Renderer {
public:
    Renderer(const Templates& templates, const Object& values, Coverage* coverage)
        : templates_{templates}, coverage_{coverage} {
        for (const std::string& name : values.names())
            scope_.emplace_back(name, values.find(name));
    }

    std::string render(std::string_view name) {
        const Template* const including = std::exchange(current_, &templates_.get(name));
        std::string out;
        render(0, current_->nodes.size(), out);
        current_ = including;
        return out;
    }

private:
    using Name = std::pair<std::string_view, const Value*>;

    void render(std::size_t index, std::size_t end, std::string& out) {
        for (; index < end; index = std::max(index + 1, current_->nodes[index].end)) {
            const Node& node = current_->nodes[index];
            if (coverage_)
                coverage_->insert(&node);
            switch (node.action) {
            case Action::text:
                out += node.text;
                break;
            case Action::print:
                print(node, out);
                break;
            case Action::loop:
                loop(node, index + 1, out);
                break;
            case Action::choice:
                choose(node, index + 1, out);
                break;
            case Action::include:
                append_indented(out, render(node.text), node.indent);
                break;
            }
        }
    }

    void print(const Node& node, std::string& out) {
        const std::string& text = find(node.path, Kind::text).text();
        append_indented(out, text, node.indent);
        if (text.empty() != node.fills_line)
            out += node.fills_line ? "\n" : node.indent;
    }

    void loop(const Node& node, std::size_t body, std::string& out) {
        const List& list = find(node.path, Kind::list).list();
        for (std::size_t i = 0; i < list.size(); ++i) {
            const bool last = i + 1 == list.size();
            const Value state{Object{{"first", i == 0}, {"last", last}, {"comma", last ? "" : ","}}};
            scope_.emplace_back("loop", &state);
            scope_.emplace_back(node.text, &list[i]);
            render(body, node.end, out);
            scope_.resize(scope_.size() - 2);
        }
    }

    void choose(const Node& node, std::size_t then, std::string& out) {
        const Value& value = find(node.path, Kind::flag, Kind::list);
        const bool holds = value.kind() == Kind::flag ? value.flag() : !value.list().empty();
        if (holds != node.negated)
            render(then, node.otherwise, out);
        else
            render(node.otherwise, node.end, out);
    }

    /// The value at the end of a path, which has to be of one of the kinds.
    template <class... Kinds>
    const Value& find(const Path& path, Kinds... kinds) const {
        const Value* value = find_name(path);
        std::string spelled = path.names.front();
        for (std::size_t i = 1; i < path.names.size(); ++i) {
            value = find_member(path.at, *value, spelled, path.names[i]);
            spelled += "." + path.names[i];
        }
        if (((value->kind() != kinds) && ...))
            fail(path.at, fmt::format("'{}' is {}, expected {}", spelled, described(value->kind()),
                                      fmt::join({described(kinds)...}, " or ")));
        return *value;
    }

    const Value* find_name(const Path& path) const {
        const std::string& name = path.names.front();
        const auto inner = std::ranges::find(scope_.rbegin(), scope_.rend(), name, &Name::first);
        if (inner != scope_.rend())
            return inner->second;
        std::set<std::string_view> names;
        for (const auto& [known, value] : scope_)
            names.insert(known);
        fail(path.at, fmt::format("unknown name '{}'; known: {}", name, fmt::join(names, ", ")));
    }

    const Value* find_member(Place at, const Value& owner, std::string_view spelled,
                             std::string_view name) const {
        if (owner.kind() != Kind::object)
            fail(at, fmt::format("'{}' is {} and has no '{}'", spelled, described(owner.kind()), name));
        if (const Value* value = owner.object().find(name))
            return value;
        fail(at, fmt::format("'{}' has no '{}'; known: {}", spelled, name,
                             fmt::join(owner.object().names(), ", ")));
    }

    [[noreturn]] void fail(Place at, std::string_view message) const {
        throw TemplateError{current_->origin, at, message};
    }

    const Templates& templates_;
    Coverage* coverage_;
    const Template* current_ = nullptr;
    std::vector<Name> scope_; // innermost last
};

}

std::string render(const Templates& templates, std::string_view name, const Object& values,
                   Coverage* coverage) {
    std::string out = Renderer{templates, values, coverage}.render(name);
    out.erase(out.find_last_not_of('\n') + 1);
    return out + '\n';
}

}
