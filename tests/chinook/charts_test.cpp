// What sells best, and how sales went on: rankings and windows.

#include "chinook.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a shop of music asks what sells") {
    ask({
        {"the genres that sell best",
         "select g.name, sum(l.quantity) from invoice_line l join track t on t.track_id = l.track_id join "
         "genre g on g.genre_id = t.genre_id group by g.genre_id, g.name order by sum(l.quantity) desc, "
         "g.name limit 5",
         [](Chinook& c) {
             const auto sold = sum(c.lines.quantity);
             return values(c.lines.query()
                               .join(c.lines.track)
                               .join(c.tracks.genre)
                               .select(c.genres.name, sold)
                               .group_by(c.genres.id, c.genres.name)
                               .order_by(sold.desc(), c.genres.name)
                               .limit(5));
         },
         Sorted::yes},
        {"tracks that were never sold",
         "select track_id from track t where not exists (select 1 from invoice_line l where l.track_id = "
         "t.track_id)",
         [](Chinook& c) { return keys_of(c.tracks.where(c.tracks.invoice_lines.none()).all()); }},
        {"the same by a left join",
         "select t.track_id from track t left join invoice_line l on l.track_id = t.track_id where "
         "l.invoice_line_id is null",
         [](Chinook& c) {
             return keys_of(
                 c.tracks.query().left_join(c.tracks.invoice_lines).where(is_null(c.lines.id)).all());
         }},
        {"albums of which every track was sold",
         "select b.title from album b where not exists (select 1 from track t where t.album_id = b.album_id "
         "and not exists (select 1 from invoice_line l where l.track_id = t.track_id))",
         [](Chinook& c) {
             return values(
                 c.albums.where(c.albums.tracks.none(c.tracks.invoice_lines.none())).select(c.albums.title));
         }},
        {"artists sold in more than ten countries",
         "select a.name, count(distinct i.billing_country) from artist a join album b on b.artist_id = "
         "a.artist_id join track t on t.album_id = b.album_id join invoice_line l on l.track_id = t.track_id "
         "join invoice i on i.invoice_id = l.invoice_id group by a.artist_id, a.name having count(distinct "
         "i.billing_country) > 10",
         [](Chinook& c) {
             const auto countries = count(c.invoices.billing_country).distinct();
             return values(c.artists.query()
                               .join(c.artists.albums)
                               .join(c.albums.tracks)
                               .join(c.tracks.invoice_lines)
                               .join(c.lines.invoice)
                               .select(c.artists.name, countries)
                               .group_by(c.artists.id, c.artists.name)
                               .having(countries > 10));
         }},
        {"the share of each genre that was sold at least once",
         "select g.name, count(distinct l.track_id), count(distinct t.track_id) from genre g join track t on "
         "t.genre_id = g.genre_id left join invoice_line l on l.track_id = t.track_id group by g.genre_id, "
         "g.name",
         [](Chinook& c) {
             return values(
                 c.genres.query()
                     .join(c.genres.tracks)
                     .left_join(c.tracks.invoice_lines)
                     .select(c.genres.name, count(c.lines.track_id).distinct(), count(c.tracks.id).distinct())
                     .group_by(c.genres.id, c.genres.name));
         }},
    });
}

TEST_CASE("a shop of music asks who is first") {
    ask({
        {"the track of each artist that sold best",
         "with s as (select b.artist_id as artist, t.name as track, row_number() over (partition by "
         "b.artist_id order by sum(l.quantity) desc, t.track_id) as place from invoice_line l join track t "
         "on "
         "t.track_id = l.track_id join album b on b.album_id = t.album_id group by b.artist_id, t.track_id, "
         "t.name) select a.name, s.track from s join artist a on a.artist_id = s.artist where place = 1",
         [](Chinook& c) {
             const auto by_sales = window()
                                       .partition_by(c.albums.artist_id)
                                       .order_by(sum(c.lines.quantity).desc(), c.tracks.id);
             const auto sold =
                 named<"sold">(c.lines.query()
                                   .join(c.lines.track)
                                   .join(c.tracks.album)
                                   .select(c.albums.artist_id, c.tracks.name, row_number().over(by_sales))
                                   .group_by(c.albums.artist_id, c.tracks.id, c.tracks.name));
             return values(c.artists.query()
                               .join(sold, sold.column<0>() == c.artists.id)
                               .where(sold.column<2>() == 1)
                               .select(c.artists.name, sold.column<1>()));
         }},
        {"the best customer of each country",
         "with s as (select c.country as country, c.last_name as name, sum(i.total) as spent, rank() over "
         "(partition by c.country order by round(sum(i.total), 2) desc) as place from customer c join "
         "invoice i on i.customer_id = c.customer_id group by c.customer_id, c.country, c.last_name) select "
         "country, name, round(spent, 2) from s where place = 1",
         [](Chinook& c) {
             const auto spent = sum(c.invoices.total);
             const auto ranked = named<"ranked">(
                 c.customers.query()
                     .join(c.customers.invoices)
                     .select(c.customers.country, c.customers.last_name, spent,
                             rank().over(window().partition_by(c.customers.country).order_by(spent.desc())))
                     .group_by(c.customers.id, c.customers.country, c.customers.last_name));
             return values(ranked.query()
                               .where(ranked.column<3>() == 1)
                               .select(ranked.column<0>(), ranked.column<1>(), ranked.column<2>()));
         }},
        {"the genre that each country likes best",
         "with s as (select i.billing_country as country, g.name as genre, count(*) as n, dense_rank() over "
         "(partition by i.billing_country order by count(*) desc) as place from invoice i join invoice_line "
         "l "
         "on l.invoice_id = i.invoice_id join track t on t.track_id = l.track_id join genre g on g.genre_id "
         "= "
         "t.genre_id group by i.billing_country, g.genre_id, g.name) select country, genre, n from s where "
         "place = 1",
         [](Chinook& c) {
             const auto by_count = window().partition_by(c.invoices.billing_country).order_by(count().desc());
             const auto liked = named<"liked">(
                 c.invoices.query()
                     .join(c.invoices.lines)
                     .join(c.lines.track)
                     .join(c.tracks.genre)
                     .select(c.invoices.billing_country, c.genres.name, count(), dense_rank().over(by_count))
                     .group_by(c.invoices.billing_country, c.genres.id, c.genres.name));
             return values(liked.query()
                               .where(liked.column<3>() == 1)
                               .select(liked.column<0>(), liked.column<1>(), liked.column<2>()));
         }},
        {"the first invoice of each customer",
         "select invoice_id from (select invoice_id, row_number() over (partition by customer_id order by "
         "invoice_date, invoice_id) as n from invoice) r where n = 1",
         [](Chinook& c) {
             const auto numbered = named<"numbered">(c.invoices.query().select(
                 c.invoices.id, row_number().over(window()
                                                      .partition_by(c.invoices.customer_id)
                                                      .order_by(c.invoices.invoice_date, c.invoices.id))));
             return keys_of(c.invoices.query()
                                .join(numbered, numbered.column<0>() == c.invoices.id)
                                .where(numbered.column<1>() == 1)
                                .all());
         }},
        {"the middle one of all totals",
         "select total from (select total, row_number() over (order by total, invoice_id) as n, count(*) "
         "over "
         "() as of from invoice) r where n = (of + 1) / 2",
         [](Chinook& c) {
             const auto ranked = named<"ranked">(c.invoices.query().select(
                 c.invoices.total, row_number().over(window().order_by(c.invoices.total, c.invoices.id)),
                 count().over(window())));
             return values(ranked.query()
                               .where(ranked.column<1>() == (ranked.column<2>() + 1) / 2)
                               .select(ranked.column<0>()));
         }},
    });
}

