// Whatever parses is formatted to a text that means the same, has the same tokens and comments, and is its
// own result.

#include "schema_mutator.hpp"
#include "target.hpp"

#include "generator/format_checks.hpp"

#include <string>

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rowsmith;
    static fuzz::Tally tally;
    const std::string text{fuzz::as_text(data, size)};
    Diagnostics diagnostics;
    const auto formatted = syntax::format(Source{"fuzz.rows", text}, 0, diagnostics);
    fuzz::require(formatted.has_value() != diagnostics.has_errors(), "a file is formatted or refused", text);
    fuzz::require(formatted.has_value() == syntax::parses(text), "what parses is formatted", text);
    tally.count(formatted.has_value());
    if (formatted) {
        const std::string objections = syntax::objections_to_formatting(text);
        fuzz::require(objections.empty(), "formatting keeps what it must", objections);
    }
    return 0;
}

std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned int seed) {
    using namespace rowsmith::fuzz;
    return mutate_schema({data, max_size}, size, seed,
                         [](std::string_view text) { return rowsmith::syntax::parses(std::string{text}); });
}
