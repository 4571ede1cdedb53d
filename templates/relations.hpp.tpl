## relations.hpp: the relations of a model as methods of its refs
template <>
struct Relations<${model.relations.model}> {
    static constexpr std::size_t slots = ${model.relations.slots};
% if model.view
    static constexpr bool read_only = true; // of a view
% end
% if not model.keyed
    static constexpr bool keyless = true; // the rows have no identity
% end
    [[nodiscard]] static const Mapping& mapping();
% for relation in model.relations.methods

    ${relation.doc}
% if relation.many
    [[nodiscard]] Many<${relation.target}, Removal::${relation.removal}> ${relation.name}() const;
% end
% if relation.required
    [[nodiscard]] Ref<${relation.target}> ${relation.name}() const;
% end
% if relation.optional
    [[nodiscard]] std::optional<Ref<${relation.target}>> ${relation.name}() const;
% end
% if relation.single
    [[nodiscard]] std::optional<Ref<${relation.target}>> ${relation.name}() const;
% end
% if relation.sets
    ${relation.set_doc}
    void ${relation.setter}(const Ref<${relation.target}>& other) const;
% end
% if relation.adds
    ${relation.add_doc}
    Ref<${relation.target}> ${relation.setter}(${relation.target} added) const;
% end
% if relation.clears
    ${relation.clear_doc}
    void ${relation.clearer}() const;
% end
% end
};
