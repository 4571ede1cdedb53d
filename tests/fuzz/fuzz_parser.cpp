// Any bytes are read to their end: places lie inside the file and in order, the tree's names and texts are
// what stands at their places, and what is reported can be shown on any terminal.

#include "schema_mutator.hpp"
#include "target.hpp"
#include "tree_spans.hpp"

#include "support/unicode.hpp"
#include "syntax/lexer.hpp"
#include "syntax/parser.hpp"
#include "syntax/quoted_text.hpp"

#include <algorithm>
#include <string>

namespace rowsmith::fuzz {
namespace {

void check_span(const Source& source, Span span) {
    require(span.file == 0 && span.begin <= span.end && span.end <= source.text().size(),
            "every place lies inside the file");
}

void check_tokens(const Source& source, const std::vector<syntax::Token>& tokens) {
    require(!tokens.empty() && tokens.back().kind == syntax::TokenKind::end, "the last token is the end");
    std::uint32_t reached = 0;
    for (const syntax::Token& token : tokens) {
        check_span(source, token.span);
        require(token.span.begin >= reached, "tokens are in order and do not overlap");
        reached = token.span.end;
    }
}

void check_tree(const Source& source, const syntax::File& file) {
    for_each_place(file, [&source](const auto& place) {
        using Place = std::remove_cvref_t<decltype(place)>;
        if constexpr (std::is_same_v<Place, Span>) {
            check_span(source, place);
        } else if constexpr (std::is_same_v<Place, syntax::Text>) {
            require(place.value == syntax::unquote(syntax::text_at(source, place.span)),
                    "a text is what stands at its place", place.value);
        } else {
            require(place.text == syntax::text_at(source, place.span),
                    "a name or number is what stands at its place", place.text);
        }
    });
}

/// No byte of the schema reaches a terminal as anything but text.
bool can_be_shown(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decode_utf8(text, at);
        const bool line_end_or_tab = point.value == '\n' || point.value == '\t';
        if (!point.valid || (is_control(point.value) && !line_end_or_tab) ||
            is_direction_control(point.value))
            return false;
        at += point.length;
    }
    return true;
}

void check_diagnostics(const Sources& sources, const Diagnostics& diagnostics) {
    for (const Diagnostic& diagnostic : diagnostics.sorted()) {
        require(std::ranges::find(all_codes(), diagnostic.code, &CodeTitle::code) != all_codes().end(),
                "every code is listed", diagnostic.code);
        require(!diagnostic.message.empty(), "every diagnostic says something", diagnostic.code);
        check_span(sources[0], diagnostic.span);
        for (const Related& related : diagnostic.related)
            check_span(sources[0], related.span);
    }
    const std::string shown = render(diagnostics, sources);
    require(can_be_shown(shown), "what is shown holds no control characters", shown);
}

}
}

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace rowsmith;
    static fuzz::Tally tally;
    const Sources sources{Source{"fuzz.rows", std::string{fuzz::as_text(data, size)}}};
    Diagnostics lexed;
    fuzz::check_tokens(sources[0], syntax::lex(sources[0], 0, lexed));
    fuzz::check_diagnostics(sources, lexed);
    Diagnostics parsed;
    fuzz::check_tree(sources[0], syntax::parse(sources[0], 0, parsed));
    fuzz::check_diagnostics(sources, parsed);
    fuzz::require(!lexed.has_errors() || parsed.has_errors(),
                  "the parser hides nothing that the lexer found");
    tally.count(!parsed.has_errors());
    return 0;
}

/// One mutation in two is of bytes.
std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                    unsigned int seed) {
    using namespace rowsmith;
    if (seed % 2 == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    return fuzz::mutate_schema({data, max_size}, size, seed, [](std::string_view text) {
        Diagnostics diagnostics;
        (void)syntax::parse(Source{"fuzz.rows", std::string{text}}, 0, diagnostics);
        return !diagnostics.has_errors();
    });
}
