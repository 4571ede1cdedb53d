# Makes C++ of the pieces of docs/queries.md: a function for each, and the SQL that stands below it.
/^```cpp$/ { ++count; inside = "cpp"; code[count] = ""; sql[count] = ""; line[count] = NR; next }
/^```sql$/ { inside = "sql"; next }
/^```$/ { inside = ""; next }
inside == "cpp" { code[count] = code[count] "    " $0 "\n" }
inside == "sql" { sql[count] = sql[count] "        R\"sql(" $0 ")sql\",\n" }
END {
    print "// Made of docs/queries.md.\n#include \"page.hpp\"\n\n#include <optional>\n#include <string>\n#include <tuple>\n#include <vector>\n\nnamespace {\n"
    for (at = 1; at <= count; ++at) {
        printf "void piece_%d(rowsmith::test::Library& l) {\n", at
        print "    auto& engine = l.engine;\n    auto& session = l.session;\n    auto& authors = l.authors;\n    auto& books = l.books;"
        print "    auto& topics = l.topics;\n    auto& members = l.members;\n    auto& loans = l.loans;"
        print code[at] "}\n"
    }
    print "}\n\nconst std::vector<rowsmith::test::Piece>& rowsmith::test::pieces() {\n    static const std::vector<Piece> all{"
    for (at = 1; at <= count; ++at)
        printf "        {%d, &piece_%d, {\n%s        }},\n", line[at], at, sql[at]
    print "    };\n    return all;\n}"
}
