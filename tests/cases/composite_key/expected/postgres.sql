create table "order_lines" (
    "order_no" bigint not null,
    "line_no" integer not null,
    primary key ("order_no", "line_no")
);

create table "remarks" (
    "id" bigint not null primary key,
    "order_no" bigint not null,
    "line_no" integer not null,
    constraint "fk_remarks_order_no_line_no" foreign key ("order_no", "line_no")
        references "order_lines" ("order_no", "line_no") on delete cascade
);

create index "ix_remarks_order_no_line_no" on "remarks" ("order_no", "line_no");
