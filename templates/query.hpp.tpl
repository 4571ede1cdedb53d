## query.hpp: named SQL as a function, with what it takes and gives
% if query.gives_rows
${query.row_doc}
struct ${query.row} {
% for column in query.columns
% if column.documented
    ${column.doc}
% end
    ${column.type} ${column.name}${column.initializer};
% end

    friend bool operator==(const ${query.row}&, const ${query.row}&) = default;
};

% end
% if query.joins_parameters
${query.parameters_doc}
struct ${query.parameters_type} {
% for member in query.members
    ${member.type} ${member.name}${member.initializer};
% end
};

% end
${query.doc}
${query.declaration}
