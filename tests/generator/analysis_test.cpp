#include "analysis/analysis.hpp"

#include <catch2/catch.hpp>

#include <random>

using namespace rowsmith;

namespace {

using Texts = std::map<std::string, std::string>;

struct Resolved {
    model::Schema schema;
    std::string reports; // "line:column code message", one per line
};

Resolved resolved(const Texts& texts, const std::vector<std::string>& requested) {
    Diagnostics diagnostics;
    const auto program = analysis::load(requested, {}, analysis::memory_files(texts), diagnostics);
    Resolved result{.schema = analysis::resolve(program, diagnostics), .reports = {}};
    for (const auto& it : diagnostics.sorted()) {
        const auto position = program.sources[it.span.file].position(it.span.begin);
        const auto file = it.span.file == 0 ? std::string() : program.sources[it.span.file].path() + ":";
        result.reports += file + std::to_string(position.line) + ":" + std::to_string(position.column) + " " +
                          it.code + " " + it.message + "\n";
    }
    return result;
}

Resolved resolved(const std::string& text) {
    return resolved({{"a.rows", "namespace n\n" + text}}, {"a.rows"});
}

/// The dump of a correct schema, or what is wrong with it.
std::string dump(const std::string& text) {
    const auto result = resolved(text);
    return result.reports.empty() ? model::dump(result.schema, 0) : result.reports;
}

struct Row {
    std::string text;
    std::string expected;
};

/// Texts begin with a line end, so that the first line of the schema is line 3 of the file, below the
/// namespace.
void check_dumps(const std::vector<Row>& rows) {
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK("\n" + dump(text) == "\nnamespace n" + expected);
    }
}

void check_reports(const std::vector<Row>& rows) {
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK("\n" + resolved(text).reports == expected);
    }
}

}

TEST_CASE("names in the database follow from those in the schema unless they are given") {
    check_dumps({
        {R"(
enum OrderStatus { pending, paidOff, gone as "really gone" }
sequence lineIds {}
sequence other as "Other" {}
table OrderLine {
  id:     int64 primary
  lineNo: int32 unique
  status: OrderStatus as "State"
  size:   int32 check "size > 0"

  index (lineNo, status desc)
  index by_size (size) unique
  unique biggest (size, lineNo)
  unique (status) as "one each"
  check "size < 9"
  check small "size < 8"
  check "lineNo > 0"
}
)",
         R"(
enum OrderStatus as "order_status"
  pending
  paidOff
  gone as "really gone"
sequence lineIds start 1 increment 1 cache 1
sequence other as "Other" start 1 increment 1 cache 1
table OrderLine as "order_line" rank 0
  column id: int64 primary
  column lineNo: int32
  column status as "State": OrderStatus
  column size: int32
  key (id)
  unique (lineNo) "uq_order_line_lineNo"
  unique (size, lineNo) "biggest"
  unique (status) "one each"
  index (lineNo, status desc) "ix_order_line_lineNo_State"
  index (size) unique "by_size"
  check "ck_order_line_size" "size > 0"
  check "ck_order_line_1" "size < 9"
  check "ck_order_line_small" "size < 8"
  check "ck_order_line_2" "lineNo > 0"
)"},
    });
}

TEST_CASE(
    "derived names that are too long are cut to 63 bytes, between characters, with a hash of the whole") {
    const std::string prefix = "ix_" + std::string(49, 't') + "_";
    const auto result = resolved(R"(
table T as ")" + std::string(49, 't') +
                                 R"(" {
  id: int64 primary
  a: int32 as "ßßßßßßßß"
  b: int32 as "ßßßßßßßß2"
  c: int32 as "123456789"
  d: int32 as "1234567890"
  e: int32 as "12345678901"

  index (a)
  index (b)
  index (c)
  index (d)
  index (e)
}
)");
    REQUIRE(result.reports.empty());
    const auto& indexes = result.schema.tables[0].indexes;
    const auto stem = prefix.substr(0, 53);
    CHECK(indexes[0].db_name.substr(0, 54) == stem + "_"); // the first ß would lie across the 54th byte
    CHECK(indexes[0].db_name.size() == 62);
    CHECK(indexes[1].db_name.size() == 62);
    CHECK(indexes[0].db_name != indexes[1].db_name);
    CHECK(indexes[2].db_name == prefix + "123456789");
    CHECK(indexes[3].db_name == prefix + "1234567890"); // exactly 63
    CHECK(indexes[4].db_name == prefix + "1_7d5c4d08");
}

