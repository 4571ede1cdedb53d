#include "library.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace rowsmith::test {
namespace {

using namespace ::library;

constexpr int author_count = 12;
constexpr int book_count = 60;
constexpr int member_count = 20;
constexpr int loan_count = 150;

Date date(int year, int month, int day) {
    return {static_cast<std::int16_t>(year), static_cast<std::uint8_t>(month),
            static_cast<std::uint8_t>(day)};
}

Date some_day(int number) {
    return date(2020 + number % 5, number % 12 + 1, number % 28 + 1);
}

void add_authors(Session& session) {
    static constexpr std::array names{"Ada Lum", "Bo Ek", "Cleo Xu", "Dan O'Hara", "Eve_100%", "Finn\\Li"};
    static constexpr std::array countries{"de", "fr", "se"};
    AuthorRepository authors{session};
    for (int id = 1; id <= author_count; ++id) {
        Author author{.id = id, .name = std::string(names[static_cast<std::size_t>(id) % names.size()])};
        if (id % 4 != 0)
            author.born = date(1900 + id * 7, id, id * 2);
        if (id % 3 != 0)
            author.country = countries[static_cast<std::size_t>(id / 2) % countries.size()];
        authors.add(std::move(author));
    }
}

Book book(int id) {
    Book made{.id = id,
              .title = "Book " + std::to_string(id % 17) + (id % 2 == 0 ? " of Days" : " of nights"),
              .author_id = id % (author_count - 2) + 1, // two have written none
              .genre = static_cast<Genre>(id % 4),
              .price = Decimal::scaled(499 + id * 137 % 4000, 2),
              .weight = 0.25 * (id % 9 + 1),
              .published = some_day(id * 3),
              .in_print = id % 5 != 0,
              .details = Json{R"({"cover": {"colour": ")" + std::string(id % 3 == 0 ? "red" : "blue") +
                              R"("}, "sizes": [)" + std::to_string(id % 7) + R"(, 2]})"}};
    if (id % 6 != 0)
        made.pages = 80 + id * 31 % 500;
    if (id % 4 == 0)
        made.marks = {"rare", "m" + std::to_string(id % 3)};
    if (id % 7 == 0)
        made.sequel_of_id = id - 5;
    return made;
}

void add_books(Session& session) {
    BookRepository books{session};
    TopicRepository topics{session};
    std::vector<Ref<Topic>> all;
    for (const char* name : {"sea", "war", "love", "stars", "bread"})
        all.push_back(topics.add({.id = static_cast<std::int64_t>(all.size()) + 1, .name = name}));
    for (int id = 1; id <= book_count; ++id) {
        const auto made = books.add(book(id));
        for (std::size_t at = 0; at + 1 < all.size(); ++at) { // nobody writes about bread
            if ((static_cast<std::size_t>(id) + at) % 3 == 0)
                made.topics().add(all[at]);
        }
    }
}

void add_members(Session& session) {
    MemberRepository members{session};
    LoanRepository loans{session};
    for (int id = 1; id <= member_count; ++id) {
        Member member{.id = id,
                      .name = "Member " + std::to_string(id),
                      .joined = Timestamp{(1'577'836'800LL + id * 7'654'321LL) * 1'000'000}};
        if (id > 3)
            member.referrer_id = id / 2;
        members.add(std::move(member));
    }
    for (int id = 1; id <= loan_count; ++id) {
        Loan loan{.id = id,
                  .book_id = id * 7 % (book_count - 5) + 1, // five were never lent
                  .member_id = id * id % (member_count - 2) + 1,
                  .day = some_day(id)};
        if (id % 8 != 0)
            loan.returned = date(loan.day.year, loan.day.month, std::min(loan.day.day + id % 9, 28));
        loans.add(std::move(loan));
    }
}

Library& filled() {
    static TestDatabase database{TestDatabase::For::several_engines};
    static Library library{database.url()};
    return library;
}

/// The same on SQLite; none when that is what the run is for.
Library* beside() {
    static std::optional<Library> library;
    if (filled().url.starts_with("sqlite"))
        return nullptr;
    if (!library)
        library.emplace("sqlite:///:memory:");
    return &*library;
}

}

Library::Library(const std::string& place) : url(place), engine(url) {
    ::library::create_all(engine);
    add_authors(session);
    add_books(session);
    add_members(session);
    session.commit();
    session.clear();
}

void check(const std::vector<Case>& cases) {
    check_cases(cases, filled(), beside());
}

}
