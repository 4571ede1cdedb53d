## relations.cpp: the methods that a model's relations add to its refs
const Mapping& Relations<${model.relations.model}>::mapping() {
    return ${model.relations.mapping};
}
% for relation in model.relations.methods
% if relation.many

Many<${relation.target}, Removal::${relation.removal}> Relations<${model.relations.model}>::${relation.name}() const {
    return {detail::row_behind(*this), mapping().relations[${relation.index}]};
}
% end
% if relation.required

Ref<${relation.target}> Relations<${model.relations.model}>::${relation.name}() const {
    return Ref<${relation.target}>{
        detail::required_row(detail::row_behind(*this), mapping().relations[${relation.index}])};
}
% end
% if relation.optional

std::optional<Ref<${relation.target}>> Relations<${model.relations.model}>::${relation.name}() const {
    return detail::optional_ref<${relation.target}>(
        detail::related_row(detail::row_behind(*this), mapping().relations[${relation.index}]));
}
% end
% if relation.single

std::optional<Ref<${relation.target}>> Relations<${model.relations.model}>::${relation.name}() const {
    return detail::optional_ref<${relation.target}>(
        detail::related_row(detail::row_behind(*this), mapping().relations[${relation.index}]));
}
% end
% if relation.adds

Ref<${relation.target}> Relations<${model.relations.model}>::${relation.setter}(${relation.target} added) const {
    return Ref<${relation.target}>{
        detail::add_related(detail::row_behind(*this), mapping().relations[${relation.index}],
                            detail::managed(std::move(added)))};
}
% end
% if relation.sets

void Relations<${model.relations.model}>::${relation.setter}(const Ref<${relation.target}>& other) const {
    detail::relate(detail::row_behind(*this), mapping().relations[${relation.index}], &other.row());
}
% end
% if relation.clears

void Relations<${model.relations.model}>::${relation.clearer}() const {
    detail::relate(detail::row_behind(*this), mapping().relations[${relation.index}], nullptr);
}
% end
% end
