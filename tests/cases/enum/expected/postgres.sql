create type "order_status" as enum ('pending', 'paid in full', 'deleted');

create table "order" (
    "id" bigint not null primary key,
    "status" "order_status" not null default 'pending'
);

comment on type "order_status" is 'How far an order has come.';
