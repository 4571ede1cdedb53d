## enum_functions.hpp: between an enum and its labels
/// The label that the database stores. Throws rowsmith::ConversionError for what is not an enumerator.
[[nodiscard]] std::string_view to_string(${enum.name} value);
/// The enumerator of a label; none for a text that is not a label.
[[nodiscard]] std::optional<${enum.name}> ${enum.parse}(std::string_view label);
