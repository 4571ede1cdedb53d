#include "analysis/attributes.hpp"

#include <fmt/format.h>

#include <array>

namespace rowsmith::analysis {

namespace {

/// A kind of attribute and what to do where it may not stand; an empty help means that it may.
struct Rule {
    std::string_view word;
    std::string_view on_column;
    std::string_view on_relation;
    std::string_view on_many_to_many;
};

constexpr std::string_view relation_only = "only relations take it; a relation's type is the name of a table";
constexpr std::string_view in_link_table = "it belongs into the link table";

/// In the order of syntax::Attribute's alternatives.
constexpr std::array rules{
    Rule{"primary", {}, {}, in_link_table},
    Rule{"unique", {}, {}, in_link_table},
    Rule{"identity", {}, "declare the column, and name it with `via`", in_link_table},
    Rule{"= ...", {}, "declare the column with its default, and name it with `via`", in_link_table},
    Rule{"check", {}, "write `check \"...\"` on a line of its own", in_link_table},
    Rule{"as", {}, {}, "`as` names something in the database; `through \"...\"` names the link table"},
    Rule{"inverse", relation_only, {}, {}},
    Rule{"via", relation_only, {}, "`through \"...\" (a_id, b_id)` names the columns of the link table"},
    Rule{"through", relation_only, "only many-to-many relations take it: write `{}[]`", {}},
    Rule{"through", relation_only, "only many-to-many relations take it: write `{}[]`", {}},
    Rule{"on", relation_only, {}, "the relations of the link table take it"},
    Rule{"deferrable", relation_only, {}, "the relations of the link table take it"},
};
static_assert(rules.size() == std::variant_size_v<decltype(syntax::Attribute::value)>);

std::string word_of(const syntax::Attribute& attribute) {
    if (const auto* on = std::get_if<syntax::On>(&attribute.value))
        return on->event == syntax::Event::erase ? "on delete" : "on update";
    if (std::holds_alternative<syntax::Default>(attribute.value))
        return "=";
    return std::string(rules[attribute.value.index()].word);
}

std::string_view help_for(const Rule& rule, FieldKind kind) {
    switch (kind) {
    case FieldKind::broken:
        return {};
    case FieldKind::column:
        return rule.on_column;
    case FieldKind::relation:
        return rule.on_relation;
    case FieldKind::many_to_many:
        return rule.on_many_to_many;
    }
    return {};
}

std::string_view a_kind(FieldKind kind) {
    if (kind == FieldKind::column)
        return "a column";
    return kind == FieldKind::relation ? "a relation" : "a many-to-many relation";
}

}

void check_attributes(Work& work, const FieldDraft& field) {
    for (const auto& attribute : field.syntax->attributes) {
        const auto help = help_for(rules[attribute.value.index()], field.kind);
        if (help.empty())
            continue;
        work.report(mistake(field.kind == FieldKind::column ? "RS0315" : "RS0316", attribute.span,
                            fmt::format("'{}' is {}, and `{}` has no meaning there", field.syntax->name.text,
                                        a_kind(field.kind), word_of(attribute)),
                            fmt::format(fmt::runtime(help), field.syntax->type.name.text)));
    }
}

}
