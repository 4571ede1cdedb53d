#pragma once
// The owner of an expression.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <utility>

namespace rowsmith::detail {

struct Expression; // core/expression.hpp

struct Counted {
    mutable std::atomic<std::uint32_t> owners{0};
};

/// Shares an expression, which nobody changes any more: std::shared_ptr in one word, whose last owner finds
/// out without a write that others would wait for. Conditions are made and dropped for each query.
class ExpressionPtr {
public:
    ExpressionPtr() = default;
    ExpressionPtr(std::nullptr_t) {} // NOLINT(google-explicit-constructor): as pointers are
    explicit ExpressionPtr(const Counted* expression) : expression_(expression) { join(); }
    ~ExpressionPtr() {
        if (expression_)
            leave();
    }
    ExpressionPtr(const ExpressionPtr& other) : expression_(other.expression_) { join(); }
    ExpressionPtr(ExpressionPtr&& other) noexcept : expression_(std::exchange(other.expression_, nullptr)) {}
    ExpressionPtr& operator=(ExpressionPtr other) noexcept {
        std::swap(expression_, other.expression_);
        return *this;
    }

    [[nodiscard]] explicit operator bool() const { return expression_ != nullptr; }
    [[nodiscard]] const Expression& operator*() const;
    [[nodiscard]] const Expression* operator->() const;
    [[nodiscard]] friend bool operator==(const ExpressionPtr& left, const ExpressionPtr& right) = default;

private:
    void join() const {
        if (expression_)
            expression_->owners.fetch_add(1, std::memory_order_relaxed);
    }
    void leave() const noexcept {
        if (expression_->owners.load(std::memory_order_acquire) == 1 ||
            expression_->owners.fetch_sub(1, std::memory_order_acq_rel) == 1)
            discard(expression_);
    }
    static void discard(const Counted* expression) noexcept;

    const Counted* expression_ = nullptr;
};

}
