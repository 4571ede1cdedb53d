#!/usr/bin/env bash
# What a build does after a change: how often the generator runs and which files are compiled; after every row, the
# next build does nothing. Usage: rebuilds.sh WAY GENERATOR WORK with WAY one of package, executable, tree.
#
# How the tool came to the project makes no difference past the first rows. So all of them run for the package, and
# the other ways run those that touch the tool: first build, no change, schema edited, tool relinked.
set -euo pipefail
consumer=$(cd "$(dirname "$0")" && pwd)
way=$1 generator=$2 work=$3
. "$consumer/support.sh"

output=$build/models/models_rowsmith
users=$project/models/users.rows
posts=$project/models/posts.rows
main=$project/app/main.cpp
# posts.rows.cpp knows the table that its relation leads to.
includes_users=(posts.rows.cpp)
source_template=model.cpp.tpl
all=(main.cpp other.cpp posts.rows.cpp tags.rows.cpp users.rows.cpp)

prepare_package() {
    cp -R "$ROWSMITH_PREFIX" "$work/prefix"
    tool=$work/prefix/bin/rowsmith
    configuration=("-DCMAKE_PREFIX_PATH=$work/prefix")
}

prepare_executable() {
    prepare_package
    mkdir "$work/tool"
    mv "$tool" "$work/tool/rowsmith"
    tool=$work/tool/rowsmith
    configuration+=("-DROWSMITH_EXECUTABLE=$tool" -DCOMPONENTS=runtime)
}

# The same flags as the build that this test belongs to, so that ccache has the objects of the generator already.
prepare_tree() {
    tool=$build/rowsmith/generator/rowsmith
    configuration=("-DROWSMITH_SOURCE_DIR=$ROWSMITH_SOURCE_DIR" "-DCMAKE_BUILD_TYPE=$ROWSMITH_BUILD_TYPE"
        "-DROWSMITH_WARNINGS_AS_ERRORS=$ROWSMITH_WARNINGS_AS_ERRORS" -DWAY=subdirectory)
    if [[ $generator == *Makefiles ]]; then
        tool=$build/_deps/rowsmith-build/generator/rowsmith
        configuration+=(-DWAY=fetch)
    fi
}

insert_after() { # FILE PATTERN LINE
    sed -i "/$2/a\\$3" "$1"
}

checksum() {
    find "$output" -type f -name '*.rows*' -exec sha256sum {} + | sort
}

first_builds() {
    row "first build"
    builds_with "1 ${all[*]}" -j4
    row "configured again"
    configure
    builds 0
    row "CMakeLists.txt touched"
    touch "$project/models/CMakeLists.txt"
    builds 0
    row "schema touched"
    touch "$users"
    builds 1
    row "column added to User"
    insert_after "$users" 'name: string' '  age: int32?'
    builds 1 users.rows.cpp main.cpp "${includes_users[@]}"
}

relinked_tool() {
    row "generator relinked, same output"
    if [[ $way == tree ]]; then
        rm "$tool"
    else
        touch "$tool"
    fi
    builds 1
}

fresh_outputs() {
    row "clean and build"
    run_build --target clean
    builds 1 "${all[@]}"
    row "output folder deleted"
    rm -r "$output"
    builds 1 "${all[@]}"
    row "stamp deleted"
    rm "$output/.rowsmith/stamp"
    builds 1
}

edits() {
    row "comment and blank line added"
    insert_after "$users" '^import' '\n// not documentation'
    builds 1
    row "index added to User: SQL only"
    insert_after "$users" 'age: int32' '  index (name)'
    builds 1 users.rows.cpp
    row "documentation of User edited"
    sed -i 's,A person who writes,A person who writes posts,' "$users"
    builds 1 users.rows.cpp main.cpp "${includes_users[@]}"
    row "inverse renamed in posts.rows"
    sed -i 's/inverse posts/inverse articles/' "$posts"
    builds 1 posts.rows.cpp other.cpp
}

imports() {
    row "imported file edited"
    sed -i 's/length(name) > 0/length(name) > 1/' "$project/models/common.rows"
    builds 1 users.rows.cpp
    row "import dropped and its file deleted"
    sed -i -e '/^import/d' -e 's/ : Named//' "$users"
    rm "$project/models/common.rows"
    builds 1 users.rows.cpp
}

queries() {
    local sql=$project/models/sql/names.sql
    row "query added, its SQL in a file"
    mkdir "$project/models/sql"
    echo 'select id, name from users' >"$sql"
    printf '\nquery names -> many from "sql/names.sql"\n' >>"$users"
    builds 1 users.rows.cpp main.cpp "${includes_users[@]}"
    row "file of SQL edited"
    echo 'select id, name from users order by name' >"$sql"
    builds 1 users.rows.cpp
    row "file of SQL with an error"
    echo 'select id, nam from users' >"$sql"
    fails 1 'names\.sql:1:12: error: '
    echo 'select id, name from users order by name' >"$sql"
    builds 1
}

