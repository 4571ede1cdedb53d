#pragma once
// What an engine sends, in a form short enough to be compared in a test:
//   "I users 3"                 an INSERT of three rows, or a COPY
//   "I users 1 or U {name}"     an upsert that updates a column of the row that is there, or "or nothing"
//   "U users 1 {name, age}"     an UPDATE of two columns
//   "D users 1"                 a DELETE
//   "S users"                   a SELECT, whatever its condition; of a join "S purchases join users"
//   "S count users", "S exists users"
//   "Q top_spenders"            a query that the schema names

#include <rowsmith/engine.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::test {

/// "U users 1 {name}"; statements of other kinds, such as "begin", stay as they are. One that failed ends
/// with " failed".
[[nodiscard]] std::string in_short(const StatementEvent& event);

/// A statement that a test expects, or several whose order is free.
class Expected {
public:
    Expected(const char* statement) : statements_{statement} {} // so that a list of texts is a list of these
    Expected(std::string statement) : statements_{std::move(statement)} {}

    [[nodiscard]] const std::vector<std::string>& statements() const { return statements_; }

    friend Expected any_order(std::vector<std::string> statements);

private:
    Expected() = default;

    std::vector<std::string> statements_;
};

/// These statements, one directly after the other, in any order.
[[nodiscard]] Expected any_order(std::vector<std::string> statements);

/// What is wrong with `sent`, with both side by side; empty when it is exactly what is expected.
[[nodiscard]] std::string difference(const std::vector<Expected>& expected,
                                     const std::vector<std::string>& sent);

/// Listens to an engine for as long as it lives. Made before the engine is first used.
class RecordedStatements {
public:
    explicit RecordedStatements(Engine& engine);
    ~RecordedStatements();
    RecordedStatements(const RecordedStatements&) = delete;
    RecordedStatements& operator=(const RecordedStatements&) = delete;

    /// The statements on tables since the last call, in order.
    [[nodiscard]] std::vector<std::string> take();
    /// The same with begin, commit, rollback, savepoints and draws from sequences.
    [[nodiscard]] std::vector<std::string> take_all();
    void clear() { statements_.clear(); }

    /// Fails the test, and lets it go on, unless the statements on tables since the last call were exactly
    /// these: `sent.expect({"I users 1", any_order({"U a 1 {x}", "U b 1 {y}"}), "D c 1"})`.
    void expect(const std::vector<Expected>& expected, const char* file = __builtin_FILE(),
                int line = __builtin_LINE());

    /// Called after each statement, for tests that must interfere at a certain point.
    std::function<void(std::string_view in_short)> also;

private:
    Engine& engine_;
    std::vector<std::string> statements_;
};

}
