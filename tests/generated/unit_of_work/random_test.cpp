// Long random stories of relations against a plain model of what must hold: rows that move between owners,
// orphans, cascades, links, with savepoints and rollbacks in between. Fixed seeds.

#include "fixture.hpp"

#include <memory>
#include <optional>
#include <random>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

using User = Ref<uow::User>;
using Purchase = Ref<uow::Purchase>;
using Line = Ref<uow::Line>;
using Post = Ref<uow::Post>;
using Comment = Ref<uow::Comment>;
using Tag = Ref<uow::Tag>;

/// A row and the one that it belongs to.
template <typename Child, typename Owner>
struct Owned {
    Child ref;
    Owner owner;
    bool moved = false; // since the last flush
};

/// What the program has done to the rows: what the session must show.
struct Expected {
    std::vector<User> users;
    std::vector<Owned<Purchase, User>> purchases;
    std::vector<Owned<Line, Purchase>> lines;
    std::vector<Post> posts;
    std::vector<Owned<Comment, std::optional<Post>>> comments;
    std::vector<Tag> tags;
    std::vector<std::pair<Post, Tag>> links;
};

using Rows = std::vector<const void*>;

template <typename Refs>
Rows rows_of(const Refs& refs) {
    Rows rows;
    for (const auto& ref : refs)
        rows.push_back(&ref.row());
    std::ranges::sort(rows);
    return rows;
}

class Story {
public:
    explicit Story(unsigned seed) : random_(seed) {}

