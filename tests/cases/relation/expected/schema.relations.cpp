namespace rowsmith {

const Mapping& Relations<::shop::User>::mapping() {
    return ::shop::UserRepository::mapping;
}

Many<::shop::Purchase, Removal::erase> Relations<::shop::User>::purchases() const {
    return {detail::row_behind(*this), mapping().relations[0]};
}

Many<::shop::Purchase, Removal::unlink> Relations<::shop::User>::approved() const {
    return {detail::row_behind(*this), mapping().relations[1]};
}

const Mapping& Relations<::shop::Purchase>::mapping() {
    return ::shop::PurchaseRepository::mapping;
}

Ref<::shop::User> Relations<::shop::Purchase>::user() const {
    return Ref<::shop::User>{
        detail::required_row(detail::row_behind(*this), mapping().relations[0])};
}

void Relations<::shop::Purchase>::set_user(const Ref<::shop::User>& other) const {
    detail::relate(detail::row_behind(*this), mapping().relations[0], &other.row());
}

std::optional<Ref<::shop::User>> Relations<::shop::Purchase>::approver() const {
    return detail::optional_ref<::shop::User>(
        detail::related_row(detail::row_behind(*this), mapping().relations[1]));
}

void Relations<::shop::Purchase>::set_approver(const Ref<::shop::User>& other) const {
    detail::relate(detail::row_behind(*this), mapping().relations[1], &other.row());
}

void Relations<::shop::Purchase>::clear_approver() const {
    detail::relate(detail::row_behind(*this), mapping().relations[1], nullptr);
}

}
