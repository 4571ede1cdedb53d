#pragma once
// What the command line asks for, one struct per command.

#include <string>
#include <vector>

namespace rowsmith::cli {

enum class DiagnosticsFormat { text, json, sarif };
enum class ColorChoice { automatic, always, never };

/// How diagnostics are shown; the colours are those of text.
struct DiagnosticsOptions {
    DiagnosticsFormat format = DiagnosticsFormat::text;
    ColorChoice color = ColorChoice::automatic;
};

/// The schema files of a run, where their imports are looked for, which databases they are for (what one of
/// these does not take is reported), and how what is wrong with them is shown.
struct SchemaOptions {
    std::vector<std::string> schemas;
    std::vector<std::string> import_dirs;
    std::vector<std::string> dialects;
    std::string database{}; // URL of a server that queries are checked on, too; empty: none
    DiagnosticsOptions diagnostics;
};

struct GenerateOptions {
    SchemaOptions input;
    std::string out;
    std::string root;      // outputs keep their folders below it; empty: file names only
    std::string stamp;     // touched at the end of each run that succeeds
    std::string depfile;   // lists what the outputs depend on, for make and ninja
    std::string templates; // a folder whose files replace templates of the same name
    bool check = false; // write nothing; report what differs
};

struct InspectOptions {
    SchemaOptions input;
    std::string table; // empty: all
    bool sql = false;  // the statements of generated code instead
};

enum class DumpFormat { json, text };

struct DumpOptions {
    SchemaOptions input;
    DumpFormat format = DumpFormat::json;
};

enum class DiagramFormat { mermaid, dot, svg };

struct DiagramOptions {
    SchemaOptions input;
    DiagramFormat format = DiagramFormat::mermaid;
    std::vector<std::string> tables; // empty: all
    std::string out;                 // empty: standard output
};

struct DdlOptions {
    SchemaOptions input;
    std::string dialect;
};

struct FormatOptions {
    std::vector<std::string> files; // `-` alone: from standard input to standard output
    std::string stdin_name = "<stdin>";
    bool check = false; // write nothing; report what differs
    DiagnosticsOptions diagnostics;
};

struct ExplainOptions {
    std::string code; // empty: all
    ColorChoice color = ColorChoice::automatic;
};

}