TEST_CASE("defaults are brought into one form each") {
    check_dumps({
        {R"(
enum Level { low, high as "HIGH" }
sequence ids { start -5, increment -2, cache 7 }
table T {
  id: int32 primary = next(ids)
  a:  int16 = 007
  b:  int16 = -0
  c:  int16 = -32768
  d:  int64 = 9223372036854775807
  e:  float64 = 010.5
  f:  float64 = -1e300
  g:  float32 = 0
  h:  decimal(5, 2) = 1
  i:  decimal(5, 2) = -999.990
  j:  decimal(5, 0) = 12
  k:  decimal(2, 2) = 0.05
  l:  bool = false
  m:  string(3) = "äöü"
  n:  string = "a\n\"b\""
  o:  date = "0001-01-01"
  p:  time = "13:45"
  q:  timestamp = "9999-12-31T23:59:59.5Z"
  r:  uuid = "00000000-0000-0000-0000-00000000ABCD"
  s:  json = "{\"a\": [1, -2.5e3, \"\\u00e9\", null]}"
  t:  Level = high
  u:  int32[] = sql "'[]'"
  v:  timestamp = now()
  w:  uuid = uuid()
  x:  decimal(5, 2) = -0.00
}
)",
         R"(
enum Level as "level"
  low
  high as "HIGH"
sequence ids start -5 increment -2 cache 7
table T as "t" rank 0
  column id: int32 = next(ids) primary
  column a: int16 = "7"
  column b: int16 = "0"
  column c: int16 = "-32768"
  column d: int64 = "9223372036854775807"
  column e: float64 = "10.5"
  column f: float64 = "-1e300"
  column g: float32 = "0"
  column h: decimal(5, 2) = "1.00"
  column i: decimal(5, 2) = "-999.99"
  column j: decimal(5, 0) = "12"
  column k: decimal(2, 2) = "0.05"
  column l: bool = "false"
  column m: string(3) = "äöü"
  column n: string = "a\x0a\"b\""
  column o: date = "0001-01-01"
  column p: time = "13:45:00.000000"
  column q: timestamp = "9999-12-31 23:59:59.500000"
  column r: uuid = "00000000-0000-0000-0000-00000000abcd"
  column s: json = "{\"a\": [1, -2.5e3, \"\\u00e9\", null]}"
  column t: Level = "high"
  column u: int32[] = sql "'[]'"
  column v: timestamp = now()
  column w: uuid = uuid()
  column x: decimal(5, 2) = "0.00"
  key (id)
)"},
    });
}

