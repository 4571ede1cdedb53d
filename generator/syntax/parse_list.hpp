#pragma once
// Lists in parentheses: of columns, of the parts of an index, of the arguments of a call.

#include "syntax/cursor.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::syntax {

/// `item, item)`
template <typename Item, typename ParseItem>
std::optional<std::vector<Item>> parse_items(Cursor& cursor, Span opening, ParseItem parse_item) {
    std::vector<Item> items;
    do {
        if (cursor.at_field())
            break;
        std::optional<Item> item = parse_item();
        if (!item)
            return std::nullopt;
        items.push_back(std::move(*item));
    } while (cursor.accept(TokenKind::comma));
    if (cursor.accept(TokenKind::close_paren))
        return items;
    cursor.complain({.code = "RS0207",
                     .message = fmt::format("expected ',' or ')', found {}", cursor.found()),
                     .related = {{.span = opening, .label = "the list begins here"}}});
    return std::nullopt;
}

/// `(item, item)`; `what` names the items. After a mistake the rest of the list is skipped, on however many
/// lines it stands.
template <typename Item, typename ParseItem>
std::optional<std::vector<Item>> parse_list(Cursor& cursor, std::string_view what, ParseItem parse_item) {
    const Span opening = cursor.here().span;
    const std::size_t outside = cursor.parentheses();
    if (!cursor.expect(TokenKind::open_paren, "'('",
                       fmt::format("write the {} in parentheses, as in `(a, b)`", what)))
        return std::nullopt;
    std::optional<std::vector<Item>> items;
    if (cursor.at(TokenKind::close_paren))
        cursor.complain({.code = "RS0222",
                         .message = fmt::format("expected {}, found an empty list", what),
                         .help = "name one at least, as in `(a, b)`"});
    else
        items = parse_items<Item>(cursor, opening, parse_item);
    if (!items)
        cursor.skip_list(outside);
    return items;
}

}
