#!/usr/bin/env bash
# What configure refuses, and the words it says. Usage: messages.sh WORK
set -euo pipefail
consumer=$(cd "$(dirname "$0")" && pwd)
generator=Ninja work=$1
. "$consumer/support.sh"

find_rowsmith='find_package(Rowsmith REQUIRED)'

# refuses NAME CODE TEXT [ARGUMENT...]: a project with this CMake code cannot be configured, and TEXT says why.
refuses() {
    row "$1"
    write_project "$2"
    if configure_anew "${@:4}"; then
        bad "configure went through"
    else
        says "$3"
    fi
}

accepts() {
    row "$1"
    write_project "$2"
    if configure_anew "${@:3}"; then
        good
    else
        bad "configure stopped"
    fi
}

write_project() {
    printf '%s\n' 'cmake_minimum_required(VERSION 3.25)' 'project(Messages LANGUAGES CXX)' "$1" >"$project/CMakeLists.txt"
}

# The checks of the compiler are kept from one project to the next; what was found is not.
configure_anew() {
    cmake -U 'ROWSMITH*' -U 'Rowsmith*' -S "$project" -B "$build" -G Ninja "${configuration[@]}" "$@" >"$log" 2>&1
}

tool_of_version() { # FILE TEXT: a program that prints TEXT as its version
    printf '#!/bin/sh\necho "%s"\n' "$2" >"$1"
    chmod +x "$1"
}

arguments() {
    refuses "no schemas" "$find_rowsmith
        rowsmith_generate(TARGET models)" "needs TARGET and SCHEMAS"
    refuses "no target" "$find_rowsmith
        rowsmith_generate(SCHEMAS one.rows)" "needs TARGET and SCHEMAS"
    refuses "an unknown argument" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMA one.rows SCHEMAS one.rows)" "unknown argument 'SCHEMA;one.rows'"
    refuses "an unknown dialect" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows DIALECTS sqlite oracle)" "unknown dialect 'oracle'"
    refuses "a driver that was not built" "set(ROWSMITH_POSTGRES OFF)
        add_subdirectory(\"$consumer/../..\" rowsmith)
        rowsmith_generate(TARGET models SCHEMAS one.rows DIALECTS postgres)" "no target rowsmith::postgres"
    refuses "a template folder that is none" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows TEMPLATES nowhere)" "TEMPLATES '.*/nowhere' is not a folder"
}

schemas() {
    refuses "a file that is not .rows" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.sql)" "one.sql' is not a .rows file"
    refuses "a file that does not exist" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS two.rows)" "there is no file '.*two.rows'"
    refuses "two schemas of one name" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows sub/one.rows)" "second schema of the name 'one.rows'; set SCHEMA_ROOT"
    accepts "two of one name below a root" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMA_ROOT . SCHEMAS one.rows sub/one.rows)"
    refuses "a schema outside the root" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMA_ROOT sub SCHEMAS one.rows)" "outside SCHEMA_ROOT '.*/sub'"
}

targets() {
    refuses "one target twice" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows)
        rowsmith_generate(TARGET models SCHEMAS sub/one.rows OUTPUT_DIRECTORY other)" "'models' has generated code already"
    refuses "one output folder twice" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows OUTPUT_DIRECTORY made)
        rowsmith_generate(TARGET others SCHEMAS one.rows OUTPUT_DIRECTORY made/.)" "'.*/made' belongs to target models of .*/CMakeLists.txt"
    refuses "an output folder outside the build tree" "$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows OUTPUT_DIRECTORY \${CMAKE_SOURCE_DIR}/made)" "is outside the build tree"
    refuses "a target of another folder" "$find_rowsmith
        add_subdirectory(sub)
        rowsmith_generate(TARGET other SCHEMAS one.rows)" "'other' belongs to another folder, '.*/sub'"
    refuses "a target without sources" "$find_rowsmith
        add_library(models INTERFACE)
        rowsmith_generate(TARGET models SCHEMAS one.rows)" "is not a library or executable"
}

