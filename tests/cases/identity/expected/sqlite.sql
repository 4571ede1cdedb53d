create table "users" (
    "id" integer not null primary key autoincrement
) strict;
