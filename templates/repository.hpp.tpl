## repository.hpp: the way to the rows of a table or view
${model.repository_doc}
class ${model.repository} : public rowsmith::Repository<${model.name}> {
public:
    static const rowsmith::Mapping mapping;
% for column in model.columns
    static constexpr rowsmith::ColumnOf<${model.type}, ${column.type}> ${column.constant}{${column.index}};
% end
% for relation in model.relation_constants
    static constexpr rowsmith::RelationOf<${model.type}, ${relation.target}, rowsmith::RelationKind::${relation.kind}> ${relation.name}{${relation.index}};
% end

    explicit ${model.repository}(rowsmith::Session& ${model.session}) : Repository(${model.session}, mapping) {}
% if model.keyed

    /// The row of this key: the session's, else one SELECT. Throws rowsmith::NotFound.
    [[nodiscard]] rowsmith::Ref<${model.type}> get(${model.key.parameters});
    /// The same, but empty when there is no such row.
    [[nodiscard]] std::optional<rowsmith::Ref<${model.type}>> find(${model.key.parameters});
% end
% for finder in model.finders
    /// The row of this ${finder.words}, if there is one: one SELECT.
    [[nodiscard]] std::optional<rowsmith::Ref<${model.type}>> ${finder.name}(${finder.parameters});
% end
};
