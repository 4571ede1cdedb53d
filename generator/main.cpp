#include "cli/run.hpp"

int main(int argc, char** argv) {
    return rowsmith::cli::run(argc, argv);
}
