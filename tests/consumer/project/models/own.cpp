#include <posts.rows.hpp>

int main() {
    return static_cast<int>(blog::Post{}.title.size());
}
