namespace rowsmith {

template <>
struct Relations<::shop::OrderLine> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Remarks whose `line` is this row, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Remark, Removal::erase> remarks() const;
};

template <>
struct Relations<::shop::Remark> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The OrderLine of `order_no`, `line_no`, loaded for all rows of the same result.
    [[nodiscard]] Ref<::shop::OrderLine> line() const;
    /// Sets `order_no`, `line_no`, at once in both directions.
    void set_line(const Ref<::shop::OrderLine>& other) const;
};

}
