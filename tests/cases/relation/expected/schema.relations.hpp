namespace rowsmith {

template <>
struct Relations<::shop::User> {
    static constexpr std::size_t slots = 2;
    [[nodiscard]] static const Mapping& mapping();

    /// The Purchases whose `user` is this row, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Purchase, Removal::erase> purchases() const;

    /// The Purchases whose `approver` is this row, loaded for all rows of the same result.
    [[nodiscard]] Many<::shop::Purchase, Removal::unlink> approved() const;
};

template <>
struct Relations<::shop::Purchase> {
    static constexpr std::size_t slots = 2;
    [[nodiscard]] static const Mapping& mapping();

    /// The User of `user_id`, loaded for all rows of the same result.
    [[nodiscard]] Ref<::shop::User> user() const;
    /// Sets `user_id`, at once in both directions.
    void set_user(const Ref<::shop::User>& other) const;

    /// The User of `approver_id`, if there is one, loaded for all rows of the same result.
    [[nodiscard]] std::optional<Ref<::shop::User>> approver() const;
    /// Sets `approver_id`, at once in both directions.
    void set_approver(const Ref<::shop::User>& other) const;
    /// The same with NULL.
    void clear_approver() const;
};

}
