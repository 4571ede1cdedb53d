#pragma once
// Empty databases of the kind that a run of the tests is for. PostgreSQL's are made on a server that the
// program starts when it first needs one, and are used again, emptied, by later tests.

#include "support/capabilities.hpp"

#include <memory>
#include <string>

namespace rowsmith::test {

/// Empty when databases can be had; else why not.
[[nodiscard]] std::string why_no_database();

/// An empty database, gone at the end.
class TestDatabase {
public:
    enum class For {
        one_engine,
        several_engines,
        comparison, // the same kind whatever the run is for: what other databases' answers are compared with
    };

    explicit TestDatabase(For use = For::one_engine);
    ~TestDatabase();
    TestDatabase(const TestDatabase&) = delete;
    TestDatabase& operator=(const TestDatabase&) = delete;

    [[nodiscard]] const std::string& url() const;

private:
    struct Place;
    std::unique_ptr<Place> place_;
};

/// An empty database that several engines open.
class SharedDatabase {
public:
    /// For an engine that waits for another writer for `milliseconds`, where that is not for ever.
    [[nodiscard]] std::string url(int milliseconds = 20) const;

private:
    TestDatabase database_{TestDatabase::For::several_engines};
};

}
