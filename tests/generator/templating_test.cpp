#include "templating/templates.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <sys/stat.h>
#include <vector>

namespace fs = std::filesystem;
using namespace rowsmith::templating;

namespace {

struct ColumnView {
    std::string type;
    std::string name;
    std::string initializer;
};

Object to_object(const ColumnView& column) {
    return {{"type", column.type}, {"name", column.name}, {"initializer", column.initializer}};
}

struct ModelView {
    std::string name;
    std::string doc;
    std::vector<ColumnView> columns;
};

Object to_object(const ModelView& model) {
    return {{"name", model.name}, {"doc", model.doc}, {"columns", list_of(model.columns)}};
}

std::vector<ModelView> shop_models() {
    return {{"User",
             "/// A person.\n///\n/// Buys things.",
             {{"std::int64_t", "id", "{}"}, {"std::string", "name", ""}}},
            {"Tag", "", {}}};
}

Object sample() {
    return {{"schema", Object{{"models", list_of(shop_models())}, {"name", "shop"}}},
            {"names", list_of(std::vector<std::string>{"a", "b", "c"})},
            {"none", List{}},
            {"yes", true},
            {"no", false},
            {"text", "one"},
            {"lines", "one\n\ntwo"},
            {"empty", ""},
            {"dollars", "$1 ${text} % for\n## x"}};
}

std::string rendered(std::string_view text) {
    const std::vector<EmbeddedTemplate> table{{"main", text},
                                              {"part", "first\n\n  ${text} second\n"},
                                              {"outer", "  % include part\n"},
                                              {"item", "${x}${loop.comma}\n"},
                                              {"nothing", ""},
                                              {"wrong", "${nowhere}\n"}};
    return render(Templates{table}, "main", sample());
}

std::string error_of(std::string_view text) {
    try {
        (void)rendered(text);
        return "no error";
    } catch (const TemplateError& error) {
        return error.what();
    }
}

class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "rowsmith_templates_XXXXXX").string();
        if (!mkdtemp(name.data()))
            throw std::runtime_error{"no temporary folder"};
        path_ = name;
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] const fs::path& path() const { return path_; }
    void write(const std::string& name, std::string_view text) const {
        std::ofstream{path_ / name, std::ios::binary} << text;
    }

private:
    fs::path path_;
};

std::string load_error(const fs::path& overrides) {
    const std::vector<EmbeddedTemplate> table{{"a.tpl", "embedded a"}, {"b.tpl", "embedded b"}};
    try {
        const Templates templates{table, overrides};
        return "no error";
    } catch (const TemplateError& error) {
        return error.what();
    }
}

}

TEST_CASE("renders the example of the style guide") {
    CHECK(rendered("## model.hpp.tpl: every table of one schema file, in schema order\n"
                   "% for model in schema.models\n"
                   "\n"
                   "${model.doc}\n"
                   "struct ${model.name} {\n"
                   "  % for column in model.columns\n"
                   "    ${column.type} ${column.name}${column.initializer};\n"
                   "  % end\n"
                   "};\n"
                   "% end\n") == "\n"
                                 "/// A person.\n"
                                 "///\n"
                                 "/// Buys things.\n"
                                 "struct User {\n"
                                 "    std::int64_t id{};\n"
                                 "    std::string name;\n"
                                 "};\n"
                                 "\n"
                                 "struct Tag {\n"
                                 "};\n");
}

