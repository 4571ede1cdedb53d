create table "users" (
    "id" bigint not null primary key,
    "created_at" timestamptz not null default now(),
    "changed_at" timestamptz
);

comment on column "users"."created_at" is 'Filled in by `add`.';
