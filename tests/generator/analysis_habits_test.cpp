// What is told about schemas that are written as other tools want them: once, and with the right help.

#include "resolved.hpp"

#include "analysis/load.hpp"
#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

namespace {

/// "code: help", one per line.
std::string helps(const std::string& text) {
    Diagnostics diagnostics;
    const std::vector<std::string> requested{"a.rows"};
    const Texts texts{{"a.rows", "namespace n\n" + text}};
    const auto program = analysis::load(requested, {}, analysis::memory_files(texts), diagnostics);
    static_cast<void>(analysis::resolve(program, diagnostics, dialects));
    std::string result;
    for (const auto& it : diagnostics.sorted())
        result += it.code + ": " + it.help + "\n";
    return result;
}

struct Helped {
    std::string text;
    std::string expected;
};

void check_helps(const std::vector<Helped>& rows) {
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(helps(text) == expected);
    }
}

}

TEST_CASE("identity without a key: the key is what is missing") {
    check_helps({
        {"table T {\n id: int64 identity\n}", "RS0501: write `id: int64 primary identity`\n"},
        {"table T {\n no: int32 identity\n id: string\n}", "RS0501: write `no: int32 primary identity`\n"},
        {"table T {\n id: int64\n}", "RS0501: mark a column, for example `id`, with `primary`\n"},
        {"table T {\n id: int64 primary identity\n\n primary (id)\n}", "RS0502: say it in one place\n"},
        {"table T {\n id: int64 identity\n code: string\n\n primary (code, cod)\n}",
         "RS0505: did you mean `code`?\n"},
        {"table T {\n id: int64 identity\n code: string primary\n}",
         "RS0412: declare a sequence and write `= next(sequence)`\n"},
    });
}

TEST_CASE("a list on the other side of a relation is told once, with what makes it") {
    const std::string user = "table User {\n id: int64 primary identity\n posts: Post[]\n}\n";
    const std::string post = "table Post {\n id: int64 primary identity\n ";
    check_helps({
        {user + post + "author: User inverse posts\n}",
         "RS0323: leave out `posts`: `inverse posts` in 'Post' makes it\n"},
        {user + post + "author: User? on delete cascade\n}",
         "RS0323: add `inverse posts` to 'author' in 'Post', and leave this out\n"},
        {user + post + "author: User inverse written\n}",
         "RS0323: for many-to-many add `through \"user_posts\"`; for one-to-many write `user: User inverse "
         "posts` in 'Post'\n"},
        {user + post + "author: User\n editor: User\n}",
         "RS0323: for many-to-many add `through \"user_posts\"`; for one-to-many write `user: User inverse "
         "posts` in 'Post'\n"},
        {"table Node {\n id: int64 primary identity\n parent: Node? inverse children\n children: Node[]\n}",
         "RS0323: leave out `children`: `inverse children` in 'Node' makes it\n"},
    });
}

TEST_CASE("both sides of a many-to-many relation are told once") {
    const std::string id = " {\n id: int64 primary identity\n ";
    check_helps({
        {"table Post" + id + "tags: Tag[]\n}\ntable Tag" + id + "posts: Post[]\n}",
         "RS0323: add `through \"post_tags\" inverse posts`, and leave out `posts` in 'Tag'\n"},
        {"table Post" + id + "tags: Tag[]\n}\ntable Tag" + id + "posts: Post[]\n top: Post inverse tags\n}",
         "RS0323: leave out `tags`: `inverse tags` in 'Tag' makes it\n"
         "RS0323: for many-to-many add `through \"tag_posts\"`; for one-to-many write `tag: Tag inverse "
         "posts` in 'Post'\n"},
        {"table Post" + id + "tags: Tag[] through L inverse posts\n}\ntable Tag" + id +
             "posts: Post[] through L inverse tags\n}\n"
             "table L {\n post: Post\n tag: Tag\n\n primary (post_id, tag_id)\n}",
         "RS0312: leave out `posts` in 'Tag': this makes it\n"},
    });
}

TEST_CASE("a list of other rows keeps its name from an inverse") {
    check_helps(
        {{"table User {\n id: int64 primary identity\n things: Tag[]\n}\n"
          "table Tag {\n id: int64 primary identity\n}\n"
          "table Post {\n id: int64 primary identity\n author: User inverse things\n}\n",
          "RS0323: for many-to-many add `through \"user_things\"`; for one-to-many write `user: User "
          "inverse things` in 'Tag'\n"
          "RS0312: give it another name, for example `inverse authored_things`, or drop `inverse`\n"}});
}

