#!/usr/bin/env bash
# check.sh ROWSMITH SOURCE WORK: what ROWSMITH generates from all schemas of the project at SOURCE, those of this folder
# above all, compiles without a warning, with every compiler at hand. WORK is a folder of the test's own.
set -euo pipefail

rowsmith=$1
source=$2
work=$3
out=$work/out

warnings=(-Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wold-style-cast -Werror)

# The newest standard is called c++2b before it is called c++23.
newest_standard() {
    if "$1" -std=c++23 -fsyntax-only -x c++ /dev/null 2>/dev/null; then
        echo 23
    else
        echo 2b
    fi
}

# One line per compiler and standard; the gnu ones define macros such as `linux`.
variants() {
    if command -v g++ >/dev/null; then
        echo "g++ -std=gnu++20 -Wuseless-cast"
        echo "g++ -std=c++$(newest_standard g++) -Wuseless-cast"
    fi
    if command -v clang++ >/dev/null; then
        echo "clang++ -std=gnu++20"
        echo "clang++ -std=c++$(newest_standard clang++)"
    fi
}

# All headers in one source, in either order, each twice; then all sources. That each header compiles by itself is seen in
# the sources alone, which begin with their header; it begins with its forward header.
write_all() {
    local includes
    includes=$(cd "$out" && printf '#include "%s"\n' *.hpp)
    { echo "$includes" && tac <<<"$includes" && (cd "$out" && printf '#include "%s"\n' *.cpp); } >"$work/all.cpp"
}

rm -rf "$work"
mkdir -p "$work"
shopt -s extglob
# The two schemas of Chinook are the same models under two sets of names: one of them will do.
"$rowsmith" generate --out "$out" "$source"/schemas/!(chinook_postgres).rows "$source"/tests/generated/warnings/*.rows
write_all

mapfile -t compilers < <(variants)
((${#compilers[@]})) || { echo "there is neither g++ nor clang++" && exit 1; }
commands=$work/commands
for compiler in "${compilers[@]}"; do
    files=("$work/all.cpp")
    if [[ $compiler == *gnu++20* ]]; then
        files+=("$out"/*.cpp)
    fi
    for file in "${files[@]}"; do
        printf '%s -fsyntax-only -I%q -I%q -I%q %q\n' "$compiler ${warnings[*]}" "$out" "$source/runtime/include" "$source/tests/generated" "$file"
    done
done >"$commands"
echo "$(wc -l <"$commands") compilations: ${compilers[*]}"
if ! xargs -d '\n' -P "$(nproc)" -I {} bash -c '{} || { echo "FAILED  {}"; exit 1; }' <"$commands"; then
    echo "the generated code is in $out"
    exit 1
fi
rm -rf "$work"
