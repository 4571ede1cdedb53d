#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

TEST_CASE("columns say who writes them, and when they are read") {
    check_dumps({{R"(
table T {
  id:     int64 primary
  net:    int32
  gross:  int32? computed "net * 2" unique
  shown:  string computed sqlite "'a' || net" postgres "net::text" virtual deferred check "shown > 'a'"
  rev:    int16 version
  author: string = "me" readonly unique
  photo:  bytes? deferred
  code:   int32 = sql "1" sqlite "2" postgres none readonly deferred
  check sqlite none postgres "net > 0"
}
)",
                  R"(
table T as "t" rank 0
  column id: int64 primary
  column net: int32
  column gross: int32? computed stored ("net * 2")
  column shown: string computed virtual (sqlite "'a' || net" postgres "net::text") deferred
  column rev: int16 version
  column author: string = "me" readonly
  column photo: bytes? deferred
  column code: int32 = sql "1" sqlite "2" postgres none readonly deferred
  key (id)
  unique (gross) "uq_t_gross"
  unique (author) "uq_t_author"
  check "ck_t_shown" "shown > 'a'"
  check "ck_t_1" sqlite none postgres "net > 0"
)"}});
}

TEST_CASE("a relation's columns have the key's type, in C++ and in the database too") {
    check_dumps({{R"(
table Team {
  id: int64 primary as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER"
}
table Player {
  team:    Team primary
  past:    Team? via past_id
  past_id: int64? as cpp "acme::TeamId"
}
table Coach {
  player: Player primary
  teams:  Team[] through "coach_teams"
}
)",
                  R"(
table Team as "team" rank 0
  column id: int64 as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER" primary
  key (id)
table Player as "player" rank 1
  column team_id: int64 as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER" primary made
  column past_id: int64? as cpp "acme::TeamId"
  key (team_id)
  index (past_id) "ix_player_past_id"
  relation team -> Team (team_id) -> (id: int64) "fk_player_team_id" unique
  relation past -> Team (past_id) -> (id: int64) "fk_player_past_id" optional
table Coach as "coach" rank 2
  column player_team_id: int64 as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER" primary made
  key (player_team_id)
  relation player -> Player (player_team_id) -> (team_id: int64) "fk_coach_player_team_id" unique
  many-to-many teams -> Team through CoachTeams (coach, team)
table CoachTeams as "coach_teams" made rank 3
  column coach_player_team_id: int64 as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER" primary made
  column team_id: int64 as cpp "acme::TeamId" header "acme/ids.hpp" as sqlite "INTEGER" primary made
  key (coach_player_team_id, team_id)
  index (team_id) "ix_coach_teams_team_id"
  relation coach -> Coach (coach_player_team_id) -> (player_team_id: int64) "fk_coach_teams_coach_player_team_id" on delete cascade
  relation team -> Team (team_id) -> (id: int64) "fk_coach_teams_team_id" on delete cascade
)"}});
    check_reports(
        {{R"(
table Team {
  id: int64 primary as cpp "acme::TeamId"
}
table Player {
  id:      int64 primary
  team_id: int64
  team:    Team via team_id
}
)",
          "\n9:21 RS0319 column 'team_id' is int64, and 'Team.id' that it points to is int64 as cpp "
          "\"acme::TeamId\"\n"}});
}

TEST_CASE("`as cpp` stands at columns of every kind, and the type may be a template") {
    check_dumps({{R"(
enum Size { s, m }
table T methods "app/t_methods.hpp" {
  id:    int64 primary
  sizes: int32[] as cpp "acme::Set<int, 4>" header "acme/set.hpp"
  size:  Size? = s as cpp "::acme::Size" deferred
  sum:   int32 computed "1" as cpp "acme::Sum"
}
)",
                  R"(
enum Size as "size"
  s
  m
table T as "t" methods "app/t_methods.hpp" rank 0
  column id: int64 primary
  column sizes: int32[] as cpp "acme::Set<int, 4>" header "acme/set.hpp"
  column size: Size? as cpp "::acme::Size" = "s" deferred
  column sum: int32 as cpp "acme::Sum" computed stored ("1")
  key (id)
)"}});
}

TEST_CASE("what relations do not take is said, with what to do instead") {
    check_reports({{R"(
table Team {
  id: int64 primary
}
table Player {
  id:    int64 primary
  a:     Team computed "1"
  b:     Team version
  c:     Team readonly
  d:     Team deferred
  e:     Team as cpp "X"
  f:     Team as sqlite "TEXT"
  teams: Team[] through Link renamed from "x"
}
table Link {
  team:   Team primary
  player: Player
}
)",
                    "\n8:15 RS0316 'a' is a relation, and `computed` has no meaning there"
                    "\n9:15 RS0316 'b' is a relation, and `version` has no meaning there"
                    "\n10:15 RS0316 'c' is a relation, and `readonly` has no meaning there"
                    "\n11:15 RS0316 'd' is a relation, and `deferred` has no meaning there"
                    "\n12:15 RS0316 'e' is a relation, and `as cpp` has no meaning there"
                    "\n13:15 RS0316 'f' is a relation, and `as` has no meaning there"
                    "\n14:30 RS0316 'teams' has no name in the database that could have changed\n"}});
}

TEST_CASE("old names are kept, two columns may swap theirs, and one name may come back in another scope") {
    check_dumps({{R"(
enum Level renamed from "degree" { low, high as "top" renamed from "high" }
sequence ids renamed from "old_ids"
table T renamed from "S" {
  id: int64 primary = next(ids)
  a:  int32 renamed from "b"
  b:  int32 renamed from "a"
  up: T? renamed from "fk_parent"
  us: T[] through "links" (a_id, b_id) renamed from "ties"

  unique (a, b) renamed from "S_ab"
  index (b) renamed from "a"
}
)",
                  R"(
enum Level as "level" renamed from "degree"
  low
  high as "top" renamed from "high"
sequence ids renamed from "old_ids" start 1 increment 1 cache 1
table T as "t" renamed from "S" rank 0
  column id: int64 = next(ids) primary
  column a renamed from "b": int32
  column b renamed from "a": int32
  column up_id: int64? made
  key (id)
  unique (a, b) "uq_t_a_b" renamed from "S_ab"
  index (b) "ix_t_b" renamed from "a"
  index (up_id) "ix_t_up_id"
  relation up -> T (up_id) -> (id: int64) "fk_t_up_id" renamed from "fk_parent" optional
  many-to-many us -> T through Links (a_id, b_id)
table Links as "links" renamed from "ties" made rank 1
  column a_id: int64 primary made
  column b_id: int64 primary made
  key (a_id, b_id)
  index (b_id) "ix_links_b_id"
  relation a_id -> T (a_id) -> (id: int64) "fk_links_a_id" on delete cascade
  relation b_id -> T (b_id) -> (id: int64) "fk_links_b_id" on delete cascade
)"}});
}

TEST_CASE("a table that has its methods in a header leaves their name alone") {
    check_reports({{R"(
table User methods "user_methods.hpp" {
  id: int64 primary
}
table UserMethods {
  id: int64 primary
}
)",
                    "\n6:7 RS0308 the methods of table 'User' and table 'UserMethods' would have one name in "
                    "C++\n"}});
}

TEST_CASE("a column is not called like the C++ type of a column") {
    check_reports(
        {{R"(
table T {
  id:    int64 primary
  Money: int64 as cpp "Box<acme::Rate, Money>"
  Box:   int32
  acme:  int32
  Rate:  int32
  other: int32 as cpp "::Global"
  Global: int32
  load:  int32
  load_: int32
}
)",
          "\n5:3 RS0309 column 'Money' and the C++ type of a column of this table would have one "
          "name in C++"
          "\n6:3 RS0309 column 'Box' and the C++ type of a column of this table would have one "
          "name in C++"
          "\n12:3 RS0309 column 'load_' and column 'load' would both be 'load_' in the repository\n"}});
}
