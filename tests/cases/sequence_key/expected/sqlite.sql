create table if not exists "rowsmith_sequence" (
    "name" text not null primary key,
    "next_value" integer not null
) strict, without rowid;

insert or ignore into "rowsmith_sequence" ("name", "next_value") values ('user_id_seq', 1000);

create table "users" (
    "id" integer not null primary key,
    "name" text not null check (length("name") <= 50)
) strict;
