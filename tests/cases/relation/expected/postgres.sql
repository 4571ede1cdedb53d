create table "users" (
    "id" bigint not null primary key
);

create table "purchases" (
    "id" bigint not null primary key,
    "user_id" bigint not null,
    "approver_id" bigint,
    constraint "fk_purchases_user_id" foreign key ("user_id")
        references "users" ("id") on delete cascade,
    constraint "fk_purchases_approver_id" foreign key ("approver_id")
        references "users" ("id") on delete set null on update cascade
);

create index "ix_purchases_user_id" on "purchases" ("user_id");

create index "ix_purchases_approver_id" on "purchases" ("approver_id");

comment on table "purchases" is 'What somebody bought.';
