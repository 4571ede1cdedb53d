create table "users" (
    "id" integer not null primary key autoincrement,
    "name" text not null check (length("name") <= 50)
) strict;

create table "purchases" (
    "id" integer not null primary key autoincrement,
    "user_id" integer not null,
    "amount" real not null,
    constraint "fk_purchases_user_id" foreign key ("user_id") references "users" ("id")
) strict;

create index "ix_purchases_user_id" on "purchases" ("user_id");

create view "user_totals" as
select "user_id", "name", round("total", 2) as "total"
from (
select u.id as user_id, u.name, sum(p.amount) as total
from users u left join purchases p on p.user_id = u.id
group by u.id, u.name
) as "user_totals";
