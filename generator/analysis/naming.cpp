#include "analysis/naming.hpp"

#include "analysis/report.hpp"
#include "support/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

struct Kind {
    std::string_view word;
    NameStyle NamingStyles::*style;
};
constexpr std::array kinds{
    Kind{"table", &NamingStyles::table},       Kind{"column", &NamingStyles::column},
    Kind{"enum", &NamingStyles::enumeration},  Kind{"value", &NamingStyles::value},
    Kind{"sequence", &NamingStyles::sequence},
};

struct Style {
    std::string_view word;
    NameStyle style;
};
constexpr std::array styles{
    Style{"keep", NameStyle::keep},
    Style{"snake", NameStyle::snake},
    Style{"camel", NameStyle::camel},
    Style{"pascal", NameStyle::pascal},
    Style{"snake_plural", NameStyle::snake_plural},
    Style{"camel_plural", NameStyle::camel_plural},
    Style{"pascal_plural", NameStyle::pascal_plural},
};

/// `did you mean ...?`, or all the words there are.
template <typename Rows>
std::string help_for(std::string_view word, const Rows& rows) {
    std::vector<std::string_view> words;
    for (const auto& row : rows)
        words.push_back(row.word);
    return suggest(word, words, fmt::format("there are {}", fmt::join(words, ", ")));
}

/// The same for what rules are for, `schema` among it.
std::string help_for_kind(std::string_view word) {
    std::vector<std::string_view> words;
    std::ranges::transform(kinds, std::back_inserter(words), &Kind::word);
    words.emplace_back("schema");
    return suggest(word, words, fmt::format("there are {}", fmt::join(words, ", ")));
}

struct RuleReader {
    Diagnostics& diagnostics;
    NamingStyles made = {};

    void read(const syntax::NamingRule& rule);
    const Kind* kind_of(const syntax::Name& what);
    const Style* style_of(const Kind& kind, const syntax::Name& word);
};

const Kind* RuleReader::kind_of(const syntax::Name& what) {
    const auto* kind = std::ranges::find(kinds, what.text, &Kind::word);
    if (kind == kinds.end()) {
        diagnostics.report(mistake("RS0331", what.span,
                                   fmt::format("there are no naming rules for '{}'", what.text),
                                   help_for_kind(what.text)));
        return nullptr;
    }
    return &*kind;
}

const Style* RuleReader::style_of(const Kind& kind, const syntax::Name& word) {
    const auto* style = std::ranges::find(styles, word.text, &Style::word);
    if (style == styles.end()) {
        diagnostics.report(mistake("RS0332", word.span,
                                   fmt::format("there is no naming style '{}'", word.text),
                                   help_for(word.text, styles)));
        return nullptr;
    }
    if (style->style >= NameStyle::snake_plural && kind.style != &NamingStyles::table) {
        const auto singular = word.text.substr(0, word.text.find('_'));
        diagnostics.report(mistake("RS0332", word.span, fmt::format("`{}` is for tables alone", word.text),
                                   fmt::format("write `{} {}`", kind.word, singular)));
        return nullptr;
    }
    return style;
}

void RuleReader::read(const syntax::NamingRule& rule) {
    const auto* kind = kind_of(rule.what);
    if (kind == nullptr)
        return;
    if (const auto* style = style_of(*kind, rule.style))
        made.*(kind->style) = style->style;
}

}

std::string styled(std::string_view name, NameStyle style) {
    switch (style) {
    case NameStyle::keep:
        return std::string(name);
    case NameStyle::snake:
        return snake_case(name);
    case NameStyle::camel:
        return camel_case(name);
    case NameStyle::pascal:
        return pascal_case(name);
    case NameStyle::snake_plural:
        return plural(snake_case(name));
    case NameStyle::camel_plural:
        return plural(camel_case(name));
    case NameStyle::pascal_plural:
        return plural(pascal_case(name));
    }
    return std::string(name);
}

std::string db_name_of(const syntax::DbName& given, const syntax::Name& name, NameStyle style) {
    return given.name ? given.name->value : styled(name.text, style);
}

std::string db_schema_of(const syntax::DbName& given, const NamingStyles& naming) {
    return given.schema ? given.schema->value : naming.schema;
}

Span db_place_of(const syntax::DbName& given, const syntax::Name& name) {
    return given.name ? given.name->span : name.span;
}

std::vector<NamingStyles> resolve_naming(const Program& program, Diagnostics& diagnostics) {
    std::vector<NamingStyles> made;
    for (const auto& file : program.files) {
        RuleReader reader{.diagnostics = diagnostics};
        if (file.naming)
            for (const auto& rule : file.naming->rules)
                reader.read(rule);
        if (file.naming && file.naming->schema)
            reader.made.schema = file.naming->schema->value;
        made.push_back(reader.made);
    }
    return made;
}

}
