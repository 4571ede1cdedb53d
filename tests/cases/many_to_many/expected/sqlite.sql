create table "posts" (
    "id" integer not null primary key
) strict;

create table "tags" (
    "name" text not null primary key check (length("name") <= 30)
) strict;

create table "post_tags" (
    "post_id" integer not null,
    "tag_name" text not null check (length("tag_name") <= 30),
    primary key ("post_id", "tag_name"),
    constraint "fk_post_tags_post_id" foreign key ("post_id")
        references "posts" ("id") on delete cascade,
    constraint "fk_post_tags_tag_name" foreign key ("tag_name")
        references "tags" ("name") on delete cascade
) strict, without rowid;

create index "ix_post_tags_tag_name" on "post_tags" ("tag_name");
