#include "analysis/defaults.hpp"

#include "analysis/given_values.hpp"
#include "analysis/literals.hpp"
#include "analysis/sql_text.hpp"
#include "analysis/types.hpp"
#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace rowsmith::analysis {

namespace {

using model::DefaultKind;
using model::Scalar;

struct Function {
    std::string_view name;
    DefaultKind kind;
    std::string_view call;
    std::string_view columns; // that it is for
};

constexpr std::array functions{
    Function{"now", DefaultKind::now, "now()", "timestamp columns"},
    Function{"uuid", DefaultKind::uuid, "uuid()", "uuid columns"},
    Function{"next", DefaultKind::sequence, "next(sequence)", "integer columns"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> foreign_functions{{
    {"current_timestamp", "now()"},
    {"current_time", "now()"},
    {"getdate", "now()"},
    {"utcnow", "now()"},
    {"localtimestamp", "now()"},
    {"gen_random_uuid", "uuid()"},
    {"newid", "uuid()"},
    {"nextval", "next(sequence)"},
    {"autoincrement", "identity"},
}};

bool takes(Scalar scalar, DefaultKind function) {
    if (function == DefaultKind::now)
        return scalar == Scalar::timestamp;
    return function == DefaultKind::uuid ? scalar == Scalar::uuid : is_integer(scalar);
}

const Function* function_of(Work& work, const syntax::Name& name) {
    const auto found = std::ranges::find(functions, name.text, &Function::name);
    if (found != functions.end())
        return &*found;
    const auto lowered = lower_ascii(name.text);
    const auto foreign =
        std::ranges::find(foreign_functions, lowered, [](const auto& it) { return it.first; });
    std::vector<std::string_view> names;
    std::ranges::transform(functions, std::back_inserter(names), &Function::name);
    const auto near = nearest(lowered, names);
    std::string help = "`now()`, `uuid()` and `next(sequence)` are known; other SQL is written `sql \"...\"`";
    if (foreign != foreign_functions.end())
        help = fmt::format("write `{}`", foreign->second);
    else if (!near.empty())
        help = fmt::format("did you mean `{}`?", std::ranges::find(functions, near, &Function::name)->call);
    work.report(mistake("RS0408", name.span,
                        fmt::format("there is no function '{}' for a default", name.text), help));
    return nullptr;
}

std::optional<std::size_t> find_sequence(Work& work, const syntax::Name& name) {
    const auto* found = look_up(work, name);
    if (found != nullptr && std::holds_alternative<const syntax::Sequence*>(found->node))
        return found->index;
    if (found != nullptr)
        work.report(mistake(
            "RS0305", name.span, fmt::format("'{}' is {}, not a sequence", name.text, a_kind_of(*found)),
            "`next` takes what is declared with `sequence`", {}, {{found->name->span, "declared here"}}));
    else if (work.scope.complete[name.span.file]) {
        auto help = help_for_missing(work, name, visible_names<syntax::Sequence>(work, name.span.file));
        work.report(mistake("RS0303", name.span, fmt::format("there is no sequence '{}'", name.text),
                            help.empty() ? fmt::format("declare it: `sequence {} {{}}`", name.text) : help));
    }
    return std::nullopt;
}

void resolve_sequence(Work& work, FieldDraft& column, const syntax::Name& name) {
    const auto index = find_sequence(work, name);
    if (!index)
        return;
    column.initial.kind = DefaultKind::sequence;
    column.initial.sequence = *index;
    const auto start = work.schema.sequences[*index].start;
    const auto range = range_of(column.type.scalar);
    if (start < range.least || start > range.greatest)
        work.report(mistake("RS0405", name.span,
                            fmt::format("sequence '{}' starts at {}, which does not fit a column of type {}",
                                        name.text, start, spelling(column.type, work.schema)),
                            fmt::format("it holds {} to {}", range.least, range.greatest)));
}

void resolve_call(Work& work, FieldDraft& column, const syntax::Default& given,
                  const syntax::CallDefault& call) {
    const auto* function = function_of(work, call.function);
    if (function == nullptr)
        return;
    if (!takes(column.type.scalar, function->kind)) {
        work.report(mistake(
            "RS0409", given.span,
            fmt::format("`{}` is no default for type {}", function->call, spelling(column.type, work.schema)),
            fmt::format("it is for {}", function->columns)));
        return;
    }
    const bool wants_argument = function->kind == DefaultKind::sequence;
    if (wants_argument != call.argument.has_value()) {
        work.report(
            mistake("RS0410", given.span,
                    fmt::format("'{}' {}", function->name,
                                wants_argument ? "needs the name of a sequence" : "takes no argument"),
                    fmt::format("write `{}`", function->call)));
        return;
    }
    if (wants_argument)
        resolve_sequence(work, column, *call.argument);
    else
        column.initial.kind = function->kind;
}

void resolve_given(Work& work, FieldDraft& column, const syntax::Default& given) {
    if (const auto* sql = std::get_if<syntax::SqlDefault>(&given.value)) {
        if (auto resolved = resolve_sql(work, sql->sql))
            column.initial = {.kind = DefaultKind::sql, .sql = std::move(*resolved)};
        return;
    }
    if (column.type.array) {
        work.report(mistake("RS0411", given.span, "an array takes no default but `sql \"...\"`",
                            "leave it out: without a default an empty array is written"));
        return;
    }
    if (const auto* call = std::get_if<syntax::CallDefault>(&given.value)) {
        resolve_call(work, column, given, *call);
        return;
    }
    if (auto text = resolve_value({.work = work, .type = column.type, .given = given}))
        column.initial = {.kind = DefaultKind::literal, .text = std::move(*text)};
}

void resolve_identity(Work& work, FieldDraft& column, Span place) {
    if (is_integer(column.type.scalar) && !column.type.array) {
        column.initial.kind = DefaultKind::identity;
        return;
    }
    work.report(mistake("RS0412", place,
                        fmt::format("`identity` counts, and a column of type {} holds no number",
                                    spelling(column.type, work.schema)),
                        "it is for int16, int32 and int64"));
}

}

void resolve_default(Work& work, FieldDraft& column) {
    Span identity_place;
    Span default_place;
    const bool identity = attribute<syntax::Identity>(*column.syntax, &identity_place) != nullptr;
    const auto* given = attribute<syntax::Default>(*column.syntax, &default_place);
    if (identity && given != nullptr)
        work.report(mistake("RS0412", identity_place, "a column has either `identity` or a default",
                            "leave out one of them", {}, {{default_place, "the default"}}));
    else if (identity)
        resolve_identity(work, column, identity_place);
    else if (given != nullptr)
        resolve_given(work, column, *given);
}

}
