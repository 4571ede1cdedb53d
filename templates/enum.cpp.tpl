## enum.cpp: an enum's labels
std::string_view to_string(${enum.name} value) {
    const auto index = static_cast<std::size_t>(value);
    if (index >= ${enum.labels}.size())
        throw rowsmith::ConversionError("not a value of ${enum.name}");
    return ${enum.labels}[index];
}

std::optional<${enum.name}> ${enum.parse}(std::string_view label) {
    for (std::size_t index = 0; index < ${enum.labels}.size(); ++index) {
        if (${enum.labels}[index] == label)
            return static_cast<${enum.name}>(index);
    }
    return std::nullopt;
}
