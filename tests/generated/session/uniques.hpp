#pragma once
// The tables with unique keys of all kinds.

#include "fixtures.hpp"

#include <unique.rows.hpp>

namespace rowsmith::test {

struct Uniques : Fixture {
    explicit Uniques(const std::string& url = "") : Fixture(uniques::unique_schema, url) {}

    Session session{engine};
    uniques::ListRepository lists{session};
    uniques::ItemRepository items{session};
    uniques::PersonRepository people{session};
    uniques::TaskRepository tasks{session};
    uniques::VisitRepository visits{session};
    uniques::BillRepository bills{session};
    uniques::PaintRepository paints{session};
    uniques::TagRepository tags{session};
    uniques::RankRepository ranks{session};
    uniques::LabelRepository labels{session};
    uniques::TokenRepository tokens{session};
    uniques::BlobRepository blobs{session};
    uniques::LevelRepository levels{session};
    uniques::DocRepository docs{session};
    uniques::SeatRepository seats{session};
    uniques::TownRepository towns{session};
    uniques::StreetRepository streets{session};
    uniques::FolderRepository folders{session};
    uniques::ProfileRepository profiles{session};
};

/// Two people with emails.
struct People : Uniques {
    Ref<uniques::Person> ada{people.add({.email = "a@x", .name = "Ada"})};
    Ref<uniques::Person> bob{people.add({.email = "b@x", .name = "Bob"})};

    People() {
        session.commit();
        sent.clear();
    }

    std::vector<std::string> emails() {
        std::vector<std::string> emails;
        for (const auto& person : stored<uniques::PersonRepository>(&uniques::Person::id))
            emails.push_back(person.email.value_or("-"));
        return emails;
    }
};

}
