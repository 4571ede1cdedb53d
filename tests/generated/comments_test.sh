#!/usr/bin/env bash
# comments_test.sh ROWSMITH SOURCE WORK: documentation of a schema changes nothing that a compiler sees. comments_test.rows
# says hostile things wherever it can; two copies of it say harmless things, and nothing. With comments taken out by the
# compilers at hand, the code generated from all three is the same. WORK is a folder of the test's own.
set -euo pipefail

rowsmith=$1
schema=$2/tests/generated/comments_test.rows
work=$3
failures=0

# seen BY FOLDER: the words that the compiler BY sees in the generated files. Directives are made plain words.
seen() {
    local suffix
    for suffix in .hpp _fwd.hpp .cpp; do
        sed 's/^ *#/HASH /' "$work/$2/comments.rows$suffix" | $1 -E -P -x c++ - | tr -s '[:space:]' '\n'
    done
}

# One line per way to read comments; trigraphs are part of none, but users may turn them on.
variants() {
    local compiler standard
    for compiler in g++ clang++; do
        command -v "$compiler" >/dev/null || continue
        for standard in gnu++20 c++20 "c++20 -trigraphs"; do
            echo "$compiler -w -std=$standard"
        done
    done
}

# generate FOLDER EXPRESSION: from the schema as sed changes it. For SQLite alone, which has no comments in its schema.
generate() {
    mkdir -p "$work/$1"
    sed -E "$2" "$schema" >"$work/$1/comments.rows"
    "$rowsmith" generate --dialects sqlite --out "$work/$1" "$work/$1/comments.rows"
}

rm -rf "$work"
generate hostile ''
generate harmless 's,^( *)///.*,\1/// words,'
generate silent '/^ *\/\/\//d'

mapfile -t variants < <(variants)
((${#variants[@]})) || { echo "there is neither g++ nor clang++" && exit 1; }
for variant in "${variants[@]}"; do
    for folder in hostile harmless silent; do
        seen "$variant" "$folder" >"$work/$folder.seen"
        [[ -s $work/$folder.seen ]] || { echo "FAILED  $variant sees nothing" && exit 1; }
    done
    for folder in harmless silent; do
        if diff "$work/$folder.seen" "$work/hostile.seen"; then
            echo "ok      $variant, $folder"
        else
            echo "FAILED  $variant, $folder"
            failures=$((failures + 1))
        fi
    done
done
# The test can tell: a comment that continues into the next line hides it.
printf 'int a;\n// \\\nint b;\nint c;\n' >"$work/hostile/comments.rows.cpp"
printf 'int a;\n//\nint b;\nint c;\n' >"$work/silent/comments.rows.cpp"
for variant in "${variants[@]}"; do
    if diff -q <(seen "$variant" silent) <(seen "$variant" hostile) >/dev/null; then
        echo "FAILED  $variant does not see that a line is hidden"
        failures=$((failures + 1))
    fi
done
if ((failures)); then
    echo "$failures failed; the files are in $work"
    exit 1
fi
rm -rf "$work"
