// Random changes under unique keys against a plain model: the database ends as memory is, or a typed error
// was thrown and nothing was sent.

#include "uniques.hpp"

#include <map>
#include <random>
#include <set>
#include <tuple>

using namespace rowsmith;
using namespace rowsmith::test;

namespace {

/// Which kind of error a flush may end in, and how often it did.
struct Outcomes {
    int fine = 0;
    int refused = 0;
};

class Story {
public:
    explicit Story(unsigned seed) : random_(seed) {
        for (int at = 0; at < 3; ++at)
            lists_.push_back(world_.lists.add({.name = "list"}));
        world_.session.commit();
    }

    void run(int rounds, Outcomes& outcomes) {
        for (int round = 0; round < rounds; ++round) {
            INFO("round " << round);
            const auto changes = pick(8) + 1;
            for (std::size_t change = 0; change < changes; ++change)
                (this->*actions[pick(actions.size())])();
            mend();
            world_.sent.clear();
            flush(outcomes);
            if (pick(3) == 0)
                world_.session.commit();
            check();
        }
    }

private:
    using Action = void (Story::*)();
    static const std::vector<Action> actions;

    std::size_t pick(std::size_t count) {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(random_);
    }
    int number() { return static_cast<int>(pick(9)) - 3; }
    template <typename T>
    T& any(std::vector<T>& rows) {
        return rows[pick(rows.size())];
    }
    std::optional<std::string> text() {
        const auto choice = pick(7);
        return choice == 0 ? std::nullopt : std::optional(std::string(1, static_cast<char>('a' + choice)));
    }

    void add_item() {
        items_.push_back(world_.items.add({.list_id = any(lists_)->id, .position = number()}));
    }
    void edit_item() {
        if (items_.empty())
            return;
        auto& item = any(items_).edit();
        item.position = number();
        if (pick(3) == 0)
            item.list_id = any(lists_)->id;
        if (pick(3) == 0)
            item.note = "note";
    }
    void erase_item() { erase(world_.items, items_); }

    void add_doc() {
        docs_.push_back(
            world_.docs.add({.shelf = number(), .place = number(), .code = number(), .slug = text()}));
    }
    void edit_doc() {
        if (docs_.empty())
            return;
        auto& doc = any(docs_).edit();
        if (pick(2) == 0)
            doc.shelf = number();
        if (pick(2) == 0)
            doc.place = number();
        if (pick(2) == 0)
            doc.code = number();
        if (pick(2) == 0)
            doc.slug = text();
        if (pick(3) == 0)
            doc.title = "title";
    }
    void erase_doc() { erase(world_.docs, docs_); }

    void add_person() { people_.push_back(world_.people.add({.email = text()})); }
    void edit_person() {
        if (!people_.empty())
            any(people_).edit().email = text();
    }
    void erase_person() {
        if (people_.empty())
            return;
        const auto at = pick(people_.size());
        const auto gone = people_[at];
        people_.erase(people_.begin() + static_cast<std::ptrdiff_t>(at));
        world_.people.erase(gone);
        std::erase_if(tasks_, [&](const Ref<uniques::Task>& task) {
            const bool follows = task.person() == gone;
            if (follows && (moved_.contains(&task.row()) || pick(2) == 0))
                world_.tasks.erase(task); // the database takes the others along
            return follows;
        });
    }

    void add_task() {
        if (people_.empty())
            return;
        tasks_.push_back(any(people_).tasks().add({.number = number()}));
    }
    void move_task() {
        if (tasks_.empty())
            return;
        auto& task = any(tasks_);
        task.set_person(any(people_));
        moved_.insert(&task.row());
    }
    void edit_task() {
        if (!tasks_.empty())
            any(tasks_).edit().number = number();
    }
    void erase_task() { erase(world_.tasks, tasks_); }

    void edit_seat() {
        if (seats_.size() < 5) {
            for (int line = 0; line < 8; ++line) {
                const bool free =
                    std::ranges::none_of(seats_, [&](const auto& seat) { return seat->line == line; }) &&
                    !used_lines_.contains(line);
                if (free) {
                    used_lines_.insert(line);
                    seats_.push_back(world_.seats.add({.line = line, .number = 0, .guest = "new"}));
                    return;
                }
            }
            return;
        }
        auto& one = any(seats_);
        auto& other = any(seats_);
        if (one.state() != RowState::persistent || other.state() != RowState::persistent)
            return;
        const int line = one->line;
        one.edit().line = other->line;
        other.edit().line = line;
        if (pick(2) == 0)
            one.edit().guest = "moved";
    }

