create table "users" (
    "id" bigint not null primary key,
    "email" varchar(255),
    "name" varchar(50) not null,
    "age" integer,
    constraint "ck_users_age" check (age >= 0),
    constraint "ck_users_adult" check (age > 17 or name = 'child')
);

create unique index "uq_users_email" on "users" ("email");

create unique index "uq_users_name_age" on "users" ("name", "age");

create index "ix_users_name_age" on "users" ("name", "age" desc);

create unique index "by_age" on "users" ("age");
