// How a session compares with libpq and with other libraries on PostgreSQL: the same work by all sides, in
// turns, on a server of its own.

#include "support/postgres_server.hpp"
#include "support/process.hpp"
#include "work.hpp"

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <limits>
#include <malloc.h>
#include <stdexcept>
#include <string_view>
#include <utility>

namespace bench::postgres {
namespace {

using rowsmith::test::PostgresServer;

struct Options {
    std::size_t rounds = 5;
    std::size_t rows = 100'000;
    std::string_view only{};
    bool others = true;
};

constexpr std::string_view usage =
    R"(usage: rowsmith_bench_postgres [--rounds N] [--rows N] [--only WORK] [--others yes|no]
  --rounds N   how often each work is done on each side; the median counts (default 5)
  --rows N     rows in the table (default 100000); update and erase take every second one, look-ups every fifth,
               units every hundredth
  --only WORK  insert, copy, rows, refs, look-up, look-up-many, update, erase, unit or quick-unit
  --others no  without SOCI and SQLAlchemy
)";

bool set_count(std::size_t& to, std::string_view text) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
    return error == std::errc{} && end == text.data() + text.size() && to > 0;
}

bool set(Options& options, std::string_view name, std::string_view value) {
    if (name == "--rounds")
        return set_count(options.rounds, value);
    if (name == "--rows")
        return set_count(options.rows, value);
    if (name == "--only") {
        options.only = value;
        return std::ranges::any_of(works, [&](const WorkInfo& info) { return info.name == value; });
    }
    options.others = value == "yes";
    return name == "--others" && (value == "yes" || value == "no");
}

std::optional<Options> parse_options(int count, const char* const* arguments) {
    Options options;
    for (int at = 1; at < count; at += 2) {
        if (at + 1 == count || !set(options, arguments[at], arguments[at + 1]))
            return std::nullopt;
    }
    return options;
}

/// Times of one work, by round.
struct Samples {
    std::vector<double> libpq{};
    std::vector<double> session{};
    std::vector<double> soci{};
    std::vector<double> sqlalchemy{};
};

double median(std::vector<double> values) {
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// Of the ratios within each round: what slows the machine down for a while slows all sides.
double median_ratio(const std::vector<double>& side, const std::vector<double>& yardstick) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(side.size(), yardstick.size()); ++round)
        ratios.push_back(side[round] / yardstick[round]);
    return median(std::move(ratios));
}

/// A server that keeps what it has acknowledged, as PostgreSQL comes, with two databases: in one of them
/// commits do not wait for the disk.
class Databases {
public:
    explicit Databases(const Input& input)
        : server_(PostgresServer::start(
              {.settings = {"fsync=on", "synchronous_commit=on", "full_page_writes=on"}})) {
        if (server_ == nullptr)
            throw std::runtime_error("there is no PostgreSQL server below /usr/lib/postgresql");
        for (Place* place : {&safe_, &quick_}) {
            *place = {.folder = server_->socket_folder(), .database = server_->create_database()};
            create_tables(*place);
        }
        const auto set = server_->execute("postgres", "alter database " + quick_.database +
                                                          " set synchronous_commit = off");
        if (set.status != 0)
            throw std::runtime_error(set.output);
        fill(safe_, input);
        fill(quick_, input);
    }

    [[nodiscard]] const Place& of(Work work) const { return work == Work::quick_unit ? quick_ : safe_; }

private:
    std::unique_ptr<PostgresServer> server_;
    Place safe_{};
    Place quick_{};
};

using Run = Outcome (*)(Work, const Place&, const Input&);

Outcome run_once(Run run, Work work, const Place& place, const Input& input) {
    prepare(work, place);
    Outcome outcome = run(work, place, input);
    if (writes(work) || is_unit(work))
        outcome.check = check_of_accounts(place);
    return outcome;
}

/// Both sides once, the session first or last: what the first one does to caches is then no side's advantage.
void run_both(const WorkInfo& info, const Place& place, const Input& input, bool session_first,
              Samples& samples) {
    Outcome session;
    if (session_first)
        session = run_once(run_session, info.work, place, input);
    const Outcome libpq = run_once(run_libpq, info.work, place, input);
    if (!session_first)
        session = run_once(run_session, info.work, place, input);
    if (libpq.check != session.check)
        throw std::runtime_error("the two sides of '" + std::string(info.name) + "' did not do the same");
    samples.libpq.push_back(libpq.times.wall);
    samples.session.push_back(session.times.wall);
}

