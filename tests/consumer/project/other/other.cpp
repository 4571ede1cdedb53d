#include <posts.rows.hpp>

std::size_t length_of_title(const blog::Post& post);

std::size_t length_of_title(const blog::Post& post) {
    return post.title.size();
}
