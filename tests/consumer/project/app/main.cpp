#include <rowsmith/rowsmith.hpp>
#include <sub/tags.rows.hpp>
#include <users.rows.hpp>

#include <iostream>

int main() {
    rowsmith::Engine engine{"sqlite://"};
    rowsmith::create_all(engine, blog::users_schema);
    rowsmith::create_all(engine, blog::sub_tags_schema);

    rowsmith::Session session{engine};
    blog::UserRepository users{session};
    blog::TagRepository tags{session};
    users.add({.name = "Ada"});
    tags.add({.label = "engines"});
    session.commit();
    std::cout << users.get(1)->name << ' ' << tags.get(1)->label << '\n';
}
