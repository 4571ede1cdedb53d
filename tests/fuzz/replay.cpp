// Runs a fuzz target over the files of its corpus, and over mutations of them, where libFuzzer is not at
// hand.
//   fuzz_<target> [--mutations N] [--seed S] FILE|FOLDER...

#include "target.hpp"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" __attribute__((weak)) std::size_t LLVMFuzzerCustomMutator(std::uint8_t*, std::size_t, std::size_t,
                                                                     unsigned int);

namespace {

namespace fs = std::filesystem;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t largest = 65'536;

struct Options {
    std::size_t mutations = 0; // of each file
    unsigned int seed = 1;
    std::vector<fs::path> files = {};
};

void add_files(std::vector<fs::path>& files, const fs::path& path) {
    if (!fs::is_directory(path)) {
        files.push_back(path);
        return;
    }
    for (const fs::directory_entry& entry : fs::directory_iterator{path})
        files.push_back(entry.path());
}

Options read_options(int argc, char** argv) {
    Options options;
    for (int at = 1; at < argc; ++at) {
        const std::string argument = argv[at];
        if (argument == "--mutations" && at + 1 < argc)
            options.mutations = std::stoul(argv[++at]);
        else if (argument == "--seed" && at + 1 < argc)
            options.seed = static_cast<unsigned int>(std::stoul(argv[++at]));
        else
            add_files(options.files, argument);
    }
    std::ranges::sort(options.files);
    return options;
}

Bytes read(const fs::path& path) {
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::mt19937& byte_mutations() {
    static std::mt19937 random;
    return random;
}

Bytes mutated(Bytes bytes, unsigned int seed) {
    const std::size_t size = bytes.size();
    bytes.resize(largest);
    byte_mutations().seed(seed);
    const std::size_t now = LLVMFuzzerCustomMutator != nullptr
                                ? LLVMFuzzerCustomMutator(bytes.data(), size, largest, seed)
                                : LLVMFuzzerMutate(bytes.data(), size, largest);
    bytes.resize(now);
    return bytes;
}

/// What is being run, and with which seed it was mutated, to be told when the target ends the program.
std::string& current() {
    static std::string name;
    return name;
}

void tell_current(int signal) {
    std::fprintf(stderr, "while it ran %s\n", current().c_str());
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(const std::string& name, const Bytes& bytes) {
    current() = name;
    LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

}

/// One of: a byte changed, removed, doubled; a part copied to another place.
std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size) {
    auto& random = byte_mutations();
    const auto below = [&random](std::size_t count) { return count == 0 ? 0 : random() % count; };
    if (size == 0) {
        data[0] = static_cast<std::uint8_t>(below(256));
        return 1;
    }
    const std::size_t place = below(size);
    switch (below(4)) {
    case 0:
        data[place] = static_cast<std::uint8_t>(below(256));
        return size;
    case 1:
        std::copy(data + place + 1, data + size, data + place);
        return size - 1;
    case 2:
        if (size == max_size)
            return size;
        std::copy_backward(data + place, data + size, data + size + 1);
        return size + 1;
    default:
        const std::size_t count = below(std::min(size - place, std::size_t{64}));
        const Bytes part(data + place, data + place + count);
        const std::size_t to = below(size - count);
        std::copy(part.begin(), part.end(), data + to);
        return size;
    }
}

int main(int argc, char** argv) {
    const Options options = read_options(argc, argv);
    if (options.files.empty()) {
        std::fputs("there is no corpus\n", stderr);
        return EXIT_FAILURE;
    }
    std::signal(SIGABRT, tell_current);
    std::signal(SIGSEGV, tell_current);
    unsigned int seed = options.seed;
    for (const fs::path& file : options.files) {
        const Bytes bytes = read(file);
        run(file.string(), bytes);
        for (std::size_t mutation = 0; mutation < options.mutations; ++mutation, ++seed)
            run(file.string() + " --seed " + std::to_string(seed), mutated(bytes, seed));
    }
    return EXIT_SUCCESS;
}
