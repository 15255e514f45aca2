# shellcheck shell=bash
# What every part of the lab uses: messages, the home folder, the lock, docker under a deadline.

LAB_HOME=${SKEP_LAB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/skep-lab}
LABEL=dev.skep.lab

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  local code=$1
  shift
  say "$*"
  exit "$code"
}

max_args() {
  local most=$1
  shift
  if (($# > most)); then
    usage >&2
    exit 2
  fi
}

# An engine that hangs must not hang its caller. A longer deadline: DEADLINE=300 dk load ...
dk() { timeout "${DEADLINE:-60}" docker "$@"; }

# One lab command at a time per home: two builds of the same image would only race. The lock is
# descriptor 9; what is started in the background closes it (9>&-), else it would keep the lock.
with_lock() {
  make_home
  exec 9>"$LAB_HOME/lock"
  if ! flock --nonblock 9; then
    say "waiting for another lab command"
    flock --timeout 900 9 || die 1 "another lab command has held $LAB_HOME/lock for 15 minutes"
  fi
  "$@"
}

# The marker tells `clean` that the folder is ours to remove.
make_home() {
  [[ -e $LAB_HOME/.skep-lab ]] && return
  if [[ -d $LAB_HOME && -n $(ls -A "$LAB_HOME") ]]; then
    die 2 "$LAB_HOME holds other files; point SKEP_LAB_HOME at an empty folder"
  fi
  mkdir -p "$LAB_HOME"
  touch "$LAB_HOME/.skep-lab"
}

# wait_for SECONDS WHAT COMMAND...
wait_for() {
  local until=$((SECONDS + $1)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < until)) || die 1 "gave up waiting for $what"
    sleep 0.1
  done
}
