## model_struct.hpp: a table's row as a plain struct
${model.doc}
struct ${model.name} {
% for column in model.columns
% if column.documented
    ${column.doc}
% end
    ${column.type} ${column.name}${column.initializer};
% end

    friend bool operator==(const ${model.name}&, const ${model.name}&) = default;
};
