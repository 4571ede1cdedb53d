#include "resolved.hpp"

#include <catch2/catch.hpp>

using namespace rowsmith;
using namespace rowsmith::tests;

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
