create sequence "user_id_seq" start with 1000 increment by 1 cache 50;

create table "users" (
    "id" bigint not null primary key default nextval('"user_id_seq"'),
    "name" varchar(50) not null
);
