#include "support/diagnostics.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace rowsmith {

namespace {

// Bounds the memory that a broken file can ask for; what lies beyond is counted only. It holds for errors and for
// warnings, so that neither can push out the other.
constexpr std::size_t most_kept = 10'000;
// A name may be as long as its file; what is said of it is for people.
constexpr std::size_t longest_text = 1'000;

/// Leaves out the middle of a text that is too long, by whole characters.
void shorten(std::string& text) {
    if (text.size() <= longest_text)
        return;
    const auto in_character = [&text](std::size_t at) {
        return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
    };
    std::size_t begin = longest_text / 2;
    std::size_t end = text.size() - longest_text / 4;
    while (begin > 0 && in_character(begin))
        --begin;
    while (in_character(end))
        ++end;
    text.replace(begin, end - begin, " ... ");
}

bool stands_before(const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.span.file, a.span.begin, a.span.end) < std::tie(b.span.file, b.span.begin, b.span.end);
}

}

void Diagnostics::report(Diagnostic diagnostic) {
    for (std::string* text : {&diagnostic.message, &diagnostic.label, &diagnostic.help})
        shorten(*text);
    for (Related& related : diagnostic.related)
        shorten(related.label);
    const auto [first, last] = std::equal_range(all_.begin(), all_.end(), diagnostic, stands_before);
    if (std::find(first, last, diagnostic) != last)
        return;
    Count& count = diagnostic.severity == Severity::error ? errors_ : warnings_;
    ++count.reported;
    if (count.kept == most_kept)
        return;
    ++count.kept;
    all_.insert(last, std::move(diagnostic));
}

std::vector<Diagnostic> Diagnostics::sorted() const {
    return all_;
}

}
