#!/usr/bin/env bash
# budget_test.sh SOURCE ROWSMITH COMPILER: what compiling generated code costs, in numbers that do not depend on the
# machine: how much is generated per table, how much the public headers pull in, and how much a query adds. Times:
# benchmarks/compile/run and benchmarks/compile/query.
set -euo pipefail
source=$1
rowsmith=$2
compiler=$3
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

# at_most NAME VALUE LIMIT
at_most() {
    echo "$1: $2 (limit $3)"
    if (($2 > $3)); then
        echo "over budget: $1"
        failed=1
    fi
}

# preprocessed HEADER: lines that the compiler reads for it.
preprocessed() {
    echo "#include <rowsmith/$1>" >"$folder/include.cpp"
    "$compiler" -std=c++20 -I "$source/runtime/include" -E "$folder/include.cpp" | wc -l
}

tables=40
"$source/benchmarks/compile/schema" "$tables" >"$folder/big.rows"
"$rowsmith" generate --out "$folder" "$folder/big.rows"
at_most "bytes of header per table of 10 columns" $(($(wc -c <"$folder/big.rows.hpp") / tables)) 2750
at_most "bytes of source per table of 10 columns" $(($(wc -c <"$folder/big.rows.cpp") / tables)) 7500

at_most "preprocessed lines of mapping.hpp" "$(preprocessed mapping.hpp)" 45000
at_most "preprocessed lines of types.hpp" "$(preprocessed types.hpp)" 50000
at_most "preprocessed lines of repository.hpp" "$(preprocessed repository.hpp)" 80000
at_most "preprocessed lines of rowsmith.hpp" "$(preprocessed rowsmith.hpp)" 110000

# functions QUERY: how many are compiled for a source with this query of benchmarks/compile/query.cpp.
functions() {
    "$compiler" -std=c++20 -O0 -I "$source/runtime/include" -I "$folder/shop" -DQUERY="$1" \
        -c "$source/benchmarks/compile/query.cpp" -o "$folder/query.o"
    nm --defined-only "$folder/query.o" | grep -c ' [TWtw] '
}

"$rowsmith" generate --out "$folder/shop" "$source/schemas/shop.rows"
without=$(functions 0)
at_most "functions for where, order_by, limit" $(($(functions 1) - without)) 200
at_most "functions for select, join, group_by, order_by" $(($(functions 2) - without)) 280

heavy='iostream|iomanip|sstream|fstream|regex|map|unordered_map|unordered_set|mutex|thread|future|ranges|algorithm|any|variant|format'
if grep -rnE "#include <($heavy)>" "$source/runtime/include"; then
    echo "public headers include what is expensive to compile, above"
    failed=1
fi
exit "$failed"
