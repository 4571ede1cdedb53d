#include "core/query_values.hpp"

#include "core/column_types.hpp"

#include <algorithm>
#include <type_traits>
#include <utility>

namespace rowsmith::detail {
namespace {

/// A list and the type that an array of its values has.
struct TypedList {
    ValueList values;
    ArrayType type{};
};

/// The column by which values of a list travel.
Column element_of(const ValueList& list, const Column& column) {
    Column element = comparable(column);
    if (list.integers)
        element.kind = ColumnKind::int64;
    else if (list.reals)
        element.kind = ColumnKind::float64;
    return element;
}

template <typename T>
struct Stored {
    T value; // in a struct, since a std::vector<bool> holds no bools
};

/// Values of a type of the program's own, as they are stored.
ValueList stored_values(const ValueList& list, const Column& column) {
    return with_type(column.conversion->stored.kind, [&]<class T>(std::type_identity<T>) -> ValueList {
        auto stored = std::make_shared<std::vector<Stored<T>>>();
        stored->reserve(list.size);
        for (std::size_t index = 0; index < list.size; ++index)
            with_stored(column, list.at(list.held.get(), index),
                        [&](const void* value) { stored->push_back({*static_cast<const T*>(value)}); });
        return {std::move(stored), list.size, [](const void* held, std::size_t index) -> const void* {
                    return &(*static_cast<const std::vector<Stored<T>>*>(held))[index].value;
                }};
    });
}

/// With a backslash before each character that has a meaning in patterns.
std::string escaped(std::string_view text) {
    std::string pattern;
    for (const char character : text) {
        if (character == '%' || character == '_' || character == '\\')
            pattern += '\\';
        pattern += character;
    }
    return pattern;
}

}

void set_digits(std::span<Column> layout, const driver::Spelling& spelling) {
    for (Column& column : layout) {
        if (is_computed_decimal(column))
            column.precision = spelling.real_decimals ? digits_of_computed_reals : Decimal::max_digits;
    }
}

std::size_t places_for(std::size_t values) {
    constexpr std::size_t sizes[] = {1, 8, most_places};
    return *std::ranges::find_if(sizes, [&](std::size_t size) { return size >= values; });
}

Column comparable(const Column& column) {
    Column plain = column;
    plain.offset = 0;
    plain.nullable = false;
    plain.length = 0;
    return plain;
}

Parameter value_in(QueryText& text, const ValueList& list, const Column& column, std::size_t index) {
    const void* const value = list.at(list.held.get(), index);
    if (list.integers)
        return {.integer = *static_cast<const std::int64_t*>(value)};
    if (list.reals)
        return text.keep({element_of(list, column), std::shared_ptr<const void>(list.held, value)});
    return {.type = &column, .value = value, .any_length = true};
}

ListParameter list_parameter(const ValueList& list, const Column& column) {
    if (column.kind == ColumnKind::converted)
        return list_parameter(stored_values(list, column), column.conversion->stored);
    auto typed = std::make_shared<TypedList>(TypedList{.values = list});
    typed->type.element = element_of(list, column);
    typed->type.size = [](const void* values) { return static_cast<const ValueList*>(values)->size; };
    typed->type.at = [](const void* values, std::size_t index) {
        const auto& known = *static_cast<const ValueList*>(values);
        return known.at(known.held.get(), index);
    };
    Column array = comparable(column);
    array.kind = ColumnKind::array;
    array.array = &typed->type;
    return {.value = {array, std::shared_ptr<const void>(typed, &typed->values)},
            .bytes = column.kind == ColumnKind::bytes};
}

std::string like_pattern(const MatchTerm& match) {
    switch (match.match) {
    case Match::pattern:
        return match.text;
    case Match::start:
        return escaped(match.text) + "%";
    case Match::part:
        return "%" + escaped(match.text) + "%";
    case Match::end:
        return "%" + escaped(match.text);
    }
    return {};
}

std::string glob_of(std::string_view like) {
    std::string glob;
    for (std::size_t at = 0; at < like.size(); ++at) {
        const bool plain = like[at] == '\\' && at + 1 < like.size();
        const char character = plain ? like[++at] : like[at];
        if (!plain && character == '%')
            glob += '*';
        else if (!plain && character == '_')
            glob += '?';
        else if (character == '*' || character == '?' || character == '[')
            glob.append("[").append(1, character).append("]");
        else
            glob += character;
    }
    return glob;
}

TypedValue text_value(std::string text, const Column& column) {
    return TypedValue{{.name = column.name, .kind = ColumnKind::string},
                      std::make_shared<const std::string>(std::move(text))};
}

}