TEST_CASE("prints what is written") {
    struct Row {
        std::string name, text, output;
    };
    const auto row = GENERATE(values<Row>({
        {"plain text", "a $ b {c} }\n", "a $ b {c} }\n"},
        {"text without a line end", "a", "a\n"},
        {"an empty template", "", "\n"},
        {"many line ends at the end", "a\n\n\n", "a\n"},
        {"empty lines inside", "\na\n\nb\n", "\na\n\nb\n"},
        {"values in text", "a ${text}b${text}\n",
         "a oneb"
         "one\n"},
        {"values are not templates", "${dollars}\n", "$1 ${text} % for\n## x\n"},
        {"a placeholder of SQL", "where id = $1\n", "where id = $1\n"},
        {"carriage returns before line ends", "a\r\n% if yes\r\nb\r\n% end\r\n", "a\nb\n"},
        {"a comment", "a\n## b ${nowhere}\n  ## c\nd ## e\n", "a\nd ## e\n"},
        {"a literal percent sign", "%% for\n  %%${text}\n50 % of\n", "% for\n  %one\n50 % of\n"},
        {"statements with any blanks", "\t%\tif  yes \na\n %   end\n", "a\n"},

        {"a list", "% for x in names\n${x}${loop.comma}\n% end\n", "a,\nb,\nc\n"},
        {"an empty list", "a\n% for x in none\n${x}\n% end\nb\n", "a\nb\n"},
        {"first and last",
         "% for x in names\n% if loop.first\n<\n% end\n${x}\n% if loop.last\n>\n% end\n% end\n",
         "<\na\nb\nc\n>\n"},
        {"an inner loop",
         "% for x in names\n% for y in names\n${x}${y}${loop.comma}\n% end\n${loop.comma}\n% end\n",
         "aa,\nab,\nac\n,\nba,\nbb,\nbc\n,\nca,\ncb,\ncc\n"},
        {"a name that hides another", "% for text in names\n${text}\n% end\n${text}\n", "a\nb\nc\none\n"},

        {"a true flag", "% if yes\na\n% else\nb\n% end\nc\n", "a\nc\n"},
        {"a false flag", "% if no\na\n% else\nb\n% end\nc\n", "b\nc\n"},
        {"a negated flag", "% if not yes\na\n% else\nb\n% end\n% if not no\nc\n% end\n", "b\nc\n"},
        {"lists as conditions", "% if names\na\n% end\n% if none\nb\n% end\n% if not none\nc\n% end\n",
         "a\nc\n"},
        {"a flag called not", "% if yes\n% if not no\na\n% else\nb\n% end\n% else\nc\n% end\n", "a\n"},

        {"a value of several lines after text", "x ${lines}\n", "x one\n\ntwo\n"},
        {"a value of several lines first on its line", "    ${lines}\n", "    one\n\n    two\n"},
        {"a value of several lines before text", "  ${lines};\n", "  one\n\n  two;\n"},
        {"only the first value is indented", "  ${lines}${lines}\n", "  one\n\n  twoone\n\ntwo\n"},
        {"tabs as indentation", "\t ${lines}\n", "\t one\n\n\t two\n"},
        {"an empty text alone on its line", "a\n  ${empty}\nb\n", "a\nb\n"},
        {"an empty text before others", "  ${empty}b\n  ${empty}${empty}c\n", "  b\n  c\n"},
        {"an empty text after others", "b${empty}\n", "b\n"},

        {"an include", "a\n% include part\nb\n", "a\nfirst\n\n  one second\nb\n"},
        {"an indented include", "a\n    % include part\nb\n", "a\n    first\n\n      one second\nb\n"},
        {"an include in an include", "  % include outer\n", "    first\n\n      one second\n"},
        {"an include with the loop in sight", "% for x in names\n  % include item\n% end\n",
         "  a,\n  b,\n  c\n"},
        {"an include of nothing", "a\n  % include nothing\nb\n", "a\nb\n"},
    }));
    INFO(row.name);
    CHECK(rendered(row.text) == row.output);
}

