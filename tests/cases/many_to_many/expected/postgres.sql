create table "posts" (
    "id" bigint not null primary key
);

create table "tags" (
    "name" varchar(30) not null primary key
);

create table "post_tags" (
    "post_id" bigint not null,
    "tag_name" varchar(30) not null,
    primary key ("post_id", "tag_name"),
    constraint "fk_post_tags_post_id" foreign key ("post_id")
        references "posts" ("id") on delete cascade,
    constraint "fk_post_tags_tag_name" foreign key ("tag_name")
        references "tags" ("name") on delete cascade
);

create index "ix_post_tags_tag_name" on "post_tags" ("tag_name");
