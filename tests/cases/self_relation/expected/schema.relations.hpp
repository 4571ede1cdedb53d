namespace rowsmith {

template <>
struct Relations<::shop::Shelf> {
    static constexpr std::size_t slots = 4;
    [[nodiscard]] static const Mapping& mapping();

    /// The Shelf of `inside`, if there is one, loaded for all rows of the same result.
    [[nodiscard]] std::optional<Ref<::shop::Shelf>> parent() const;
    /// Sets `inside`, at once in both directions.
    void set_parent(const Ref<::shop::Shelf>& other) const;
    /// The same with NULL.
    void clear_parent() const;

    /// The Shelves whose `parent` is this row, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Shelf, Removal::unlink> children() const;

    /// The Shelves linked to this row by neighbours, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Shelf, Removal::unlink> beside() const;

    /// The Shelves linked to this row by neighbours, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Shelf, Removal::unlink> besides() const;
};

}