    void run(int steps) {
        for (int step = 0; step < steps; ++step) {
            const auto& [name, action] = actions[pick(actions.size())];
            INFO("step " << step << ": " << name);
            (this->*action)();
            check_memory(pick(3) == 0);
        }
        while (!savepoints_.empty())
            release_savepoint();
        commit();
    }

private:
    struct Action {
        const char* name;
        void (Story::*run)();
    };
    static const std::vector<Action> actions;

    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
    }
    template <typename List>
    auto* any(List& list) {
        return list.empty() ? nullptr : &list[pick(list.size())];
    }
    std::string word() { return "word" + std::to_string(pick(5)); }

    void add_user() { now_.users.push_back(work_.users.add({.name = word()})); }
    void add_post() { now_.posts.push_back(work_.posts.add({.title = word()})); }
    void add_tag() { now_.tags.push_back(work_.tags.add({.name = word()})); }

    void add_purchase() {
        const auto* const user = any(now_.users);
        if (!user)
            return;
        if (pick(2) == 0) {
            now_.purchases.push_back({user->purchases().add({.product = word()}), *user});
            return;
        }
        const auto added = work_.purchases.add({.product = word()});
        added.set_user(*user);
        now_.purchases.push_back({added, *user});
    }
    void move_purchase() {
        const auto* const user = any(now_.users);
        auto* const purchase = any(now_.purchases);
        if (!user || !purchase)
            return;
        if (pick(2) == 0)
            user->purchases().add(purchase->ref);
        else
            purchase->ref.set_user(*user);
        purchase->owner = *user;
        purchase->moved = true;
    }
    void move_by_hand() {
        const auto* const user = any(now_.users);
        auto* const purchase = any(now_.purchases);
        if (!user || !purchase || (*user)->id == 0)
            return;
        flush(); // a relation that was set and not sent must not be contradicted
        purchase->ref.edit().user_id = (*user)->id;
        purchase->owner = *user;
        purchase->moved = true;
        flush();
    }
    void remove_purchase() {
        if (now_.purchases.empty())
            return;
        const auto at = now_.purchases.begin() + static_cast<std::ptrdiff_t>(pick(now_.purchases.size()));
        const auto purchase = at->ref;
        {
            const NoAutoflush quiet{work_.session};
            at->owner.purchases().remove(purchase);
        }
        now_.purchases.erase(at);
        const bool has_lines =
            std::ranges::any_of(now_.lines, [&](const auto& line) { return line.owner == purchase; });
        if (has_lines)
            find_home(purchase);
        else
            orphans_.push_back(purchase);
    }
    /// An orphan gets another owner after all.
    void find_home(const Purchase& purchase) {
        const auto* const user = any(now_.users);
        user->purchases().add(purchase);
        now_.purchases.push_back({purchase, *user, true});
    }
    void adopt_orphan() {
        if (orphans_.empty() || now_.users.empty())
            return;
        find_home(orphans_.back());
        orphans_.pop_back();
    }
    void forget_purchase(const Purchase& purchase) {
        for (const auto& line : now_.lines) {
            if (line.owner == purchase && line.moved)
                work_.session.erase(line.ref);
        }
        std::erase_if(now_.lines, [&](const auto& line) { return line.owner == purchase; });
        std::erase_if(now_.purchases, [&](const auto& other) { return other.ref == purchase; });
    }
    void erase_purchase() {
        if (const auto* const purchase = any(now_.purchases)) {
            const auto ref = purchase->ref;
            work_.session.erase(ref);
            forget_purchase(ref);
            flush(); // what the database takes along is known then
        }
    }
    void erase_user() {
        const auto* const found = any(now_.users);
        if (!found)
            return;
        const auto user = *found;
        work_.session.erase(user);
        std::erase(now_.users, user);
        std::vector<Purchase> purchases;
        for (auto& purchase : now_.purchases) {
            const auto* const other = pick(4) == 0 ? any(now_.users) : nullptr;
            if (purchase.owner != user)
                continue;
            if (other) {
                purchase.ref.set_user(*other);
                purchase.owner = *other;
            } else {
                purchases.push_back(purchase.ref);
                if (purchase.moved) // the database does not know that it goes along
                    work_.session.erase(purchase.ref);
            }
        }
        for (const auto& purchase : purchases)
            forget_purchase(purchase);
        flush();
        for (const auto& purchase : purchases)
            REQUIRE((purchase.state() == RowState::deleted || purchase.state() == RowState::detached));
    }

    void add_line() {
        if (const auto* const purchase = any(now_.purchases))
            now_.lines.push_back({purchase->ref.lines().add({.amount = 1}), purchase->ref});
    }
    /// Changes no relation.
    void edit_rows() {
        if (const auto* const purchase = any(now_.purchases))
            purchase->ref.edit().product = word();
        if (const auto* const comment = any(now_.comments))
            comment->ref.edit().text = word();
    }
    void move_line() {
        auto* const line = any(now_.lines);
        const auto* const purchase = any(now_.purchases);
        if (!line || !purchase)
            return;
        line->ref.set_purchase(purchase->ref);
        line->owner = purchase->ref;
        line->moved = true;
    }
    void erase_line() {
        if (now_.lines.empty())
            return;
        const auto at = now_.lines.begin() + static_cast<std::ptrdiff_t>(pick(now_.lines.size()));
        work_.session.erase(at->ref);
        now_.lines.erase(at);
    }

    void add_comment() {
        const auto* const post = pick(3) == 0 ? nullptr : any(now_.posts);
        if (post)
            now_.comments.push_back({post->comments().add({.text = word()}), *post});
        else
            now_.comments.push_back({work_.comments.add({.text = word()}), std::nullopt});
    }
    void move_comment() {
        auto* const comment = any(now_.comments);
        const auto* const post = any(now_.posts);
        if (!comment || !post)
            return;
        comment->ref.set_post(*post);
        comment->owner = *post;
        comment->moved = true;
    }
    void clear_comment() {
        auto* const comment = any(now_.comments);
        if (!comment)
            return;
        if (comment->owner && pick(2) == 0)
            comment->owner->comments().remove(comment->ref);
        else
            comment->ref.clear_post();
        comment->owner.reset();
    }
    void erase_comment() {
        if (now_.comments.empty())
            return;
        const auto at = now_.comments.begin() + static_cast<std::ptrdiff_t>(pick(now_.comments.size()));
        work_.session.erase(at->ref);
        now_.comments.erase(at);
    }
    void erase_post() {
        const auto* const found = any(now_.posts);
        if (!found)
            return;
        const auto post = *found;
        work_.session.erase(post);
        for (auto& comment : now_.comments) {
            if (comment.owner != post)
                continue;
            if (comment.moved) // to a row that it must not refer to then
                comment.ref.clear_post();
            comment.owner.reset();
        }
        std::erase_if(now_.links, [&](const auto& link) { return link.first == post; });
        std::erase(now_.posts, post);
        flush();
    }

    void link() {
        const auto* const post = any(now_.posts);
        const auto* const tag = any(now_.tags);
        if (!post || !tag)
            return;
        const bool known = std::ranges::find(now_.links, std::pair{*post, *tag}) != now_.links.end();
        if (known) { // by the session, too: else it is the database that finds the second one
            const NoAutoflush quiet{work_.session};
            static_cast<void>(post->tags().size());
        }
        if (pick(2) == 0)
            post->tags().add(*tag);
        else
            tag->posts().add(*post);
        if (!known)
            now_.links.emplace_back(*post, *tag);
    }
    void unlink() {
        if (now_.links.empty())
            return;
        const auto at = now_.links.begin() + static_cast<std::ptrdiff_t>(pick(now_.links.size()));
        const auto [post, tag] = *at;
        const NoAutoflush quiet{work_.session};
        if (pick(2) == 0)
            post.tags().remove(tag);
        else
            tag.posts().remove(post);
        now_.links.erase(at);
    }
    void erase_tag() {
        const auto* const found = any(now_.tags);
        if (!found)
            return;
        const auto tag = *found;
        work_.session.erase(tag);
        std::erase_if(now_.links, [&](const auto& link) { return link.second == tag; });
        std::erase(now_.tags, tag);
        flush();
    }

    void flushed() {
        for (const auto& orphan : orphans_)
            REQUIRE((orphan.state() == RowState::deleted || orphan.state() == RowState::detached));
        orphans_.clear();
        for (auto& purchase : now_.purchases)
            purchase.moved = false;
        for (auto& line : now_.lines)
            line.moved = false;
        for (auto& comment : now_.comments)
            comment.moved = false;
    }
    void flush() {
        work_.session.flush();
        flushed();
    }
    void commit() {
        if (!savepoints_.empty())
            return;
        work_.session.commit();
        flushed();
        committed_ = now_;
        check_database();
    }
    void roll_back() {
        if (pick(3) != 0)
            return;
        work_.session.rollback();
        savepoints_.clear();
        orphans_.clear();
        now_ = committed_;
        check_memory(true);
    }
    void set_savepoint() {
        if (savepoints_.size() == 4)
            return;
        auto savepoint = std::make_unique<Savepoint>(work_.session);
        flushed();
        savepoints_.emplace_back(std::move(savepoint), now_);
    }
    void release_savepoint() {
        if (savepoints_.empty())
            return;
        savepoints_.back().first->release();
        savepoints_.pop_back();
        flushed();
    }
    void roll_back_savepoint() {
        if (savepoints_.empty())
            return;
        savepoints_.back().first->rollback();
        now_ = savepoints_.back().second;
        savepoints_.pop_back();
        orphans_.clear();
        check_memory(true);
    }

    /// Commits and forgets all rows: the next ones come from the database, with nothing loaded.
    void start_anew() {
        if (!savepoints_.empty() || pick(3) != 0)
            return;
        commit();
        work_.session.clear();
        renew(work_.users, now_.users);
        renew(work_.posts, now_.posts);
        renew(work_.tags, now_.tags);
        renew_owned(work_.purchases, now_.purchases);
        renew_owned(work_.lines, now_.lines);
        renew_owned(work_.comments, now_.comments);
        for (auto& [post, tag] : now_.links) {
            post = work_.posts.get(post->id);
            tag = work_.tags.get(tag->id);
        }
        for (auto& purchase : now_.purchases)
            purchase.owner = work_.users.get(purchase.owner->id);
        for (auto& line : now_.lines)
            line.owner = work_.purchases.get(line.owner->id);
        for (auto& comment : now_.comments) {
            if (comment.owner)
                comment.owner = work_.posts.get((*comment.owner)->id);
        }
        work_.session.commit();
        committed_ = now_;
    }
    template <typename Repository, typename Refs>
    static void renew(Repository& repository, Refs& refs) {
        static_cast<void>(repository.all());
        for (auto& ref : refs)
            ref = repository.get(ref->id);
    }
    template <typename Repository, typename Rows>
    static void renew_owned(Repository& repository, Rows& rows) {
        static_cast<void>(repository.all());
        for (auto& row : rows)
            row.ref = repository.get(row.ref->id);
    }

    /// A list shows exactly the rows that have this owner; only lists that are loaded are looked at unless
    /// `load`.
    template <typename List, typename Children, typename Owner>
    static void check_list(const List& list, const Children& children, const Owner& owner, bool load) {
        if (!load && !list.loaded())
            return;
        Rows expected;
        for (const auto& child : children) {
            if (child.owner == owner)
                expected.push_back(&child.ref.row());
        }
        std::ranges::sort(expected);
        REQUIRE(rows_of(list) == expected);
    }

    /// With `load`, all relations are read, without a flush before it.
    void check_memory(bool load) {
        const NoAutoflush quiet{work_.session};
        for (const auto& user : now_.users)
            check_list(user.purchases(), now_.purchases, user, load);
        for (const auto& purchase : now_.purchases) {
            check_list(purchase.ref.lines(), now_.lines, purchase.ref, load);
            REQUIRE(purchase.ref.user() == purchase.owner);
            if (purchase.owner.state() == RowState::persistent)
                REQUIRE(purchase.ref->user_id == purchase.owner->id);
        }
        for (const auto& line : now_.lines)
            REQUIRE(line.ref.purchase() == line.owner);
        for (const auto& post : now_.posts)
            check_list(post.comments(), now_.comments, std::optional{post}, load);
        for (const auto& comment : now_.comments)
            REQUIRE(comment.ref.post() == comment.owner);
        check_links(load);
    }
    void check_links(bool load) {
        for (const auto& post : now_.posts) {
            std::vector<Tag> tags;
            for (const auto& link : now_.links) {
                if (link.first == post)
                    tags.push_back(link.second);
            }
            if (load || post.tags().loaded())
                REQUIRE(rows_of(post.tags()) == rows_of(tags));
        }
        for (const auto& tag : now_.tags) {
            std::vector<Post> posts;
            for (const auto& link : now_.links) {
                if (link.second == tag)
                    posts.push_back(link.first);
            }
            if (load || tag.posts().loaded())
                REQUIRE(rows_of(tag.posts()) == rows_of(posts));
        }
    }

    template <typename Repository, typename Rows>
    void check_rows(const Rows& expected) {
        Session session{work_.engine};
        const auto stored = Repository{session}.rows();
        REQUIRE(stored.size() == expected.size());
        for (const auto& row : expected)
            REQUIRE(std::ranges::find(stored, *row.ref) != stored.end());
    }
    void check_database() {
        check_rows<uow::PurchaseRepository>(now_.purchases);
        check_rows<uow::LineRepository>(now_.lines);
        check_rows<uow::CommentRepository>(now_.comments);
        Session session{work_.engine};
        CHECK(uow::UserRepository{session}.rows().size() == now_.users.size());
        std::vector<std::pair<std::int64_t, std::int64_t>> stored;
        for (const auto& post : uow::PostRepository{session}.all()) {
            for (const auto& tag : post.tags())
                stored.emplace_back(post->id, tag->id);
        }
        std::vector<std::pair<std::int64_t, std::int64_t>> expected;
        for (const auto& [post, tag] : now_.links)
            expected.emplace_back(post->id, tag->id);
        std::ranges::sort(stored);
        std::ranges::sort(expected);
        REQUIRE(stored == expected);
    }

    Work work_;
    std::mt19937 random_;
    Expected now_;
    Expected committed_;
    std::vector<Purchase> orphans_; // removed, and not yet flushed
    std::vector<std::pair<std::unique_ptr<Savepoint>, Expected>> savepoints_;
};

