#include "show/picture.hpp"

#include "show/names.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace rowsmith::show {
namespace {

/// Lines between tables, before it is known which of them have boxes.
struct Found {
    std::size_t from;
    std::size_t to;
    Line line;
};

bool is_unique_alone(const model::Table& table, std::size_t column) {
    const std::vector<std::size_t> alone{column};
    const auto is_it = [&](const model::UniqueKey& key) { return key.columns == alone; };
    const auto is_its_index = [&](const model::Index& index) {
        return index.unique && index.where.empty() && index.parts.size() == 1 &&
               index.parts.front().kind == model::IndexPart::Kind::column &&
               index.parts.front().columns == alone;
    };
    return std::ranges::any_of(table.unique_keys, is_it) || std::ranges::any_of(table.indexes, is_its_index);
}

bool is_foreign(const model::Table& table, std::size_t column) {
    return std::ranges::any_of(table.relations, [&](const model::Relation& relation) {
        return std::ranges::find(relation.columns, column) != relation.columns.end();
    });
}

std::vector<BoxColumn> columns_of(const model::Schema& schema, const model::Table& table) {
    std::vector<BoxColumn> columns;
    for (std::size_t index = 0; index < table.columns.size(); ++index) {
        const model::Column& column = table.columns[index];
        columns.push_back({.name = column.name,
                           .type = column.type,
                           .type_text = type_text(schema, table.file, column.type),
                           .primary = column.primary,
                           .foreign = is_foreign(table, index),
                           .unique = is_unique_alone(table, index)});
    }
    return columns;
}

std::string label_of(const std::string& from, const std::string& to) {
    return from.empty() || to.empty() ? from + to : from + " / " + to;
}

/// From the table that is referred to, but for a cut: then the other way round, so that lines make no ring.
Found line_of(const model::Schema& schema, std::size_t table_index, const model::Relation& relation) {
    const model::Table& table = schema.tables[table_index];
    const model::Table& target = schema.tables[relation.target];
    LineEnd parent{.column = target.columns[relation.target_columns.front()].name,
                   .count = relation.optional ? Count::at_most_one : Count::one};
    LineEnd child{.column = table.columns[relation.columns.front()].name,
                  .count = relation.unique ? Count::at_most_one : Count::many};
    if (relation.cut)
        return {table_index,
                relation.target,
                {std::move(child), std::move(parent), label_of(relation.name, relation.inverse), {}}};
    return {relation.target,
            table_index,
            {std::move(parent), std::move(child), label_of(relation.inverse, relation.name), {}}};
}

Found line_of(const model::Schema& schema, std::size_t table, const model::ManyToMany& link) {
    const auto order = [&](std::size_t index) { return std::pair(schema.tables[index].rank, index); };
    const bool forward = order(table) <= order(link.target);
    const LineEnd many{.column = {}, .count = Count::many};
    return {forward ? table : link.target,
            forward ? link.target : table,
            {many, many, forward ? label_of(link.name, link.inverse) : label_of(link.inverse, link.name),
             schema.tables[link.through].db_name}};
}

std::vector<Found> lines_of(const model::Schema& schema, const std::vector<bool>& shown) {
    std::vector<Found> lines;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        const model::Table& table = schema.tables[index];
        for (const model::Relation& relation : table.relations) {
            if (shown[index] || (shown[relation.target] && !table.made))
                lines.push_back(line_of(schema, index, relation));
        }
        for (const model::ManyToMany& link : table.many_to_many) {
            const bool is_line = schema.tables[link.through].made && !shown[link.through];
            if (link.declared_here && is_line && (shown[index] || shown[link.target]))
                lines.push_back(line_of(schema, index, link));
        }
    }
    return lines;
}

/// Adds the box of each table that is shown or at the end of a line; gives where it stands.
std::map<std::size_t, std::size_t> add_boxes(Picture& picture, const model::Schema& schema,
                                             const std::vector<bool>& shown,
                                             const std::vector<Found>& lines) {
    std::vector<bool> has_box = shown;
    for (const Found& found : lines)
        has_box[found.from] = has_box[found.to] = true;
    std::map<std::string, int> called;
    for (std::size_t index = 0; index < schema.tables.size(); ++index)
        called[schema.tables[index].name] += has_box[index] ? 1 : 0;
    std::map<std::size_t, std::size_t> box_of;
    for (std::size_t index = 0; index < schema.tables.size(); ++index) {
        const model::Table& table = schema.tables[index];
        if (!has_box[index])
            continue;
        box_of[index] = picture.boxes.size();
        picture.boxes.push_back(
            {.id = called[table.name] > 1 ? full_name(schema, table) : table.name,
             .table = table.db_name,
             .columns = shown[index] ? columns_of(schema, table) : std::vector<BoxColumn>(),
             .outside = !shown[index]});
    }
    return box_of;
}

}

std::vector<std::string> key_marks(const BoxColumn& column) {
    std::vector<std::string> marks;
    if (column.primary)
        marks.emplace_back("PK");
    if (column.foreign)
        marks.emplace_back("FK");
    if (column.unique)
        marks.emplace_back("UK");
    return marks;
}

Picture picture_of(const model::Schema& schema, std::span<const std::size_t> tables) {
    std::vector<bool> shown(schema.tables.size());
    for (const std::size_t table : tables)
        shown[table] = true;
    std::vector<Found> lines = lines_of(schema, shown);
    Picture picture;
    const auto box_of = add_boxes(picture, schema, shown, lines);
    for (Found& found : lines) {
        found.line.from.box = box_of.at(found.from);
        found.line.to.box = box_of.at(found.to);
        picture.lines.push_back(std::move(found.line));
    }
    return picture;
}

}
