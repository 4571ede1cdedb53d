#!/usr/bin/env bash
# Compiles refused.cpp once as it is, which must work, and once for each of its cases, which must fail: the first error
# that the compiler prints has the words that stand beside the case.
# refused.sh <source> <compiler> <options>...
set -euo pipefail
source=$1
shift
status=0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# A case whose words do not stand beside it would be left out.
words=$(grep -cE '^#(el)?if CASE == [0-9]+ +// ' "$source")
if [[ $words != "$(grep -c 'CASE ==' "$source")" ]]; then
  echo "a case has no words beside it"
  exit 1
fi

# The headers are the same in every case, so they are compiled once.
grep '^#include' "$source" >"$folder/headers.hpp"
precompile() {
  "$@" -x c++-header "$folder/headers.hpp" -o "$folder/headers.hpp.gch"
}
compile() {
  "$@" -include "$folder/headers.hpp" -fsyntax-only "$source" 2>&1
}

for compiler in "$1" clang++; do
  command -v "$compiler" >/dev/null || continue
  precompile "$compiler" "${@:2}"
  if ! output=$(compile "$compiler" "${@:2}" -DCASE=0); then
    printf '%s: what is right does not compile\n%s\n' "$compiler" "$output"
    exit 1
  fi
  while read -r number words; do
    if output=$(compile "$compiler" "${@:2}" -DCASE="$number"); then
      printf '%s: case %s compiles\n' "$compiler" "$number"
      status=1
    elif ! grep -m1 'error: ' <<<"$output" | grep -qE "error: .*$words"; then
      printf '%s: case %s does not begin with "%s" but\n%s\n' "$compiler" "$number" "$words" "$output"
      status=1
    fi
  done < <(sed -nE 's|^#(el)?if CASE == ([0-9]+) +// (.*)$|\2 \3|p' "$source")
done
exit "$status"
