create table "users" (
    "id" integer not null primary key,
    "created_at" text not null default (strftime('%Y-%m-%d %H:%M:%f000', 'now')),
    "changed_at" text
) strict;
