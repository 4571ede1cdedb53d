## relation_functions.hpp: relations of another file's model, whose header knows nothing of this one
${relation.doc}
% if relation.many
[[nodiscard]] rowsmith::Many<${relation.target}, rowsmith::Removal::${relation.removal}> ${relation.name}(const rowsmith::Ref<${relation.owner}>& row);
% else
[[nodiscard]] std::optional<rowsmith::Ref<${relation.target}>> ${relation.name}(const rowsmith::Ref<${relation.owner}>& row);
% end
% if relation.sets
${relation.set_doc}
void ${relation.setter}(const rowsmith::Ref<${relation.owner}>& row, const rowsmith::Ref<${relation.target}>& other);
% end
% if relation.adds
${relation.add_doc}
rowsmith::Ref<${relation.target}> ${relation.setter}(const rowsmith::Ref<${relation.owner}>& row, ${relation.target} added);
% end
% if relation.clears
${relation.clear_doc}
void ${relation.clearer}(const rowsmith::Ref<${relation.owner}>& row);
% end
