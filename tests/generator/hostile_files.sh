#!/usr/bin/env bash
# hostile_files.sh ROWSMITH WORK [unlimited]: files that want too much of ROWSMITH, or want to lead it astray. Each run
# ends with the exit code and the message that it should, within the memory that a run may have (not with `unlimited`,
# for sanitizers), and writes nothing outside its output folder. WORK is a folder of the test's own.
set -euo pipefail

rowsmith=$1
work=$2
most_memory=$((512 * 1024)) # KiB that a run may use
address_space=$((2 * most_memory)) # a bound for what goes wrong; programs ask for more than they use
[[ ${3:-} == unlimited ]] && address_space=unlimited
# shellcheck source=tests/generator/runs.sh
source "$(dirname "$0")/runs.sh"

# The time is a bound for hangs and no measure.
run() {
    ulimit -v "$address_space"
    timeout 120 "$rowsmith" "$@" </dev/null
}

says() {
    prints err "$1"
}

# brief: the last run printed no more than a person reads.
brief() {
    local size
    size=$(cat "$work/out" "$work/err" | wc -c)
    ((size < 20000)) || bad "it printed $size bytes"
}

# schema FILE LINE...: writes a file of these lines behind a namespace.
schema() {
    mkdir -p "$(dirname "$work/$1")"
    printf '%s\n' "namespace n" "${@:2}" >"$work/$1"
}

# repeated TEXT COUNT, without line ends.
repeated() {
    head -c "$((${#1} * $2))" < <(yes "$1" | tr -d '\n')
}

# What no schema can be, whether it is asked for or imported: FILE, the reason.
no_schemas() {
    mkfifo "$work/pipe.rows"
    mkdir "$work/folder.rows"
    ln -s circle.rows "$work/circle.rows"
    ln -s nowhere.rows "$work/dangling.rows"
    truncate -s 1G "$work/sparse.rows"
    local file reason
    while IFS='|' read -r file reason; do
        name="a schema that is $file"
        ends 3 check "$file"
        says "'$file': $reason"
        name="an import that is $file"
        schema importer.rows "import \"$file\""
        ends 1 check importer.rows
        says "importer.rows:2:8: error:"
        says "$file"
    done <<'END'
pipe.rows|it is not a regular file
folder.rows|it is a folder
circle.rows|Too many levels of symbolic links
dangling.rows|there is no such file
sparse.rows|it is larger than 64 MiB
/dev/zero|it is not a regular file
/dev/null|it is not a regular file
/dev/full|it is not a regular file
gone.rows|there is no such file
END
    if [[ -e /proc/self/mem ]]; then # a regular file that cannot be read
        name="a schema that cannot be read"
        ends 3 check /proc/self/mem
        says "cannot read '/proc/self/mem': Input/output error"
    fi
    name="a schema below a file"
    ends 3 check sparse.rows/a.rows
    says "sparse.rows/a.rows"
    rm "$work/sparse.rows"
}

# The permissions of others say nothing to the superuser.
unreadable() {
    ((UID != 0)) || return 0
    schema unreadable.rows
    chmod 0 "$work/unreadable.rows"
    name="a schema that may not be read"
    ends 3 check unreadable.rows
    says "cannot open 'unreadable.rows': Permission denied"
}

# The current folder is gone, and with it all that was in it.
vanished() {
    local status=0
    name="a schema that vanished"
    mkdir "$work/vanished"
    (cd "$work/vanished" && rmdir "$work/vanished" && "$rowsmith" check shop.rows) 2>"$work/err" || status=$?
    [[ $status == 3 ]] || bad "exit code $status instead of 3"
    says "shop.rows"
}

