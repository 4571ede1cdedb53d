## enum.hpp: an enum of the schema and its labels
${enum.doc}
enum class ${enum.name} {
% for value in enum.values
% if value.documented
    ${value.doc}
% end
    ${value.name},
% end
};

/// The label that the database stores. Throws rowsmith::ConversionError for what is not an enumerator.
[[nodiscard]] std::string_view to_string(${enum.name} value);
/// The enumerator of a label; none for a text that is not a label.
[[nodiscard]] std::optional<${enum.name}> ${enum.parse}(std::string_view label);
