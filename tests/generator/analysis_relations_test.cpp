#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

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
