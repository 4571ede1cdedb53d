#pragma once
// An empty database with the tables of the scenarios, a session, and a repository for each table.

#include "support/session_fixture.hpp"

#include <other.rows.hpp>
#include <uow.rows.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace rowsmith::test {

struct Work : Fixture {
    explicit Work(const std::string& url = "", SessionOptions options = {})
        : Fixture(other::other_schema, url), session(engine, options) {}

    Session session;
    uow::AddressRepository addresses{session};
    uow::UserRepository users{session};
    uow::PurchaseRepository purchases{session};
    uow::LineRepository lines{session};
    uow::ProfileRepository profiles{session};
    uow::PassportRepository passports{session};
    uow::LetterRepository letters{session};
    uow::EmployeeRepository employees{session};
    uow::StaffRepository staff{session};
    uow::FolderRepository folders{session};
    uow::TeamRepository teams{session};
    uow::PlayerRepository players{session};
    uow::SquadRepository squads{session};
    uow::SoldierRepository soldiers{session};
    uow::PostRepository posts{session};
    uow::TagRepository tags{session};
    uow::StudentRepository students{session};
    uow::CourseRepository courses{session};
    uow::EnrolmentRepository enrolments{session};
    uow::CommentRepository comments{session};
    uow::ClerkRepository clerks{session};
    uow::TillRepository tills{session};
    uow::AccountRepository accounts{session};
    uow::BookingRepository bookings{session};
    uow::NoteRepository notes{session};
    uow::ItemRepository items{session};
    uow::MarkRepository marks{session};
    uow::DocRepository docs{session};
    uow::ChapterRepository chapters{session};
    uow::CouponRepository coupons{session};
    uow::CountryRepository countries{session};
    uow::CityRepository cities{session};
    uow::SettingRepository settings{session};
    uow::ChoiceRepository choices{session};
    uow::ProductRepository products{session};
    uow::SampleRepository samples{session};
    uow::RoomRepository rooms{session};
    uow::LampRepository lamps{session};
    uow::DeskRepository desks{session};
    uow::OrderLineRepository order_lines{session};
    uow::RemarkRepository remarks{session};
    other::AbuseRepository abuses{session};
};

/// Commits what was set up, and forgets what was sent for it.
template <typename Setting>
void store(Setting& setting) {
    setting.session.commit();
    setting.sent.clear();
}

/// The rows of a list, in its order, by one of their columns.
template <typename List, typename T, typename V>
[[nodiscard]] std::vector<V> listed(const List& list, V T::*column) {
    std::vector<V> values;
    for (const auto& ref : list)
        values.push_back((*ref).*column);
    return values;
}

using Ids = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

}
