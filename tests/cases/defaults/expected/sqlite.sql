create table "presets" (
    "id" text not null primary key default (lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4'
        || substr(hex(randomblob(2)), 2) || '-' || substr('89ab', 1 + (random() & 3), 1)
        || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))),
    "flag" integer not null default 1 check ("flag" in (0, 1)),
    "count" integer not null default -1,
    "price" real not null default 9.90,
    "name" text not null default 'it''s "quoted"',
    "day" text not null default '2024-02-29',
    "created" text not null default (strftime('%Y-%m-%d %H:%M:%f000', 'now')),
    "made" text not null default (lower('MADE')),
    "maybe" integer default 7
) strict;
