#include "analysis/values.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/literals.hpp"
#include "analysis/renames.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace rowsmith::analysis {

namespace {

struct ValueChecker {
    Work& work;
    NameStyle style;
    Renames renames = {};
    std::map<std::string, const syntax::EnumValue*> by_name = {};
    std::map<std::string, const syntax::EnumValue*> by_label = {};

    void check(const syntax::EnumValue& value);
};

void ValueChecker::check(const syntax::EnumValue& value) {
    const auto [known, is_new] = by_name.emplace(member_name(value.name.text), &value);
    if (!is_new) {
        const auto& first = *known->second;
        const bool same = first.name.text == value.name.text;
        work.report(mistake("RS0415", value.name.span,
                            same ? fmt::format("'{}' is a value of this enum already", value.name.text)
                                 : fmt::format("'{}' and '{}' {}", first.name.text, value.name.text,
                                               likeness(first.name.text, value.name.text)),
                            same
                                ? "leave it out"
                                : "give one of them another name; `as \"...\"` keeps the one in the database",
                            {}, {{first.name.span, "the first"}}));
        return;
    }
    const auto label = db_name_of(value.db, value.name, style);
    const auto place = db_place_of(value.db, value.name);
    check_db_name(work, label, place);
    if (value.db.renamed)
        renames.check(work, *value.db.renamed, label);
    const auto [labelled, is_free] = by_label.emplace(label, &value);
    if (!is_free)
        work.report(mistake(
            "RS0416", place, fmt::format("two values of this enum are '{}' in the database", label),
            "give one of them another name with `as`", {}, {{labelled->second->name.span, "the first"}}));
}

void check_enum(Work& work, const syntax::Enum& node) {
    if (node.values.empty() && node.complete && work.program.complete[node.name.span.file])
        work.report(mistake("RS0414", node.name.span, fmt::format("enum '{}' has no values", node.name.text),
                            "name them between the braces: `{ pending, paid }`"));
    ValueChecker checker{.work = work, .style = work.naming[node.name.span.file].value};
    for (const auto& value : node.values)
        checker.check(value);
}

std::optional<std::int64_t> whole(const syntax::Number& number) {
    const auto text = canonical_integer(number.text);
    if (!text || !in_range(*text, range_of(model::Scalar::int64)))
        return std::nullopt;
    std::int64_t value = 0;
    std::from_chars(text->data(), text->data() + text->size(), value);
    return value;
}

void refuse_option(Work& work, const syntax::SequenceOption& option, std::string_view wanted) {
    work.report(mistake("RS0417", option.value.span,
                        fmt::format("the {} of a sequence must be {}", option.name.text, wanted),
                        fmt::format("as in `{} 1`", option.name.text)));
}

void set_option(Work& work, model::Sequence& sequence, const syntax::SequenceOption& option) {
    const auto value = whole(option.value);
    if (!value)
        refuse_option(work, option, "a whole number of 64 bits");
    else if (option.name.text == "start")
        sequence.start = *value;
    else if (option.name.text == "increment" && *value != 0)
        sequence.increment = *value;
    else if (option.name.text == "increment")
        refuse_option(work, option, "another number than 0");
    else if (option.name.text == "cache" && *value >= 1 && *value <= 1'000'000)
        sequence.cache = *value;
    else if (option.name.text == "cache")
        refuse_option(work, option, "from 1 to 1000000");
}

}

void check_enums(Work& work) {
    for (const auto& declaration : work.scope.declarations)
        if (const auto* const* node = std::get_if<const syntax::Enum*>(&declaration.node))
            check_enum(work, **node);
}

void resolve_sequences(Work& work) {
    for (const auto& declaration : work.scope.declarations)
        if (const auto* const* node = std::get_if<const syntax::Sequence*>(&declaration.node);
            node != nullptr && !declaration.repeated)
            for (const auto& option : (*node)->options)
                set_option(work, work.schema.sequences[declaration.index], option);
}

}
