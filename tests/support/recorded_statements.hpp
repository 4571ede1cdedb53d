#pragma once
// What an engine sends, in a form short enough to be compared in a test: "I users 3" is an INSERT of three
// rows, "U users 1 {name, age}" an UPDATE of two columns, "D users 1" a DELETE, "S users" a SELECT.

#include <rowsmith/engine.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

/// "U users 1 {name}"; statements of other kinds, such as "begin", stay as they are. One that failed ends
/// with " failed".
[[nodiscard]] std::string in_short(const StatementEvent& event);

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

    /// Called after each statement, for tests that must interfere at a certain point.
    std::function<void(std::string_view in_short)> also;

private:
    Engine& engine_;
    std::vector<std::string> statements_;
};

}