imports() {
    local file
    name="a file that imports itself"
    schema self.rows 'import "self.rows"' 'table A { id: int64 primary }'
    ends 1 check self.rows
    says "self.rows:2:8: error: a file sees its own declarations"
    name="a ring of imports"
    schema ring/a.rows 'import "b.rows"' 'table A { b: B? }'
    schema ring/b.rows 'import "c.rows"' 'table B { c: C? }'
    schema ring/c.rows 'import "a.rows"' 'table C { a: A? }'
    sed -i 's/{ /{ id: int64 primary\n /; s/ }/\n}/' "$work"/ring/*.rows
    ends 0 check ring/a.rows
    name="a ring of imports through symbolic links"
    ln -s . "$work/ring/again"
    schema ring/start.rows 'import "again/again/again/a.rows"' 'table S {' ' id: int64 primary' ' a: A?' '}'
    ends 0 check ring/start.rows
    sed -i 's/^import.*/&\nimport "a.rows"/' "$work/ring/start.rows"
    ends 1 check ring/start.rows
    says "ring/start.rows:3:8: error: 'a.rows' is imported twice"
    name="a chain of 1,000 imports"
    for ((file = 0; file < 1000; ++file)); do
        schema "chain/$file.rows" "import \"$((file + 1)).rows\"" "table T$file {" " id: int64 primary" " next: T$((file + 1))?" "}"
    done
    schema chain/1000.rows 'table T1000 { id: int64 primary }'
    ends 0 check chain/0.rows
    name="1,000 imports in one file"
    { echo "namespace n" && for ((file = 1; file <= 1000; ++file)); do echo "import \"chain/$file.rows\""; done; } >"$work/wide.rows"
    ends 0 check wide.rows
    name="10,000 imports of nothing"
    { echo "namespace n" && for ((file = 1; file <= 10000; ++file)); do echo "import \"none/$file.rows\""; done; } >"$work/wide.rows"
    ends 1 check wide.rows
    says "wide.rows:2:8: error: there is no file 'none/1.rows' to import [RS0601]"
    brief
}

# Texts that are too much of something: they are refused in a few words.
bombs() {
    local sign
    for sign in '(' '[' '{' 'a: b(' 'index (' 'table T {' 'a: int64 check (' '"' '\'; do
        name="100,000 times $sign"
        { printf 'namespace n\ntable T {\n  ' && repeated "$sign" 100000; } >"$work/deep.rows"
        ends 1 check deep.rows
        says "deep.rows:"
        brief
    done
    name="a name of 100,000 bytes"
    schema long.rows "table $(repeated a 100000) { id: int64 primary }"
    ends 1 check long.rows
    says "long.rows:2:7: error:"
    brief
    name="a text of 100,000 bytes"
    schema long.rows "table A as \"$(repeated a 100000)\" { id: int64 primary }"
    ends 1 check long.rows
    says "long.rows:2:12: error:"
    brief
    name="a number of 100,000 digits"
    schema long.rows "sequence s { start $(repeated 9 100000) }"
    ends 1 check long.rows
    brief
    name="100,000 errors"
    { printf 'namespace n\ntable T {\n  id: int64 primary\n' && yes '  x: nosuch +' | head -100000 && echo "}"; } >"$work/wrong.rows"
    ends 1 check wrong.rows
    says "wrong.rows:4:"
    brief
    name="a line of 10 MB without a mistake"
    { printf 'namespace n\n// ' && repeated abcdefgh 1250000 && printf '\ntable T { id: int64 primary }\n'; } >"$work/line.rows"
    ends 0 check line.rows
    name="a line of 10 MB of mistakes"
    { printf 'namespace n\n' && repeated '+-*/ "' 1700000; } >"$work/line.rows"
    ends 1 check line.rows
    says "line.rows:2:"
    brief
    name="64 MiB of line ends"
    head -c "$((64 << 20))" /dev/zero | tr '\0' '\n' >"$work/line.rows"
    ends 1 check line.rows
    says "line.rows:1:1: error:"
    brief
    rm "$work/line.rows"
}

# What is large and yet right.
large() {
    local table column
    name="1,000 tables of 100 columns"
    {
        echo "namespace n"
        for ((table = 0; table < 1000; ++table)); do
            printf 'table T%d {\n  id: int64 primary identity\n' "$table"
            for ((column = 1; column < 100; ++column)); do
                echo "  c$column: string(50)?"
            done
            echo "}"
        done
    } >"$work/large.rows"
    ends 0 ddl --dialect sqlite large.rows
    if [[ $address_space == unlimited || ! -x /usr/bin/time ]]; then
        ends 0 generate --out large large.rows
    else
        local used
        (cd "$work" && /usr/bin/time -o used -f %M "$rowsmith" generate --out large large.rows) || bad "it failed"
        used=$(tail -1 "$work/used")
        ((used < most_memory)) || bad "it used $used KiB"
    fi
    rm -rf "$work/large"
    name="names of 63 bytes"
    local long
    long=$(repeated abcdefghi 7)
    schema names.rows "table ${long^} {" "  $long: int64 primary" "  other: int64 unique" "  index (other, $long)" "}"
    ends 0 generate --out names names.rows
    name="names of 64 bytes"
    sed -i "s/abcdefghi:/abcdefghij:/; s/abcdefghi)/abcdefghij)/" "$work/names.rows"
    ends 1 check names.rows
    says "names.rows:3:3: error:"
}