TEST_CASE("a shop of music asks how sales went on") {
    ask({
        {"a running total",
         "select invoice_id, round(sum(total) over (order by invoice_date, invoice_id rows unbounded "
         "preceding), 2) from invoice order by invoice_date, invoice_id",
         [](Chinook& c) {
             const auto so_far = window().order_by(c.invoices.invoice_date, c.invoices.id).up_to_row();
             return values(c.invoices.query()
                               .select(c.invoices.id, sum(c.invoices.total).over(so_far))
                               .order_by(c.invoices.invoice_date, c.invoices.id));
         },
         Sorted::yes},
        {"a running total of each customer",
         "select customer_id, invoice_id, round(sum(total) over (partition by customer_id order by "
         "invoice_id), 2) from invoice",
         [](Chinook& c) {
             const auto so_far = window().partition_by(c.invoices.customer_id).order_by(c.invoices.id);
             return values(c.invoices.query().select(c.invoices.customer_id, c.invoices.id,
                                                     sum(c.invoices.total).over(so_far)));
         }},
        {"how much more than the time before",
         "select invoice_id, round(total - lag(total) over (partition by customer_id order by invoice_date, "
         "invoice_id), 2) from invoice",
         [](Chinook& c) {
             const auto by_day = window()
                                     .partition_by(c.invoices.customer_id)
                                     .order_by(c.invoices.invoice_date, c.invoices.id);
             return values(c.invoices.query().select(c.invoices.id,
                                                     c.invoices.total - lag(c.invoices.total).over(by_day)));
         }},
        {"sales of each year, of the year before and of all years so far",
         "with y as (select cast(substr(cast(invoice_date as text), 1, 4) as integer) as year, sum(total) as "
         "total from invoice group by 1) select year, round(total, 2), round(lag(total) over (order by "
         "year), "
         "2), round(sum(total) over (order by year), 2) from y order by year",
         [](Chinook& c) {
             const auto sold = year(c.invoices.invoice_date);
             const auto years =
                 named<"years">(c.invoices.query().select(sold, sum(c.invoices.total)).group_by(sold));
             const auto total = years.column<1>();
             const auto by_year = window().order_by(years.column<0>());
             return values(
                 years.query()
                     .select(years.column<0>(), total, lag(total).over(by_year), sum(total).over(by_year))
                     .order_by(years.column<0>()));
         },
         Sorted::yes},
        {"the first and the last buyer of each country",
         "select distinct billing_country, first_value(customer_id) over (partition by billing_country order "
         "by invoice_date, invoice_id), last_value(customer_id) over (partition by billing_country order by "
         "invoice_date, invoice_id rows between unbounded preceding and unbounded following) from invoice",
         [](Chinook& c) {
             const auto by_day = window()
                                     .partition_by(c.invoices.billing_country)
                                     .order_by(c.invoices.invoice_date, c.invoices.id);
             return values(c.invoices.query()
                               .select(c.invoices.billing_country,
                                       first_value(c.invoices.customer_id).over(by_day),
                                       last_value(c.invoices.customer_id).over(by_day.whole()))
                               .distinct());
         }},
        {"each line's part of its invoice",
         "select invoice_line_id, cast(unit_price as double precision) / sum(unit_price) over (partition by "
         "invoice_id) from invoice_line where invoice_id < 50",
         [](Chinook& c) {
             const auto all = sum(c.lines.unit_price).over(window().partition_by(c.lines.invoice_id));
             return values(
                 c.lines.where(c.lines.invoice_id < 50).select(c.lines.id, c.lines.unit_price / all));
         }},
    });
}
