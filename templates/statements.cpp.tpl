## statements.cpp: the SQL of a table
constexpr auto column_names = std::to_array<std::string_view>({
% for column in mapping.column_names
    ${column},
% end
});
% for texts in mapping.statements
% if texts.find_by
constexpr auto ${texts.name}_find_by = std::to_array<std::string_view>({
% for text in texts.find_by
    ${text},
% end
});
% end
constexpr rowsmith::Statements ${texts.name}{
% if texts.writes
    .insert = ${texts.insert},
% end
    .select = ${texts.select},
% if texts.finds
    .find = ${texts.find},
% end
% if texts.writes
    .erase = ${texts.erase},
% end
% if texts.find_by
    .find_by = ${texts.name}_find_by,
% end
    .table = ${texts.table},
    .columns = column_names,
};
% end
