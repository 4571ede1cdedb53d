#include "analysis/attributes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <type_traits>
#include <utility>

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
constexpr std::string_view declare_column = "declare the column with it, and name that column with `via`";

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
    Rule{"renamed from", {}, {}, {}},
    Rule{"as cpp", {}, declare_column, in_link_table},
    Rule{"as", {}, declare_column, in_link_table},
    Rule{"computed", {}, "a relation's columns are written by the program", in_link_table},
    Rule{"version", {}, "a version is a column of its own, of an integer type", in_link_table},
    Rule{"deferred", {}, "a relation's columns are read with each row", in_link_table},
    Rule{"readonly", {}, declare_column, in_link_table},
};
static_assert(rules.size() == std::variant_size_v<decltype(syntax::Attribute::value)>);

/// Where an alternative of syntax::Attribute stands among them.
template <typename Kind, typename Value = decltype(syntax::Attribute::value)>
constexpr std::size_t position_of() {
    return []<std::size_t... At>(std::index_sequence<At...>) {
        return ((std::is_same_v<Kind, std::variant_alternative_t<At, Value>> ? At : 0) + ...);
    }
    (std::make_index_sequence<std::variant_size_v<Value>>());
}

/// Two attributes of which a column can have one.
struct Conflict {
    std::size_t one;
    std::size_t other;
    std::string_view why;
};

template <typename One, typename Other>
constexpr Conflict conflict(std::string_view why) {
    return {position_of<One>(), position_of<Other>(), why};
}

constexpr std::string_view key_first = "a row is known by its key before the database computes anything";
constexpr std::string_view database_writes = "only the database writes a computed column";
constexpr std::string_view counts_itself = "a version begins at 1 and counts by itself";
constexpr std::string_view changes = "a version changes with each update";
constexpr std::string_view fixed_key = "a key never changes, so `readonly` says nothing";

/// Of several the first one is told.
constexpr std::array conflicts{
    conflict<syntax::Computed, syntax::Primary>(key_first),
    conflict<syntax::Computed, syntax::Identity>(key_first),
    conflict<syntax::Computed, syntax::Default>(database_writes),
    conflict<syntax::Computed, syntax::Version>(database_writes),
    conflict<syntax::Computed, syntax::Readonly>(database_writes),
    conflict<syntax::Version, syntax::Primary>(changes),
    conflict<syntax::Version, syntax::Unique>(changes),
    conflict<syntax::Version, syntax::Readonly>(changes),
    conflict<syntax::Version, syntax::Identity>(counts_itself),
    conflict<syntax::Version, syntax::Default>(counts_itself),
    conflict<syntax::Version, syntax::Deferred>("an update needs the version of its row"),
    conflict<syntax::Version, syntax::AsCpp>("Rowsmith counts it: it stays an integer in C++"),
    conflict<syntax::Readonly, syntax::Primary>(fixed_key),
    conflict<syntax::Readonly, syntax::Identity>(fixed_key),
    conflict<syntax::Deferred, syntax::Primary>("each row is known by its key"),
    conflict<syntax::Deferred, syntax::Unique>("rows are found by their unique keys"),
};

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

/// "`version`", "a default".
std::string phrase_of(const syntax::Attribute& attribute) {
    if (std::holds_alternative<syntax::Default>(attribute.value))
        return "a default";
    return fmt::format("`{}`", word_of(attribute));
}

const syntax::Attribute* find_attribute(const syntax::Field& field, std::size_t position) {
    const auto found = std::ranges::find_if(
        field.attributes, [&](const syntax::Attribute& it) { return it.value.index() == position; });
    return found == field.attributes.end() ? nullptr : &*found;
}

void check_conflicts(Work& work, const syntax::Field& field) {
    for (const auto& row : conflicts) {
        const auto* one = find_attribute(field, row.one);
        const auto* other = find_attribute(field, row.other);
        if (one == nullptr || other == nullptr)
            continue;
        const auto* first = one->span.begin < other->span.begin ? one : other;
        const auto* second = first == one ? other : one;
        work.report(mistake("RS0418", second->span,
                            fmt::format("column '{}' cannot have both {} and {}", field.name.text,
                                        phrase_of(*one), phrase_of(*other)),
                            fmt::format("leave out one of them: {}", row.why), {},
                            {{first->span, "the first"}}));
        return;
    }
}

/// A link table that is made has no other place to say what it was called.
void check_rename(Work& work, const syntax::Field& field) {
    Span place;
    if (attribute<syntax::Renamed>(field, &place) != nullptr &&
        attribute<syntax::ThroughTable>(field) != nullptr)
        work.report(
            mistake("RS0316", place,
                    fmt::format("'{}' has no name in the database that could have changed", field.name.text),
                    "say it where the link table is declared"));
}

}

void check_attributes(Work& work, const FieldDraft& field) {
    if (field.kind == FieldKind::column)
        check_conflicts(work, *field.syntax);
    if (field.kind == FieldKind::many_to_many)
        check_rename(work, *field.syntax);
    for (const auto& attribute : field.syntax->attributes) {
        const auto help = help_for(rules[attribute.value.index()], field.kind);
        if (help.empty())
            continue;
        work.report(mistake(field.kind == FieldKind::column ? "RS0315" : "RS0316", attribute.span,
                            fmt::format("'{}' is {}, and {} has no meaning there", field.syntax->name.text,
                                        a_kind(field.kind), phrase_of(attribute)),
                            fmt::format(fmt::runtime(help), field.syntax->type.name.text)));
    }
}

}
