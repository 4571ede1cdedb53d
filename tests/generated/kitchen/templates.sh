#!/usr/bin/env bash
# templates.sh ROWSMITH SOURCE WORK: the kitchen sink's code contains something of every line of every template, so the
# tests that compile and run it have seen them all. WORK is a folder of the test's own.
set -euo pipefail

rowsmith=$1
source=$2
work=$3

rm -rf "$work"
mkdir -p "$work/templates"
# Each line that prints something gets a mark of its own; what comes out is not meant to compile.
for template in "$source"/templates/*.tpl; do
    name=$(basename "$template")
    awk -v name="$name" '/^[ \t]*(%|##|$)/ { print; next } { print $0 " @@" name ":" NR "@@" }' "$template" \
        >"$work/templates/$name"
done
grep -rhoE '@@[^@]*@@' "$work/templates" | sort >"$work/all"
"$rowsmith" generate --out "$work/out" --templates "$work/templates" \
    "$source"/schemas/kitchen_*.rows
grep -rhoE '@@[^@]*@@' "$work/out" | sort -u >"$work/seen"
echo "$(wc -l <"$work/seen") of $(wc -l <"$work/all") lines of templates"
(($(wc -l <"$work/all") > 150)) || { echo "the templates were not found" && exit 1; }
if ! missing=$(comm -23 "$work/all" "$work/seen") || [[ -n $missing ]]; then
    echo "schemas/kitchen_sink.rows makes no use of these lines:"
    echo "$missing"
    exit 1
fi
rm -rf "$work"
