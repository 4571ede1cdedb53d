#!/usr/bin/env bash
# command_line.sh ROWSMITH SOURCE WORK: what a run of ROWSMITH leaves behind, and how it ends. SOURCE is the project, WORK a
# folder of the test's own.
set -euo pipefail

rowsmith=$1
source=$2
work=$3
nested=(inner.rows outer.rows texts.rows words.rows)
# shellcheck source=tests/generator/runs.sh
source "$(dirname "$0")/runs.sh"

# same FOLDER: it holds what the first run made, byte for byte.
same() {
    if diff -r "$work/first" "$work/$1"; then
        good
    else
        bad "$1 differs from the first run's output"
    fi
}

# State of every file in a folder: name, number, time to the nanosecond.
state_of() {
    (cd "$work/$1" && find . -exec stat -c '%n %i %y' {} + | sort)
}

# unchanged FOLDER STATE: nothing in the folder was written, or made anew, since.
unchanged() {
    if [[ $(state_of "$1") == "$2" ]]; then
        good
    else
        bad "files in $1 were written: $(diff <(echo "$2") <(state_of "$1"))"
    fi
}

absent() {
    if [[ ! -e $work/$1 ]]; then
        good
    else
        bad "there is a file '$1'"
    fi
}

# The same schemas give the same bytes, wherever, in whatever order and language they are asked for.
determinism() {
    name="the first run"
    ends 0 generate --out first "${nested[@]}"
    silent out err
    name="another output folder, schemas in another order"
    ends 0 generate --out reversed texts.rows words.rows outer.rows inner.rows
    same reversed
    name="another folder for the schemas, absolute paths"
    mkdir -p "$work/elsewhere/deep/schemas"
    (cd "$work" && cp "${nested[@]}" elsewhere/deep/schemas/)
    ends 0 generate --out absolute "${nested[@]/#/$work/elsewhere/deep/schemas/}"
    same absolute
    name="another current folder"
    (cd "$work/elsewhere" && "$rowsmith" generate --out ../moved "${nested[@]/#/deep/schemas/}")
    same moved
    name="another locale"
    local locale=C.UTF-8
    if locale -a | grep -qi '^tr_TR\.utf-\?8$'; then
        locale=tr_TR.UTF-8
    fi
    LC_ALL=$locale LANG=$locale ends 0 generate --out turkish "${nested[@]}"
    same turkish
    LC_ALL=C TZ=Asia/Tokyo ends 0 generate --out plain "${nested[@]}"
    same plain
    name="an option before the schemas"
    ends 0 generate --out chosen --dialects sqlite,postgres "${nested[@]}"
    same chosen
    name="with a depfile and a stamp"
    ends 0 generate --out stamped --stamp stamp --depfile stamp.d "${nested[@]}"
    same stamped
    name="beside a file that imports them, and adds relations to their tables"
    cp "$source/tests/generated/warnings/echo.rows" "$work/elsewhere/deep/schemas/"
    (cd "$work/elsewhere/deep/schemas" && "$rowsmith" generate --out "$work/beside" "${nested[@]}" echo.rows)
    rm "$work"/beside/echo.rows* && cp "$work/first/.rowsmith/manifest" "$work/beside/.rowsmith/manifest"
    same beside
    name="the same diagnostics, and the same SQL, in every run"
    ends 0 ddl --dialect postgres "${nested[@]}"
    cp "$work/out" "$work/sql"
    LC_ALL=$locale ends 0 ddl --dialect postgres texts.rows outer.rows words.rows inner.rows
    diff -q "$work/sql" "$work/out" >/dev/null || bad "the SQL depends on the order of arguments"
}