void run_soci_once(const WorkInfo& info, const Place& place, const Input& input, Samples& samples) {
    prepare(info.work, place);
    if (const auto outcome = run_soci(info.work, place, input))
        samples.soci.push_back(outcome->times.wall);
}

/// By a Python program, where SQLAlchemy is installed.
void run_sqlalchemy_once(const WorkInfo& info, const Place& place, const Input& input, Samples& samples) {
    if (info.work == Work::copy || info.work == Work::rows)
        return; // it has no way of its own for these
    prepare(info.work, place);
    const auto count = std::to_string(is_unit(info.work) ? units(input) : look_ups(input));
    const auto finished = rowsmith::test::run({ROWSMITH_PYTHON, ROWSMITH_SQLALCHEMY_SIDE, place.folder,
                                               place.database, std::string(info.name), count});
    if (finished.status == 0)
        samples.sqlalchemy.push_back(std::strtod(finished.output.c_str(), nullptr));
}

std::size_t pieces(Work work, const Input& input) {
    switch (work) {
    case Work::look_up:
    case Work::look_up_many:
        return look_ups(input);
    case Work::update:
    case Work::erase:
        return (input.accounts.size() + 1) / 2;
    case Work::unit:
    case Work::quick_unit:
        return units(input);
    case Work::insert:
    case Work::copy:
    case Work::rows:
    case Work::refs:
        break;
    }
    return input.accounts.size();
}

std::string ratio_text(double ratio) {
    std::array<char, 16> text{};
    std::snprintf(text.data(), text.size(), "%.2f", ratio);
    return ratio == 0 ? "" : text.data();
}

void print_line(const WorkInfo& info, const Samples& samples, std::size_t count) {
    const double micro = 1e6 / static_cast<double>(count);
    const double ratio = median_ratio(samples.session, samples.libpq);
    std::printf("%-13s  %9.2f  %9.2f  %6.2f  %6s  %-6s  %6s  %10s\n", std::string(info.name).c_str(),
                median(samples.libpq) * micro, median(samples.session) * micro, ratio,
                ratio_text(info.target).c_str(),
                info.target == 0       ? ""
                : ratio <= info.target ? "met"
                                       : "MISSED",
                ratio_text(median_ratio(samples.soci, samples.libpq)).c_str(),
                ratio_text(median_ratio(samples.sqlalchemy, samples.libpq)).c_str());
    std::fflush(stdout);
}

void run_work(const WorkInfo& info, const Options& options, const Databases& databases, const Input& input) {
    const Place& place = databases.of(info.work);
    Samples samples;
    run_both(info, place, input, false, samples); // to warm up
    samples = {};
    for (std::size_t round = 0; round < options.rounds; ++round) {
        run_both(info, place, input, round % 2 == 1, samples);
        if (options.others) {
            run_soci_once(info, place, input, samples);
            run_sqlalchemy_once(info, place, input, samples);
        }
    }
    print_line(info, samples, pieces(info.work, input));
}

/// Memory stays with the process, as in one that runs for long.
void keep_memory() {
    mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
    mallopt(M_MMAP_THRESHOLD, std::numeric_limits<int>::max());
}

void run(const Options& options) {
    keep_memory();
    const Input input = make_input(options.rows);
    const Databases databases(input);
    std::printf("PostgreSQL with its own settings (fsync, synchronous_commit) on a unix socket, %zu rows, "
                "median of %zu "
                "rounds\n\n%-13s  %9s  %9s  %6s  %6s  %-6s  %6s  %10s\n",
                options.rows, options.rounds, "work", "libpq us", "ours us", "ratio", "target", "", "SOCI",
                "SQLAlchemy");
    for (const WorkInfo& info : works) {
        if (options.only.empty() || options.only == info.name)
            run_work(info, options, databases, input);
    }
}

}
}

int main(int argc, char** argv) {
    const auto options = bench::postgres::parse_options(argc, argv);
    if (!options) {
        std::cerr << bench::postgres::usage;
        return 2;
    }
    try {
        bench::postgres::run(*options);
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "rowsmith_bench_postgres: " << error.what() << '\n';
        return 1;
    }
}
