#pragma once
// Schemas made up from random numbers, by the grammar: most of them are accepted, some hold one mistake.

#include <cstddef>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::fuzz {

/// The names that a schema declares.
struct Declared {
    std::vector<std::string> tables = {};
    std::vector<std::string> enums = {};
    std::vector<std::string> sequences = {};
    std::vector<std::string> mixins = {};
};

class SchemaMaker {
public:
    /// What is made refers to `declared` and adds to it.
    explicit SchemaMaker(unsigned int seed, Declared declared = {});

    [[nodiscard]] std::string schema();
    /// A declaration, with the newline at its end.
    [[nodiscard]] std::string declaration();
    /// A line of a table.
    [[nodiscard]] std::string member();
    [[nodiscard]] std::string attribute();
    [[nodiscard]] std::string type();
    [[nodiscard]] std::string documentation(std::string_view indent);
    /// With its quotes: harmless, or one that would like to be code.
    [[nodiscard]] std::string text();
    [[nodiscard]] std::string number();
    [[nodiscard]] std::string name();

    [[nodiscard]] std::size_t below(std::size_t count) { return random_() % count; }
    [[nodiscard]] bool one_in(std::size_t count) { return below(count) == 0; }
    [[nodiscard]] std::string_view pick(std::span<const std::string_view> texts) {
        return texts[below(texts.size())];
    }

private:
    /// Whether what is probably wrong may be made here.
    [[nodiscard]] bool mistake() const { return !careful_; }
    [[nodiscard]] std::string fresh(std::string_view stem);
    [[nodiscard]] std::string column();
    [[nodiscard]] std::string relation();
    [[nodiscard]] std::string key_line();
    [[nodiscard]] std::string value_for(std::string_view type);
    [[nodiscard]] std::string columns(std::size_t most);
    [[nodiscard]] std::string table();
    [[nodiscard]] std::string mixin();
    [[nodiscard]] std::string enumeration();
    [[nodiscard]] std::string sequence();
    [[nodiscard]] std::string database_name();

    std::mt19937 random_;
    bool careful_;
    Declared declared_;
    std::vector<std::string> columns_ = {}; // of the table at hand
    std::size_t names_ = 0;
};

}
