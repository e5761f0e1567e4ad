# shellcheck shell=bash
# run_job COMMAND...: runs a command and returns its exit code. A signal to this shell, from Ctrl-C or kill, goes on to the
# command, which ends in its own way and time; this shell goes on after it and can clean up.
#
# The command gets a process group of its own (set -m), for two reasons: it hears of a Ctrl-C once, from here, and not from
# the terminal as well; and a background command of a shell without job control would have SIGINT ignored.
run_job() {
    local job code signal again
    set -m
    "$@" &
    job=$!
    set +m
    for signal in INT TERM HUP; do
        # shellcheck disable=SC2064
        trap "again=yes; kill -$signal -- -$job 2> /dev/null || true" $signal
    done
    while :; do
        again=
        code=0
        wait "$job" || code=$?
        [[ -n $again ]] || break # else it was a signal that ended the wait, not the job
    done
    trap - INT TERM HUP
    return "$code"
}
