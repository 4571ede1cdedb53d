## statements.cpp: the SQL of a table
% if mapping.statements.find_by
constexpr auto statements_find_by = std::to_array<std::string_view>({
% for text in mapping.statements.find_by
    ${text},
% end
});
% end
constexpr auto column_names = std::to_array<std::string_view>({
% for column in mapping.statements.columns
    ${column},
% end
});
constexpr rowsmith::Statements statements{
    .insert = ${mapping.statements.insert},
    .select = ${mapping.statements.select},
    .find = ${mapping.statements.find},
    .erase = ${mapping.statements.erase},
% if mapping.statements.find_by
    .find_by = statements_find_by,
% end
    .table = ${mapping.statements.table},
    .columns = column_names,
};