TEST_CASE("a default must be one of its type's values, the first and the last included") {
    const auto refused = [](const std::vector<std::string>& columns) {
        std::vector<std::string> list;
        for (const auto& column : columns)
            if (!resolved("table T {\n  id: int64 primary\n  " + column + "\n}\n").reports.empty())
                list.push_back(column);
        return list;
    };
    const std::vector<std::string> none;
    CHECK(refused({"a: int16 = -32768", "a: int16 = 32767", "a: int32 = -2147483648", "a: int32 = 2147483647",
                   "a: int64 = -9223372036854775808", "a: float32 = 3.4e38", "a: float64 = 1.7e308",
                   "a: decimal(38, 0) = 99999999999999999999999999999999999999", "a: decimal(3, 3) = 0.999",
                   "a: string(1) = \"\"", "a: string(1) = \"€\"", "a: date = \"2000-02-29\"",
                   "a: date = \"9999-12-31\"", "a: time = \"23:59:59.999999\"", "a: json = \"0\"",
                   "a: json = \" [ ] \"", "a: timestamp = \"2024-01-01 00:00\""}) == none);
    const std::vector<std::string> wrong{"a: int16 = -32769",
                                         "a: int16 = 32768",
                                         "a: int32 = -2147483649",
                                         "a: int32 = 2147483648",
                                         "a: int64 = -9223372036854775809",
                                         "a: int64 = 9223372036854775808",
                                         "a: int32 = 1.0",
                                         "a: int32 = true",
                                         "a: float32 = 3.5e38",
                                         "a: float64 = 1.8e308",
                                         "a: float64 = nan",
                                         "a: float64 = infinity",
                                         "a: decimal(38, 0) = 100000000000000000000000000000000000000",
                                         "a: decimal(3, 3) = 1",
                                         "a: decimal(3, 2) = 0.001",
                                         "a: string(1) = \"ab\"",
                                         "a: date = \"1900-02-29\"",
                                         "a: date = \"0000-01-01\"",
                                         "a: date = \"2024-1-1\"",
                                         "a: date = \"2024-13-01\"",
                                         "a: date = \"2024-00-01\"",
                                         "a: date = \"2024-01-00\"",
                                         "a: time = \"24:00\"",
                                         "a: time = \"12:60\"",
                                         "a: time = \"12:00:60\"",
                                         "a: time = \"12:00:00.1234567\"",
                                         "a: time = \"12:00:00.\"",
                                         "a: timestamp = \"2024-01-01\"",
                                         "a: timestamp = \"2024-01-01 00:00:00+01\"",
                                         "a: uuid = \"123e4567e89b12d3a456426614174000\"",
                                         "a: uuid = \"g23e4567-e89b-12d3-a456-426614174000\"",
                                         "a: json = \"\"",
                                         "a: json = \"01\"",
                                         "a: json = \"[1,]\"",
                                         "a: json = \"{a: 1}\"",
                                         "a: json = \"1 2\"",
                                         "a: json = \"[1\"",
                                         "a: json = \"\\\"a\""};
    CHECK(refused(wrong) == wrong);
}

