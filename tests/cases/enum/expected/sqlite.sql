create table "order" (
    "id" integer not null primary key,
    "status" text not null default 'pending'
        check ("status" in ('pending', 'paid in full', 'deleted'))
) strict;
