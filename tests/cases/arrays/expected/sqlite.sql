create table "palettes" (
    "id" integer not null primary key,
    "colors" text not null check (json_valid("colors")),
    "names" text not null check (json_valid("names")),
    "prices" text check ("prices" is null or json_valid("prices"))
) strict;
