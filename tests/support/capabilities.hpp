#pragma once
// How the databases differ, as far as tests can see it. A test asks for a capability, never for a database;
// one that makes sense only where there is a capability carries its name as a tag: "[one_writer]", "[not
// one_writer]".

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::test {

struct Capabilities {
    std::string_view database{};
    /// Rows are written by statements that take any number of them, and read by arrays of keys.
    bool batches = false;
    /// Values of a sequence stay drawn when the transaction is rolled back.
    bool keeps_draws = false;
    /// An explicit key moves the counter of an identity.
    bool counts_on = false;
    /// A failed statement ends the transaction, whatever it was.
    bool errors_end_transaction = false;
    /// An UPDATE of several rows checks unique keys after each of them, and the session sends several at
    /// once.
    bool parks_chains = false;
    /// There is one writer at a time; the others wait, then they are Busy.
    bool one_writer = false;
    /// A reading transaction sees the state of its first read, without being asked to.
    bool reads_snapshots = false;
    /// A transaction that is `repeatable_read` or `serializable` fails when it was overtaken, without a lock.
    bool isolation_levels = false;
    /// Values of any type can stand in a column, whatever its own.
    bool loose_types = false;
    /// A trigger can end the transaction, from inside a savepoint, too.
    bool rolls_back_in_triggers = false;
    /// Floating-point numbers may be NaN, and zero has a sign.
    bool all_reals = false;
    /// A JSON text stays as it was written.
    bool keeps_json_text = false;
};

inline constexpr std::array databases{
    Capabilities{.database = "sqlite",
                 .counts_on = true,
                 .one_writer = true,
                 .reads_snapshots = true,
                 .loose_types = true,
                 .rolls_back_in_triggers = true,
                 .keeps_json_text = true},
    Capabilities{.database = "postgres",
                 .batches = true,
                 .keeps_draws = true,
                 .errors_end_transaction = true,
                 .parks_chains = true,
                 .isolation_levels = true,
                 .all_reals = true},
};

/// Of the database that this run of the tests is for: ROWSMITH_TEST_DATABASE in the environment, or SQLite.
[[nodiscard]] const Capabilities& capabilities();

/// The tags of tests that are not for this database, for Catch to leave out: "~[one_writer]~[not batches]".
[[nodiscard]] std::string excluded_tags();

/// What holds where there is a capability, and what does elsewhere.
template <typename T>
[[nodiscard]] T by_capability(bool capable, T there, T elsewhere) {
    return capable ? std::move(there) : std::move(elsewhere);
}
[[nodiscard]] inline std::vector<std::string> by_capability(bool capable, std::vector<std::string> there,
                                                            std::vector<std::string> elsewhere) {
    return capable ? std::move(there) : std::move(elsewhere);
}

/// SQL that the databases spell differently.
struct Sql {
    std::string_view sqlite{};
    std::string_view postgres{};
};
[[nodiscard]] std::string spelled(const Sql& sql);

}
