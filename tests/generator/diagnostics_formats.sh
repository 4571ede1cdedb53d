#!/usr/bin/env bash
# diagnostics_formats.sh ROWSMITH SOURCE WORK: diagnostics as text, JSON and SARIF, and what explains them. SOURCE is this
# folder, WORK a folder of the test's own.
set -euo pipefail

rowsmith=$1
source=$2
work=$3
# shellcheck source=tests/generator/runs.sh
source "$(dirname "$0")/runs.sh"

# holds CONDITION...: a condition of `test`.
holds() {
    if test "$@"; then
        good
    else
        bad "not so: $1 ...; $(head -n 5 "$work/out" "$work/err")"
    fi
}

# document KIND FILE ERRORS: the file is one whole document of its kind, with so many errors.
document() {
    if python3 -W ignore "$source/diagnostics_formats.py" "$@" >"$work/complaint" 2>&1; then
        good
    else
        bad "$(tail -n 3 "$work/complaint")"
    fi
}

write_schemas() {
    printf 'namespace good\n\ntable A {\n  id: int64 primary\n}\n' >"$work/good.rows"
    mkdir -p "$work/some folder"
    {
        printf 'namespace wrong\n\n/// \xc3\xa9\ntable User {\n  id: int64 primary\n}\n\ntable Post {\n  id: int64 primary\n'
        printf '  author: User inverse posts /// \xf0\x9f\x98\x80\n\treviewer: User inverse posts\n}\n\n'
        printf 'table Many {\n  id: int64 primary\n'
        local i
        for i in {1..30}; do
            printf '  column_%s: int33\n' "$i"
        done
        printf '}'
    } >"$work/some folder/wr%ng #1.rows"
    cp "$work/some folder/wr%ng #1.rows" "$work/"$'not\xffutf8.rows'
}

formats() {
    local schema="some folder/wr%ng #1.rows" format
    name="text goes to standard error"
    ends 1 check "$schema"
    holds ! -s "$work/out"
    prints err "wr%ng #1.rows:11:"
    prints err "For more about an error: rowsmith explain RS"
    name="at most twenty errors are shown as text"
    holds "$(grep -c ': error: ' "$work/err")" = 20
    prints err " more errors"
    name="no advice where nothing is wrong"
    ends 0 check good.rows
    holds ! -s "$work/err" -a ! -s "$work/out"
    for format in json sarif; do
        name="$format is what check gives"
        ends 1 check --diagnostics-format "$format" "$schema"
        holds ! -s "$work/err"
        document "$format" "$work/out" 31
        cp "$work/out" "$work/checked"
        name="$format leaves standard output to other commands"
        ends 1 ddl --dialect sqlite --diagnostics-format "$format" "$schema"
        holds ! -s "$work/out"
        holds "$(cat "$work/err")" = "$(cat "$work/checked")"
        name="$format where nothing is wrong"
        ends 0 check --diagnostics-format "$format" good.rows
        document "$format" "$work/out" 0
        ends 0 ddl --dialect sqlite --diagnostics-format "$format" good.rows
        document "$format" "$work/err" 0
        prints out "create table"
        name="$format of a file whose name is not UTF-8"
        ends 1 check --diagnostics-format "$format" $'not\xffutf8.rows'
        document "$format" "$work/out" 31
    done
    name="a format or a colour that is none"
    ends 2 check --diagnostics-format xml good.rows
    ends 2 check --color blue good.rows
}

# coloured ENVIRONMENT... -- COMMAND...: whether what a terminal would get has escape sequences.
coloured() {
    local text
    text=$(cd "$work" && env -u NO_COLOR TERM=xterm "$@" 2>&1) || true
    if [[ $text == *$'\x1b'* ]]; then echo yes; else echo no; fi
}

colours() {
    local run="'$rowsmith' check 'some folder/wr%ng #1.rows'"
    name="colours change nothing but colours"
    ends 1 check --color never "some folder/wr%ng #1.rows"
    cp "$work/err" "$work/plain"
    ends 1 check --color always "some folder/wr%ng #1.rows"
    holds "$(sed 's/\x1b\[[0-9;]*m//g' "$work/err")" = "$(cat "$work/plain")"
    holds "$(cat "$work/err")" != "$(cat "$work/plain")"
    name="no colours but for a terminal"
    holds "$(coloured "$rowsmith" check "some folder/wr%ng #1.rows")" = no
    name="colours for a terminal"
    # Where no terminal can be had (a chroot without /dev/pts), there is nothing to see.
    if [[ $(script -qec 'test -t 1 && echo yes' /dev/null 2>/dev/null) != yes* ]]; then
        echo "skipped $name: no terminal can be made here"
        return 0
    fi
    holds "$(coloured script -qec "$run" /dev/null)" = yes
    holds "$(coloured NO_COLOR=1 script -qec "$run" /dev/null)" = no
    holds "$(coloured NO_COLOR= script -qec "$run" /dev/null)" = yes
    holds "$(coloured TERM=dumb script -qec "$run" /dev/null)" = no
    holds "$(coloured NO_COLOR=1 script -qec "$run --color always" /dev/null)" = yes
    holds "$(coloured script -qec "$run --color never" /dev/null)" = no
}

explain() {
    local code
    name="explain"
    ends 0 explain RS0312
    cp "$work/out" "$work/page"
    prints out "RS0312: an inverse whose name is taken"
    prints out "    namespace blog"
    holds ! -s "$work/err"
    name="the ways to write a code"
    for code in rs0312 312 0312 Rs312; do
        ends 0 explain "$code"
        holds "$(cat "$work/out")" = "$(cat "$work/page")"
    done
    name="explain lists all codes"
    ends 0 explain
    prints out "RS0101  a file that is not UTF-8"
    prints out "RS0312  an inverse whose name is taken"
    name="codes that are none"
    ends 2 explain 310000
    ends 2 explain RS
    ends 2 explain -- -312
    ends 2 explain RS0100
    holds ! -s "$work/out"
    prints err "there is no code RS0100"
    prints err "RS0101  a file that is not UTF-8"
    ends 2 explain banana
    prints err "'banana' is no code"
}

rm -rf "$work"
mkdir -p "$work"
write_schemas
formats
colours
explain
finish
