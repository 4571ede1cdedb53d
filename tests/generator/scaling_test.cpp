// The generator's work grows with the schema and not with its square: ten times as much of anything takes ten
// times as many requests for memory. Loops that ask for none are not seen here; scripts/bench shows the time.

#include "analysis/analysis.hpp"
#include "cli/limits.hpp"
#include "cpp/outputs.hpp"
#include "sql/ddl.hpp"
#include "support/diagnostics.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstddef>
#include <cstdlib>
#include <iterator>
#include <map>
#include <new>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

namespace {

/// What was asked for so far.
struct Requests {
    double count = 0;
    double bytes = 0;
};
Requests requests;

void* request(std::size_t size) {
    ++requests.count;
    requests.bytes += static_cast<double>(size);
    if (void* memory = std::malloc(size))
        return memory;
    throw std::bad_alloc();
}

}

void* operator new(std::size_t size) {
    return request(size);
}
void* operator new[](std::size_t size) {
    return request(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace rowsmith;

namespace {

using Texts = std::map<std::string, std::string>;

/// Ten columns each, relations to earlier tables, keys, indexes, checks.
Texts tables(std::size_t count) {
    std::string text = "namespace n\nenum Grade { low, middle, high }\nsequence ids { start 1 }\n";
    for (std::size_t i = 1; i <= count; ++i)
        text += fmt::format("/// Table number {0}.\ntable T{0} {{\n  id: int64 primary = next(ids)\n"
                            "  name: string(50)\n  code: string(20) unique\n  note: string?\n"
                            "  amount: decimal(12, 2) = 0 check \"amount >= 0\"\n  grade: Grade = low\n"
                            "  tags: string[]\n  active: bool = true\n  created_at: timestamp = now()\n"
                            "  parent: T{1}? on delete set null inverse t{0}s\n\n"
                            "  index (name, created_at desc)\n  check \"length(code) > 2\"\n}}\n",
                            i, (i + 1) / 2);
    return {{"a.rows", text}};
}

Texts columns(std::size_t count) {
    std::string text = "namespace n\ntable T {\n  id: int64 primary identity\n";
    for (std::size_t i = 0; i < count; i += 2)
        text += fmt::format("  number{0}: int32 = 0 check \"number{0} >= 0\"\n  text{0}: string?\n", i);
    return {{"a.rows", text + "}\n"}};
}

/// Each file imports the one before.
Texts files(std::size_t count) {
    Texts texts;
    for (std::size_t i = 0; i < count; ++i)
        texts[fmt::format("f{:05}.rows", i)] =
            i == 0 ? "namespace n\ntable T0 {\n  id: int64 primary\n}\n"
                   : fmt::format("namespace n\nimport \"f{0:05}.rows\"\n"
                                 "table T{1} {{\n  id: int64 primary\n  before: T{0} inverse after\n}}\n",
                                 i - 1, i);
    return texts;
}

Texts mistakes(std::size_t count) {
    std::string text = "namespace n\n";
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("table T{:04} {{\n  id: int46 primary\n  name: string uniqe\n}}\n", i);
    return {{"a.rows", text}};
}

/// Relations to one table, each with its inverse there.
Texts inverses(std::size_t count) {
    std::string text = "namespace n\ntable Hub {\n  id: int64 primary\n}\n";
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("table T{0} {{\n  id: int64 primary\n  hub: Hub inverse all_t{0}\n}}\n", i);
    return {{"a.rows", text}};
}

/// Tables that refer to each other in a ring, which can be cut anywhere.
Texts ring(std::size_t count) {
    std::string text = "namespace n\n";
    for (std::size_t i = 0; i < count; ++i)
        text += fmt::format("table T{} {{\n  id: int64 primary\n  next: T{}? inverse before\n}}\n", i,
                            (i + 1) % count);
    return {{"a.rows", text}};
}

/// Everything that is made of a schema: diagnostics, the SQL of all databases, C++.
void make_all(const Texts& texts) {
    std::vector<std::string> paths;
    for (const auto& [path, text] : texts)
        paths.push_back(path);
    Diagnostics diagnostics;
    const auto program = analysis::load(paths, {}, analysis::memory_files(texts), diagnostics);
    std::vector<std::string_view> names;
    for (const sql::Dialect* dialect : sql::dialects())
        names.push_back(dialect->name);
    const auto schema = analysis::resolve(program, diagnostics, names);
    if (!diagnostics.has_errors())
        cli::report_limits(sql::dialects(), schema, diagnostics);
    (void)render(diagnostics, program.sources, {.limit = 10'000});
    if (diagnostics.has_errors())
        return;
    std::vector<std::size_t> all(schema.files.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    for (const sql::Dialect* dialect : sql::dialects())
        (void)sql::ddl_script(*dialect, schema, all);
    static const templating::Templates templates{templating::embedded_templates()};
    (void)cpp::outputs(
        schema,
        {.outputs = paths, .dialects = {sql::dialects().begin(), sql::dialects().end()}, .version = "0"},
        templates);
}

/// What it takes for each of `count` things.
Requests per_thing(Texts (*shape)(std::size_t), std::size_t count) {
    const auto texts = shape(count);
    const Requests before = requests;
    make_all(texts);
    const auto things = static_cast<double>(count);
    return {.count = (requests.count - before.count) / things,
            .bytes = (requests.bytes - before.bytes) / things};
}

struct Shape {
    std::string_view name;
    Texts (*make)(std::size_t count);
};

}

TEST_CASE("ten times as large a schema takes ten times as much memory to work on") {
    constexpr double tolerance = 1.3;
    const Shape shape = GENERATE(Shape{"tables", tables}, Shape{"columns of a table", columns},
                                 Shape{"files", files}, Shape{"mistakes", mistakes},
                                 Shape{"inverses of a table", inverses}, Shape{"tables of a ring", ring});
    INFO(shape.name);
    (void)per_thing(shape.make, 10); // what is made once
    const Requests few = per_thing(shape.make, 100);
    const Requests many = per_thing(shape.make, 1000);
    CHECK(many.count < few.count * tolerance);
    CHECK(many.bytes < few.bytes * tolerance);
}
