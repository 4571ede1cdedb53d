// Questions about the people of the shop: who buys, and who works there.

#include "chinook.hpp"

using namespace rowsmith;
using namespace rowsmith::test;

TEST_CASE("a shop of music asks where its customers are") {
    ask({
        {"customers outside of the USA, in order",
         "select first_name, last_name, country from customer where country <> 'USA' order by country, "
         "last_name",
         [](Chinook& c) {
             return values(c.customers.where(c.customers.country != "USA")
                               .select(c.customers.first_name, c.customers.last_name, c.customers.country)
                               .order_by(c.customers.country, c.customers.last_name));
         },
         Sorted::yes},
        {"countries with more than three customers",
         "select country, count(*) from customer group by country having count(*) > 3 order by count(*) "
         "desc, "
         "country",
         [](Chinook& c) {
             return values(c.customers.query()
                               .select(c.customers.country, count())
                               .group_by(c.customers.country)
                               .having(count() > 3)
                               .order_by(count().desc(), c.customers.country));
         },
         Sorted::yes},
        {"companies without a state",
         "select company from customer where company is not null and state is null",
         [](Chinook& c) {
             return values(
                 c.customers.where(c.customers.company != std::nullopt && c.customers.state == std::nullopt)
                     .select(c.customers.company));
         }},
        {"customers who live where somebody works",
         "select customer_id from customer where city in (select city from employee)",
         [](Chinook& c) {
             return keys_of(
                 c.customers.where(c.customers.city.in(c.employees.query().select(c.employees.city))).all());
         }},
        {"countries of customers and employees",
         "select country from customer union select country from employee",
         [](Chinook& c) {
             return values(c.customers.query()
                               .select(c.customers.country)
                               .union_with(c.employees.query().select(c.employees.country)));
         }},
        {"cities of both", "select city from customer intersect select city from employee",
         [](Chinook& c) {
             return values(c.customers.query()
                               .select(c.customers.city)
                               .intersect(c.employees.query().select(c.employees.city)));
         }},
        {"countries of customers where nobody works",
         "select country from customer except select country from employee",
         [](Chinook& c) {
             return values(c.customers.query()
                               .select(c.customers.country)
                               .except(c.employees.query().select(c.employees.country)));
         }},
        {"the third page of customers by their names",
         "select customer_id from customer order by last_name, customer_id limit 10 offset 20",
         [](Chinook& c) {
             const auto by_name = c.customers.order_by(c.customers.last_name);
             const auto first = by_name.page(10).all();
             const auto second = by_name.page(10).after(first.back()).all();
             return keys_of(by_name.page(10).after(second.back()).all());
         },
         Sorted::yes},
        {"customers by state, where there is one, else by country",
         "select coalesce(state, country), count(*) from customer group by coalesce(state, country)",
         [](Chinook& c) {
             const auto region = coalesce(c.customers.state, c.customers.country);
             return values(c.customers.query().select(region, count()).group_by(region));
         }},
    });
}

TEST_CASE("a shop of music asks how its customers write themselves") {
    ask({
        {"names with an s in any case",
         "select first_name || ' ' || last_name from customer where lower(last_name) like 's%'",
         [](Chinook& c) {
             return values(c.customers.where(lower(c.customers.last_name).starts_with("s"))
                               .select(c.customers.first_name + " " + c.customers.last_name));
         }},
        {"initials", "select upper(substr(first_name, 1, 1)) || '. ' || last_name from customer",
         [](Chinook& c) {
             return values(c.customers.query().select(upper(substr(c.customers.first_name, 1, 1)) + ". " +
                                                      c.customers.last_name));
         }},
        {"customers whose mail is at gmail",
         "select customer_id from customer where email like '%@gmail.com'",
         [](Chinook& c) {
             return keys_of(c.customers.where(c.customers.email.ends_with("@gmail.com")).all());
         }},
        {"how many customers have their mail where",
         "select replace(email, rtrim(email, replace(email, '@', '')), ''), count(*) from customer group by "
         "1",
         [](Chinook& c) {
             const auto domain = substr(c.customers.email, position(c.customers.email, "@") + 1);
             return values(c.customers.query().select(domain, count()).group_by(domain));
         }},
        {"the longest names",
         "select last_name, length(last_name) from customer order by length(last_name) desc, last_name limit "
         "5",
         [](Chinook& c) {
             const auto size = length(c.customers.last_name);
             return values(c.customers.query()
                               .select(c.customers.last_name, size)
                               .order_by(size.desc(), c.customers.last_name)
                               .limit(5));
         },
         Sorted::yes},
        {"phones without what is not a digit",
         "select replace(replace(replace(phone, ' ', ''), '(', ''), ')', '') from customer where phone is "
         "not "
         "null",
         [](Chinook& c) {
             const auto bare = replace(replace(replace(c.customers.phone, " ", ""), "(", ""), ")", "");
             return values(c.customers.where(c.customers.phone != std::nullopt).select(bare));
         }},
    });
}

