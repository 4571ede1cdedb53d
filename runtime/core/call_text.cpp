// How what databases compute is written: functions, choices, JSON and windows.

#include "core/function_texts.hpp"
#include "core/query_values.hpp"
#include "core/query_writer.hpp"

#include <string>

namespace rowsmith::detail {

void Writer::argument(const ExpressionPtr& argument, bool typed) {
    const auto* const value = std::get_if<ValueTerm>(&argument->term);
    const bool integer = std::holds_alternative<IntegerTerm>(argument->term);
    const auto type = typed && (value || integer) && target_.spelling.words.type
                          ? target_.spelling.words.type(integer ? ColumnKind::int64 : value->type->kind)
                          : std::string_view{};
    add(type.empty() ? "" : "cast(");
    expression(argument);
    if (!type.empty())
        add(" as ").add(type).add(")");
}

void Writer::write(const CallTerm& term) {
    if (term.function == Function::choice)
        return write_choice(term);
    const FunctionText text = text_of(term.function, target_.spelling.words);
    std::size_t next = 0;
    for (const char character : text.pattern) {
        if (character == '?') {
            if (next == 0 && term.distinct)
                add("distinct ");
            argument(term.arguments[next++], text.typed);
        } else if (character == '@') {
            for (; next < term.arguments.size(); ++next) {
                add(next == 0 ? "" : ", ");
                argument(term.arguments[next], text.typed);
            }
        } else {
            add({&character, 1});
        }
    }
    if (term.filter) {
        add(" filter (where ");
        expression(term.filter);
        add(")");
    }
}

void Writer::write_choice(const CallTerm& term) {
    add("case");
    std::size_t at = 0;
    for (; at + 1 < term.arguments.size(); at += 2) {
        add(" when ");
        expression(term.arguments[at]);
        add(" then ");
        argument(term.arguments[at + 1], true);
    }
    if (at < term.arguments.size()) {
        add(" else ");
        argument(term.arguments[at], true);
    }
    add(" end");
}

void Writer::write(const JsonTerm& term) {
    const driver::Words& words = target_.spelling.words;
    placed(text_.keep(text_value(words.json_path(term.path), column_of_value<std::string>)));
    const std::string path = "$" + std::to_string(text_.parameters.size());
    bool document = true;
    for (const char character : words.json_text) {
        if (character == '?') {
            if (document)
                bracketed(term.document);
            else
                add(path);
            document = !document;
        } else {
            add({&character, 1});
        }
    }
}

void Writer::write(const ResultTerm& term) {
    add(std::to_string(term.column + 1));
}

void Writer::write(const WindowTerm& term) {
    expression(term.call);
    add(" over (");
    for (std::size_t at = 0; at < term.window.partition.size(); ++at) {
        add(at == 0 ? "partition by " : ", ");
        exact(term.window.partition[at]);
    }
    order(term.window.order);
    if (term.window.frame == Frame::rows)
        add(" rows unbounded preceding");
    else if (term.window.frame == Frame::all)
        add(" rows between unbounded preceding and unbounded following");
    add(")");
}

}
