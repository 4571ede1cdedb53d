#include "support/diagnostics.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rowsmith {

namespace {

// Bounds the memory that a broken file can ask for; what lies beyond is counted only.
constexpr std::size_t most_kept = 10'000;

bool stands_before(const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.file, a.span.begin, a.span.end) < std::tie(b.span.file, b.span.begin, b.span.end);
}

}

void Diagnostics::report(Diagnostic diagnostic) {
    const auto [first, last] = std::equal_range(all_.begin(), all_.end(), diagnostic, stands_before);
    if (std::find(first, last, diagnostic) != last)
        return;
    if (diagnostic.severity == Severity::error)
        ++errors_;
    if (all_.size() < most_kept)
        all_.insert(last, std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    return all_;
}

}
