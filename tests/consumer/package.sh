#!/usr/bin/env bash
# What comes of the generated target: every generated header compiles on its own, the program runs, and an installed
# copy serves another project, which needs no generator. Usage: package.sh WORK
set -euo pipefail
consumer=$(cd "$(dirname "$0")" && pwd)
generator=Ninja work=$1
. "$consumer/support.sh"

configuration=("-DCMAKE_PREFIX_PATH=$ROWSMITH_PREFIX" "-DCMAKE_INSTALL_PREFIX=$work/blog" -DINSTALLED=ON
    -DCMAKE_VERIFY_INTERFACE_HEADER_SETS=ON)
begin
row "headers on their own, from a clean tree"
configure
run_build --target all_verify_interface_header_sets && good || bad "the build failed"

row "program"
run_build || bad "the build failed"
"$build/app/app" >"$log" 2>&1 || bad "the program failed"
says '^Ada engines'

row "installed, and used by another project"
cmake --install "$build" >"$log" 2>&1 || bad "the installation failed"
build=$work/downstream
cmake -S "$consumer/downstream" -B "$build" -G Ninja "-DCMAKE_PREFIX_PATH=$ROWSMITH_PREFIX;$work/blog" \
    "-DAPP_SOURCE=$project/app/main.cpp" >"$log" 2>&1 || bad "configure failed"
run_build || bad "the build failed"
"$build/downstream" >"$log" 2>&1 || bad "the program failed"
says '^Ada engines'
finish
