#pragma once
// One example of the guide, tried.

#include "guide.hpp"

#include "support/process.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace rowsmith::tests {

[[nodiscard]] std::string read_file(const std::filesystem::path& path);

/// Runs the project's command; its output holds what it complained about, too.
[[nodiscard]] test::Finished run_rowsmith(std::vector<std::string> arguments, const std::string& input = {});

/// A folder that is gone in the end.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// What becomes of an example.
struct Outcome {
    std::string messages;
    std::vector<std::string> generated; // header, forward header, source
    std::string sqlite;
    std::string postgres;
};

class Trial {
public:
    explicit Trial(const Example& example);

    /// Checks, with Catch, that all is so.
    void run();
    [[nodiscard]] const Outcome& outcome() const { return outcome_; }

private:
    [[nodiscard]] std::filesystem::path schema() const { return folder_.path() / "shop.rows"; }
    [[nodiscard]] std::vector<std::filesystem::path> schemas() const;
    [[nodiscard]] std::vector<std::string> dialects() const;
    void check_layout();
    bool check(); // whether it is accepted, or refused, as it says
    void generate();
    void check_excerpt(const Block& excerpt);
    void compile();
    void compile(const std::string& program);

    const Example& example_;
    Folder folder_;
    Outcome outcome_{};
};

}
