#pragma once
// What is wrong with a user's input, and how it is told. Phases report and go on; the pipeline stops between phases.

#include "support/source.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace rowsmith {

enum class Severity { error, warning };

/// Another place that a person needs to see to understand a diagnostic.
struct Related {
    Span span;
    std::string label;

    friend bool operator==(const Related&, const Related&) = default;
};

/// One mistake. `code` is "RS" and four digits, stable for ever. `message` is lower case, without a full stop.
struct Diagnostic {
    Severity severity = Severity::error;
    std::string code{};
    Span span{};
    std::string message{};
    std::string label{};            // stands under the marked text; may be empty
    std::vector<Related> related{}; // other places, shown in the same frame where they are in the same file
    std::string help{};             // how to mend it; may be empty

    friend bool operator==(const Diagnostic&, const Diagnostic&) = default;
};

/// Collects what the phases report.
class Diagnostics {
public:
    void report(Diagnostic diagnostic);

    [[nodiscard]] bool has_errors() const { return errors_.reported > 0; }
    [[nodiscard]] std::size_t error_count() const { return errors_.reported; }
    [[nodiscard]] std::size_t warning_count() const { return warnings_.reported; }
    /// In the order of files and places, errors and warnings alike; an exact duplicate is kept once. Of a flood
    /// the first 10,000 errors and as many warnings are kept, and the others counted.
    [[nodiscard]] std::vector<Diagnostic> sorted() const;

private:
    struct Count {
        std::size_t reported = 0;
        std::size_t kept = 0;
    };

    std::vector<Diagnostic> all_;
    Count errors_;
    Count warnings_;
};

struct RenderOptions {
    std::size_t limit = 20; // so many errors are shown, and so many warnings; the others are counted
    bool color = false;     // with escape sequences for a terminal
};

/// The text form: `path:line:column: error: message [RSnnnn]`, a frame with the marked source, `= help:`.
[[nodiscard]] std::string render(const Diagnostics& diagnostics, const Sources& sources,
                                 RenderOptions options = {});

/// Every code with the one-line title that documentation and tests list it by, in ascending order.
struct CodeTitle {
    std::string_view code;
    std::string_view title;
};
[[nodiscard]] const std::vector<CodeTitle>& all_codes();

}
