create type "color" as enum ('red', 'green');

create table "palettes" (
    "id" bigint not null primary key,
    "colors" "color"[] not null,
    "names" varchar(20)[] not null,
    "prices" numeric(8, 2)[]
);