TEST_CASE("a relation makes its columns where it stands, a foreign key, an index and the other direction") {
    check_dumps({
        {R"(
table User {
  id: int64 primary identity
}
table Purchase {
  id:       int64 primary identity
  user:     User on delete cascade inverse purchases
  product:  string
  approver: User? on delete set null on update restrict deferrable as "approved"
}
)",
         R"(
table User as "user" rank 0
  column id: int64 identity primary
  key (id)
  inverse purchases <- Purchase.user
table Purchase as "purchase" rank 1
  column id: int64 identity primary
  column user_id: int64 made
  column product: string
  column approver_id: int64? made
  key (id)
  index (user_id) "ix_purchase_user_id"
  index (approver_id) "ix_purchase_approver_id"
  relation user -> User (user_id) -> (id: int64) "fk_purchase_user_id" on delete cascade inverse purchases
  relation approver -> User (approver_id) -> (id: int64) "approved" optional deferrable on delete set null on update restrict
)"},
        // composite keys; columns that are declared, made, and shared by two relations
        {R"(
table Tenant {
  id: int32 primary
}
table Item {
  tenant: Tenant
  no:     int64

  primary (tenant_id, no)
}
table Part {
  id:     int64 primary
  tenant_id: int32
  tenant: Tenant via tenant_id
  item:   Item via (tenant_id, item_no)
  spare:  Item? via (tenant_id, spare_no)
  whole:  Item
}
)",
         R"(
table Tenant as "tenant" rank 0
  column id: int32 primary
  key (id)
table Item as "item" rank 1
  column tenant_id: int32 primary made
  column no: int64 primary
  key (tenant_id, no)
  relation tenant -> Tenant (tenant_id) -> (id: int32) "fk_item_tenant_id"
table Part as "part" rank 2
  column id: int64 primary
  column tenant_id: int32
  column item_no: int64 made
  column spare_no: int64? made
  column whole_tenant_id: int32 made
  column whole_no: int64 made
  key (id)
  index (tenant_id) "ix_part_tenant_id"
  index (tenant_id, item_no) "ix_part_tenant_id_item_no"
  index (tenant_id, spare_no) "ix_part_tenant_id_spare_no"
  index (whole_tenant_id, whole_no) "ix_part_whole_tenant_id_whole_no"
  relation tenant -> Tenant (tenant_id) -> (id: int32) "fk_part_tenant_id"
  relation item -> Item (tenant_id, item_no) -> (tenant_id: int32, no: int64) "fk_part_tenant_id_item_no"
  relation spare -> Item (tenant_id, spare_no) -> (tenant_id: int32, no: int64) "fk_part_tenant_id_spare_no" optional
  relation whole -> Item (whole_tenant_id, whole_no) -> (tenant_id: int32, no: int64) "fk_part_whole_tenant_id_whole_no"
)"},
        // one-to-one: by `unique`, by the primary key, by a unique key over the same columns
        {R"(
table User {
  id: int64 primary
}
table Profile {
  user: User primary on delete cascade inverse profile
}
table Badge {
  id:    int64 primary
  owner: User unique inverse badge
  giver: User? inverse given

  unique (giver_id)
}
)",
         R"(
table User as "user" rank 0
  column id: int64 primary
  key (id)
  inverse profile <- Profile.user unique
  inverse badge <- Badge.owner unique
  inverse given <- Badge.giver unique
table Profile as "profile" rank 1
  column user_id: int64 primary made
  key (user_id)
  relation user -> User (user_id) -> (id: int64) "fk_profile_user_id" unique on delete cascade inverse profile
table Badge as "badge" rank 1
  column id: int64 primary
  column owner_id: int64 made
  column giver_id: int64? made
  key (id)
  unique (owner_id) "uq_badge_owner_id"
  unique (giver_id) "uq_badge_giver_id"
  relation owner -> User (owner_id) -> (id: int64) "fk_badge_owner_id" unique inverse badge
  relation giver -> User (giver_id) -> (id: int64) "fk_badge_giver_id" unique optional inverse given
)"},
    });
}

