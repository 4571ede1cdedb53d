create table "accounts" (
    "id" bigint not null primary key
);

create table "profiles" (
    "account_id" bigint not null primary key,
    constraint "fk_profiles_account_id" foreign key ("account_id")
        references "accounts" ("id") on delete cascade
);

create table "badges" (
    "id" bigint not null primary key,
    "owner_id" bigint,
    constraint "fk_badges_owner_id" foreign key ("owner_id") references "accounts" ("id")
);

create unique index "uq_badges_owner_id" on "badges" ("owner_id");
