// explain: the page behind a code, or the list of all codes.

#include "cli/commands.hpp"
#include "cli/pages.hpp"
#include "cli/run.hpp"
#include "cli/terminal.hpp"
#include "support/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <iostream>
#include <optional>

namespace rowsmith::cli {
namespace {

constexpr std::size_t most_suggestions = 3;

/// "RS0312", "rs312", "0312" and "312" are the number 312.
std::optional<int> number_of(std::string_view code) {
    if (code.size() > 2 && (code[0] == 'R' || code[0] == 'r') && (code[1] == 'S' || code[1] == 's'))
        code.remove_prefix(2);
    int number = 0;
    const char* const end = code.data() + code.size();
    const auto [behind, error] = std::from_chars(code.data(), end, number);
    const bool is_number = error == std::errc{} && behind == end && code.size() <= 4 && number >= 0;
    return is_number ? std::optional{number} : std::nullopt;
}

void print(const CodeTitle& row) {
    std::cout << fmt::format("{}  {}\n", row.code, row.title);
}

int unknown_code(const std::string& code, std::optional<int> number) {
    if (!number) {
        std::cerr << fmt::format("rowsmith: error: '{}' is no code; a code looks like {}\n", code,
                                 all_codes().front().code);
    } else {
        std::vector<CodeTitle> nearest = all_codes();
        std::ranges::stable_sort(
            nearest, {}, [number](const CodeTitle& row) { return std::abs(*number_of(row.code) - *number); });
        nearest.resize(std::min(nearest.size(), most_suggestions));
        std::cerr << fmt::format("rowsmith: error: there is no code RS{:04}; the nearest are\n", *number);
        for (const CodeTitle& row : nearest)
            std::cerr << fmt::format("  {}  {}\n", row.code, row.title);
    }
    std::cerr << "'rowsmith explain' lists them all\n";
    return usage;
}

}

int explain(const ExplainOptions& options) {
    if (options.code.empty()) {
        std::ranges::for_each(all_codes(), print);
        return fine;
    }
    const std::optional<int> number = number_of(options.code);
    const auto row = std::ranges::find_if(
        all_codes(), [number](const CodeTitle& each) { return number && number_of(each.code) == number; });
    if (row == all_codes().end())
        return unknown_code(options.code, number);
    const Page page = parse_page(page_text(row->code));
    if (page.title.empty())
        print(*row);
    else
        std::cout << render_page(page, Paint{wants_color(options.color, Output::standard)});
    return fine;
}

}
