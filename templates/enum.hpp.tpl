## enum.hpp: an enum of the schema
${enum.doc}
enum class ${enum.name} {
% for value in enum.values
% if value.documented
    ${value.doc}
% end
    ${value.name},
% end
};
