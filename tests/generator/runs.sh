# Sourced by tests of the command line, which set `rowsmith` and `work`, may define `run`, and end with `finish`.

failures=0
name=start # of the checks that follow

good() {
    echo "ok      $name"
}

bad() {
    echo "FAILED  $name: $1"
    failures=$((failures + 1))
}

run() {
    "$rowsmith" "$@"
}

# ends STATUS ARGUMENT...: a run in $work ends so; what it printed is in $work/out and $work/err.
ends() {
    local status=0
    (cd "$work" && run "${@:2}" >out 2>err) || status=$?
    if [[ $status == "$1" ]]; then
        good
    else
        bad "exit code $status instead of $1, with: $(head -c 2000 "$work/err")"
    fi
}

# prints FILE TEXT: the last run printed TEXT to out or err.
prints() {
    if grep -qF -- "$2" "$work/$1"; then
        good
    else
        bad "'$2' is not in std$1: $(head -c 2000 "$work/$1")"
    fi
}

# silent FILE...: the last run printed nothing there.
silent() {
    local file
    for file in "$@"; do
        if [[ -s $work/$file ]]; then
            bad "std$file: $(head -c 2000 "$work/$file")"
        else
            good
        fi
    done
}

# The test's result; the files stay where something failed.
finish() {
    if ((failures)); then
        echo "$failures failed; the files are in $work"
        exit 1
    fi
    rm -rf "$work"
}