const std::vector<Story::Action> Story::actions = {
    {"add_user", &Story::add_user},
    {"add_post", &Story::add_post},
    {"add_tag", &Story::add_tag},
    {"add_purchase", &Story::add_purchase},
    {"add_purchase", &Story::add_purchase},
    {"move_purchase", &Story::move_purchase},
    {"move_purchase", &Story::move_purchase},
    {"move_by_hand", &Story::move_by_hand},
    {"remove_purchase", &Story::remove_purchase},
    {"adopt_orphan", &Story::adopt_orphan},
    {"erase_purchase", &Story::erase_purchase},
    {"erase_user", &Story::erase_user},
    {"add_line", &Story::add_line},
    {"add_line", &Story::add_line},
    {"edit_rows", &Story::edit_rows},
    {"move_line", &Story::move_line},
    {"erase_line", &Story::erase_line},
    {"add_comment", &Story::add_comment},
    {"add_comment", &Story::add_comment},
    {"move_comment", &Story::move_comment},
    {"clear_comment", &Story::clear_comment},
    {"erase_comment", &Story::erase_comment},
    {"erase_post", &Story::erase_post},
    {"link", &Story::link},
    {"link", &Story::link},
    {"link", &Story::link},
    {"unlink", &Story::unlink},
    {"erase_tag", &Story::erase_tag},
    {"flush", &Story::flush},
    {"commit", &Story::commit},
    {"roll_back", &Story::roll_back},
    {"set_savepoint", &Story::set_savepoint},
    {"release_savepoint", &Story::release_savepoint},
    {"roll_back_savepoint", &Story::roll_back_savepoint},
    {"start_anew", &Story::start_anew},
};

}

TEST_CASE("random stories of relations end as the program says") {
    for (unsigned seed = 1; seed <= 100; ++seed) {
        INFO("seed " << seed);
        Story{seed}.run(200);
    }
}
