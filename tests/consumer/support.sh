# Shared by the tests of this folder: a copy of the project, one build at a time, and what that build did. Sourced with
#   consumer     this folder            work          a folder of the test's own, made anew
#   generator    a CMake generator      configuration -D arguments for every configure
# set.

# With these, ccache takes the objects that an equal build left in another folder. The locale is a part of its keys, so
# it stays as it is.
export CCACHE_NOHASHDIR=1 CCACHE_BASEDIR=$work
export CMAKE_BUILD_PARALLEL_LEVEL=2
unset NINJA_STATUS VERBOSE MAKEFLAGS MAKELEVEL MFLAGS CLICOLOR_FORCE CMAKE_GENERATOR DESTDIR
project=$work/project
build=$work/build
log=$work/log
failures=0
name=start

begin() {
    rm -rf "$work"
    mkdir -p "$work"
    cp -R "$consumer/project" "$project"
}

# Every row says its name first: a failure is reported under it.
row() {
    name=$1
}

good() {
    echo "ok      $name"
}

bad() {
    echo "FAILED  $name: $1"
    sed 's/^/        | /' "$log"
    failures=$((failures + 1))
}

finish() {
    if ((failures)); then
        echo "$failures failed; the project is in $work"
        exit 1
    fi
    rm -rf "$work"
}

configure() {
    cmake -S "$project" -B "$build" -G "$generator" "${configuration[@]}" "$@" >"$log" 2>&1 || bad "configure failed"
}

run_build() {
    cmake --build "$build" "$@" >"$log" 2>&1
}

# What the last build did, from what build tools print: "2 main.cpp users.rows.cpp" is two runs and two compiles.
# Rowsmith's own sources, in the tree, do not count.
did() {
    local runs compiles
    runs=$(grep -c ' rowsmith: models$' "$log" || true)
    compiles=$(sed -nE 's,.*Building CXX object (models|app|other)/.*/([^/]+)\.o$,\2,p' "$log" | sort | tr '\n' ' ')
    echo "$runs $compiles" | sed 's/ *$//'
}

# check_did RUNS SOURCE...: the last build ran the generator that often and compiled these, in any order.
check_did() {
    local expected
    expected=$(echo "$1 $(printf '%s\n' "${@:2}" | sort | tr '\n' ' ')" | sed 's/ *$//')
    if [[ $(did) != "$expected" ]]; then
        bad "expected '$expected', got '$(did)'"
        return 1
    fi
}

# builds RUNS SOURCE...: the build does exactly this, and the one after it nothing.
builds() {
    builds_with "$1 ${*:2}"
}

# builds_with "RUNS SOURCE..." ARGUMENT...: the same for a build with arguments.
builds_with() {
    local expected
    read -ra expected <<<"$1"
    if ! run_build "${@:2}"; then
        bad "the build failed"
        return
    fi
    check_did "${expected[@]}" || return 0
    run_build "${@:2}" || true
    check_did 0 && good
}

# fails "RUNS SOURCE..." TEXT: the build fails, having run the generator that often and tried these, and says TEXT.
fails() {
    local expected
    read -ra expected <<<"$1"
    if run_build; then
        bad "the build did not fail"
    elif check_did "${expected[@]}"; then
        says "$2"
    fi
}

# says TEXT: the last command printed a match of it; CMake breaks lines where it likes.
says() {
    if tr -s ' \n' ' ' <"$log" | grep -qE -- "$1"; then
        good
    else
        bad "the message '$1' is missing"
    fi
}
