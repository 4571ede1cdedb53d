## mapping.cpp: a table's columns, keys and statements, and the repository's look-ups
namespace {
namespace ${mapping.scope} {

% for type in mapping.types
${type}
% end
constexpr auto columns = std::to_array<rowsmith::Column>({
% for column in mapping.columns
    ${column},
% end
});
% if mapping.keyed
constexpr auto key = std::to_array<std::uint16_t>({${mapping.key}});
% end
% if mapping.defers
constexpr auto read = std::to_array<std::uint16_t>({${mapping.read}});
% end
% if mapping.unique_keys
% for unique in mapping.unique_keys
constexpr auto ${unique.name} = std::to_array<std::uint16_t>({${unique.list}});
% end
constexpr auto unique_keys = std::to_array<std::span<const std::uint16_t>>({
% for unique in mapping.unique_keys
    ${unique.name},
% end
});
% end
% if mapping.foreign_keys
% for foreign in mapping.foreign_keys
constexpr auto ${foreign.columns} = std::to_array<std::uint16_t>({${foreign.column_list}});
constexpr auto ${foreign.target_columns} = std::to_array<std::uint16_t>({${foreign.target_list}});
% end
constexpr auto foreign_keys = std::to_array<rowsmith::ForeignKey>({
% for foreign in mapping.foreign_keys
    {.relation = ${foreign.relation},
     .target = &${foreign.target},
% if foreign.has_inverse
     .inverse = &${foreign.inverse},
% end
     .columns = ${foreign.columns},
     .target_columns = ${foreign.target_columns},
% for option in foreign.options
     ${option},
% end
    },
% end
});
% end
% include statements.cpp.tpl

}
% if not mapping.link
}
% end

constinit const rowsmith::Mapping ${mapping.constant}{
    .table = ${mapping.table},
    .model = ${mapping.full_name},
    .columns = ${mapping.scope}::columns,
% if mapping.keyed
    .key = ${mapping.scope}::key,
% end
% if mapping.unique_keys
    .unique_keys = ${mapping.scope}::unique_keys,
% end
% if mapping.foreign_keys
    .foreign_keys = ${mapping.scope}::foreign_keys,
% end
% if mapping.relations
    .relations = ${mapping.scope}::relations,
    .slots = ${mapping.slots},
% end
% if mapping.defers
    .read = ${mapping.scope}::read,
% end
    .rank = ${mapping.rank},
% if mapping.view
    .read_only = true,
% end
    .statements = &${mapping.scope}::statements,
% if mapping.qualified
    .qualified = &${mapping.scope}::qualified,
% end
    .rows = rowsmith::detail::row_operations<${mapping.model}>(),
};
% if mapping.link

}
% else
% if mapping.keyed

rowsmith::Ref<${mapping.model}> ${mapping.repository}::get(${mapping.key_finder.parameters}) {
    return get_row({${mapping.key_finder.arguments}});
}

std::optional<rowsmith::Ref<${mapping.model}>> ${mapping.repository}::find(${mapping.key_finder.parameters}) {
    return find_row({${mapping.key_finder.arguments}});
}
% end
% for finder in mapping.finders

std::optional<rowsmith::Ref<${mapping.model}>> ${mapping.repository}::${finder.name}(${finder.parameters}) {
    return find_row_by(${finder.index}, "${finder.name}", {${finder.arguments}});
}
% end
% end