tools() {
    tool_of_version "$work/older" "rowsmith 0.0.9"
    tool_of_version "$work/same" "$("$ROWSMITH_PREFIX/bin/rowsmith" --version)"
    local call="$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows)"
    refuses "a tool of another version" "$call" "is 'rowsmith 0.0.9', but the runtime is of version" \
        "-DROWSMITH_EXECUTABLE=$work/older"
    accepts "a tool of the same version" "$call" "-DROWSMITH_EXECUTABLE=$work/same"
    refuses "a tool with a relative path" "$call" "is not the absolute path" -DROWSMITH_EXECUTABLE=same
    refuses "a tool that does not run" "$call" "does not run on this machine" "-DROWSMITH_EXECUTABLE=$project/one.rows"
    refuses "no tool" "find_package(Rowsmith REQUIRED COMPONENTS runtime)
        rowsmith_generate(TARGET models SCHEMAS one.rows)" "no generator; set ROWSMITH_EXECUTABLE"
    refuses "no runtime" "find_package(Rowsmith REQUIRED COMPONENTS generator)
        rowsmith_generate(TARGET models SCHEMAS one.rows)" "no target rowsmith::runtime"
}

components() {
    refuses "a component that was not built" "find_package(Rowsmith REQUIRED COMPONENTS runtime oracle)" \
        "Component 'oracle' was not built"
    accepts "the same, optional" "find_package(Rowsmith REQUIRED COMPONENTS runtime OPTIONAL_COMPONENTS oracle)
        if(Rowsmith_oracle_FOUND OR NOT Rowsmith_runtime_FOUND)
          message(FATAL_ERROR \"wrong components\")
        endif()"
    accepts "the generator alone, without SQLite" "find_package(Rowsmith REQUIRED COMPONENTS generator)
        if(TARGET rowsmith::runtime OR TARGET SQLite::SQLite3 OR NOT TARGET rowsmith::rowsmith)
          message(FATAL_ERROR \"wrong targets\")
        endif()"
    refuses "a newer version" "find_package(Rowsmith 99 REQUIRED)" "compatible with requested version \"99\""
}

# The prefix of the foreign machine holds a rowsmith that does not run here; the machine's own one is on the PATH.
cross_build() {
    local prefix=$work/foreign toolchain=$work/toolchain.cmake
    local call="$find_rowsmith
        rowsmith_generate(TARGET models SCHEMAS one.rows)"
    cp -R "$ROWSMITH_PREFIX" "$prefix"
    cp "$project/one.rows" "$prefix/bin/rowsmith"
    chmod +x "$prefix/bin/rowsmith"
    cat >"$toolchain" <<END
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR foreign)
set(CMAKE_FIND_ROOT_PATH "$prefix" /)
set(CMAKE_PREFIX_PATH "$prefix")
set(CMAKE_LIBRARY_ARCHITECTURE "$(c++ -print-multiarch)")
END
    build=$work/cross configuration=("-DCMAKE_TOOLCHAIN_FILE=$toolchain")
    refuses "a cross build without a tool of its own" "$call" "set ROWSMITH_EXECUTABLE"
    mkdir "$work/bin"
    cp "$work/same" "$work/bin/rowsmith"
    PATH=$work/bin:$PATH
    accepts "a cross build with the machine's own tool" "$call"
    grep -q "^ROWSMITH_EXECUTABLE:FILEPATH=$work/bin/rowsmith$" "$build/CMakeCache.txt" || bad "another tool was found"
}

rm -rf "$work"
mkdir -p "$project/sub"
configuration=("-DCMAKE_PREFIX_PATH=$ROWSMITH_PREFIX")
touch "$project/one.rows" "$project/one.sql" "$project/sub/one.rows"
echo 'add_library(other STATIC)' >"$project/sub/CMakeLists.txt"
arguments
schemas
targets
tools
components
cross_build
finish
