create table if not exists "rowsmith_sequence" (
    "name" text not null primary key,
    "next_value" integer not null
) strict, without rowid;

insert or ignore into "rowsmith_sequence" ("name", "next_value") values ('order_numbers', 1000);

create table "customers" (
    "id" integer not null primary key autoincrement,
    "name" text not null check (length("name") <= 50),
    "tags" text not null check (json_valid("tags"))
) strict;

create table "orders" (
    "number" integer not null,
    "region" text not null check ("region" in ('north', 'south')),
    "at" text not null,
    "customer_id" integer not null,
    primary key ("region", "at", "number"),
    constraint "fk_orders_customer_id" foreign key ("customer_id")
        references "customers" ("id") on delete cascade
) strict;

create index "ix_name_prefix" on "customers" ("name");

create index "ix_orders_customer_id" on "orders" ("customer_id");
