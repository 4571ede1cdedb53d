// Questions about what the shop has sold, by invoices.

#include "chinook.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a shop of music asks when it sold what") {
    ask({
        {"sales by year",
         "select cast(substr(cast(invoice_date as text), 1, 4) as integer), count(*), round(sum(total), 2) "
         "from invoice group by 1 order by 1",
         [](Chinook& c) {
             const auto sold = year(c.invoices.invoice_date);
             return values(c.invoices.query()
                               .select(sold, count(), sum(c.invoices.total))
                               .group_by(sold)
                               .order_by(sold));
         },
         Sorted::yes},
        {"sales by month and country",
         "select cast(substr(cast(invoice_date as text), 1, 4) as integer), cast(substr(cast(invoice_date as "
         "text), 6, 2) as integer), billing_country, round(sum(total), 2) from invoice group by 1, 2, 3 "
         "order "
         "by 1, 2, 3",
         [](Chinook& c) {
             const auto in_year = year(c.invoices.invoice_date);
             const auto in_month = month(c.invoices.invoice_date);
             return values(c.invoices.query()
                               .select(in_year, in_month, c.invoices.billing_country, sum(c.invoices.total))
                               .group_by(in_year, in_month, c.invoices.billing_country)
                               .order_by(in_year, in_month, c.invoices.billing_country));
         },
         Sorted::yes},
        {"invoices of one quarter, from its first day",
         "select invoice_id, substr(cast(invoice_date as text), 1, 19), total from invoice where "
         "invoice_date "
         ">= '2021-01-01 00:00:00' and invoice_date < '2021-04-01 00:00:00' order by invoice_date, "
         "invoice_id",
         [](Chinook& c) {
             return values(c.invoices
                               .where(c.invoices.invoice_date >= day_from("2021-01-01") &&
                                      c.invoices.invoice_date < day_from("2021-04-01"))
                               .select(c.invoices.id, c.invoices.invoice_date, c.invoices.total)
                               .order_by(c.invoices.invoice_date, c.invoices.id));
         },
         Sorted::yes},
        {"invoices of one day",
         "select invoice_id from invoice where cast(invoice_date as text) like '2021-01-03%'",
         [](Chinook& c) {
             return keys_of(c.invoices.where(day_of(c.invoices.invoice_date) == Date{2021, 1, 3}).all());
         }},
        {"years side by side",
         "select billing_country, round(sum(case when cast(invoice_date as text) like '2021%' then total "
         "end), "
         "2), round(sum(case when cast(invoice_date as text) like '2022%' then total end), 2) from invoice "
         "group by billing_country",
         [](Chinook& c) {
             const auto in = [&](int number) {
                 return sum(c.invoices.total).filter(year(c.invoices.invoice_date) == number);
             };
             return values(c.invoices.query()
                               .select(c.invoices.billing_country, in(2021), in(2022))
                               .group_by(c.invoices.billing_country));
         }},
        {"the largest invoices of each year",
         "select i.invoice_id from invoice i where i.total = (select max(o.total) from invoice o where "
         "substr(cast(o.invoice_date as text), 1, 4) = substr(cast(i.invoice_date as text), 1, 4))",
         [](Chinook& c) {
             const auto sold = year(c.invoices.invoice_date);
             const auto largest =
                 named<"largest">(c.invoices.query().select(sold, max(c.invoices.total)).group_by(sold));
             return keys_of(
                 c.invoices.query()
                     .join(largest, largest.column<0>() == sold && largest.column<1>() == c.invoices.total)
                     .all());
         }},
    });
}