TEST_CASE("says what is wrong with a template, where, and what is known") {
    struct Row {
        std::string text, error;
    };
    const std::string usage =
        "expected '% for NAME in PATH' (NAME is not 'loop'), '% if [not] PATH', '% else', '% end', "
        "'% include TEMPLATE', or '%%' for a '%'";
    const auto row = GENERATE_COPY(values<Row>({
        {"a\n b${txt}\n",
         "main:2:5: unknown name 'txt'; known: dollars, empty, lines, names, no, none, schema, text, yes"},
        {"% for x in names\n% if yes\n${y}\n% end\n% end\n",
         "main:3:3: unknown name 'y'; known: dollars, empty, lines, loop, names, no, none, schema, text, x, "
         "yes"},
        {"${loop.first}\n",
         "main:1:3: unknown name 'loop'; known: dollars, empty, lines, names, no, none, schema, text, yes"},
        {"% for model in schema.models\n${model.nme}\n% end\n",
         "main:2:3: 'model' has no 'nme'; known: name, doc, columns"},
        {"${schema.models.size}\n", "main:1:3: 'schema.models' is a list and has no 'size'"},
        {"${text.size}\n", "main:1:3: 'text' is a text and has no 'size'"},
        {"${schema.name.x}\n", "main:1:3: 'schema.name' is a text and has no 'x'"},
        {"${yes}\n", "main:1:3: 'yes' is a flag, expected a text"},
        {"${schema.models}\n", "main:1:3: 'schema.models' is a list, expected a text"},
        {"${schema}\n", "main:1:3: 'schema' is an object, expected a text"},
        {"% if text\n% end\n", "main:1:6: 'text' is a text, expected a flag or a list"},
        {"% if not schema\n% end\n", "main:1:10: 'schema' is an object, expected a flag or a list"},
        {"  % for x in yes\n  % end\n", "main:1:14: 'yes' is a flag, expected a list"},
        {"% for x in schema\n% end\n", "main:1:12: 'schema' is an object, expected a list"},
        {"% include wrong\n", "wrong:1:3: unknown name 'nowhere'; known: dollars, empty, lines, names, no, "
                              "none, schema, text, yes"},

        {"x\n  % if yes\n% for x in names\n% end\n", "main:2:3: this block has no '% end'"},
        {"% for x in names\n", "main:1:1: this block has no '% end'"},
        {"% if yes\n% else\n", "main:1:1: this block has no '% end'"},
        {"% end\n", "main:1:1: '% end' closes no block"},
        {"% if yes\n% end\n % end\n", "main:3:2: '% end' closes no block"},
        {"% else\n", "main:1:1: '% else' belongs to no '% if'"},
        {"% for x in names\n% else\n% end\n", "main:2:1: '% else' belongs to no '% if'"},
        {"% if yes\n% else\n% else\n% end\n", "main:3:1: '% else' belongs to no '% if'"},
        {"% if yes\n% end\n% include nowhere\n",
         "main:3:1: unknown template 'nowhere'; known: item, main, nothing, outer, part, wrong"},
        {"% if no\n% include main\n% end\n", "main:2:1: 'main' would include itself"},

        {"a ${text\nb}\n", "main:1:3: '${' has no '}' on its line"},
        {"${}\n", "main:1:3: expected a path such as 'model.name', found ''"},
        {"${ text }\n", "main:1:3: expected a path such as 'model.name', found ' text '"},
        {"${text.}\n", "main:1:3: expected a path such as 'model.name', found 'text.'"},
        {"${a..b}\n", "main:1:3: expected a path such as 'model.name', found 'a..b'"},
        {"${1st}\n", "main:1:3: expected a path such as 'model.name', found '1st'"},
        {"${text | upper}\n", "main:1:3: expected a path such as 'model.name', found 'text | upper'"},
        {"% if a==b\n% end\n", "main:1:6: expected a path such as 'model.name', found 'a==b'"},
        {"% for x in f()\n% end\n", "main:1:12: expected a path such as 'model.name', found 'f()'"},

        {"%\n", "main:1:1: " + usage},
        {"a\n  %x\n", "main:2:3: " + usage},
        {"%if yes\n%end\n", "main:1:1: " + usage},
        {"% while yes\n% end\n", "main:1:1: " + usage},
        {"% if yes and no\n% end\n", "main:1:1: " + usage},
        {"% if not\n% end\n", "main:1:1: " + usage},
        {"% elif yes\n% end\n", "main:1:1: " + usage},
        {"% if yes\n% else if no\n% end\n", "main:2:1: " + usage},
        {"% if yes\n% end if\n", "main:2:1: " + usage},
        {"% endif\n", "main:1:1: " + usage},
        {"% for x of names\n% end\n", "main:1:1: " + usage},
        {"% for x, y in names\n% end\n", "main:1:1: " + usage},
        {"% for loop in names\n% end\n", "main:1:1: " + usage},
        {"% for 1 in names\n% end\n", "main:1:1: " + usage},
        {"% include\n", "main:1:1: " + usage},
        {"% include part item\n", "main:1:1: " + usage},
    }));
    INFO(row.text);
    CHECK(error_of(row.text) == row.error);
}