TEST_CASE("both sides of a one-to-one relation are told once") {
    const std::string id = " {\n id: int64 primary identity\n ";
    check_helps({
        {"table User" + id + "profile: Profile\n}\ntable Profile" + id +
             "user: User unique inverse profile\n}",
         "RS0312: leave out `profile` in 'User': this makes it\n"},
        {"table User" + id + "profile: Profile inverse user\n}\ntable Profile" + id +
             "user: User unique inverse profile\n}",
         "RS0312: leave out `profile` in 'User': this makes it\n"},
        {"table User" + id + "profile: Profile unique inverse user\n}\ntable Profile" + id +
             "user: User inverse profile\n}",
         "RS0312: leave out `user` in 'Profile': this makes it\n"},
        {"table User" + id + "profile: Profile\n}\ntable Profile" + id +
             "user: User inverse profile\n\n unique (user_id)\n}",
         "RS0312: leave out `profile` in 'User': this makes it\n"},
        // a team's leader is not the other side of a user's team
        {"table User" + id + "team: Team?\n}\ntable Team" + id + "leader: User inverse team\n}",
         "RS0312: give it another name, for example `inverse led_team`, or drop `inverse`\n"},
    });
}

TEST_CASE("a nullable relation by a NOT NULL column is told once") {
    check_reports({
        {"\ntable T {\n  id: int64 primary identity\n  k: int64\n  r: T? via k\n}",
         "\n6:6 RS0320 relation 'r' may be empty, and its column 'k' may not\n"},
        {"\ntable T {\n  id: int64 primary identity\n  k: int64\n  r: T via k\n}",
         "\n6:3 RS0328 the first row of 'T' could not be inserted: 'r' needs a key that is not made yet\n"},
        {"\ntable T {\n  id: int64 primary identity\n  k: int64\n  u: U? via k\n}\n"
         "table U {\n  id: int64 primary identity\n  t: T\n}",
         "\n6:6 RS0320 relation 'u' may be empty, and its column 'k' may not\n"},
    });
}

TEST_CASE("checks and foreign keys share their names") {
    check_reports({
        {"\ntable T {\n  id: int64 primary identity\n  r: T? as \"CK_t_1\"\n\n  check \"id > 0\"\n}",
         "\n5:12 RS0509 this table has a check and a foreign key called 'CK_t_1'\n"},
        {"\ntable T {\n  id: int64 primary identity\n  r: T? as \"ck_t_2\"\n\n  check \"id > 0\"\n}", "\n"},
    });
}

TEST_CASE("an import behind a declaration is told once") {
    const auto reports = [](const std::string& text) {
        return resolved({{"a.rows", text}, {"b.rows", "namespace m\ntable B {\n  id: int64 primary\n}\n"}},
                        {"a.rows"})
            .reports;
    };
    const std::string table = "table A {\n  id: int64 primary\n}\n";
    CHECK(reports("namespace n\n" + table + "import \"b.rows\"\n") ==
          "5:1 RS0204 the import comes after a declaration\n");
    CHECK(reports("namespace n\nimport \"b.rows\"\n" + table) ==
          "2:8 RS0605 nothing of 'b.rows' is used here\n");
}

TEST_CASE("a C++ type without its namespace does not follow a relation to another one") {
    const auto reports = [](const std::string& name_space, const std::string& type) {
        return resolved(
                   {{"a.rows", "namespace " + name_space +
                                   "\nimport \"b.rows\"\ntable A {\n  id: int64 primary\n  b: B\n}\n"},
                    {"b.rows", "namespace m\ntable B {\n  id: int64 primary as cpp \"" + type + "\"\n}\n"}},
                   {"a.rows"})
            .reports;
    };
    for (const auto* type : {"UserId", "Id<acme::User, Tag>", "Id<int, Tag>"}) {
        INFO(type);
        CHECK(reports("n", type) != "");
        CHECK(reports("m", type) == "");
        CHECK(reports("m::inner", type) == "");
    }
    CHECK(reports("mn", "UserId") == "5:3 RS0424 'UserId' is not known in namespace 'mn'\n");
    for (const auto* type : {"::m::UserId", "m::UserId", "::UserId", "std::int64_t", "m::Id<int, 4>"}) {
        INFO(type);
        CHECK(reports("n", type) == "");
    }
}
