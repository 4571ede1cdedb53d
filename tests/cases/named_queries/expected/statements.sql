-- shop::users_like; $1 prefix, $2 at_most
select id, name from users
where name like $1
limit $2;

-- shop::user_named; $1 name, on sqlite
select id from users where $1 is null or name = $1;

-- shop::user_named; $1 name, on postgres
select id from users where cast($1 as text) is null or name = $1;

-- shop::add_users; $1 a, $2 name, $3 b, $4 c
insert into users (id, name) values ($1, $2), ($3, $2), ($4, $2);

-- shop::User: insert
insert into "users" ("id", "name") values ($1, $2);

-- shop::User: all, rows
select "id", "name" from "users";

-- shop::User: find, refresh
select "id", "name" from "users" where "id" = $1;

-- shop::User: erase
delete from "users" where "id" = $1;
