#!/usr/bin/env bash
# Projects of other shapes: several configurations, folders with spaces, unity builds, other kinds of target. Each one
# builds with one run of the generator, and the next build does nothing. Usage: variants.sh WORK
set -euo pipefail
consumer=$(cd "$(dirname "$0")" && pwd)
generator=Ninja base=$1 work=$1/start
. "$consumer/support.sh"

all=(main.cpp other.cpp posts.rows.cpp tags.rows.cpp users.rows.cpp)
own=(own.cpp posts.rows.cpp tags.rows.cpp users.rows.cpp)

# variant NAME GENERATOR ARGUMENT...: a new copy of the project, configured.
variant() {
    row "$1, $2"
    generator=$2 work=$base/$1 project=$base/$1/project build=$base/$1/build log=$base/$1/log
    configuration=("-DCMAKE_PREFIX_PATH=$ROWSMITH_PREFIX")
    begin
    configure "${@:3}"
}

several_configurations() {
    variant configurations "Ninja Multi-Config"
    builds_with "1 ${all[*]}" --config Debug
    builds_with "0 ${all[*]}" --config Release
    builds_with "0" --config Debug
    touch "$project/models/users.rows"
    builds_with "1" --config Release
}

other_shapes() {
    variant "folders with spaces" "$1"
    builds 1 "${all[@]}"
    variant unity "$1" -DCMAKE_UNITY_BUILD=ON
    run_build || bad "the build failed"
    check_did 1 posts.rows.cpp tags.rows.cpp users.rows.cpp unity_0_cxx.cxx unity_0_cxx.cxx || true
    builds 0
    variant shared "$1" -DKIND=SHARED -DCMAKE_POSITION_INDEPENDENT_CODE=ON
    builds 1 "${all[@]}"
    variant executable "$1" -DKIND=EXECUTABLE
    builds 1 "${own[@]}"
    variant arguments "$1" "-DARGUMENTS=OUTPUT_DIRECTORY;made here;IMPORT_DIRS;../common;DIALECTS;sqlite"
    mkdir "$project/common"
    mv "$project/models/common.rows" "$project/common"
    builds 1 "${all[@]}"
    touch "$project/common/common.rows"
    builds 1
}

rm -rf "$base"
several_configurations
other_shapes Ninja
other_shapes "Unix Makefiles"
work=$base
finish