TEST_CASE("refuses blocks that nest without end") {
    std::string opened;
    std::string closed;
    for (int depth = 0; depth < 64; ++depth) {
        opened += "% if yes\n";
        closed += "% end\n";
    }
    CHECK(rendered(opened + "deep\n" + closed) == "deep\n");
    CHECK(error_of(opened + "% if yes\n% end\n" + closed) == "main:65:1: blocks nest deeper than 64");
}

TEST_CASE("refuses templates that include each other in a circle, used or not") {
    const std::vector<EmbeddedTemplate> table{{"a", "% include b\n"},
                                              {"b", "text\n% if yes\n% include c\n% end\n"},
                                              {"c", "  % include a\n"},
                                              {"main", "fine\n"}};
    CHECK_THROWS_WITH(Templates{table}, "c:1:3: 'a' would include itself");
}

TEST_CASE("allows one template to be included in several places") {
    const std::vector<EmbeddedTemplate> table{
        {"main", "% include b\n% include b\n% include c\n"}, {"b", "% include c\n"}, {"c", "c\n"}};
    CHECK(render(Templates{table}, "main", {}) == "c\nc\nc\n");
}

TEST_CASE("refuses to render a template that does not exist") {
    const std::vector<EmbeddedTemplate> table{{"a", ""}, {"b", ""}};
    CHECK_THROWS_WITH(render(Templates{table}, "c", {}), "unknown template 'c'; known: a, b");
}

TEST_CASE("finds a mistake in an embedded template on load") {
    const std::vector<EmbeddedTemplate> table{{"a", ""}, {"b", "% if\n"}};
    CHECK_THROWS_AS(Templates{table}, TemplateError);
}

TEST_CASE("tells which nodes no rendering visited") {
    const std::vector<EmbeddedTemplate> table{{"main", "always\n"
                                                       "% if yes\n"
                                                       "text\n"
                                                       "  ${text}\n"
                                                       "% else\n"
                                                       "never\n"
                                                       "% end\n"
                                                       "after\n"
                                                       "% for x in none\n"
                                                       "  % include part\n"
                                                       "% end\n"},
                                              {"part", "a ${x}\n"}};
    const Templates templates{table};
    Coverage coverage;
    CHECK(never_visited(templates, coverage) ==
          std::vector<std::string>{"main:1:1", "main:2:1", "main:3:1", "main:4:3", "main:6:1", "main:8:1",
                                   "main:9:1", "main:10:3", "part:1:1", "part:1:3", "part:1:7"});
    CHECK(render(templates, "main", sample(), &coverage) == "always\ntext\n  one\nafter\n");
    CHECK(never_visited(templates, coverage) ==
          std::vector<std::string>{"main:6:1", "main:10:3", "part:1:1", "part:1:3", "part:1:7"});

    Object other{{"yes", false}, {"text", "one"}, {"none", list_of(std::vector<std::string>{"x"})}};
    (void)render(templates, "main", other, &coverage);
    CHECK(never_visited(templates, coverage).empty());
}

TEST_CASE("overrides embedded templates file by file") {
    const std::vector<EmbeddedTemplate> table{{"a.tpl", "embedded a\n% include b.tpl\n"},
                                              {"b.tpl", "embedded b\n"}};
    const Folder folder;
    CHECK(render(Templates{table, folder.path()}, "a.tpl", {}) == "embedded a\nembedded b\n");
    folder.write("b.tpl", "own b");
    const Templates templates{table, folder.path()};
    CHECK(render(templates, "a.tpl", {}) == "embedded a\nown b\n");
    CHECK(templates.override_files() == std::vector<fs::path>{folder.path() / "b.tpl"});
    CHECK(Templates{table}.override_files().empty());
}

TEST_CASE("refuses a file of overrides that replaces nothing") {
    const Folder folder;
    folder.write("a.tpl", "fine");
    folder.write("c.tpl", "% if");
    CHECK(load_error(folder.path()) ==
          (folder.path() / "c.tpl").string() + ": unknown template 'c.tpl'; known: a.tpl, b.tpl");
}