# Make does not watch byproducts: it stops at the first use of the missing file, until the folder is deleted as well.
missing_outputs() {
    row "generated header deleted"
    rm "$output/users.rows.hpp"
    if [[ $generator == Ninja ]]; then
        builds 1 users.rows.cpp main.cpp "${includes_users[@]}"
    else
        CMAKE_BUILD_PARALLEL_LEVEL=1 fails "0 users.rows.cpp" "users.rows.hpp"
        rm -r "$output"
        builds 1 "${all[@]}"
    fi
    row "generated source deleted"
    rm "$output/users.rows.cpp"
    if [[ $generator == Ninja ]]; then
        builds 1 users.rows.cpp
    else
        CMAKE_BUILD_PARALLEL_LEVEL=1 fails "0 users.rows.cpp" "users.rows.cpp"
        rm -r "$output"
        builds 1 "${all[@]}"
    fi
}

edited_output() {
    row "generated source edited by hand"
    echo '// by hand' >>"$output/users.rows.cpp"
    builds 0 users.rows.cpp
    row "and its schema touched"
    touch "$users"
    builds 1 users.rows.cpp
    if grep -q 'by hand' "$output/users.rows.cpp"; then
        bad "the edit is still there"
    fi
}

errors() {
    local before
    row "schema with an error, built twice"
    before=$(checksum)
    cp "$posts" "$work/posts.rows"
    insert_after "$posts" 'title: string' '  body: strng'
    fails 1 'posts\.rows:[0-9]+:[0-9]+: error: '
    fails 1 'posts\.rows:[0-9]+:[0-9]+: error: '
    [[ $(checksum) == "$before" ]] || bad "the old outputs are not whole"
    row "corrected to the former text"
    cp "$work/posts.rows" "$posts"
    builds 1
}

# A template of one's own stands for every option, and for what a new version of the tool would print.
templates() {
    local sources=(posts.rows.cpp tags.rows.cpp users.rows.cpp)
    cp "$ROWSMITH_SOURCE_DIR/templates/$source_template" "$work"
    echo '// from a template of our own' >>"$work/$source_template"
    row "option changed: TEMPLATES, still empty"
    mkdir "$work/templates"
    configure "-DARGUMENTS=TEMPLATES;$work/templates"
    builds 1
    row "template added"
    cp "$work/$source_template" "$work/templates"
    builds 1 "${sources[@]}"
    row "template edited"
    echo '// twice' >>"$work/templates/$source_template"
    builds 1 "${sources[@]}"
    row "template deleted"
    rm "$work/templates/$source_template"
    builds 1 "${sources[@]}"
    row "option dropped"
    configure -DARGUMENTS=
    builds 1
}

upgraded_tool() {
    row "generator upgraded, other output"
    run_build
    cp "$work/$source_template" "$work/templates"
    mv "$tool" "$tool.real"
    cat >"$tool" <<END
#!/bin/sh
[ "\$1" = --version ] && exec "$tool.real" --version
exec "$tool.real" "\$@" --templates "$work/templates"
END
    chmod +x "$tool"
    builds 1 posts.rows.cpp tags.rows.cpp users.rows.cpp
}

schema_list() {
    local list=$project/models/CMakeLists.txt
    row "schema added"
    sed 's/Tag as "tags"/Link as "links"/' "$project/models/sub/tags.rows" >"$project/models/links.rows"
    sed -i 's,sub/tags.rows,& links.rows,' "$list"
    builds 1 links.rows.cpp
    row "schema removed"
    sed -i 's, links.rows,,' "$list"
    builds 1
    [[ ! -e $output/links.rows.hpp && ! -e $output/links.rows.cpp ]] || bad "links.rows.* are still there"
    row "schema renamed"
    mv "$project/models/sub/tags.rows" "$project/models/sub/labels.rows"
    sed -i -E 's,sub(.)tags,sub\1labels,' "$list" "$main"
    builds 1 labels.rows.cpp main.cpp
    [[ ! -e $output/sub/tags.rows.hpp ]] || bad "sub/tags.rows.hpp is still there"
    row "schema named as before"
    mv "$project/models/sub/labels.rows" "$project/models/sub/tags.rows"
    sed -i -E 's,sub(.)labels,sub\1tags,' "$list" "$main"
    builds 1 tags.rows.cpp main.cpp
}

single_targets() {
    row "clean, target other"
    run_build --target clean
    if [[ $generator == Ninja ]]; then
        builds_with "1 other.cpp" --target other
    else
        builds_with "1 other.cpp posts.rows.cpp tags.rows.cpp users.rows.cpp" --target other
    fi
    row "clean, target models_rowsmith"
    run_build --target clean
    builds_with "1" --target models_rowsmith
    row "then all"
    builds 0 "${all[@]}"
    if [[ $generator == Ninja ]]; then
        row "clean, one object file of app"
        run_build --target clean
        builds_with "1 main.cpp" --target app/CMakeFiles/app.dir/main.cpp.o
    fi
}

begin
"prepare_$way"
row "configure"
configure
first_builds
relinked_tool
if [[ $way == package ]]; then
    fresh_outputs
    edits
    imports
    queries
    missing_outputs
    edited_output
    errors
    templates
    schema_list
    single_targets
    upgraded_tool
fi
finish