check_option() {
    local state
    name="--check after generate"
    state=$(state_of first)
    ends 0 generate --check --out first "${nested[@]}"
    silent out err
    name="a second run writes nothing"
    ends 0 generate --out first "${nested[@]}"
    unchanged first "$state"
    name="--check without outputs"
    ends 1 generate --check --out never "${nested[@]}"
    prints out "+++ b/inner.rows.hpp"
    absent never
    name="--check after a hand edit"
    cp -R "$work/first" "$work/edited"
    sed -i 's/^struct Outer {/struct Outer final {/' "$work/edited/outer.rows.hpp"
    state=$(state_of edited)
    ends 1 generate --check --out edited "${nested[@]}"
    prints out "--- a/outer.rows.hpp"
    prints out "+++ b/outer.rows.hpp"
    prints out "-struct Outer final {"
    prints out "+struct Outer {"
    prints err "rowsmith generate"
    unchanged edited "$state"
    name="generate repairs the hand edit, and only that"
    ends 0 generate --out edited "${nested[@]}"
    same edited
    local written
    written=$(comm -13 <(echo "$state") <(state_of edited) | sed 's/ .*//' | grep 'rows' | grep -v '^./.rowsmith')
    [[ $written == ./outer.rows.hpp ]] || bad "written as well: $written"
    name="--check sees what an earlier run left"
    ends 1 generate --check --out edited inner.rows outer.rows
    name="generate removes what an earlier run left"
    ends 0 generate --out edited inner.rows outer.rows
    absent edited/texts.rows.hpp
}

refusals() {
    local state
    printf 'namespace wrong\n\ntable A {\n  id: int64 primary\n  b: bigint\n}\n' >"$work/wrong.rows"
    name="a schema with errors writes nothing"
    ends 1 generate --out never wrong.rows
    prints err "wrong.rows:5:6: error: unknown type 'bigint' [RS0302]"
    silent out
    absent never
    name="one schema with errors among good ones"
    state=$(state_of first)
    ends 1 generate --out first --stamp wrong.stamp --depfile wrong.d "${nested[@]}" wrong.rows
    unchanged first "$state"
    absent wrong.stamp
    absent wrong.d
    name="a file that somebody wrote by hand"
    mkdir -p "$work/foreign"
    echo 'int main() {}' >"$work/foreign/texts.rows.cpp"
    state=$(state_of foreign)
    ends 3 generate --out foreign "${nested[@]}"
    prints err "texts.rows.cpp"
    prints err "was not generated by rowsmith"
    unchanged foreign "$state"
    name="--check of a file that somebody wrote by hand"
    ends 1 generate --check --out foreign "${nested[@]}"
    prints err "'foreign/texts.rows.cpp' was not generated by rowsmith"
    cp -R "$work/first" "$work/mixed"
    cp "$work/foreign/texts.rows.cpp" "$work/mixed/texts.rows.cpp"
    ends 1 generate --check --out mixed "${nested[@]}"
    prints err "'mixed/texts.rows.cpp' was not generated by rowsmith"
    silent out
    if grep -q "rowsmith generate" "$work/err"; then
        bad "generate would not help: $(cat "$work/err")"
    fi
    name="a folder of templates that is not there"
    ends 1 generate --out never --templates nowhere texts.rows
    prints err "nowhere: the folder of templates cannot be opened: No such file or directory"
    silent out
    absent never
    name="names that outputs cannot have"
    cp "$work/texts.rows" "$work/aux.rows"
    ends 2 generate --out never aux.rows
    prints err "rowsmith: error: cannot write 'never/aux.rows.hpp': it is not a file name on every system"
    mkdir -p "$work/upper"
    sed "s/^namespace texts/namespace other/" "$work/texts.rows" >"$work/upper/Texts.rows"
    ends 2 generate --check --out never texts.rows upper/Texts.rows
    prints err "differs in case only"
    absent never
}