TEST_CASE("a relation gets no index where a key or a declared index begins with its columns") {
    check_dumps({{R"(
table A {
  id: int64 primary
}
table B {
  one:   A
  two:   A
  three: A
  four:  A
  name:  string

  primary (one_id, two_id)
  unique (three_id, name)
  index by_four (four_id desc, name)
  index (name, two_id)
}
)",
                  R"(
table A as "a" rank 0
  column id: int64 primary
  key (id)
table B as "b" rank 1
  column one_id: int64 primary made
  column two_id: int64 primary made
  column three_id: int64 made
  column four_id: int64 made
  column name: string
  key (one_id, two_id)
  unique (three_id, name) "uq_b_three_id_name"
  index (four_id desc, name) "by_four"
  index (name, two_id) "ix_b_name_two_id"
  index (two_id) "ix_b_two_id"
  relation one -> A (one_id) -> (id: int64) "fk_b_one_id"
  relation two -> A (two_id) -> (id: int64) "fk_b_two_id"
  relation three -> A (three_id) -> (id: int64) "fk_b_three_id"
  relation four -> A (four_id) -> (id: int64) "fk_b_four_id"
)"}});
}

TEST_CASE("many-to-many relations go through a declared table, or make one") {
    check_dumps({
        {R"(
table Post {
  id:      int64 primary
  tags:    Tag[] through PostTag inverse posts
  readers: User[] through "post readers"
  similar: Post[] through "similar" (post_id, like_id) inverse similar_to
}
table Tag {
  name: string(20) primary
}
table User {
  tenant: int32
  no:     int32

  primary (tenant, no)
}
table PostTag {
  post:  Post primary
  tag:   Tag
}
)",
         R"(
table Post as "post" rank 0
  column id: int64 primary
  key (id)
  many-to-many tags -> Tag through PostTag (post, tag) inverse posts
  many-to-many readers -> User through PostReaders (post, user)
  many-to-many similar -> Post through Similar (post_id, like_id) inverse similar_to
  many-to-many similar_to -> Post through Similar (like_id, post_id) inverse similar declared there
table Tag as "tag" rank 0
  column name: string(20) primary
  key (name)
  many-to-many posts -> Post through PostTag (tag, post) inverse tags declared there
table User as "user" rank 0
  column tenant: int32 primary
  column no: int32 primary
  key (tenant, no)
table PostTag as "post_tag" rank 1
  column post_id: int64 primary made
  column tag_name: string(20) made
  key (post_id)
  index (tag_name) "ix_post_tag_tag_name"
  relation post -> Post (post_id) -> (id: int64) "fk_post_tag_post_id" unique
  relation tag -> Tag (tag_name) -> (name: string(20)) "fk_post_tag_tag_name"
table PostReaders as "post readers" made rank 1
  column post_id: int64 primary made
  column user_tenant: int32 primary made
  column user_no: int32 primary made
  key (post_id, user_tenant, user_no)
  index (user_tenant, user_no) "ix_post readers_user_tenant_user_no"
  relation post -> Post (post_id) -> (id: int64) "fk_post readers_post_id" on delete cascade
  relation user -> User (user_tenant, user_no) -> (tenant: int32, no: int32) "fk_post readers_user_tenant_user_no" on delete cascade
table Similar as "similar" made rank 1
  column post_id: int64 primary made
  column like_id: int64 primary made
  key (post_id, like_id)
  index (like_id) "ix_similar_like_id"
  relation post_id -> Post (post_id) -> (id: int64) "fk_similar_post_id" on delete cascade
  relation like_id -> Post (like_id) -> (id: int64) "fk_similar_like_id" on delete cascade
)"},
    });
}

TEST_CASE("the members of mixins come after a table's own, with names looked up where the mixin stands") {
    const Texts texts{{"a.rows", R"(namespace n
import "m.rows"
/// Documented.
table T : Stamped, Named {
  /// The key,
  ///
  /// counted.
  id: int64 primary
}
)"},
                      {"m.rows", R"(namespace n
import "e.rows"
mixin Stamped {
  made_at: timestamp = now()
  level:   Level = low

  index (made_at)
}
mixin Named {
  name: string unique check "name <> ''"

  check "level <> 'high'"
}
)"},
                      {"e.rows", "namespace n\nenum Level { low, high }\n"}};
    const auto result = resolved(texts, {"a.rows"});
    CHECK(result.reports.empty());
    CHECK(model::dump(result.schema, 0) == R"(namespace n
/// Documented.
table T as "t" rank 0
  /// The key,
  ///
  /// counted.
  column id: int64 primary
  column made_at: timestamp = now()
  column level: Level as "level" {low, high} = "low"
  column name: string
  key (id)
  unique (name) "uq_t_name"
  index (made_at) "ix_t_made_at"
  check "ck_t_name" "name <> ''"
  check "ck_t_1" "level <> 'high'"
)");
}

