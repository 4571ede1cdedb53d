#pragma once
// Schema text and places in it. A place is a pair of byte offsets in one file; line and column are worked out only
// when a place is shown to a person.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowsmith {

using FileIndex = std::uint32_t;

/// A half-open range of bytes [begin, end) in one source file.
struct Span {
    FileIndex file = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
};

/// Line and column, both from 1; the column counts characters (code points), not bytes.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;

    friend bool operator==(const Position&, const Position&) = default;
};

/// One schema file's text. `path` is what messages and outputs show: as given on the command line, or for an import
/// the importing file's folder joined with the import's text. It is never made absolute.
class Source {
public:
    Source(std::string path, std::string text);

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] Position position(std::uint32_t offset) const;
    /// The text of a line (from 1) without its line end; empty past the last line.
    [[nodiscard]] std::string_view line(std::size_t number) const;

private:
    std::string path_;
    std::string text_;
    std::vector<std::uint32_t> line_starts_;
};

/// All files of a run, in the order in which they were first asked for; Span::file is an index into it.
using Sources = std::vector<Source>;

}