exit_codes() {
    local command
    name="--help and --version"
    ends 0 --help
    ends 0 --version
    prints out "rowsmith "
    name="usage"
    ends 2
    ends 2 bogus
    prints err "there is no command 'bogus'; the commands are generate, check"
    ends 2 chekc texts.rows
    prints err "did you mean 'check'?"
    for command in generate check inspect ddl dump diagram format; do
        name="usage of $command"
        ends 0 "$command" --help
        ends 2 "$command"
        ends 2 "$command" --nonsense texts.rows
    done
    ends 2 generate texts.rows
    ends 2 generate --out never --dialects oracle texts.rows
    ends 2 ddl texts.rows
    ends 2 ddl --dialect oracle texts.rows
    absent never
    local given
    for given in "generate --out ok" check inspect "ddl --dialect sqlite" dump diagram; do
        read -ra command <<<"$given"
        name="exit codes of ${command[0]}"
        ends 0 "${command[@]}" texts.rows
        ends 1 "${command[@]}" wrong.rows
        ends 3 "${command[@]}" missing.rows
        prints err "missing.rows"
        ends 3 "${command[@]}" "$work"
    done
    name="inspect of one table"
    ends 0 inspect --table Defaults texts.rows
    ends 1 inspect --table Default texts.rows
    prints err "did you mean 'Defaults'?"
    name="inspect of statements"
    ends 0 inspect --sql texts.rows
    ends 0 inspect --sql --table Defaults texts.rows
    prints out "Defaults: insert"
    ends 1 inspect --sql --table Default texts.rows
    name="an output folder that cannot be"
    ends 3 generate --out texts.rows texts.rows
    name="outputs of one name"
    mkdir -p "$work/other"
    printf 'namespace other\ntable Other { id: int64 primary }\n' >"$work/other/texts.rows"
    ends 1 generate --out never texts.rows other/texts.rows
    prints err "--root"
    ends 0 generate --out rooted --root . texts.rows other/texts.rows
    [[ -e $work/rooted/other/texts.rows.hpp ]] || bad "no other/texts.rows.hpp"
    name="outputs that include each other by one name"
    mkdir -p "$work/common"
    printf 'namespace common\ntable Place { id: int64 primary }\n' >"$work/common/shop.rows"
    printf 'namespace shop\nimport "common/shop.rows"\ntable Shop {\n  id: int64 primary\n  at: Place\n}\n' \
        >"$work/shop.rows"
    ends 1 generate --out never shop.rows
    prints err "--root"
    ends 0 generate --out rooted2 --root . shop.rows
    name="files whose constants have one name"
    printf 'namespace n\ntable A { id: int64 primary }\n' >"$work/a-b.rows"
    printf 'namespace n\ntable B { id: int64 primary }\n' >"$work/a_b.rows"
    ends 1 generate --out never a-b.rows a_b.rows
    prints err "would both define 'a_b_schema' in namespace n"
    absent never
}

# What is gone from a folder is told, and what a script needs is in it.
other_schemas() {
    name="outputs of an earlier run"
    ends 0 generate --out turns --root . common/shop.rows
    ends 0 generate --out turns --root . texts.rows
    prints err "removed 'turns/common/shop.rows.hpp', which an earlier run made"
    absent turns/common
    name="the DDL of imports"
    ends 0 ddl --dialect sqlite shop.rows
    prints out 'create table "place"'
    prints out 'create table "shop"'
}

# What one database does not take is an error where code for it is wanted, and nowhere else.
limits() {
    printf 'namespace shop\n\ntable Box {\n  id: int64 primary\n  volume: int64 computed "id * 3" virtual\n}\n' >"$work/box.rows"
    name="limits of all databases"
    ends 1 check box.rows
    prints err "[RS0709]"
    ends 1 generate --out never box.rows
    prints err "[RS0709]"
    absent never
    name="limits of the wanted databases"
    ends 0 check --dialects sqlite box.rows
    silent out err
    ends 0 generate --out lite --dialects sqlite box.rows
    silent out err
    ends 0 ddl --dialect sqlite box.rows
    ends 1 ddl --dialect postgres box.rows
    prints err "[RS0709]"
    name="limits of no database"
    ends 0 inspect box.rows
    silent err
}

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd -P)
(cd "$source/tests/generated/warnings" && cp "${nested[@]}" "$work")
determinism
check_option
refusals
exit_codes
other_schemas
limits
finish
