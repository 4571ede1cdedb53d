#include "analysis/keys.hpp"

#include "analysis/identifiers.hpp"
#include "analysis/types.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace rowsmith::analysis {

namespace {

constexpr int deepest = 64; // keys made of keys made of keys

/// Looks for keys from table to table; `path` holds the tables whose keys are being worked out.
struct KeyResolver {
    Work& work;
    std::vector<std::size_t> path = {};

    const std::vector<ColumnRef>* key_of(std::size_t table);
    void resolve_key(std::size_t table);
    void resolve_columns(std::size_t table, FieldDraft& relation);

    bool find_key(std::size_t table, std::vector<ColumnRef>& key);
    bool add_named(std::size_t table, const syntax::Name& name, std::vector<ColumnRef>& key);
    bool add_marked(std::size_t table, FieldDraft& field, std::vector<ColumnRef>& key);
    const ColumnRef* made_column(std::size_t table, std::string_view name);
    std::optional<ColumnRef> relation_column(const TableDraft& draft, const FieldDraft& relation,
                                             const syntax::Name& name, const ColumnRef& target);
    void report_ring(std::size_t table);
};

// ---- where a table says what its key is

struct KeySpec {
    std::vector<FieldDraft*> marked;                 // fields with `primary`
    std::vector<const syntax::PrimaryKey*> declared; // primary (a, b)
};

KeySpec spec_of(TableDraft& draft) {
    KeySpec spec;
    for (auto& field : draft.fields)
        if (field.kind != FieldKind::many_to_many && attribute<syntax::Primary>(*field.syntax) != nullptr)
            spec.marked.push_back(&field);
    for (const auto* member : draft.others)
        if (const auto* key = std::get_if<syntax::PrimaryKey>(member))
            spec.declared.push_back(key);
    return spec;
}

Span place_of(const FieldDraft& field) {
    Span place;
    static_cast<void>(attribute<syntax::Primary>(*field.syntax, &place));
    return place;
}

std::string help_for_key(const TableDraft& draft) {
    const auto counted = std::ranges::find_if(draft.fields, [](const FieldDraft& field) {
        return field.kind == FieldKind::column && field.initial.kind == model::DefaultKind::identity;
    });
    if (counted != draft.fields.end())
        return fmt::format("write `{}: {} primary identity`", counted->syntax->name.text,
                           counted->syntax->type.name.text);
    return find_column(draft, "id") != nullptr ? "mark a column, for example `id`, with `primary`"
                                               : "add one, for example `id: int64 primary identity`";
}

void report_no_key(Work& work, const TableDraft& draft) {
    const auto lacks_type = [](const FieldDraft& field) {
        return field.kind == FieldKind::broken && field.syntax->type.name.text == "primary";
    };
    if (!draft.complete || std::ranges::any_of(draft.fields, lacks_type))
        return;
    work.report(mistake("RS0501", draft.syntax->name.span,
                        fmt::format("table '{}' has no primary key", draft.syntax->name.text),
                        help_for_key(draft)));
}

void report_two_keys(Work& work, const KeySpec& spec, std::string_view subject) {
    std::vector<Span> places;
    std::string names;
    for (const auto* key : spec.declared)
        places.push_back(key->span);
    for (const auto* field : spec.marked) {
        places.push_back(place_of(*field));
        names += (names.empty() ? "" : ", ") + field->syntax->name.text;
    }
    std::ranges::sort(places, {}, [](const Span& span) { return std::pair(span.file, span.begin); });
    const auto help =
        spec.declared.empty()
            ? fmt::format("for a key of several columns write `primary ({})` on a line of its own", names)
            : std::string("say it in one place");
    work.report(mistake("RS0502", places[1], fmt::format("{} has a second primary key", subject), help, {},
                        {{places[0], "the first"}}));
}

bool is_simple(Work& work, const KeySpec& spec, std::string_view subject) {
    if (spec.marked.size() + spec.declared.size() <= 1)
        return true;
    report_two_keys(work, spec, subject);
    return false;
}

// ---- checks

bool check_key_column(Work& work, const ColumnRef& column, Span place) {
    const auto refuse = [&](std::string_view code, std::string_view why, std::string_view help) {
        std::vector<Related> related;
        if (place != column.place)
            related.push_back({column.place, "the column"});
        work.report(mistake(code, place,
                            fmt::format("column '{}' cannot be in the primary key: {}", column.name, why),
                            std::string(help), {}, std::move(related)));
        return false;
    };
    if (column.type.nullable)
        return refuse("RS0503", "it is nullable", "leave out the `?`");
    const auto scalar = column.type.scalar;
    if (column.type.array)
        return refuse("RS0504", "it is an array", "a key needs a type with one value");
    if (scalar == model::Scalar::json)
        return refuse("RS0504", "it is json", "json has no equality that a key could use");
    if (scalar == model::Scalar::float32 || scalar == model::Scalar::float64)
        return refuse("RS0504", "it is a float",
                      "equal floats are a matter of rounding; use an integer or a decimal");
    return true;
}

void check_identity(Work& work, const TableDraft& draft) {
    if (draft.key.progress != Progress::done)
        return; // the key has to be mended first
    for (const auto& field : draft.fields) {
        if (field.kind != FieldKind::column || field.initial.kind != model::DefaultKind::identity)
            continue;
        const auto& key = draft.key.columns;
        if (key.size() == 1 && key.front().name == field.syntax->name.text)
            continue;
        Span place;
        static_cast<void>(attribute<syntax::Identity>(*field.syntax, &place));
        work.report(mistake("RS0412", place, "only a column that is the whole primary key can be `identity`",
                            "declare a sequence and write `= next(sequence)`"));
    }
}

// ---- keys

ColumnRef declared_column(const FieldDraft& field) {
    return {.name = field.syntax->name.text,
            .type = field.type,
            .place = field.syntax->name.span,
            .cpp = field.cpp,
            .db_types = field.db_types};
}

const std::vector<ColumnRef>* KeyResolver::key_of(std::size_t table) {
    auto& key = work.drafts[table].key;
    if (key.progress == Progress::untouched)
        resolve_key(table);
    else if (key.progress == Progress::working) {
        report_ring(table);
        key.progress = Progress::failed;
    }
    return key.progress == Progress::done ? &key.columns : nullptr;
}

/// The first relation of a table to another, for a message.
const FieldDraft* relation_to(const TableDraft& draft, std::size_t target) {
    const auto found = std::ranges::find_if(draft.fields, [&](const FieldDraft& field) {
        return field.kind == FieldKind::relation && field.target == target;
    });
    return found == draft.fields.end() ? nullptr : &*found;
}

void KeyResolver::report_ring(std::size_t table) {
    std::string names;
    std::vector<Related> relations;
    for (auto it = std::ranges::find(path, table); it != path.end(); ++it) {
        names += work.schema.tables[*it].name + " -> ";
        const auto next = it + 1 == path.end() ? table : *(it + 1);
        if (const auto* relation = relation_to(work.drafts[*it], next))
            relations.push_back({relation->syntax->name.span,
                                 fmt::format("needs the key of '{}'", work.schema.tables[next].name)});
    }
    work.report(mistake("RS0507", work.drafts[table].place,
                        fmt::format("the primary key of '{}' is made of itself ({}{})",
                                    work.schema.tables[table].name, names, work.schema.tables[table].name),
                        "declare one of the key's columns with a type", {}, std::move(relations)));
}

void KeyResolver::resolve_key(std::size_t table) {
    auto& key = work.drafts[table].key;
    if (path.size() >= deepest) {
        work.report(mistake("RS0507", work.drafts[table].place,
                            fmt::format("keys are made of keys more than {} tables deep", deepest),
                            "declare one of the key's columns with a type"));
        key.progress = Progress::failed;
        return;
    }
    key.progress = Progress::working;
    path.push_back(table);
    std::vector<ColumnRef> columns;
    const bool found = find_key(table, columns) && !columns.empty();
    path.pop_back();
    if (key.progress == Progress::failed)
        return;
    key.progress = found ? Progress::done : Progress::failed;
    key.columns = std::move(columns);
}

bool KeyResolver::find_key(std::size_t table, std::vector<ColumnRef>& key) {
    auto& draft = work.drafts[table];
    if (draft.syntax == nullptr)
        return false;
    const auto spec = spec_of(draft);
    if (spec.marked.empty() && spec.declared.empty()) {
        if (!draft.syntax->view)
            report_no_key(work, draft);
        return false;
    }
    if (!is_simple(work, spec, subject_of(work.schema.tables[table])))
        return false;
    if (!spec.marked.empty())
        return add_marked(table, *spec.marked.front(), key);
    if (spec.declared.front()->parts.size() > most_key_columns)
        return false; // lists.cpp reports it
    bool found = true;
    for (const auto& part : spec.declared.front()->parts)
        found = add_named(table, part.column, key) && found;
    return found;
}

bool KeyResolver::add_marked(std::size_t table, FieldDraft& field, std::vector<ColumnRef>& key) {
    if (field.kind == FieldKind::broken)
        return false;
    if (field.kind == FieldKind::relation) {
        resolve_columns(table, field);
        for (const auto& column : field.columns)
            key.push_back({column.name, column.type, field.syntax->name.span, column.cpp, column.db_types});
    } else
        key.push_back(declared_column(field));
    return std::ranges::all_of(
        key, [&](const auto& column) { return check_key_column(work, column, column.place); });
}

const ColumnRef* KeyResolver::made_column(std::size_t table, std::string_view name) {
    auto& fields = work.drafts[table].fields;
    const auto makes = [&](const FieldDraft& field) {
        if (const auto* via = attribute<syntax::Via>(*field.syntax))
            return std::ranges::any_of(via->columns, [&](const auto& it) { return it.text == name; });
        return name.starts_with(field.syntax->name.text + "_");
    };
    for (auto& field : fields) {
        if (field.kind != FieldKind::relation || !makes(field))
            continue;
        resolve_columns(table, field);
        const auto found = std::ranges::find(field.columns, name, &ColumnRef::name);
        if (found != field.columns.end())
            return &*found;
    }
    return nullptr;
}

bool KeyResolver::add_named(std::size_t table, const syntax::Name& name, std::vector<ColumnRef>& key) {
    const auto& draft = work.drafts[table];
    if (const auto twice = std::ranges::find(key, name.text, &ColumnRef::name); twice != key.end())
        return true; // lists.cpp reports it
    if (const auto* field = find_column(draft, name.text))
        key.push_back(declared_column(*field));
    else if (const auto* made = made_column(table, name.text))
        key.push_back(*made);
    else
        return false; // lists.cpp reports it
    return check_key_column(work, key.back(), name.span);
}

// ---- columns of relations

/// Setting a relation writes its column, and looking it up reads it.
bool check_writable(Work& work, const FieldDraft& relation, const syntax::Name& name,
                    const FieldDraft& column) {
    std::string_view why;
    if (attribute<syntax::Computed>(*column.syntax) != nullptr)
        why = "it is `computed`, and setting the relation writes it";
    else if (column.writing == model::Writing::version)
        why = "it is a `version`, which counts by itself";
    else if (attribute<syntax::Deferred>(*column.syntax) != nullptr)
        why = "it is `deferred`, and the relation reads it with each row";
    else
        return true;
    work.report(mistake(
        "RS0335", name.span,
        fmt::format("relation '{}' cannot use column '{}': {}", relation.syntax->name.text, name.text, why),
        "name another column, or leave the attribute out", {}, {{column.syntax->name.span, "the column"}}));
    return false;
}

std::optional<ColumnRef> KeyResolver::relation_column(const TableDraft& draft, const FieldDraft& relation,
                                                      const syntax::Name& name, const ColumnRef& target) {
    ColumnRef column{.name = name.text,
                     .type = target.type,
                     .place = name.span,
                     .cpp = target.cpp,
                     .db_types = target.db_types};
    column.type.nullable = relation.type.nullable;
    const bool given = attribute<syntax::Via>(*relation.syntax) != nullptr;
    const auto* declared = find_column(draft, name.text);
    if (declared != nullptr && !given && !relation.syntax->complete)
        return std::nullopt; // `via` may be what could not be read
    if (declared != nullptr && !given) {
        work.report(mistake("RS0317", relation.syntax->name.span,
                            fmt::format("relation '{}' would make column '{}' a second time",
                                        relation.syntax->name.text, name.text),
                            fmt::format("to use the declared column write `via {}`", name.text), {},
                            {{declared->syntax->name.span, "declared here"}}));
        return std::nullopt;
    }
    if (declared != nullptr && !check_writable(work, relation, name, *declared))
        return std::nullopt;
    if (!given && !is_usable_in_cpp(name.text)) {
        work.report(mistake(
            "RS0306", relation.syntax->name.span,
            fmt::format("the column of relation '{}' would be called '{}', which cannot be a name in C++",
                        relation.syntax->name.text, name.text),
            "name it with `via`"));
        return std::nullopt;
    }
    return column;
}

/// The names of a relation's columns: as given, or made from the names in the key.
std::vector<syntax::Name> column_names(const FieldDraft& relation, const std::vector<ColumnRef>& key) {
    if (const auto* via = attribute<syntax::Via>(*relation.syntax))
        return via->columns;
    std::vector<syntax::Name> names;
    for (const auto& column : key)
        names.push_back({relation.syntax->name.text + "_" + column.name, relation.syntax->name.span});
    return names;
}

void report_count(Work& work, const FieldDraft& relation, std::size_t count,
                  const std::vector<ColumnRef>& key) {
    Span place;
    static_cast<void>(attribute<syntax::Via>(*relation.syntax, &place));
    std::string names;
    for (const auto& column : key)
        names += (names.empty() ? "" : ", ") + column.name;
    work.report(
        mistake("RS0318", place,
                fmt::format("`via` names {} {}, and the key of '{}' has {}", count,
                            count == 1 ? "column" : "columns", relation.syntax->type.name.text, key.size()),
                fmt::format("name one column for each of ({})", names)));
}

void KeyResolver::resolve_columns(std::size_t table, FieldDraft& relation) {
    if (relation.columns_done)
        return;
    const auto* key = key_of(relation.target);
    if (relation.columns_done)
        return; // it was needed on the way
    relation.columns_done = true;
    const auto names = key != nullptr ? column_names(relation, *key) : std::vector<syntax::Name>();
    if (key != nullptr && names.size() != key->size())
        report_count(work, relation, names.size(), *key);
    else
        for (std::size_t i = 0; i < names.size(); ++i)
            if (auto column = relation_column(work.drafts[table], relation, names[i], (*key)[i]))
                relation.columns.push_back(std::move(*column));
    if (relation.columns.empty() || relation.columns.size() != names.size()) {
        relation.kind = FieldKind::broken;
        relation.columns.clear();
    }
}

}

void resolve_keys(Work& work) {
    KeyResolver resolver{.work = work};
    for (std::size_t table = 0; table < work.drafts.size(); ++table)
        static_cast<void>(resolver.key_of(table));
    for (std::size_t table = 0; table < work.drafts.size(); ++table) {
        for (auto& field : work.drafts[table].fields)
            if (field.kind == FieldKind::relation)
                resolver.resolve_columns(table, field);
        check_identity(work, work.drafts[table]);
    }
}

}