TEST_CASE("a table's rank is above those that it refers to; rings are cut at a foreign key that can wait") {
    const auto ranks = [](const std::string& text) {
        const auto result = resolved(text);
        auto line = result.reports;
        for (const auto& table : result.schema.tables) {
            line += table.name + " " + std::to_string(table.rank);
            for (const auto& relation : table.relations)
                if (relation.cut)
                    line += " cut " + relation.name;
            line += "\n";
        }
        return "\n" + line;
    };
    const std::vector<Row> rows{
        // declared before what it refers to, in a chain; its own rows do not count
        {R"(
table C { 
  id: int64 primary
  b: B
  c: C? 
}
table B { 
  id: int64 primary
  a: A
}
table A { 
  id: int64 primary
}
table D {
  id: int64 primary
  a: A
  c: C
}
)",
         "\nC 2\nB 1\nA 0\nD 3\n"},
        // the first nullable one
        {R"(
table A {
  id: int64 primary identity
  b: B
}
table B {
  id: int64 primary identity
  a: A?
  again: A?
}
)",
         "\nA 1\nB 0 cut a cut again\n"},
        // a deferrable one with a known key comes before a nullable one
        {R"(
table A {
  id: int64 primary
  b: B?
}
table B {
  id: int64 primary
  a: A deferrable
}
)",
         "\nA 1\nB 0 cut a\n"},
        // deferrable, but the key is only known after the insert, also through another table's key
        {R"(
table A {
  user: User primary
  b: B?
}
table B {
  id: int64 primary
  a: A deferrable
}
table User {
  id: int64 primary identity
}
)",
         "\nA 1 cut b\nB 2\nUser 0\n"},
        // two rings that share a table
        {R"(
table A {
  id: int64 primary
  b: B?
  c: C?
}
table B {
  id: int64 primary
  a: A
}
table C {
  id: int64 primary
  a: A
}
)",
         "\nA 0 cut b cut c\nB 1\nC 1\n"},
        // a key of known values may point to its own table
        {R"(
sequence s {}
table A {
  id: int64 primary = next(s)
  a: A
}
)",
         "\nA 0\n"},
    };
    for (const auto& [text, expected] : rows) {
        INFO(text);
        CHECK(ranks(text) == expected);
    }
}

TEST_CASE("ten thousand tables in one chain, and in one ring, are ordered") {
    std::string text = "namespace n\n";
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i)
        text += "table T" + std::to_string(i) + " {\n  id: int64 primary\n  next: T" +
                std::to_string((i + 1) % count) + (i + 1 == count ? "?" : "") + "\n}\n";
    const auto result = resolved({{"a.rows", text}}, {"a.rows"});
    CHECK(result.reports.empty());
    CHECK(result.schema.tables.front().rank == count - 1);
    CHECK(result.schema.tables.back().rank == 0);
    CHECK(result.schema.tables.back().relations.front().cut);
}

TEST_CASE("one mistake does not cause another") {
    check_reports({
        // an unknown type: its column, relation and their uses are not missed
        {R"(
table T {
  id:    int64 primary
  name:  strng
  owner: Usr inverse things

  unique (name, owner_id)
  index (owner_id)
}
)",
         "\n5:10 RS0302 unknown type 'strng'\n6:10 RS0302 unknown type 'Usr'\n"},
        // a key that is refused: relations to it have no columns, and nobody says so
        {R"(
table A {
  id: json primary
}
table B {
  a: A primary
}
table C {
  id: int64 primary
  a: A inverse cs
  bs: B[] through Link
  ds: A[] through "made"

  index (a_id)
}
table Link {
  b: B
  c: C

  primary (b_a_id, c_id)
}
)",
         "\n4:3 RS0504 column 'id' cannot be in the primary key: it is json\n"},
        // a table that is declared twice: both are checked, one of them is used
        {R"(
table A {
  id: int64 primary
  name: string unique
}
table A {
  id: int64 primary
  name: text unique
}
table B {
  id: int64 primary
  a: A inverse bs
}
)",
         "\n7:7 RS0301 'A' is declared a second time\n9:9 RS0302 unknown type 'text'\n"},
        // a mixin that is missing may have brought the key
        {R"(
table A : Base {
  name: string

  index (created_at)
}
)",
         "\n3:11 RS0304 there is no mixin 'Base'\n"},
        // a declared column of the wrong type is one mistake, however many relations use it
        {R"(
table A {
  id: int64 primary
}
table B {
  id: int64 primary
  a_id: int32
  a: A via a_id inverse bs
  as: A[] through Link
}
table Link {
  a: A
  b: B

  primary (a_id, b_id)
}
)",
         "\n9:12 RS0319 column 'a_id' is int32, and 'A.id' that it points to is int64\n"},
        // what could not be parsed may be what is missing
        {R"(
table A {
  id int64 primary
  b: B

  index (id)
}
tabel B {
  id: int64 primary
}
)",
         "\n4:6 RS0208 expected ':' after 'id', found 'int64'\n9:1 RS0205 expected a declaration, found "
         "'tabel'\n"},
        // mixins that no table has are checked, and used ones once
        {R"(
mixin Used {
  size: int
}
mixin Unused {
  size: int8
}
table A : Used {
  id: int64 primary
}
table B : Used {
  id: int64 primary
}
)",
         "\n4:9 RS0302 unknown type 'int'\n7:9 RS0302 unknown type 'int8'\n"},
    });
}

