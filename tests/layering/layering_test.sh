#!/usr/bin/env bash
# The direction of dependencies, and where characters of SQL, C++ and a dialect's name may stand. Prints each line that
# breaks a rule; exits with 1 when there is one.
set -euo pipefail
cd "$(dirname "$0")/../.."
broken=0

# forbid <rule> <pattern> <path>...: no line of these files matches the pattern.
forbid() {
  local rule=$1 pattern=$2 found
  shift 2
  found=$(grep -rnE --include='*.hpp' --include='*.cpp' --include='*.tpl' "$pattern" "$@" || true)
  if [ -n "$found" ]; then
    printf 'broken: %s\n%s\n' "$rule" "$found"
    broken=1
  fi
}

# includes <folder> <folders it may include>: of the generator's folders.
includes() {
  local folder=$1 allowed=$2 others
  others=$(printf '%s\n' support syntax model analysis sql checking cpp templating show cli | grep -vxE "$folder|$allowed" | paste -sd'|')
  forbid "generator/$folder includes only $folder|$allowed" "#include \"($others)/" "generator/$folder"
}

includes support 'none'
includes syntax 'support'
includes model 'none'
includes analysis 'support|syntax|model'
includes sql 'support|model'
includes checking 'support|model|sql'
includes templating 'none'
includes cpp 'support|model|sql|templating'
includes show 'support|model|sql|cpp'

forbid 'the runtime knows nothing of the generator' '#include "(support|syntax|model|analysis|sql|checking|cpp|templating|show|cli)/' runtime
forbid 'only runtime/sqlite knows the SQLite library' 'sqlite3' runtime/core
forbid 'only files called after it know the SQLite library' 'sqlite3[_.]' \
  $(find generator -name '*.?pp' -not -name 'sqlite_*')
forbid 'only runtime/postgres knows libpq and libpqxx' 'libpq|pqxx|PG(conn|result)|PQ[a-z]+\(' \
  runtime/core runtime/sqlite runtime/include
forbid 'public headers know no driver' '#include [<"](sqlite3|pqxx|libpq|core/|sqlite/|postgres/)' runtime/include
forbid 'generated code includes public headers only' '#include [<"](core|sqlite|postgres)/' templates
forbid 'a template names no dialect' 'sqlite|postgres' templates
forbid 'the generator writes C++ through templates' '"(class|struct|#include|namespace) ' \
  generator/sql generator/cpp generator/show generator/cli
forbid 'SQL is written in generator/sql' '"(select|insert|update|delete|create|drop) ' \
  generator/support generator/analysis generator/model generator/cpp generator/show generator/cli \
  $(find generator/checking -name '*.?pp' -not -name 'postgres_*')
# What names a dialect legitimately: its own files, the words that schemas may not use, and examples of the language in
# comments and in the help of messages ("as in `as postgres ...`").
named=$(find generator -name '*.?pp' |
  grep -vE '^generator/(sql/((sqlite|postgres)(_limits|_names|_operators|_types)?|dialect)\.[ch]pp|analysis/identifiers\.cpp|checking/(sqlite|postgres)_[a-z]+\.[ch]pp)$' |
  xargs grep -nE '(sqlite|postgres)' | sed -E 's#//.*##' | grep -E '(sqlite|postgres)' | grep -v 'as in `' || true)
if [ -n "$named" ]; then
  printf 'broken: a dialect is named in its own file\n%s\n' "$named"
  broken=1
fi
exit "$broken"
