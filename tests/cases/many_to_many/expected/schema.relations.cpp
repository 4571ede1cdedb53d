namespace rowsmith {

template <>
struct Relations<::blog::PostTags> {
    static constexpr std::size_t slots = 2;
};

}
namespace rowsmith {

const Mapping& Relations<::blog::Post>::mapping() {
    return ::blog::PostRepository::mapping;
}

Many<::blog::Tag, Removal::unlink> Relations<::blog::Post>::tags() const {
    return {detail::row_behind(*this), mapping().relations[1]};
}

const Mapping& Relations<::blog::Tag>::mapping() {
    return ::blog::TagRepository::mapping;
}

Many<::blog::Post, Removal::unlink> Relations<::blog::Tag>::posts() const {
    return {detail::row_behind(*this), mapping().relations[1]};
}

}
