#include "sql_samples.hpp"

namespace rowsmith::test {

using model::Action;
using model::DefaultKind;
using model::Scalar;

namespace {

model::Table users() {
    auto result = table("users", {column("id", type(Scalar::int64), made_by(DefaultKind::sequence)),
                                  column("name", text(50)), column("email", text(255, true)),
                                  column("age", type(Scalar::int32, true)),
                                  column("balance", number(12, 2), literal("0.00")),
                                  column("created_at", type(Scalar::timestamp), made_by(DefaultKind::now))});
    result.doc = "A person who buys things.";
    result.columns[2].doc = "Where the person's bills go.";
    result.unique_keys.push_back({.db_name = "uq_users_email", .columns = {2}});
    result.indexes.push_back(
        {.doc = {}, .db_name = "ix_users_name_created_at", .parts = {part(1), part(5, true)}});
    result.checks.push_back({.db_name = "ck_users_age", .condition = sql_text("age >= 0")});
    return result;
}

model::Table purchases() {
    auto result = table("purchases", {column("id", type(Scalar::int64), made_by(DefaultKind::identity)),
                                      column("user_id", type(Scalar::int64)), column("product", text(50)),
                                      column("status", label(0), literal("pending"))});
    result.rank = 1;
    result.relations.push_back(relation("fk_purchases_user", 0, {1}));
    result.relations[0].on_delete = Action::cascade;
    result.indexes.push_back({.doc = {}, .db_name = "ix_purchases_user_id", .parts = {part(1)}});
    return result;
}

}

model::Schema shop() {
    auto result = schema({users(), purchases()});
    result.enums.push_back({.doc = {}, .name = "OrderStatus", .db_name = "order_status", .values = {}});
    for (const auto* name : {"pending", "paid", "shipped", "cancelled"})
        result.enums[0].values.push_back({.doc = {}, .name = name, .db_name = name});
    result.sequences.push_back(
        {.doc = {}, .name = "user_id_seq", .db_name = "user_id_seq", .start = 1000, .cache = 50});
    return result;
}

model::Schema ring() {
    auto teams =
        table("teams", {column("id", type(Scalar::int64)), column("captain_id", type(Scalar::int64, true))});
    teams.relations.push_back(relation("fk_teams_captain", 1, {1}));
    teams.relations[0].cut = true;
    teams.relations[0].on_delete = Action::restrict_;
    auto players =
        table("players", {column("id", type(Scalar::int64)), column("team_id", type(Scalar::int64))});
    players.relations.push_back(relation("fk_players_team", 0, {1}));
    players.relations[0].deferrable = true;
    players.rank = 1;
    return schema({teams, players});
}

model::Schema shapes() {
    auto employees = table(
        "employees", {column("id", type(Scalar::int32)), column("reports_to", type(Scalar::int32, true))});
    employees.relations.push_back(relation("fk_employees_manager", 0, {1}));
    employees.relations[0].on_delete = Action::restrict_;
    auto lines = table("order_lines",
                       {column("order_id", type(Scalar::int64)), column("line_no", type(Scalar::int16)),
                        column("note", text())},
                       {0, 1});
    auto parcels = table("parcels", {column("code", text(10)), column("order_id", type(Scalar::int64)),
                                     column("line_no", type(Scalar::int16))});
    parcels.rank = 1;
    parcels.relations.push_back(relation("fk_parcels_line", 1, {1, 2}, {0, 1}));
    parcels.relations[0].on_delete = Action::set_default;
    parcels.relations[0].on_update = Action::cascade;
    auto links = table("employee_parcels",
                       {column("employee_id", type(Scalar::int32)), column("parcel_code", text(10))}, {0, 1});
    links.made = true;
    links.rank = 2;
    links.relations.push_back(relation("fk_employee_parcels_employee", 0, {0}));
    links.relations.push_back(relation("fk_employee_parcels_parcel", 2, {1}));
    links.relations[0].on_delete = links.relations[1].on_delete = Action::cascade;
    return schema({employees, lines, parcels, links});
}

model::Schema types() {
    std::vector<model::Column> columns{
        column("id", type(Scalar::uuid), made_by(DefaultKind::uuid)),
        column("boolean", type(Scalar::boolean), literal("true")),
        column("int16", type(Scalar::int16), literal("-32768")),
        column("int32", type(Scalar::int32), literal("-2147483648")),
        column("int64", type(Scalar::int64), literal("-9223372036854775808")),
        column("float32", type(Scalar::float32), literal("1.5")),
        column("float64", type(Scalar::float64), literal("-1e-7")),
        column("decimal15", number(15, 2), literal("9999999999999.99")),
        column("decimal38", number(38, 10), literal("1234567890123456789012345678.0123456789")),
        column("string", text(), literal("it's \"so\" \\ ok")),
        column("string3", text(3), literal("äöü")),
        column("bytes", type(Scalar::bytes), literal(std::string("\0'\xff", 3))),
        column("date", type(Scalar::date), literal("2024-02-29")),
        column("time", type(Scalar::time), literal("13:45:10.250000")),
        column("timestamp", type(Scalar::timestamp), literal("2024-02-29 13:45:10.000000")),
        column("uuid", type(Scalar::uuid), literal("123e4567-e89b-12d3-a456-426614174000")),
        column("json", type(Scalar::json), literal("{\"a\": [1, null]}")),
        column("label", label(0), literal("second")),
        column("texts", array(text(3, true))),
        column("labels", array(label(0)), literal("[]")),
        column("instant", type(Scalar::timestamp), made_by(DefaultKind::now)),
        column("computed", type(Scalar::int32), sql_default(sql_text("6 * 7"))),
    };
    columns[19].initial = {};
    columns[19].type.nullable = true;
    auto result = schema({table("kinds", std::move(columns))});
    result.enums.push_back({.doc = "Which one.", .name = "Which", .db_name = "Which", .values = {}});
    result.enums[0].values.push_back({.doc = {}, .name = "first", .db_name = "first"});
    result.enums[0].values.push_back({.doc = {}, .name = "second", .db_name = "it's 2nd"});
    return result;
}

namespace {

model::Table lines() {
    auto result = table(
        "lines",
        {column("id", type(Scalar::int64), made_by(DefaultKind::identity)), column("code", text(20)),
         column("price", number(12, 2)), column("amount", type(Scalar::int32), literal("1")),
         computed("total", number(12, 2), sql_text("price * amount")),
         computed("vat", number(12, 2), sql_text("price * amount * 0.19")),
         computed("label", text(30, true), sql_text("upper(code)", "upper(code::text)")),
         column("deleted_at", type(Scalar::timestamp, true)), column("changes", type(Scalar::int64)),
         column("token", text(), sql_default(sql_text("lower(hex(randomblob(4)))", "md5(random()::text)"))),
         column("note", text(0, true), sql_default(sql_text("'made here'", nullptr)))});
    result.columns[1].db_types = {{"postgres", "varchar(20) collate \"C\""}};
    result.columns[8].writing = model::Writing::version;
    result.columns[4].doc = "What is paid.";
    result.checks = {
        {.db_name = "ck_lines_code", .condition = sql_text("code glob '[A-Z]*'", "code ~ '^[A-Z]'")},
        {.db_name = "ck_lines_price", .condition = sql_text("price >= 0")},
        {.db_name = "ck_lines_amount", .condition = sql_text(nullptr, "amount % 2 = 1")}};
    result.indexes = {
        {.doc = "For look-ups.", .db_name = "ix_lines_lower", .parts = {call("lower", {1}), part(3, true)}},
        {.db_name = "ux_lines_code",
         .parts = {part(1)},
         .unique = true,
         .where = sql_text("deleted_at is null")},
        {.db_name = "ix_lines_sum", .parts = {part(sql_text("price + total")), call("coalesce", {6, 1})}},
        {.doc = "For words.",
         .db_name = "ix_lines_words",
         .parts = {part(1), part(sql_text(nullptr, "length(code) % 3"))},
         .unique = true},
        {.db_name = "ix_lines_open", .parts = {part(4)}, .where = sql_text(nullptr, "amount > 1")}};
    return result;
}

}

model::Schema features() {
    auto events = table("events", {column("day", type(Scalar::date)), column("size", type(Scalar::float64)),
                                   column("body", type(Scalar::json)), column("tags", array(text())),
                                   column("state", label(0), literal("open"))});
    events.columns[0].db_types = {{"sqlite", "DATE"}};
    events.columns[1].db_types = {{"sqlite", "DOUBLE PRECISION"}, {"postgres", "numeric(20, 4)"}};
    events.columns[2].db_types = {{"sqlite", "VARCHAR(100)"}, {"postgres", "json"}};
    events.columns[3].db_types = {{"postgres", "varchar(10)[]"}};
    auto result = schema({lines(), events});
    result.enums.push_back({.name = "State", .db_name = "state", .values = {}});
    result.enums[0].values.push_back({.name = "open", .db_name = "open"});
    result.enums[0].values.push_back({.name = "closed", .db_name = "closed"});
    return result;
}

model::Schema scattered() {
    auto users = table("users", {column("id", type(Scalar::int64), made_by(DefaultKind::sequence)),
                                 column("colour", label(0), literal("red"))});
    users.db_schema = "accounts";
    users.doc = "A user.";
    users.columns[1].doc = "Of the hair.";
    users.unique_keys.push_back({.db_name = "uq_users_colour", .columns = {1}});
    auto orders = table("orders", {column("id", type(Scalar::int64), made_by(DefaultKind::identity)),
                                   column("user_id", type(Scalar::int64))});
    orders.relations.push_back(relation("fk_orders_user_id", 0, {1}));
    orders.rank = 1;
    auto result = schema({users, orders});
    result.sequences.push_back({.doc = "Counts.", .name = "ids", .db_name = "ids", .db_schema = "numbers"});
    result.enums.push_back({.doc = "A colour.",
                            .name = "Colour",
                            .db_name = "colour",
                            .db_schema = "say \"hi\"",
                            .values = {{.doc = {}, .name = "red", .db_name = "red"},
                                       {.doc = {}, .name = "green", .db_name = "green"}}});
    return result;
}

model::Schema partitioned() {
    using Kind = model::PartitionBound::Kind;
    const model::PartitionBound least{.kind = Kind::least};
    auto events = table(
        "events", {column("at", type(Scalar::timestamp)), column("level", type(Scalar::int32))}, {0, 1});
    events.db_schema = "log";
    events.partitioning = {.method = model::PartitionMethod::range,
                           .columns = {0, 1},
                           .partitions = {{.db_name = "events_old",
                                           .from = {least, least},
                                           .to = {{.text = "2026-01-01 00:00:00.000000"}, {.text = "5"}}},
                                          {.db_name = "events_rest", .rest = true}}};
    auto words = table("words", {column("text", text())});
    words.partitioning = {
        .method = model::PartitionMethod::list,
        .columns = {0},
        .partitions = {{.db_name = "words_a", .values = {{.text = "a"}, {.text = "it's"}}}}};
    auto counters = table("counters", {column("id", type(Scalar::int64), made_by(DefaultKind::identity))});
    counters.partitioning = {.method = model::PartitionMethod::hash,
                             .columns = {0},
                             .partitions = {{.db_name = "counters_0", .modulus = 2, .remainder = 0},
                                            {.db_name = "counters_1", .modulus = 2, .remainder = 1}}};
    return schema({events, words, counters});
}

model::Schema hostile() {
    const auto names = std::vector<std::string>{"x\"; drop table t; --",
                                                "x'; drop table t; --",
                                                "x`; drop table t; --",
                                                "x]; drop table t; --",
                                                "\"",
                                                "'",
                                                "''\"\"",
                                                "$$; drop table t; $$",
                                                "a\\",
                                                "\\",
                                                "/* a",
                                                "-- a",
                                                "a\nb",
                                                "größe",
                                                "表",
                                                "%s {} ${x}",
                                                " a ",
                                                "a.b",
                                                "$1",
                                                ":a ?1 @b",
                                                "'||(select 1)||'",
                                                "$q$",
                                                "\\'; drop table t; --",
                                                "SELECT"};
    model::Schema result = schema({});
    result.enums.push_back({.doc = names[1], .name = "Evil", .db_name = "e" + names[0], .values = {}});
    for (const auto& name : names) {
        result.enums[0].values.push_back({.doc = {}, .name = name, .db_name = name});
        result.sequences.push_back({.doc = names[3], .name = name, .db_name = "s" + name});
        auto one = table(name, {column(name, type(Scalar::int64), literal("1")),
                                column(name + "2", label(0), literal(names[0]))});
        one.doc = one.columns[0].doc = name;
        one.indexes.push_back({.doc = name, .db_name = "i" + name, .parts = {part(1, true)}});
        one.checks.push_back({.db_name = "c" + name, .condition = sql_text("1 = 1")});
        one.relations.push_back(relation("f" + name, result.tables.size(), {0}));
        result.tables.push_back(one);
    }
    return result;
}

model::Schema named(const std::vector<std::string>& names) {
    model::Schema result = schema({});
    model::Table all;
    all.name = all.db_name = "all_of_them";
    all.primary_key = {0, 1};
    for (const auto& name : names) {
        result.tables.push_back(table(name, {column(name, type(Scalar::int64))}));
        all.columns.push_back(column(name, type(Scalar::int64)));
    }
    result.tables.push_back(all);
    return result;
}

}