TEST_CASE("a shop of music asks what was on its invoices") {
    ask({
        {"invoices whose total is that of their lines",
         "select count(*) from invoice i where round(i.total, 2) = (select round(sum(l.unit_price * "
         "l.quantity), 2) from invoice_line l where l.invoice_id = i.invoice_id)",
         [](Chinook& c) {
             const auto of_lines = c.lines.query()
                                       .correlated(c.invoices)
                                       .where(c.lines.invoice_id == c.invoices.id)
                                       .select(sum(c.lines.unit_price * c.lines.quantity));
             return Rows{row_of(c.invoices.where(c.invoices.total == of_lines.as_value()).count())};
         }},
        {"invoices with more than ten lines",
         "select i.invoice_id, count(*) from invoice i join invoice_line l on l.invoice_id = i.invoice_id "
         "group by i.invoice_id having count(*) > 10",
         [](Chinook& c) {
             return values(c.invoices.query()
                               .join(c.invoices.lines)
                               .select(c.invoices.id, count())
                               .group_by(c.invoices.id)
                               .having(count() > 10));
         }},
        {"invoices with more lines than the mean",
         "with n as (select invoice_id, count(*) as lines from invoice_line group by invoice_id) select "
         "invoice_id from n where lines > (select avg(lines) from n)",
         [](Chinook& c) {
             const auto sizes = named<"sizes">(
                 c.lines.query().select(c.lines.invoice_id, count()).group_by(c.lines.invoice_id));
             const auto mean = sizes.query().select(avg(sizes.column<1>()));
             return values(sizes.query()
                               .where(to_double(sizes.column<1>()) > mean.as_value())
                               .select(sizes.column<0>()));
         }},
        {"what the lines of each price bring",
         "select unit_price, sum(quantity), round(sum(unit_price * quantity), 2) from invoice_line group by "
         "unit_price",
         [](Chinook& c) {
             return values(c.lines.query()
                               .select(c.lines.unit_price, sum(c.lines.quantity),
                                       sum(c.lines.unit_price * c.lines.quantity))
                               .group_by(c.lines.unit_price));
         }},
        {"invoices that go where the customer does not live",
         "select i.invoice_id from invoice i join customer c on c.customer_id = i.customer_id where "
         "coalesce(i.billing_city, '') = coalesce(c.city, '') and i.total > 15",
         [](Chinook& c) {
             return keys_of(
                 c.invoices.query()
                     .join(c.invoices.customer)
                     .where(coalesce(c.invoices.billing_city, "") == coalesce(c.customers.city, "") &&
                            c.invoices.total > 15)
                     .all());
         }},
        {"invoices in classes",
         "select case when total < 1 then 'small' when total between 1 and 9.99 then 'usual' else 'large' "
         "end, "
         "count(*), round(avg(total), 4) from invoice group by 1",
         [](Chinook& c) {
             const auto kind = when(c.invoices.total < 1, "small")
                                   .when(c.invoices.total.between(1, Decimal("9.99")), "usual")
                                   .otherwise("large");
             return values(
                 c.invoices.query().select(kind, count(), round(avg(c.invoices.total), 4)).group_by(kind));
         }},
        {"the share of each country in percent",
         "select billing_country, cast(sum(total) as double precision) * 100 / (select sum(total) from "
         "invoice) from invoice group by billing_country",
         [](Chinook& c) {
             const auto all = c.invoices.query().select(sum(c.invoices.total)).as_value();
             return values(c.invoices.query()
                               .select(c.invoices.billing_country, sum(c.invoices.total) * 100 / all)
                               .group_by(c.invoices.billing_country));
         }},
        {"how much cheaper a line would be by a tenth",
         "select invoice_line_id, round(unit_price * 0.9, 3) from invoice_line where invoice_id < 20",
         [](Chinook& c) {
             return values(c.lines.where(c.lines.invoice_id < 20)
                               .select(c.lines.id, round(c.lines.unit_price * Decimal("0.9"), 3)));
         }},
    });
}

