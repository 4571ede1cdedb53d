#pragma once
// The pages for users, as far as a test can hold them to what they say: their fenced blocks, and the examples
// that these make. What stands behind a fence's three backticks decides what is done with the block.
//
//   rows [with NAME...] [sqlite|postgres] [fails CODE]
//                         a new example; one without a namespace gets `namespace shop` and the named
//                         preludes. With a database's name, it is for that one only; else for all. What fails
//                         gives that code alone.
//   rows FILE             a further file of the example, which it imports
//   cpp                   an excerpt of the generated code
//   cpp use               is compiled, with the other uses of the example, inside a function
//   cpp program           is compiled as it stands
//   cpp FILE              a header that the example needs
//   sql DIALECT           an excerpt of what `rowsmith ddl` prints
//   text                  of an example that fails: an excerpt of its messages
//   console               commands behind `$ `, and what they print
//   cmake, sh, json       functions and scripts in them are there
//
// An excerpt leaves lines out where it says `...`.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith::tests {

struct Block {
    std::string kind;               // "rows"
    std::vector<std::string> words; // what follows it: "with", "users"
    std::string text;
    std::size_t line = 0; // of its fence
};

/// The fenced blocks of a page.
[[nodiscard]] std::vector<Block> blocks_of(std::string_view markdown);

/// Why this is no block of a guide; empty when it is one.
[[nodiscard]] std::string fault_of(const Block& block);

struct NamedText {
    std::string name;
    std::string text;
};

struct Example {
    std::size_t line = 0;
    std::string schema;           // whole, as a file
    std::string dialect;          // empty when it is for all
    std::string fails;            // the code; empty when nothing is wrong with it
    std::vector<NamedText> files; // further schemas and headers, by their paths
    std::vector<Block> excerpts;  // of C++, SQL and messages
    std::vector<std::string> uses;
    std::vector<std::string> programs;
};

/// The examples of a page whose blocks have no fault.
[[nodiscard]] std::vector<Example> examples_of(const std::vector<Block>& blocks);

/// The lines of an excerpt that are not in the text, one after the other, as a message; empty when all are
/// there. White space around lines and empty lines do not count.
[[nodiscard]] std::string missing_of(std::string_view excerpt, std::string_view text);

}
