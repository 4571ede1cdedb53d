namespace rowsmith {

template <>
struct Relations<::shop::Account> {
    static constexpr std::size_t slots = 2;
    [[nodiscard]] static const Mapping& mapping();

    /// The Profile whose `account` is this row, if there is one, loaded for all rows of the same result.
    [[nodiscard]] std::optional<Ref<::shop::Profile>> profile() const;
    /// Sets the `account` of a Profile. The former one is erased by the next flush.
    void set_profile(const Ref<::shop::Profile>& other) const;
    /// The same with a new Profile, which is added to the session.
    Ref<::shop::Profile> set_profile(::shop::Profile added) const;
    /// The Profile is erased by the next flush.
    void clear_profile() const;

    /// The Badge whose `owner` is this row, if there is one, loaded for all rows of the same result.
    [[nodiscard]] std::optional<Ref<::shop::Badge>> badge() const;
    /// Sets the `owner` of a Badge. The former one's becomes NULL.
    void set_badge(const Ref<::shop::Badge>& other) const;
    /// The same with a new Badge, which is added to the session.
    Ref<::shop::Badge> set_badge(::shop::Badge added) const;
    /// Sets its `owner` to NULL.
    void clear_badge() const;
};

template <>
struct Relations<::shop::Profile> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Account of `account_id`, loaded for all rows of the same result.
    [[nodiscard]] Ref<::shop::Account> account() const;
    /// Sets `account_id`, at once in both directions.
    void set_account(const Ref<::shop::Account>& other) const;
};

template <>
struct Relations<::shop::Badge> {
    static constexpr std::size_t slots = 1;
    [[nodiscard]] static const Mapping& mapping();

    /// The Account of `owner_id`, if there is one, loaded for all rows of the same result.
    [[nodiscard]] std::optional<Ref<::shop::Account>> owner() const;
    /// Sets `owner_id`, at once in both directions.
    void set_owner(const Ref<::shop::Account>& other) const;
    /// The same with NULL.
    void clear_owner() const;
};

}
