#include "sql/sqlite_names.hpp"

#include "support/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace rowsmith::sql {

namespace {

/// A table, key, index or sequence; sequences have names of their own there.
struct Object {
    std::string name;
    std::string schema;
    std::string subject; // "table 'User'"
    std::size_t file = 0;
    model::Place place{};
};

struct Objects {
    std::vector<Object> tables{};
    std::vector<Object> sequences{};
};

void add_table(Objects& to, const model::Table& table) {
    const auto add = [&](const std::string& name, std::string subject, model::Place place) {
        to.tables.push_back({name, table.db_schema, std::move(subject), table.file, place});
    };
    add(table.db_name, fmt::format("{} '{}'", table.view ? "view" : "table", table.name), table.place);
    for (const auto& key : table.unique_keys)
        add(key.db_name, fmt::format("a unique key of '{}'", table.name), key.place);
    for (const auto& index : table.indexes)
        if (index.method.empty())
            add(index.db_name, fmt::format("an index of '{}'", table.name), index.place);
}

Objects objects_of(const model::Schema& schema) {
    Objects objects;
    for (const auto& table : schema.tables)
        add_table(objects, table);
    for (const auto& sequence : schema.sequences)
        objects.sequences.push_back({sequence.db_name, sequence.db_schema,
                                     fmt::format("sequence '{}'", sequence.name), sequence.file,
                                     sequence.place});
    return objects;
}

/// The files that a file imports, itself and from file to file.
std::set<std::size_t> reach_of(const model::Schema& schema, std::size_t file) {
    std::set<std::size_t> reached{file};
    std::vector<std::size_t> open{file};
    while (!open.empty()) {
        const auto at = open.back();
        open.pop_back();
        for (const auto import : schema.files[at].imports)
            if (reached.insert(import).second)
                open.push_back(import);
    }
    return reached;
}

/// Whether what two files declare ends up in one database.
bool together(const model::Schema& schema, std::size_t one, std::size_t other) {
    if (one == other || schema.files[one].name_space == schema.files[other].name_space)
        return true;
    for (std::size_t file = 0; file < schema.files.size(); ++file) {
        const auto reached = reach_of(schema, file);
        if (reached.contains(one) && reached.contains(other))
            return true;
    }
    return false;
}

Limit shared(const Object& first, const Object& second) {
    return {.code = "RS0714",
            .place = second.place,
            .message = fmt::format("{} and {} are both called '{}' on SQLite, which has no schemas",
                                   first.subject, second.subject, second.name),
            .help = "give one of them another name with `as \"...\"`"};
}

void add_shared(std::vector<Limit>& to, const model::Schema& schema, const std::vector<Object>& objects) {
    std::map<std::string, std::vector<const Object*>> by_name;
    for (const auto& object : objects) {
        auto& earlier = by_name[lower_ascii(object.name)];
        const auto first = std::ranges::find_if(earlier, [&](const Object* it) {
            return it->schema != object.schema && together(schema, it->file, object.file);
        });
        if (first != earlier.end() && schema.files[object.file].requested)
            to.push_back(shared(**first, object));
        earlier.push_back(&object);
    }
}

}

std::vector<Limit> sqlite_shared_names(const model::Schema& schema) {
    const auto objects = objects_of(schema);
    std::vector<Limit> all;
    add_shared(all, schema, objects.tables);
    add_shared(all, schema, objects.sequences);
    return all;
}

}
