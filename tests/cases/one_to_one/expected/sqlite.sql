create table "accounts" (
    "id" integer not null primary key
) strict;

create table "profiles" (
    "account_id" integer not null primary key,
    constraint "fk_profiles_account_id" foreign key ("account_id")
        references "accounts" ("id") on delete cascade
) strict;

create table "badges" (
    "id" integer not null primary key,
    "owner_id" integer,
    constraint "fk_badges_owner_id" foreign key ("owner_id") references "accounts" ("id")
) strict;

create unique index "uq_badges_owner_id" on "badges" ("owner_id");
