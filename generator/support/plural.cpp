#include "support/names.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace rowsmith {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array irregular{
    Pair{"analysis", "analyses"},
    Pair{"axis", "axes"},
    Pair{"basis", "bases"},
    Pair{"child", "children"},
    Pair{"crisis", "crises"},
    Pair{"criterion", "criteria"},
    Pair{"datum", "data"},
    Pair{"echo", "echoes"},
    Pair{"epoch", "epochs"},
    Pair{"foot", "feet"},
    Pair{"goose", "geese"},
    Pair{"half", "halves"},
    Pair{"hero", "heroes"},
    Pair{"hypothesis", "hypotheses"},
    Pair{"knife", "knives"},
    Pair{"leaf", "leaves"},
    Pair{"life", "lives"},
    Pair{"loaf", "loaves"},
    Pair{"man", "men"},
    Pair{"matrix", "matrices"},
    Pair{"medium", "media"},
    Pair{"mouse", "mice"},
    Pair{"ox", "oxen"},
    Pair{"person", "people"},
    Pair{"phenomenon", "phenomena"},
    Pair{"potato", "potatoes"},
    Pair{"quiz", "quizzes"},
    Pair{"shelf", "shelves"},
    Pair{"synopsis", "synopses"},
    Pair{"thesis", "theses"},
    Pair{"thief", "thieves"},
    Pair{"tomato", "tomatoes"},
    Pair{"tooth", "teeth"},
    Pair{"vertex", "vertices"},
    Pair{"wife", "wives"},
    Pair{"wolf", "wolves"},
    Pair{"woman", "women"},
};

/// Words without a plural of their own.
constexpr std::array<std::string_view, 27> uncountable{
    "advice", "aircraft",  "baggage",  "deer",        "equipment", "evidence", "feedback",
    "fish",   "furniture", "hardware", "information", "knowledge", "luggage",  "metadata",
    "money",  "moose",     "music",    "news",        "rice",      "series",   "sheep",
    "shrimp", "software",  "species",  "staff",       "traffic",   "weather",
};

/// Words that end in one `s` and are no plurals; those in `us`, `is` and `ss` are not either.
constexpr std::array<std::string_view, 7> singular_in_s{"alias", "atlas", "bias", "canvas",
                                                        "chaos", "gas",   "lens"};

bool is_vowel(char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

template <std::size_t Count>
bool contains(const std::array<std::string_view, Count>& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

bool is_plural(std::string_view word) {
    if (std::ranges::find(irregular, word, &Pair::second) != irregular.end())
        return true;
    return word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is") &&
           !contains(singular_in_s, word);
}

/// The plural of a word in small letters.
std::string plural_of(std::string_view word) {
    if (const auto* found = std::ranges::find(irregular, word, &Pair::first); found != irregular.end())
        return std::string(found->second);
    std::string result(word);
    if (contains(uncountable, word) || is_plural(word))
        return result;
    const bool hisses = word.ends_with('s') || word.ends_with('x') || word.ends_with('z') ||
                        word.ends_with("ch") || word.ends_with("sh");
    if (hisses)
        return result + "es";
    if (word.size() > 1 && word.ends_with('y') && !is_vowel(word[word.size() - 2])) {
        result.pop_back();
        return result + "ies";
    }
    return result + "s";
}

bool is_capital(char c) {
    return c >= 'A' && c <= 'Z';
}

/// Where the last word of a name begins: behind a `_`, or at a capital that does not continue an
/// abbreviation.
std::size_t last_word(std::string_view name) {
    for (std::size_t at = name.size(); at-- > 1;) {
        if (name[at - 1] == '_')
            return at;
        const bool continues =
            is_capital(name[at - 1]) && (at + 1 == name.size() || is_capital(name[at + 1]));
        if (is_capital(name[at]) && !continues)
            return at;
    }
    return 0;
}

}

std::string plural(std::string_view name) {
    const auto end = name.find_last_not_of('_') + 1; // 0 when there is no other character
    if (end == 0)
        return std::string(name);
    const auto begin = last_word(name.substr(0, end));
    const auto word = name.substr(begin, end - begin);
    const auto small = lower_ascii(word);
    const auto made = plural_of(small);
    const auto differs = static_cast<std::size_t>(std::ranges::mismatch(small, made).in1 - small.begin());
    const std::string result(name.substr(0, begin + differs));
    return result + made.substr(differs) + std::string(name.substr(end));
}

}