TEST_CASE("finds a mistake in an override that nothing renders, by the path of the file") {
    const Folder folder;
    folder.write("b.tpl", "\n% if x\n");
    CHECK(load_error(folder.path()) ==
          (folder.path() / "b.tpl").string() + ":2:1: this block has no '% end'");
    folder.write("b.tpl", "% include c.tpl\n");
    CHECK(load_error(folder.path()) ==
          (folder.path() / "b.tpl").string() + ":1:1: unknown template 'c.tpl'; known: a.tpl, b.tpl");
}

TEST_CASE("reads regular files only as overrides") {
    const Folder folder;
    SECTION("a folder") {
        fs::create_directory(folder.path() / "b.tpl");
    }
    SECTION("a pipe") {
        REQUIRE(mkfifo((folder.path() / "b.tpl").c_str(), 0600) == 0);
    }
    SECTION("a device") {
        fs::create_symlink("/dev/zero", folder.path() / "b.tpl");
    }
    SECTION("a link to nothing") {
        fs::create_symlink("nowhere", folder.path() / "b.tpl");
    }
    CHECK(load_error(folder.path()) ==
          (folder.path() / "b.tpl").string() + ": cannot be read, or is not a regular file");
}

TEST_CASE("refuses a folder of overrides that does not exist") {
    const Folder folder;
    CHECK_THROWS_AS(load_error(folder.path() / "nowhere"), fs::filesystem_error);
}

TEST_CASE("values keep the kind that they were made with") {
    const char* const literal = "text";
    CHECK(Value{literal}.kind() == Kind::text);
    CHECK(Value{std::string_view{literal}}.text() == "text");
    CHECK(Value{true}.kind() == Kind::flag);
    CHECK(Value{List{}}.kind() == Kind::list);
    CHECK(Value{Object{}}.kind() == Kind::object);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Value, int>);
    STATIC_REQUIRE_FALSE(std::is_constructible_v<Value, void*>);
}

TEST_CASE("objects keep the order of their names and are copied whole") {
    Object object{{"b", "1"}, {"a", true}};
    const Object copy = object;
    object.add("c", list_of(shop_models()));
    CHECK(object.names() == std::vector<std::string>{"b", "a", "c"});
    CHECK(copy.names() == std::vector<std::string>{"b", "a"});
    CHECK(copy.find("c") == nullptr);
    CHECK(object.find("c")->list().front().object().find("name")->text() == "User");
}

TEST_CASE("survives any text as a template") {
    const std::vector<std::string> pieces{"% for x in names\n",
                                          "% if yes\n",
                                          "% if not none\n",
                                          "% else\n",
                                          "% end\n",
                                          "${text}",
                                          "${x}",
                                          "${lines}\n",
                                          "\n",
                                          "  ",
                                          "% include part\n",
                                          "${",
                                          "}",
                                          "%",
                                          "##",
                                          "%%",
                                          "text",
                                          ".",
                                          "\xff",
                                          std::string(1, '\0')};
    std::mt19937 random{42};
    std::uniform_int_distribution<std::size_t> piece{0, pieces.size() - 1};
    std::size_t fine = 0;
    for (int round = 0; round < 5'000; ++round) {
        std::string text;
        for (std::size_t count = piece(random); count > 0; --count)
            text += pieces[piece(random)];
        const std::string error = error_of(text);
        fine += error == "no error" ? 1U : 0U;
        REQUIRE((error == "no error" || error.starts_with("main:")));
    }
    CHECK(fine > 100);
}

TEST_CASE("the engine stays under 600 lines") {
    std::size_t lines = 0;
    for (const fs::directory_entry& entry :
         fs::directory_iterator{ROWSMITH_SOURCE_DIR "/generator/templating"}) {
        if (entry.path().extension() != ".hpp" && entry.path().extension() != ".cpp")
            continue;
        std::ifstream file{entry.path()};
        lines += static_cast<std::size_t>(
            std::count(std::istreambuf_iterator<char>{file}, std::istreambuf_iterator<char>{}, '\n'));
    }
    CHECK(lines > 0);
    CHECK(lines < 600);
}
