#pragma once
// Rows one by one, in constant memory.

#include "rowsmith/select_data.hpp"
#include "rowsmith/session.hpp"

#include <cstddef>
#include <iterator>
#include <memory>
#include <span>

namespace rowsmith {

struct NamedQuery; // rowsmith/named_query.hpp

namespace detail {

struct Argument; // rowsmith/named_query.hpp

/// The rows of a query, while the program does other things between them.
class QueryStream {
public:
    explicit QueryStream(const QueryData& query);
    /// Of SQL that has a name. The arguments are copied.
    QueryStream(Session& session, const NamedQuery& query, std::span<const Argument> arguments);
    ~QueryStream();
    QueryStream(const QueryStream&) = delete;
    QueryStream& operator=(const QueryStream&) = delete;

    /// Reads the next row; false at the end. After an error there is none.
    [[nodiscard]] bool next(void* model);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}

/// The rows of a query one by one, each a plain struct: however many there are, one is in memory. Until its
/// end, of the loop or of the scope, the session can read but neither flush, commit nor roll back. For one
/// loop.
template <typename T>
class Stream {
public:
    class Iterator {
    public:
        using iterator_concept = std::input_iterator_tag;
        using value_type = T;
        using difference_type = std::ptrdiff_t;

        explicit Iterator(Stream& stream) : stream_(&stream) {}
        /// The row, until the next step; it may be moved from.
        [[nodiscard]] T& operator*() const { return stream_->row_; }
        Iterator& operator++() {
            stream_->step();
            return *this;
        }
        void operator++(int) { stream_->step(); }
        [[nodiscard]] friend bool operator==(const Iterator& left, std::default_sentinel_t) {
            return left.at_end();
        }

    private:
        [[nodiscard]] bool at_end() const { return stream_->at_end_; }

        Stream* stream_;
    };

    explicit Stream(const detail::QueryData& query) : rows_(query) {}
    Stream(Session& session, const NamedQuery& query, std::span<const detail::Argument> arguments)
        : rows_(session, query, arguments) {}

    [[nodiscard]] Iterator begin() {
        step();
        return Iterator{*this};
    }
    [[nodiscard]] std::default_sentinel_t end() const { return {}; }

private:
    void step() { at_end_ = !rows_.next(&row_); }

    detail::QueryStream rows_;
    T row_{};
    bool at_end_ = false;
};

}
