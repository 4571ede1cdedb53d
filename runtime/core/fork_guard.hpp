#pragma once
// Tells a process from its children, at the cost of reading one byte: a database library's objects must not be
// used, not even closed, after a fork.

#include <memory>
#include <sys/types.h>

namespace rowsmith {

class ForkGuard {
public:
    ForkGuard();

    /// Whether this is the process that made the guard.
    [[nodiscard]] bool in_own_process() const { return page_ ? *page_ != 0 : same_process_id(); }

private:
    struct Unmap {
        void operator()(volatile unsigned char* page) const noexcept;
    };

    [[nodiscard]] bool same_process_id() const;

    pid_t process_;
    /// A page that the kernel wipes in children; none where it cannot.
    std::unique_ptr<volatile unsigned char, Unmap> page_;
};

}
