// Questions by named SQL, against the same SQL with the values in it.

#include "chinook.hpp"

#include <shop.rows.hpp>

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a shop of music asks by SQL that has a name") {
    using ::chinook::BestTracks;
    using ::chinook::CustomerByEmail;
    using ::chinook::Lengths;
    using ::chinook::PeopleBelow;
    using ::chinook::SalesByCountry;
    ask({
        {"what countries have spent since a day",
         "select billing_country, count(*), round(sum(total), 2) from invoice where invoice_date >= "
         "'2023-01-01 00:00:00' group by billing_country order by 3 desc, 1",
         [](Chinook& c) {
             return rows_of(::chinook::sales_by_country(c.session, day_from("2023-01-01")),
                            &SalesByCountry::country, &SalesByCountry::invoices, &SalesByCountry::total);
         },
         Sorted::yes},
        {"the tracks of an artist that sold best",
         "select t.track_id, t.name, sum(l.quantity) from track t join album b on b.album_id = t.album_id "
         "join "
         "artist a on a.artist_id = b.artist_id left join invoice_line l on l.track_id = t.track_id where "
         "a.name = 'Queen' group by t.track_id, t.name order by coalesce(sum(l.quantity), 0) desc, "
         "t.track_id "
         "limit 30",
         [](Chinook& c) {
             return rows_of(::chinook::best_tracks(c.session, "Queen", 30), &BestTracks::track_id,
                            &BestTracks::name, &BestTracks::sold);
         },
         Sorted::yes},
        {"who has an address",
         "select c.customer_id, c.first_name, c.company, e.last_name from customer c left join employee e on "
         "e.employee_id = c.support_rep_id where c.email = 'luisg@embraer.com.br'",
         [](Chinook& c) {
             const auto found = ::chinook::customer_by_email(c.session, "luisg@embraer.com.br");
             CHECK_FALSE(::chinook::customer_by_email(c.session, "nobody@example.org"));
             return rows_of(std::vector<CustomerByEmail>{found.value()}, &CustomerByEmail::customer_id,
                            &CustomerByEmail::first_name, &CustomerByEmail::company, &CustomerByEmail::agent);
         }},
        {"what all invoices come to", "select count(*), round(sum(total), 2) from invoice",
         [](Chinook& c) {
             const auto all = ::chinook::turnover(c.session);
             return Rows{{cell_of(all.invoices), cell_of(all.total)}};
         }},
        {"what is on playlists",
         "select p.name, t.name, t.milliseconds, t.unit_price from playlist p join playlist_track e on "
         "e.playlist_id = p.playlist_id join track t on t.track_id = e.track_id where p.name like '%Music%' "
         "order by p.playlist_id, t.track_id",
         [](Chinook& c) {
             Rows rows;
             for (const auto& entry : ::chinook::playlist_contents(c.session, "Music"))
                 rows.push_back({cell_of(entry.playlist), cell_of(entry.track), cell_of(entry.milliseconds),
                                 cell_of(entry.unit_price)});
             return rows;
         },
         Sorted::yes},
        {"everybody below an employee",
         "select e.employee_id, e.last_name, case when e.reports_to = 1 then 1 else 2 end from employee e "
         "where e.reports_to is not null order by 3, 1",
         [](Chinook& c) {
             return rows_of(::chinook::people_below(c.session, 1), &PeopleBelow::employee_id,
                            &PeopleBelow::last_name, &PeopleBelow::depth);
         },
         Sorted::yes},
        {"how long tracks are, against their genre",
         "select t.track_id, t.milliseconds, cast((select avg(o.milliseconds) from track o where o.genre_id "
         "= "
         "t.genre_id) as double precision), (select count(*) + 1 from track o where o.genre_id = t.genre_id "
         "and o.milliseconds > t.milliseconds) from track t join genre g on g.genre_id = t.genre_id where "
         "g.name = 'Jazz'",
         [](Chinook& c) {
             return rows_of(::chinook::lengths(c.session, "Jazz"), &Lengths::track_id, &Lengths::milliseconds,
                            &Lengths::mean, &Lengths::place);
         }},
    });
}
