#include "analysis/dialect_words.hpp"

#include "support/names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace rowsmith::analysis {

bool check_dialect(Work& work, const syntax::Name& word, std::vector<std::string_view> others) {
    if (std::ranges::find(work.dialects, word.text) != work.dialects.end())
        return true;
    std::ranges::copy(work.dialects, std::back_inserter(others));
    work.report(mistake("RS0330", word.span, fmt::format("there is no dialect '{}'", word.text),
                        suggest(word.text, others,
                                fmt::format("the dialects are {}", fmt::join(work.dialects, ", ")))));
    return false;
}

}
