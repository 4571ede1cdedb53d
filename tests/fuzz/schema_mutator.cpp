#include "schema_mutator.hpp"

#include "schema_maker.hpp"
#include "target.hpp"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <utility>
#include <vector>

namespace rowsmith::fuzz {
namespace {

using Lines = std::vector<std::string>;

Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

std::string joined(const Lines& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + "\n";
    return text;
}

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The word after a keyword at the start of a line; empty when the line begins otherwise.
std::string declared_by(std::string_view line, std::string_view keyword) {
    if (!line.starts_with(keyword))
        return {};
    line.remove_prefix(keyword.size());
    return std::string{
        line.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(line, is_word) - line.begin()))};
}

Declared declared_in(const Lines& lines) {
    Declared declared;
    const auto add = [](std::vector<std::string>& names, std::string name) {
        if (!name.empty())
            names.push_back(std::move(name));
    };
    for (const std::string& line : lines) {
        add(declared.tables, declared_by(line, "table "));
        add(declared.enums, declared_by(line, "enum "));
        add(declared.sequences, declared_by(line, "sequence "));
        add(declared.mixins, declared_by(line, "mixin "));
    }
    return declared;
}

class Mutation {
public:
    Mutation(std::string_view text, unsigned int seed)
        : lines_(lines_of(text)), make_(seed, declared_in(lines_)) {}

    std::string run();

private:
    void change();
    void insert(std::size_t place, std::string line);
    void insert_member();
    void insert_declaration();
    void replace_word(std::string& line);
    void replace_text(std::string& line);
    void replace_type(std::string& line);
    [[nodiscard]] std::string& some_line() { return lines_[make_.below(lines_.size())]; }

    Lines lines_;
    SchemaMaker make_;
};

void Mutation::insert(std::size_t place, std::string line) {
    lines_.insert(lines_.begin() + static_cast<std::ptrdiff_t>(place), std::move(line));
}

/// Behind a line that is, or opens, a member's block.
void Mutation::insert_member() {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < lines_.size(); ++at)
        if (lines_[at].starts_with("table ") || lines_[at].starts_with("  "))
            places.push_back(at + 1);
    if (!places.empty())
        insert(places[make_.below(places.size())], "  " + make_.member());
}

/// Before another declaration, or at the end.
void Mutation::insert_declaration() {
    std::vector<std::size_t> places{lines_.size()};
    for (std::size_t at = 1; at < lines_.size(); ++at)
        if (lines_[at].starts_with("table ") || lines_[at].starts_with("enum "))
            places.push_back(at);
    std::string text = make_.declaration();
    text.pop_back();
    insert(places[make_.below(places.size())], std::move(text));
}

void Mutation::replace_word(std::string& line) {
    const auto begin = std::find_if(line.begin() + static_cast<std::ptrdiff_t>(make_.below(line.size() + 1)),
                                    line.end(), is_word);
    const auto end = std::find_if_not(begin, line.end(), is_word);
    line.replace(begin, end, make_.one_in(6) ? make_.number() : make_.name());
}

void Mutation::replace_text(std::string& line) {
    const std::size_t begin = line.find('"');
    const std::size_t end = begin == std::string::npos ? begin : line.find('"', begin + 1);
    if (end != std::string::npos)
        line.replace(begin, end + 1 - begin, make_.text());
}

void Mutation::replace_type(std::string& line) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos)
        return;
    const std::size_t end = std::min(line.find_first_of(" ?[(", colon + 2), line.size());
    line.replace(colon + 2, end - colon - 2, make_.type());
}

void Mutation::change() {
    if (lines_.empty())
        lines_ = lines_of(make_.schema());
    switch (make_.below(13)) {
    case 0:
    case 1:
    case 2:
        return insert_member();
    case 3:
        return insert_declaration();
    case 4:
        lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(make_.below(lines_.size())));
        return;
    case 5:
        return insert(make_.below(lines_.size()), some_line());
    case 6:
        return std::swap(some_line(), some_line());
    case 7:
        return replace_word(some_line());
    case 8:
        return replace_text(some_line());
    case 9:
        return replace_type(some_line());
    case 10:
    case 11:
        some_line() += " " + make_.attribute();
        return;
    default:
        return insert(make_.below(lines_.size()), "  /// " + make_.text());
    }
}

std::string Mutation::run() {
    if (make_.one_in(30))
        return make_.schema();
    for (std::size_t changes = 1 + make_.below(3); changes > 0; --changes)
        change();
    return joined(lines_);
}

}

std::string mutate_schema(std::string_view text, unsigned int seed) {
    return Mutation{text, seed}.run();
}

std::size_t mutate_schema(std::span<std::uint8_t> room, std::size_t size, unsigned int seed,
                          const std::function<bool(std::string_view)>& accepted) {
    if (seed % 8 == 0)
        return LLVMFuzzerMutate(room.data(), size, room.size());
    const std::string_view before = as_text(room.data(), size);
    std::string text = mutate_schema(before, seed);
    if (seed % 4 != 1) {
        constexpr unsigned int tries = 6;
        for (unsigned int again = 1; again < tries && !accepted(text); ++again)
            text = again + 1 == tries ? SchemaMaker{seed}.schema()
                                      : mutate_schema(before, seed + again * 1'000'003);
    }
    const std::size_t now = std::min(text.size(), room.size());
    std::memcpy(room.data(), text.data(), now);
    return now;
}

}
