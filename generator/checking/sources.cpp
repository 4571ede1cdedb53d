// FROM: which tables, and which of them an outer join may leave without a row.

#include "checking/statement.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace rowsmith::checking {

namespace {

constexpr std::array<std::string_view, 8> join_words{"natural", "left",  "right", "full",
                                                     "outer",   "inner", "cross", "join"};
/// What may follow a source and is no name for it.
constexpr std::array<std::string_view, 6> other_words{"on", "using", "indexed", "not", "tablesample", "with"};

class Reader {
public:
    Reader(const Sql& sql, std::size_t end) : sql_(sql), end_(end) {}

    std::vector<Source> read(std::size_t at, bool nullable);

private:
    [[nodiscard]] bool in(std::size_t at) const { return at < end_; }
    [[nodiscard]] bool is_any(std::size_t at, std::span<const std::string_view> words) const {
        return in(at) && std::ranges::any_of(words, [&](auto word) { return sql_.word(at, word); });
    }
    std::size_t element(std::size_t at, bool nullable);
    std::size_t alias(std::size_t at, Source& source) const;
    std::size_t skip_condition(std::size_t at) const;

    const Sql& sql_;
    std::size_t end_;
    std::vector<Source> sources_;
};

/// Behind `as a` or `a`, and the names of columns that may follow.
std::size_t Reader::alias(std::size_t at, Source& source) const {
    const bool said = in(at) && sql_.word(at, "as");
    at += said ? 1 : 0;
    if (!in(at) || !sql_.name(at) || (!said && (is_any(at, join_words) || is_any(at, other_words))))
        return at;
    source.alias = sql_.name_of(at);
    if (!in(at + 1) || !sql_.sign(at + 1, "("))
        return at + 1;
    source.columns = sql_.names_in(at + 1);
    return sql_.behind(at + 1);
}

/// One table, one SELECT or one join in parentheses.
std::size_t Reader::element(std::size_t at, bool nullable) {
    if (in(at) && sql_.word(at, "lateral"))
        ++at;
    Source source{.table = {}, .alias = {}, .nullable = nullable};
    if (in(at) && sql_.sign(at, "(")) {
        const auto behind = sql_.behind(at);
        const bool selects =
            sql_.word(at + 1, "select") || sql_.word(at + 1, "with") || sql_.word(at + 1, "values");
        if (!selects) {
            Reader inner{sql_, behind - 1};
            std::ranges::copy(inner.read(at + 1, nullable), std::back_inserter(sources_));
            return behind;
        }
        source.select = {at + 1, behind - 1};
        at = alias(behind, source);
    } else if (in(at) && sql_.name(at)) {
        if (in(at + 2) && sql_.sign(at + 1, ".") && sql_.name(at + 2))
            at += 2;
        source.table = source.alias = sql_.name_of(at);
        ++at;
        if (in(at) && sql_.sign(at, "(")) { // a function
            source.table.clear();
            at = sql_.behind(at);
        }
        at = alias(at, source);
    } else {
        return at + 1;
    }
    sources_.push_back(std::move(source));
    return at;
}

/// Behind ON and USING, to the next join.
std::size_t Reader::skip_condition(std::size_t at) const {
    while (in(at) && !sql_.sign(at, ",") && !is_any(at, join_words)) {
        // left(name, 2) is a function
        at = sql_.sign(at, "(") ? sql_.behind(at) : at + 1;
    }
    return at;
}

std::vector<Source> Reader::read(std::size_t at, bool nullable) {
    at = element(at, nullable);
    while (in(at)) {
        at = skip_condition(at);
        bool next_nullable = nullable;
        for (; is_any(at, join_words) || (in(at) && sql_.sign(at, ",")); ++at) {
            if (sql_.word(at, "left") || sql_.word(at, "full"))
                next_nullable = true;
            if (sql_.word(at, "right") || sql_.word(at, "full"))
                for (auto& source : sources_)
                    source.nullable = true;
        }
        if (in(at))
            at = element(at, next_nullable);
    }
    return std::move(sources_);
}

}

std::vector<Source> sources_of(const Sql& sql, Range range) {
    return Reader{sql, range.end}.read(range.first, false);
}

}