    template <typename Rows, typename T>
    void erase(Rows& repository, std::vector<Ref<T>>& rows) {
        if (rows.empty())
            return;
        const auto at = pick(rows.size());
        repository.erase(rows[at]);
        rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at));
    }

    /// Erases rows until no two have the same unique values: what is left can stand in the database.
    void mend() {
        mend(world_.items, items_,
             [](const uniques::Item& row) { return std::pair(row.list_id, row.position); });
        mend(world_.docs, docs_, [](const uniques::Doc& row) { return row.code; });
        mend(world_.docs, docs_, [](const uniques::Doc& row) { return std::pair(row.shelf, row.place); });
        int nulls = 0;
        mend(world_.docs, docs_, [&](const uniques::Doc& row) {
            return std::tuple(row.shelf, row.slug, row.slug ? 0 : ++nulls);
        });
        std::set<std::string> emails;
        for (auto& person : people_) {
            if (person->email && !emails.insert(*person->email).second)
                person.edit().email.reset();
        }
        std::set<std::pair<const void*, int>> numbers;
        std::erase_if(tasks_, [&](const Ref<uniques::Task>& task) {
            const bool twice = !numbers.emplace(&task.person().row(), task->number).second;
            if (twice)
                world_.tasks.erase(task);
            return twice;
        });
    }
    template <typename Rows, typename T, typename KeyOf>
    void mend(Rows& repository, std::vector<Ref<T>>& rows, KeyOf key_of) {
        std::set<decltype(key_of(*rows.front()))> seen;
        std::erase_if(rows, [&](const Ref<T>& row) {
            const bool twice = !seen.insert(key_of(*row)).second;
            if (twice)
                repository.erase(row);
            return twice;
        });
    }

    /// A flush that is refused is no fault of the program: it is taken apart.
    void flush(Outcomes& outcomes) {
        try {
            world_.session.flush();
            ++outcomes.fine;
        } catch (const FlushCycle&) {
            refused(outcomes);
        } catch (const UnresolvableSwap&) {
            refused(outcomes);
        }
    }
    void refused(Outcomes& outcomes) {
        ++outcomes.refused;
        REQUIRE(world_.sent.take().empty());
        for (auto& task : tasks_)
            world_.tasks.erase(task);
        tasks_.clear();
        world_.session.flush();
    }

    void check() {
        check(world_.items, items_);
        check(world_.docs, docs_);
        check(world_.people, people_);
        check(world_.tasks, tasks_);
        check(world_.seats, seats_);
        used_lines_.clear();
        moved_.clear();
    }
    template <typename Rows, typename T>
    void check(Rows& repository, const std::vector<Ref<T>>& rows) {
        auto stored = repository.rows();
        REQUIRE(stored.size() == rows.size());
        for (const auto& row : rows)
            REQUIRE(std::ranges::find(stored, *row) != stored.end());
    }

    std::mt19937 random_;
    Uniques world_;
    std::vector<Ref<uniques::List>> lists_;
    std::vector<Ref<uniques::Item>> items_;
    std::vector<Ref<uniques::Doc>> docs_;
    std::vector<Ref<uniques::Person>> people_;
    std::vector<Ref<uniques::Task>> tasks_;
    std::vector<Ref<uniques::Seat>> seats_;
    std::set<int> used_lines_;
    std::set<const void*> moved_; // since the last flush
};

const std::vector<Story::Action> Story::actions{
    &Story::add_item,    &Story::edit_item,    &Story::edit_item, &Story::erase_item, &Story::add_doc,
    &Story::edit_doc,    &Story::edit_doc,     &Story::erase_doc, &Story::add_person, &Story::edit_person,
    &Story::edit_person, &Story::erase_person, &Story::add_task,  &Story::move_task,  &Story::edit_task,
    &Story::erase_task,  &Story::edit_seat,    &Story::edit_seat,
};

}

TEST_CASE("random changes under unique keys end as memory is") {
    Outcomes outcomes;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        Story{seed}.run(60, outcomes);
    }
    CHECK(outcomes.fine > 20 * outcomes.refused);
}
