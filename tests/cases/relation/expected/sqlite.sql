create table "users" (
    "id" integer not null primary key
) strict;

create table "purchases" (
    "id" integer not null primary key,
    "user_id" integer not null,
    "approver_id" integer,
    constraint "fk_purchases_user_id" foreign key ("user_id")
        references "users" ("id") on delete cascade,
    constraint "fk_purchases_approver_id" foreign key ("approver_id")
        references "users" ("id") on delete set null on update cascade
) strict;

create index "ix_purchases_user_id" on "purchases" ("user_id");

create index "ix_purchases_approver_id" on "purchases" ("approver_id");
