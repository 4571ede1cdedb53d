#pragma once
// The command line: reads the options, runs one command, and says by the exit code what became of it.

namespace rowsmith::cli {

enum ExitCode {
    fine = 0,
    input_has_errors = 1, // or --check found a difference
    usage = 2,
    machine_failed = 3, // a file could not be read or written
};

int run(int argc, char** argv);

}