# outside: nothing but the output folder was touched.
outside() {
    local now
    now=$(cd "$work/outside" && find . -exec stat -c '%n %i %s %y' {} + | sort)
    if [[ $now == "$outside" ]]; then
        good
    else
        bad "outside of the output folder: $now"
    fi
}

# A link planted in the output folder leads nowhere: it is refused, and so is a schema's name that is no safe path.
output_folders() {
    local outside link
    schema good.rows 'table A { id: int64 primary }'
    schema sub/good.rows 'table A { id: int64 primary }'
    mkdir -p "$work/outside/folder"
    echo "// Generated by rowsmith" >"$work/outside/victim"
    outside=$(cd "$work/outside" && find . -exec stat -c '%n %i %s %y' {} + | sort)
    for link in victim folder missing; do
        name="a planted link to $link"
        rm -rf "$work/planted" && mkdir "$work/planted"
        ln -s "$work/outside/$link" "$work/planted/good.rows.hpp"
        ends 3 generate --out planted good.rows
        says "good.rows.hpp"
        outside
        name="a planted folder, a link to $link"
        rm -rf "$work/planted" && mkdir "$work/planted"
        ln -s "../outside/$link" "$work/planted/sub"
        ends 3 generate --out planted --root . sub/good.rows
        says "planted/sub/good.rows.hpp"
        outside
        name="a planted .rowsmith, a link to $link"
        rm -rf "$work/planted" && mkdir "$work/planted"
        ln -s "../outside/$link" "$work/planted/.rowsmith"
        ends 3 generate --out planted good.rows
        outside
    done
    name="a schema above the root"
    mkdir -p "$work/root"
    ends 1 generate --out planted --root root good.rows
    says "'good.rows' is not below the root 'root'"
    outside
    name="an output folder that is a link to a folder"
    rm -rf "$work/planted" && mkdir "$work/real" && ln -s real "$work/planted"
    ends 0 generate --out planted good.rows
    [[ -f $work/real/good.rows.hpp ]] || bad "there is no real/good.rows.hpp"
    name="an output folder that is a dangling link"
    ln -s nowhere "$work/lost"
    ends 3 generate --out lost good.rows
    says "lost"
    file_names
    outside
}

# Names of schemas that would become names of outputs.
file_names() {
    local file shown
    for file in 'con.rows' 'a:b.rows' 'a"b.rows' $'a\nb.rows' $'a\x1bb.rows' 'a\b.rows' "$(repeated a 250).rows"; do
        shown=${file:0:20}
        name="a schema called ${shown//[^[:print:]]/?}"
        schema "$file" 'table A { id: int64 primary }'
        ends 2 generate --out names_out "$file"
        says "names_out/"
        [[ ! -e $work/names_out ]] || bad "something was written"
        if grep -q $'\x1b' "$work/err"; then
            bad "a control character of the name reached the terminal"
        fi
    done
}

# Nobody takes what was printed.
full_output() {
    local given command status
    [[ -c /dev/full ]] || return 0
    for given in "ddl --dialect sqlite good.rows" "inspect good.rows" "generate --check --out never good.rows"; do
        read -ra command <<<"$given"
        name="no room for what ${command[0]} prints"
        status=0
        (cd "$work" && "$rowsmith" "${command[@]}" >/dev/full 2>err) || status=$?
        [[ $status == 3 ]] || bad "exit code $status instead of 3"
        says "standard output"
    done
}

rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd -P)
no_schemas
unreadable
vanished
imports
bombs
large
output_folders
full_output
finish
