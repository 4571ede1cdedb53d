#pragma once
// What the command line asks for, one struct per command.

#include <string>
#include <vector>

namespace rowsmith::cli {

/// The schema files of a run and where their imports are looked for.
struct SchemaOptions {
    std::vector<std::string> schemas;
    std::vector<std::string> import_dirs;
};

struct GenerateOptions {
    SchemaOptions input;
    std::string out;
    std::string root;      // outputs keep their folders below it; empty: file names only
    std::string stamp;     // touched at the end of each run that succeeds
    std::string depfile;   // lists what the outputs depend on, for make and ninja
    std::string templates; // a folder whose files replace templates of the same name
    std::vector<std::string> dialects{"sqlite", "postgres"};
    bool check = false; // write nothing; report what differs
};

struct InspectOptions {
    SchemaOptions input;
    std::string table; // empty: all
};

struct DdlOptions {
    SchemaOptions input;
    std::string dialect;
};

}
