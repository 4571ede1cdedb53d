## ddl.cpp: what creates and drops the schema's part of a database, in one dialect
constexpr auto ${dialect.name}_create = std::to_array<rowsmith::DdlStatement>({
% for statement in dialect.create
    {${statement.order}, ${statement.sql}},
% end
});
constexpr auto ${dialect.name}_drop = std::to_array<rowsmith::DdlStatement>({
% for statement in dialect.drop
    {${statement.order}, ${statement.sql}},
% end
});
