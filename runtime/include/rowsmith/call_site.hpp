#pragma once
// Where in the program something was asked for: std::source_location, which not all compilers of C++20 have, and
// which libraries built by one of them could not take from programs built by another.

namespace rowsmith {

class CallSite {
public:
    constexpr CallSite() = default;

    /// As a default argument: the place of the call.
    [[nodiscard]] static constexpr CallSite current(const char* file = __builtin_FILE(),
                                                 int line = __builtin_LINE()) noexcept {
        return {file, line};
    }

    [[nodiscard]] constexpr const char* file_name() const noexcept { return file_; }
    [[nodiscard]] constexpr int line() const noexcept { return line_; }

private:
    constexpr CallSite(const char* file, int line) noexcept : file_(file), line_(line) {}

    const char* file_ = "";
    int line_ = 0;
};

}
