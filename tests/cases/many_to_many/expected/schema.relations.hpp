namespace rowsmith {

template <>
struct Relations<::blog::Post> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Tags linked to this row by post_tags, loaded for all rows of the same result.
    [[nodiscard]] Many<::blog::Tag, Removal::unlink> tags() const;
};

template <>
struct Relations<::blog::Tag> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Posts linked to this row by post_tags, loaded for all rows of the same result.
    [[nodiscard]] Many<::blog::Post, Removal::unlink> posts() const;
};

}
