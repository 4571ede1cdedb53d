## relation_functions.cpp: relations of another file's model
% if relation.many
rowsmith::Many<${relation.target}, rowsmith::Removal::${relation.removal}> ${relation.name}(const rowsmith::Ref<${relation.owner}>& row) {
    return {row.row(), ${relation.constant}};
}
% else
std::optional<rowsmith::Ref<${relation.target}>> ${relation.name}(const rowsmith::Ref<${relation.owner}>& row) {
    return rowsmith::detail::optional_ref<${relation.target}>(
        rowsmith::detail::related_row(row.row(), ${relation.constant}));
}
% end
% if relation.sets

void ${relation.setter}(const rowsmith::Ref<${relation.owner}>& row, const rowsmith::Ref<${relation.target}>& other) {
    rowsmith::detail::relate(row.row(), ${relation.constant}, &other.row());
}
% end
% if relation.adds

rowsmith::Ref<${relation.target}> ${relation.setter}(const rowsmith::Ref<${relation.owner}>& row, ${relation.target} added) {
    return rowsmith::Ref<${relation.target}>{
        rowsmith::detail::add_related(row.row(), ${relation.constant}, rowsmith::detail::managed(std::move(added)))};
}
% end
% if relation.clears

void ${relation.clearer}(const rowsmith::Ref<${relation.owner}>& row) {
    rowsmith::detail::relate(row.row(), ${relation.constant}, nullptr);
}
% end