TEST_CASE("a shop of music asks who works for whom") {
    ask({
        {"everybody with their boss",
         "select e.last_name, b.last_name from employee e left join employee b on b.employee_id = "
         "e.reports_to",
         [](Chinook& c) {
             const auto boss = alias<"boss">(c.employees);
             return values(c.employees.query()
                               .left_join(c.employees.manager, boss)
                               .select(c.employees.last_name, boss[c.employees.last_name]));
         }},
        {"who is older than the boss",
         "select e.last_name from employee e join employee b on b.employee_id = e.reports_to where "
         "e.birth_date < b.birth_date",
         [](Chinook& c) {
             const auto boss = alias<"boss">(c.employees);
             return values(c.employees.query()
                               .join(c.employees.manager, boss)
                               .where(c.employees.birth_date < boss[c.employees.birth_date])
                               .select(c.employees.last_name));
         }},
        {"all bosses above somebody",
         "with recursive above(employee_id, reports_to) as (select employee_id, reports_to from employee "
         "where "
         "last_name = 'Johnson' union select e.employee_id, e.reports_to from employee e join above on "
         "above.reports_to = e.employee_id) select employee_id from above",
         [](Chinook& c) {
             const auto chain =
                 recursive<"chain">(c.employees.where(c.employees.last_name == "Johnson")
                                        .select(c.employees.id, c.employees.reports_to),
                                    [&](const auto& below) {
                                        return c.employees.query()
                                            .join(below, c.employees.id == below.template column<1>())
                                            .select(c.employees.id, c.employees.reports_to);
                                    });
             return values(chain.query().select(chain.template column<0>()));
         }},
        {"the way from the top to everybody",
         "with recursive t(id, way, depth) as (select employee_id, cast(last_name as text), 0 from employee "
         "where reports_to is null union all select e.employee_id, way || ' > ' || e.last_name, depth + 1 "
         "from "
         "employee e join t on e.reports_to = t.id) select way, depth from t",
         [](Chinook& c) {
             const auto tree = recursive<"tree">(
                 c.employees.where(c.employees.reports_to == std::nullopt)
                     .select(c.employees.id, c.employees.last_name, value(0)),
                 [&](const auto& above) {
                     return c.employees.query()
                         .join(above, c.employees.reports_to == above.template column<0>())
                         .select(c.employees.id, above.template column<1>() + " > " + c.employees.last_name,
                                 above.template column<2>() + 1);
                 });
             return values(tree.query().select(tree.template column<1>(), tree.template column<2>()));
         }},
        {"who has nobody below",
         "select e.employee_id from employee e where not exists (select 1 from employee "
         "r where r.reports_to = e.employee_id)",
         [](Chinook& c) { return keys_of(c.employees.where(c.employees.reports.none()).all()); }},
        {"how many were hired in which year",
         "select cast(substr(cast(hire_date as text), 1, 4) as integer), count(*) from employee group by 1",
         [](Chinook& c) {
             const auto hired = year(c.employees.hire_date);
             return values(c.employees.query().select(hired, count()).group_by(hired));
         }},
        {"how many customers everybody cares for",
         "select e.last_name, count(c.customer_id) from employee e left join customer c on c.support_rep_id "
         "= "
         "e.employee_id group by e.employee_id, e.last_name",
         [](Chinook& c) {
             return values(c.employees.query()
                               .left_join(c.employees.customers)
                               .select(c.employees.last_name, count(c.customers.id))
                               .group_by(c.employees.id, c.employees.last_name));
         }},
        {"countries whose customers have several people to ask",
         "select country, count(distinct support_rep_id) from customer group by country having "
         "count(distinct "
         "support_rep_id) > 1",
         [](Chinook& c) {
             const auto people = count(c.customers.support_rep_id).distinct();
             return values(c.customers.query()
                               .select(c.customers.country, people)
                               .group_by(c.customers.country)
                               .having(people > 1));
         }},
        {"what each agent has sold",
         "select e.first_name, round(sum(i.total), 2) from employee e join customer c on c.support_rep_id = "
         "e.employee_id join invoice i on i.customer_id = c.customer_id group by e.employee_id, e.first_name "
         "order by sum(i.total) desc",
         [](Chinook& c) {
             return values(c.employees.query()
                               .join(c.employees.customers)
                               .join(c.customers.invoices)
                               .select(c.employees.first_name, sum(c.invoices.total))
                               .group_by(c.employees.id, c.employees.first_name)
                               .order_by(sum(c.invoices.total).desc()));
         },
         Sorted::yes},
    });
}