TEST_CASE("a shop of music asks who bought") {
    ask({
        {"customers who bought nothing in a year",
         "select customer_id from customer c where not exists (select 1 from invoice i where i.customer_id = "
         "c.customer_id and cast(i.invoice_date as text) like '2021%')",
         [](Chinook& c) {
             return keys_of(
                 c.customers.where(c.customers.invoices.none(year(c.invoices.invoice_date) == 2021)).all());
         }},
        {"customers who bought music of an artist",
         "select c.customer_id from customer c where exists (select 1 from invoice i join invoice_line l on "
         "l.invoice_id = i.invoice_id join track t on t.track_id = l.track_id join album b on b.album_id = "
         "t.album_id join artist a on a.artist_id = b.artist_id where i.customer_id = c.customer_id and "
         "a.name "
         "= 'Iron Maiden')",
         [](Chinook& c) {
             const auto by_artist = c.tracks.album.is(c.albums.artist.is(c.artists.name == "Iron Maiden"));
             return keys_of(
                 c.customers
                     .where(c.customers.invoices.any(c.invoices.lines.any(c.lines.track.is(by_artist))))
                     .all());
         }},
        {"customers who never bought jazz",
         "select c.customer_id from customer c where c.customer_id not in (select i.customer_id from invoice "
         "i "
         "join invoice_line l on l.invoice_id = i.invoice_id join track t on t.track_id = l.track_id join "
         "genre g on g.genre_id = t.genre_id where g.name = 'Jazz')",
         [](Chinook& c) {
             const auto jazz = c.invoices.query()
                                   .join(c.invoices.lines)
                                   .join(c.lines.track)
                                   .join(c.tracks.genre)
                                   .where(c.genres.name == "Jazz")
                                   .select(c.invoices.customer_id);
             return keys_of(c.customers.where(c.customers.id.not_in(jazz)).all());
         }},
        {"customers whose last purchase is years behind the first",
         "select customer_id, substr(cast(min(invoice_date) as text), 1, 10), substr(cast(max(invoice_date) "
         "as "
         "text), 1, 10) from invoice group by customer_id having cast(substr(cast(max(invoice_date) as "
         "text), "
         "1, 4) as integer) - cast(substr(cast(min(invoice_date) as text), 1, 4) as integer) > 3",
         [](Chinook& c) {
             const auto first = min(c.invoices.invoice_date);
             const auto last = max(c.invoices.invoice_date);
             return values(c.invoices.query()
                               .select(c.invoices.customer_id, day_of(first), day_of(last))
                               .group_by(c.invoices.customer_id)
                               .having(year(last) - year(first) > 3));
         }},
        {"customers who spent more than 40",
         "select c.last_name, round(sum(i.total), 2) from customer c join invoice i on i.customer_id = "
         "c.customer_id group by c.customer_id, c.last_name having round(sum(i.total), 2) > 40 order by "
         "round(sum(i.total), 2) desc, c.last_name",
         [](Chinook& c) {
             const auto spent = sum(c.invoices.total);
             return values(c.customers.query()
                               .join(c.customers.invoices)
                               .select(c.customers.last_name, spent)
                               .group_by(c.customers.id, c.customers.last_name)
                               .having(spent > 40)
                               .order_by(spent.desc(), c.customers.last_name));
         },
         Sorted::yes},
        {"customers with a large invoice and no small one",
         "select customer_id from customer c where exists (select 1 from invoice i where i.customer_id = "
         "c.customer_id and i.total > 15) and not exists (select 1 from invoice i where i.customer_id = "
         "c.customer_id and i.total < 0.5)",
         [](Chinook& c) {
             return keys_of(c.customers
                                .where(c.customers.invoices.any(c.invoices.total > 15) &&
                                       c.customers.invoices.none(c.invoices.total < Decimal("0.5")))
                                .all());
         }},
        {"what a customer's agent is called, and how often the customer bought",
         "select c.customer_id, e.first_name, (select count(*) from invoice i where i.customer_id = "
         "c.customer_id) from customer c left join employee e on e.employee_id = c.support_rep_id",
         [](Chinook& c) {
             const auto bought = c.invoices.query()
                                     .correlated(c.customers)
                                     .where(c.invoices.customer_id == c.customers.id)
                                     .select(count());
             return values(c.customers.query()
                               .left_join(c.customers.support_rep)
                               .select(c.customers.id, c.employees.first_name, bought.as_value()));
         }},
        {"who bought the same track twice",
         "select i.customer_id, l.track_id, count(*) from invoice i join invoice_line l on l.invoice_id = "
         "i.invoice_id group by i.customer_id, l.track_id having count(*) > 1 union all select 0, 0, 0",
         [](Chinook& c) {
             Rows rows = values(c.invoices.query()
                                    .join(c.invoices.lines)
                                    .select(c.invoices.customer_id, c.lines.track_id, count())
                                    .group_by(c.invoices.customer_id, c.lines.track_id)
                                    .having(count() > 1));
             rows.push_back({cell_of(0), cell_of(0), cell_of(0)}); // there may be nobody
             return rows;
         }},
    });
}
