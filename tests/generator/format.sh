#!/usr/bin/env bash
# format.sh ROWSMITH WORK: what `ROWSMITH format` does to files, what it prints, and how it ends. WORK is a folder of the
# test's own.
set -euo pipefail

rowsmith=$1
work=$2
messy=$'namespace   a\r\n\r\n\r\n  sequence s{start 1}// one'
neat=$'namespace a\n\nsequence s { start 1 } // one'
# shellcheck source=tests/generator/runs.sh
source "$(dirname "$0")/runs.sh"

run() {
    "$rowsmith" format "$@" <in
}

# holds FILE TEXT: the file is TEXT and a line end, or is empty.
holds() {
    if [[ -z $2 && ! -s $work/$1 ]] || cmp -s "$work/$1" <(printf '%s\n' "$2"); then
        good
    else
        bad "$1 is: $(cat "$work/$1")"
    fi
}

# is WHAT EXPECTED ACTUAL
is() {
    if [[ $2 == "$3" ]]; then
        good
    else
        bad "$1 is $3 instead of $2"
    fi
}

# The number and the time of a file: neither changes unless it is written.
state_of() {
    stat -c '%i %y' "$work/$1"
}

files() {
    local state
    name="files that change are named"
    printf '%s' "$messy" >"$work/messy.rows"
    printf '%s\n' "$neat" >"$work/neat.rows"
    chmod 640 "$work/messy.rows"
    state=$(state_of neat.rows)
    ends 0 neat.rows messy.rows
    holds out messy.rows
    holds err ""
    holds messy.rows "$neat"
    name="permissions stay, and what is as it should be is not written"
    is "the mode" 640 "$(stat -c %a "$work/messy.rows")"
    is "the state" "$state" "$(state_of neat.rows)"
    name="a second run"
    state=$(state_of messy.rows)
    ends 0 messy.rows
    holds out ""
    is "the state" "$state" "$(state_of messy.rows)"
    name="a byte order mark alone is a change"
    printf '\xEF\xBB\xBF%s\n' "$neat" >"$work/marked.rows"
    ends 0 marked.rows
    holds out marked.rows
    holds marked.rows "$neat"
    name="behind a symbolic link is the file"
    mkdir -p "$work/deep"
    printf '%s' "$messy" >"$work/deep/target.rows"
    ln -s deep/target.rows "$work/link.rows"
    ends 0 link.rows ./link.rows deep/target.rows
    holds out link.rows
    [[ -L $work/link.rows ]] || bad "the link is gone"
    holds deep/target.rows "$neat"
    name="no temporary files stay"
    is "their list" "" "$(cd "$work" && find . -name '.rowsmith*')"
}

check_option() {
    local state
    name="--check of what is as it should be"
    ends 0 --check neat.rows messy.rows
    holds out ""
    holds err ""
    name="--check of what is not"
    printf '%s' "$messy" >"$work/messy.rows"
    state=$(state_of messy.rows)
    ends 1 --check neat.rows messy.rows
    prints out "--- a/messy.rows"
    prints out "+++ b/messy.rows"
    prints out "+sequence s { start 1 } // one"
    prints err "1 of 2 files would change; run 'rowsmith format'"
    is "the state" "$state" "$(state_of messy.rows)"
    name="the diff of --check is a patch"
    cp "$work/messy.rows" "$work/patched.rows"
    if command -v patch >/dev/null; then
        patch --binary -s "$work/patched.rows" "$work/out" || bad "patch refuses it"
        holds patched.rows "$neat"
    fi
}

standard_input() {
    name="standard input"
    printf '%s' "$messy" >"$work/in"
    ends 0 -
    holds out "$neat"
    holds err ""
    ends 1 --check -
    prints out "+++ b/<stdin>"
    name="standard input with errors"
    printf 'namespace a\ntable {}\n' >"$work/in"
    ends 1 - --stdin-name models/shop.rows
    holds out ""
    prints err "models/shop.rows:2:7: error:"
    ends 1 -
    prints err "<stdin>:2:7: error:"
    printf '%s\n' "$neat" >"$work/in"
    name="standard input that is as it should be"
    ends 0 -
    holds out "$neat"
    ends 0 --check -
    holds out ""
}

errors() {
    local state
    name="a file with errors stays, and the others are formatted"
    printf 'namespace   a\ntable T {\n  a:   bogus bogus\n}\n' >"$work/wrong.rows"
    state=$(state_of wrong.rows)
    ends 1 wrong.rows messy.rows
    holds out messy.rows
    prints err "wrong.rows:3:14: error: unknown attribute 'bogus' [RS0211]"
    is "the state" "$state" "$(state_of wrong.rows)"
    ends 1 --check wrong.rows messy.rows
    holds out ""
    name="imports and names are not looked up"
    printf 'namespace a\nimport "none.rows"\ntable T { a: bogus }\n' >"$work/alone.rows"
    ends 0 alone.rows
    holds out ""
    holds err ""
    name="a file that cannot be read keeps the others from being written"
    printf '%s' "$messy" >"$work/messy.rows"
    state=$(state_of messy.rows)
    mkfifo "$work/pipe.rows"
    truncate -s 65M "$work/large.rows"
    ends 3 messy.rows missing.rows
    prints err "cannot open 'missing.rows': there is no such file"
    ends 3 messy.rows deep
    prints err "cannot read 'deep': it is a folder"
    ends 3 messy.rows pipe.rows
    prints err "cannot read 'pipe.rows': it is not a regular file"
    ends 3 messy.rows large.rows
    prints err "cannot read 'large.rows': it is larger than 64 MiB"
    is "the state" "$state" "$(state_of messy.rows)"
    if [[ $(id -u) != 0 ]]; then
        name="a file that may not be written"
        chmod a-w "$work/messy.rows"
        ends 3 messy.rows
        prints err "cannot write 'messy.rows': Permission denied"
        is "the state" "$state" "$(state_of messy.rows)"
    fi
}

usage() {
    name="usage"
    ends 0 --help
    ends 2
    ends 2 --nonsense neat.rows
    ends 2 - neat.rows
    ends 2 - -
    ends 2 --stdin-name a.rows neat.rows
}

rm -rf "$work"
mkdir -p "$work"
: >"$work/in"
files
check_option
standard_input
errors
usage
finish
