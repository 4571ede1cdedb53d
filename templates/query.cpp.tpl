## query.cpp: what the runtime is told about named SQL, and the function
namespace {
namespace ${query.scope} {

% for type in query.types
${type}
% end
% if query.parameters
constexpr auto parameters = std::to_array<rowsmith::Column>({
% for parameter in query.parameters
    ${parameter},
% end
});
% end
% if query.results
constexpr auto columns = std::to_array<rowsmith::Column>({
% for column in query.results
    ${column},
% end
});
% end
% for statement in query.statements
% if statement.takes_parameters
constexpr auto ${statement.name} = std::to_array<std::uint16_t>({${statement.order}});
% end
% end
% if query.statements
constexpr auto statements = std::to_array<rowsmith::NamedStatement>({
% for statement in query.statements
    {
% if statement.own
        .dialect = ${statement.dialect},
% end
        .sql = ${statement.sql},
% if statement.takes_parameters
        .parameters = ${statement.name},
% end
    },
% end
});
% end
constexpr rowsmith::NamedQuery query{
    .name = ${query.full_name},
% if query.statements
    .statements = statements,
% end
% if query.parameters
    .parameters = parameters,
% end
% if query.results
    .columns = columns,
% end
% if query.writes
    .writes = true,
% end
};

}
}

${query.definition} {
    return rowsmith::detail::${query.call}(${query.session}, ${query.scope}::query, {${query.arguments}});
}
