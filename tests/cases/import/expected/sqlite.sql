create table "countries" (
    "code" text not null primary key check (length("code") <= 2)
) strict;

create table "prices" (
    "id" integer not null primary key,
    "currency" text not null default 'eur' check ("currency" in ('eur', 'usd')),
    "country_code" text check (length("country_code") <= 2),
    constraint "fk_prices_country_code" foreign key ("country_code")
        references "countries" ("code")
) strict;

create index "ix_prices_country_code" on "prices" ("country_code");