TEST_CASE("a file sees what it imports itself, and what is missing there is not missed elsewhere") {
    const Texts texts{
        {"a.rows", "namespace n\nimport \"b.rows\"\ntable A {\n  id: int64 primary\n  b: B\n  c: C\n}\n"},
        {"b.rows", "namespace n\nimport \"c.rows\"\ntable B {\n  id: int64 primary\n  c: C\n}\n"},
        {"c.rows", "namespace n\ntable C {\n  id: int64 primary\n}\n"}};
    CHECK(resolved(texts, {"a.rows"}).reports == "6:6 RS0302 unknown type 'C'\n");
    auto broken = texts;
    broken["c.rows"] = "namespace n\ntable C {\n";
    CHECK(resolved(broken, {"a.rows"}).reports.find("b.rows") == std::string::npos);
    broken["b.rows"] = "namespace n\nimport \"d.rows\"\ntable B {\n  id: int64 primary\n  c: C\n  d: D\n}\n";
    CHECK(resolved(broken, {"a.rows"}).reports == "b.rows:2:8 RS0601 there is no file 'd.rows' to import\n");
}

TEST_CASE("tables of two files may refer to each other, and each file says only what is its own") {
    const Texts texts{
        {"users.rows",
         "namespace a\nimport \"posts.rows\"\ntable User {\n  id: int64 primary\n  best: Post?\n}\n"},
        {"posts.rows", "namespace b\nimport \"users.rows\"\ntable Post as \"posts\" {\n"
                       "  id: int64 primary\n  author: User inverse posts\n}\n"}};
    const auto result = resolved(texts, {"users.rows"});
    CHECK(result.reports.empty());
    REQUIRE(result.schema.files.size() == 2); // by path: posts.rows first
    CHECK(result.schema.files[0].path == "posts.rows");
    CHECK_FALSE(result.schema.files[0].requested);
    CHECK(result.schema.files[0].imports == std::vector<std::size_t>{1});
    CHECK(result.schema.files[1].requested);
    CHECK(model::dump(result.schema, 0) == R"(namespace b
table Post as "posts" rank 1
  column id: int64 primary
  column author_id: int64 made
  key (id)
  index (author_id) "ix_posts_author_id"
  relation author -> a::User as "user" (author_id) -> (id: int64) "fk_posts_author_id" inverse posts
)");
    CHECK(model::dump(result.schema, 1) == R"(namespace a
table User as "user" rank 0
  column id: int64 primary
  column best_id: int64? made
  key (id)
  index (best_id) "ix_user_best_id"
  relation best -> b::Post as "posts" (best_id) -> (id: int64) "fk_user_best_id" optional cut
)");
    CHECK(result.schema.tables[1].inverses.size() == 1); // the dump leaves it to posts.rows
}

