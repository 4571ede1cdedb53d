#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

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

TEST_CASE(
    "a file's naming rules make the names that are not given, a relation's columns and derived names too") {
    check_dumps({{R"(
naming { table snake_plural, column snake, enum pascal, value camel, sequence snake }
enum order_state { paid_off, gone as "really gone" }
sequence orderIds {}
mixin Stamped {
  madeAt: timestamp
}
table SalesPerson : Stamped {
  orderId:  int64 primary = next(orderIds)
  homeTown: SalesPerson? inverse pupilsOf
  state:    order_state as "State"
  pupils:   SalesPerson[] through "Links" (fromId, toId)

  index (madeAt, homeTown_orderId)
  unique byState (state)
  check "1"
}
)",
                  R"(
enum order_state as "OrderState"
  paid_off as "paidOff"
  gone as "really gone"
sequence orderIds as "order_ids" start 1 increment 1 cache 1
table SalesPerson as "sales_people" rank 0
  column orderId as "order_id": int64 = next(orderIds) primary
  column homeTown_orderId as "home_town_order_id": int64? made
  column state as "State": order_state
  column madeAt as "made_at": timestamp
  key (orderId)
  unique (state) "byState"
  index (madeAt, homeTown_orderId) "ix_sales_people_made_at_home_town_order_id"
  index (homeTown_orderId) "ix_sales_people_home_town_order_id"
  check "ck_sales_people_1" "1"
  relation homeTown -> SalesPerson (homeTown_orderId) -> (orderId as "order_id": int64) "fk_sales_people_home_town_order_id" optional inverse pupilsOf
  inverse pupilsOf <- SalesPerson.homeTown
  many-to-many pupils -> SalesPerson through Links (fromId, toId)
table Links made rank 1
  column fromId as "from_id": int64 primary made
  column toId as "to_id": int64 primary made
  key (fromId, toId)
  index (toId) "ix_Links_to_id"
  relation fromId -> SalesPerson (fromId) -> (orderId as "order_id": int64) "fk_Links_from_id" on delete cascade
  relation toId -> SalesPerson (toId) -> (orderId as "order_id": int64) "fk_Links_to_id" on delete cascade
)"}});
}

TEST_CASE("a mixin's columns follow the rules of the file whose table has them") {
    const Texts texts{{"a.rows", R"(namespace n
import "m.rows"
naming { column pascal, table camel_plural }
table MyBox : Stamped {
  id: int64 primary
}
)"},
                      {"m.rows", R"(namespace n
naming { column snake, table keep }
mixin Stamped {
  madeAt: timestamp unique
}
table Other : Stamped {
  id: int64 primary
}
)"}};
    const auto result = resolved(texts, {"a.rows"});
    CHECK(result.reports.empty());
    CHECK(model::dump(result.schema, 0) == R"(namespace n
table MyBox as "myBoxes" rank 0
  column id as "Id": int64 primary
  column madeAt as "MadeAt": timestamp
  key (id)
  unique (madeAt) "uq_myBoxes_MadeAt"
)");
    CHECK(model::dump(result.schema, 1) == R"(namespace n
table Other rank 0
  column id: int64 primary
  column madeAt as "made_at": timestamp
  key (id)
  unique (madeAt) "uq_Other_made_at"
)");
}

TEST_CASE("names that a naming rule makes alike are reported") {
    check_reports({{R"(
naming { table snake_plural }
table User {
  id: int64 primary
}
table Users {
  id: int64 primary
}
)",
                    "\n7:7 RS0313 table 'User' and table 'Users' are both called 'users' in the database\n"}});
}
