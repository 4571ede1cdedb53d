// measure LIMIT_SECONDS LIMIT_MEGABYTES NAME COMMAND...: runs the command and prints its time and the most
// memory that one of its processes had, beside the limits ("-" is none). Fails only when the command does.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

struct Cost {
    double wall = 0; // seconds
    double cpu = 0;
    double megabytes = 0;
    bool failed = false;
};

double seconds(const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

Cost run(char* const* command) {
    const auto start = std::chrono::steady_clock::now();
    const pid_t child = fork();
    if (child == 0) {
        execvp(command[0], command);
        std::perror(command[0]);
        _exit(127);
    }
    int status = 0;
    rusage usage{};
    if (child < 0 || wait4(child, &status, 0, &usage) != child)
        return {.failed = true};
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
    return {.wall = wall.count(),
            .cpu = seconds(usage.ru_utime) + seconds(usage.ru_stime),
            .megabytes = static_cast<double>(usage.ru_maxrss) / 1024,
            .failed = !WIFEXITED(status) || WEXITSTATUS(status) != 0};
}

bool over(double value, const std::string& limit) {
    return limit != "-" && value > std::atof(limit.c_str());
}

}

int main(int argc, char** argv) {
    if (argc < 5) {
        std::fputs("usage: measure SECONDS MEGABYTES NAME COMMAND...\n", stderr);
        return 2;
    }
    const std::string cpu = argv[1];
    const std::string megabytes = argv[2];
    const Cost cost = run(argv + 4);
    const bool missed = over(cost.cpu, cpu) || over(cost.megabytes, megabytes);
    std::printf("%-44s %8.2f %8.2f %8s %8.0f %8s  %s\n", argv[3], cost.wall, cost.cpu, cpu.c_str(),
                cost.megabytes, megabytes.c_str(), missed ? "MISSED" : "met");
    return cost.failed ? 1 : 0;
}