TEST_CASE("names meet where files share a namespace or are imported together, and not otherwise") {
    const std::string user = "table User as \"users\" {\n  id: int64 primary\n}\n";
    const Texts texts{{"a.rows", "namespace a\n" + user},
                      {"b.rows", "namespace b\n" + user},
                      {"a2.rows", "namespace a\n" + user},
                      {"both.rows", "namespace c\nimport \"a.rows\"\nimport \"b.rows\"\n"},
                      {"far.rows", "namespace d\nimport \"via.rows\"\nimport \"b.rows\"\n"},
                      {"via.rows", "namespace e\nimport \"a.rows\"\n"}};
    CHECK(resolved(texts, {"a.rows", "b.rows"}).reports.empty());
    CHECK(resolved(texts, {"a.rows", "a2.rows"}).reports ==
          "a2.rows:2:7 RS0301 'User' is declared a second time in namespace 'a'\n");
    CHECK(
        resolved(texts, {"both.rows"})
            .reports.find("RS0301 'User' is declared a second time among the files that 'both.rows' sees") !=
        std::string::npos);
    CHECK(resolved(texts, {"far.rows"}).reports ==
          "b.rows:2:15 RS0313 table 'User' and table 'User' are both called 'users' in the database\n");
}

TEST_CASE("the fingerprint changes with the meaning of a file and with nothing else") {
    const std::string text = "enum E { a, b }\ntable T {\n  id: int64 primary\n  e: E = a\n}\n";
    const auto fingerprint = [](const std::string& schema) {
        const auto result = resolved(schema);
        REQUIRE(result.reports.empty());
        return model::fingerprint(result.schema, 0);
    };
    const auto first = fingerprint(text);
    CHECK(first.size() == 16);
    CHECK(fingerprint("// a comment\n/// and one to keep\n" + text) == first);
    for (const auto& [from, to] :
         std::vector<std::pair<std::string, std::string>>{{"{ a, b }", "{ a, c }"},
                                                          {"{ a, b }", "{ a as \"x\", b }"},
                                                          {"= a", "= b"},
                                                          {"= a", ""},
                                                          {"id: int64", "id: int32"},
                                                          {"e: E", "f: E"},
                                                          {"e: E", "e: E?"},
                                                          {"T {", "U {"},
                                                          {"T {", "T as \"x\" {"}}) {
        auto changed = text;
        changed.replace(changed.find(from), from.size(), to);
        INFO(changed);
        CHECK(fingerprint(changed) != first);
    }
    const auto elsewhere = resolved({{"dir/a.rows", "namespace n\n" + text}}, {"dir/a.rows"});
    CHECK(model::fingerprint(elsewhere.schema, 0) == first);
}

TEST_CASE("damaged schemas are reported or accepted, and never crash the analysis") {
    const std::string text = R"(namespace n
enum Level { low, high as "H" }
sequence ids { start 5, cache 9 }
mixin Named { 
  name: string(20) = "x" unique
  boss: User? inverse named
}
table User : Named as "users" {
  id: int64 primary = next(ids)
  level: Level = high
  friends: User[] through "friends" (a_id, b_id) inverse friend_of
  rooms: Room[] through Stay inverse guests
}
table Room {
  floor: int32
  no: int32
  owner: User unique on delete cascade inverse room

  primary (floor, no)
  unique (owner_id, no)
  index by_no (no desc)
  check "no > 0"
}
table Stay {
  user: User primary
  room: Room via (room_floor, room_no) deferrable
}
)";
    std::mt19937 random(20240131);
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size();) {
        const bool word = std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_';
        auto end = at + 1;
        while (word && end < text.size() &&
               (std::isalnum(static_cast<unsigned char>(text[end])) != 0 || text[end] == '_'))
            ++end;
        words.push_back(text.substr(at, end - at));
        at = end;
    }
    std::size_t accepted = 0;
    for (int round = 0; round < 1500; ++round) {
        auto damaged = words;
        const auto changes = 1 + random() % 3;
        for (std::size_t i = 0; i < changes; ++i)
            damaged[random() % damaged.size()] =
                random() % 3 == 0 ? std::string() : words[random() % words.size()];
        std::string joined;
        for (const auto& word : damaged)
            joined += word;
        const auto result = resolved({{"a.rows", joined}}, {"a.rows"});
        if (result.reports.empty()) {
            ++accepted;
            CHECK_FALSE(model::dump(result.schema, 0).empty());
        }
    }
    CHECK(accepted > 0);
}
