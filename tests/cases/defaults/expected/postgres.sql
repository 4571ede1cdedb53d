create table "presets" (
    "id" uuid not null primary key default gen_random_uuid(),
    "flag" boolean not null default true,
    "count" integer not null default -1,
    "price" numeric(12, 2) not null default 9.90,
    "name" text not null default 'it''s "quoted"',
    "day" date not null default '2024-02-29',
    "created" timestamptz not null default now(),
    "made" text not null default (lower('MADE')),
    "maybe" integer default 7
);
