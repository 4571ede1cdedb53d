#include "report.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <sqlite3.h>

namespace bench {
namespace {

double median(std::vector<double> values) {
    if (values.empty())
        return 0;
    std::ranges::sort(values);
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double median_of(const std::vector<Times>& times, double Times::*clock) {
    std::vector<double> values;
    for (const Times& time : times)
        values.push_back(time.*clock);
    return median(std::move(values));
}

/// Of the ratios within each round: what slows the machine down for a while slows both sides.
double median_ratio(const Samples& samples, double Times::*clock) {
    std::vector<double> ratios;
    for (std::size_t round = 0; round < std::min(samples.raw.size(), samples.session.size()); ++round)
        ratios.push_back(samples.session[round].*clock / samples.raw[round].*clock);
    return median(std::move(ratios));
}

}

void print_head(std::size_t rows, std::size_t rounds) {
    std::printf("SQLite %s, %zu rows, median of %zu rounds; C API and session alternate\n\n",
                sqlite3_libversion(), rows, rounds);
    std::printf("%-13s  %12s  %12s  %9s  %9s  %6s\n", "work", "C API ns/row", "ours ns/row", "ratio",
                "cpu ratio", "target");
}

void print_line(const WorkInfo& info, const Samples& samples, std::size_t rows) {
    const double per_row = 1e9 / static_cast<double>(rows);
    const double ratio = median_ratio(samples, &Times::wall);
    std::printf("%-13s  %12.0f  %12.0f  %9.3f  %9.3f  %6.2f  %s\n", std::string(info.name).c_str(),
                median_of(samples.raw, &Times::wall) * per_row,
                median_of(samples.session, &Times::wall) * per_row, ratio, median_ratio(samples, &Times::cpu),
                info.target, ratio <= info.target ? "met" : "MISSED");
    if (samples.allocations > 0)
        std::printf("%-13s  %.2f allocations per managed row\n", "",
                    static_cast<double>(samples.allocations) / static_cast<double>(rows));
    std::fflush(stdout);
}

}
