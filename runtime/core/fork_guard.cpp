#include "core/fork_guard.hpp"

#include <cstddef>
#include <sys/mman.h>
#include <unistd.h>

namespace rowsmith {
namespace {

constexpr std::size_t page_size = 4096;

/// Null where the kernel does not wipe pages on fork.
volatile unsigned char* wiped_page() {
#ifdef MADV_WIPEONFORK
    void* page = mmap(nullptr, page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return nullptr;
    if (madvise(page, page_size, MADV_WIPEONFORK) == 0) {
        auto* mark = static_cast<volatile unsigned char*>(page);
        *mark = 1;
        return mark;
    }
    munmap(page, page_size);
#endif
    return nullptr;
}

}

void ForkGuard::Unmap::operator()(volatile unsigned char* page) const noexcept {
    munmap(const_cast<unsigned char*>(page), page_size);
}

ForkGuard::ForkGuard() : process_(getpid()), page_(wiped_page()) {
}

bool ForkGuard::same_process_id() const {
    return getpid() == process_;
}

}
