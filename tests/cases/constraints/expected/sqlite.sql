create table "users" (
    "id" integer not null primary key,
    "email" text check (length("email") <= 255),
    "name" text not null check (length("name") <= 50),
    "age" integer,
    constraint "ck_users_age" check (age >= 0),
    constraint "ck_users_adult" check (age > 17 or name = 'child')
) strict;

create unique index "uq_users_email" on "users" ("email");

create unique index "uq_users_name_age" on "users" ("name", "age");

create index "ix_users_name_age" on "users" ("name", "age" desc);

create unique index "by_age" on "users" ("age");
