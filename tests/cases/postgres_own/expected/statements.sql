-- shop::Customer: insert, on sqlite
insert into "customers" ("id", "name", "tags") values ($1, $2, $3);

-- shop::Customer: insert, on postgres
insert into "accounts"."customers" ("id", "name", "tags") values ($1, $2, $3);

-- shop::Customer: all, rows, on sqlite
select "id", "name", "tags" from "customers";

-- shop::Customer: all, rows, on postgres
select "id", "name", "tags" from "accounts"."customers";

-- shop::Customer: find, refresh, on sqlite
select "id", "name", "tags" from "customers" where "id" = $1;

-- shop::Customer: find, refresh, on postgres
select "id", "name", "tags" from "accounts"."customers" where "id" = $1;

-- shop::Customer: erase, on sqlite
delete from "customers" where "id" = $1;

-- shop::Customer: erase, on postgres
delete from "accounts"."customers" where "id" = $1;

-- shop::Order: insert, on sqlite
insert into "orders" ("number", "region", "at", "customer_id") values ($1, $2, $3, $4);

-- shop::Order: insert, on postgres
insert into "sales"."orders" ("number", "region", "at", "customer_id") values ($1, $2, $3, $4);

-- shop::Order: all, rows, on sqlite
select "number", "region", "at", "customer_id" from "orders";

-- shop::Order: all, rows, on postgres
select "number", "region", "at", "customer_id" from "sales"."orders";

-- shop::Order: find, refresh, on sqlite
select "number", "region", "at", "customer_id" from "orders"
where "region" = $1 and "at" = $2 and "number" = $3;

-- shop::Order: find, refresh, on postgres
select "number", "region", "at", "customer_id" from "sales"."orders"
where "region" = $1 and "at" = $2 and "number" = $3;

-- shop::Order: erase, on sqlite
delete from "orders" where "region" = $1 and "at" = $2 and "number" = $3;

-- shop::Order: erase, on postgres
delete from "sales"."orders" where "region" = $1 and "at" = $2 and "number" = $3;
