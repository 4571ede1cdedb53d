## ddl.cpp: what creates and drops the schema's part of a database, in one dialect
constexpr auto ${dialect.name}_create = std::to_array<rowsmith::DdlStatement>({
% for statement in dialect.create
  % if statement.checked
    {${statement.order}, ${statement.sql},
     ${statement.check}},
  % else
    {${statement.order}, ${statement.sql}},
  % end
% end
});
constexpr auto ${dialect.name}_drop = std::to_array<rowsmith::DdlStatement>({
% for statement in dialect.drop
    {${statement.order}, ${statement.sql}},
% end
});
