// How much a session costs on top of SQLite's C API: the same work by both sides, in turns, in one process.

#include "options.hpp"
#include "report.hpp"
#include "workload.hpp"

#include <cstdlib>
#include <exception>
#include <filesystem>
#include <iostream>
#include <limits>
#include <malloc.h>
#include <stdexcept>
#include <utility>

namespace bench {
namespace {

/// A folder of its own for the databases, gone at the end.
class Folder {
public:
    Folder() {
        std::string name = (std::filesystem::temp_directory_path() / "rowsmith-bench-XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw std::runtime_error("no temporary folder could be made");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored; // what is left over lies in the temporary folder
        std::filesystem::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

bool writes(Work work) {
    return work == Work::insert || work == Work::update || work == Work::erase || work == Work::insert_lists;
}

void remove_database(const std::string& path) {
    for (const char* part : {"", "-wal", "-shm"})
        std::filesystem::remove(path + part);
}

using Run = Outcome (*)(Work, const std::string&, const Input&);

/// Runs the work on a fresh copy of the database.
Outcome run_once(Run run, Work work, const std::string& prepared, const std::string& path,
                 const Input& input) {
    remove_database(path);
    std::filesystem::copy_file(prepared, path);
    Outcome outcome = run(work, path, input);
    if (writes(work))
        outcome.check = has_lists(work) ? check_of_lists(path) : check_of_accounts(path);
    return outcome;
}

/// Both sides once, `session_first` or last: what the first one does to caches and to the disk is then no
/// side's advantage.
std::pair<Outcome, Outcome> run_both(const WorkInfo& info, const std::string& prepared,
                                     const std::string& path, const Input& input, bool session_first) {
    Outcome raw;
    if (!session_first)
        raw = run_once(run_raw, info.work, prepared, path, input);
    const Outcome session = run_once(run_session, info.work, prepared, path, input);
    if (session_first)
        raw = run_once(run_raw, info.work, prepared, path, input);
    if (raw.check != session.check)
        throw std::runtime_error("the two sides of '" + std::string(info.name) + "' did not do the same");
    return {raw, session};
}

const char* prepared_for(Work work) {
    if (work == Work::insert || work == Work::insert_lists)
        return "empty.db";
    if (has_lists(work))
        return work == Work::read_lists ? "few.db" : "many.db";
    return "full.db";
}

void run_work(const WorkInfo& info, const Options& options, const Folder& folder, const Input& input) {
    const std::string prepared = folder.file(prepared_for(info.work));
    const std::string path = folder.file("work.db");
    if (options.side != Side::both) {
        for (std::size_t round = 0; round < options.rounds; ++round)
            run_once(options.side == Side::raw ? run_raw : run_session, info.work, prepared, path, input);
        return;
    }
    Samples samples;
    run_both(info, prepared, path, input, false); // to warm up
    for (std::size_t round = 0; round < options.rounds; ++round) {
        const auto [raw, session] = run_both(info, prepared, path, input, round % 2 == 1);
        samples.raw.push_back(raw.times);
        samples.session.push_back(session.times);
        samples.allocations = session.allocations;
    }
    const bool half = info.work == Work::update || info.work == Work::erase;
    print_line(info, samples, half ? (options.rows + 1) / 2 : options.rows);
}

/// Memory stays with the process, as in one that runs for long: else what is measured is mostly the kernel,
/// which wipes each page before it hands it out again.
void keep_memory() {
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max());
}

void run(const Options& options) {
    keep_memory();
    const Folder folder;
    const Input input = make_input(options.rows);
    for (const char* name : {"empty.db", "full.db", "few.db", "many.db"})
        create(folder.file(name));
    fill(folder.file("full.db"), input);
    fill_lists(folder.file("few.db"), input.few);
    fill_lists(folder.file("many.db"), input.many);
    if (options.side == Side::both)
        print_head(options.rows, options.rounds);
    for (const WorkInfo& info : works) {
        if (!options.only || *options.only == info.work)
            run_work(info, options, folder, input);
    }
}

}
}

int main(int argc, char** argv) {
    const auto options = bench::parse_options(argc, argv);
    if (!options) {
        std::cerr << bench::usage;
        return 2;
    }
    try {
        bench::run(*options);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "rowsmith_bench: " << error.what() << '\n';
        return 1;
    }
}
