#pragma once
// Short forms for making diagnostics.

#include "support/diagnostics.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowsmith::analysis {

[[nodiscard]] inline Diagnostic mistake(std::string_view code, Span span, std::string message,
                                        std::string help = {}, std::string label = {},
                                        std::vector<Related> related = {}) {
    return {.severity = Severity::error,
            .code = std::string(code),
            .span = span,
            .message = std::move(message),
            .label = std::move(label),
            .related = std::move(related),
            .help = std::move(help)};
}

}
