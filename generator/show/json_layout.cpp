#include "show/json_layout.hpp"

#include "show/page.hpp"

namespace rowsmith::show {
namespace {

std::string scalar(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string on_one_line(const Json& value) {
    if (!value.is_structured())
        return scalar(value);
    std::string text;
    for (const auto& [key, member] : value.items()) {
        text += text.empty() ? "" : ", ";
        if (value.is_object())
            text += scalar(Json(key)) + ": ";
        text += on_one_line(member);
    }
    return value.is_object() ? "{" + text + "}" : "[" + text + "]";
}

/// `start` is the column at which the value begins.
void write(std::string& to, const Json& value, std::size_t indent, std::size_t start) {
    const std::string line = on_one_line(value);
    if (!value.is_structured() || value.empty() || start + line.size() < page_width) {
        to += line;
        return;
    }
    const std::string inside(indent + 2, ' ');
    to += value.is_object() ? "{" : "[";
    bool first = true;
    for (const auto& [key, member] : value.items()) {
        to += first ? "\n" : ",\n";
        first = false;
        const std::string name = value.is_object() ? scalar(Json(key)) + ": " : "";
        to += inside + name;
        write(to, member, inside.size(), inside.size() + name.size());
    }
    to += '\n' + std::string(indent, ' ') + (value.is_object() ? "}" : "]");
}

}

std::string laid_out(const Json& document) {
    std::string text;
    write(text, document, 0, 0);
    return text + '\n';
}

}
