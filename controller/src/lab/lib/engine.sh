# shellcheck shell=bash
# The engine that carries the lab's containers: the caller's where one answers, else one of our own.

ENGINE_DIR=$LAB_HOME/engine
ENGINE_SOCKET=$ENGINE_DIR/docker.sock

# Leaves DOCKER_HOST set to an engine that answers.
ensure_engine() {
  if ! find_engine; then
    start_private_engine
    export DOCKER_HOST=unix://$ENGINE_SOCKET
  fi
}

# Looks, and starts nothing.
find_engine() {
  if use_callers_engine; then return 0; fi
  private_engine_alive || return 1
  export DOCKER_HOST=unix://$ENGINE_SOCKET
  dk version >/dev/null 2>&1
}

use_callers_engine() {
  command -v docker >/dev/null || return 1
  if [[ -n ${DOCKER_HOST:-} ]] && answers && ! is_lab_node; then return 0; fi
  # After `eval $(lab up)` DOCKER_HOST names a lab node: the outer engine is the one without it.
  unset DOCKER_HOST
  answers || return 1
  DOCKER_HOST=$(dk context inspect --format '{{.Endpoints.docker.Host}}')
  export DOCKER_HOST
}

answers() { DEADLINE=5 dk version --format '{{.Server.Version}}' >/dev/null 2>&1; }

is_lab_node() { dk info --format '{{json .Labels}}' | grep -q "\"$LABEL.node="; }

private_engine_alive() {
  local pid
  pid=$(cat "$ENGINE_DIR/dockerd.pid" 2>/dev/null) || return 1
  # The number may have been given to another process since.
  [[ -n $pid ]] && grep -qs dockerd "/proc/$pid/cmdline"
}

start_private_engine() {
  check_can_start
  if private_engine_alive; then
    die 1 "the lab's own engine runs but does not answer: see $ENGINE_DIR/dockerd.log"
  fi
  say "starting a private engine below $ENGINE_DIR"
  mkdir -p "$ENGINE_DIR"
  end_orphan
  rm -f "$ENGINE_DIR/dockerd.pid"
  # No docker0 bridge: it might belong to another engine, and the lab uses its own networks only.
  setsid nohup dockerd --data-root "$ENGINE_DIR/data" --exec-root "$ENGINE_DIR/exec" \
    --host "unix://$ENGINE_SOCKET" --pidfile "$ENGINE_DIR/dockerd.pid" --bridge none \
    >>"$ENGINE_DIR/dockerd.log" 2>&1 </dev/null 9>&- &
  DOCKER_HOST=unix://$ENGINE_SOCKET wait_for 60 "the engine (see $ENGINE_DIR/dockerd.log)" answers
}

check_can_start() {
  local missing=()
  command -v docker >/dev/null && command -v dockerd >/dev/null || missing+=(docker.io)
  if ((${#missing[@]})); then
    die 5 "no container engine answers and none is installed; as root:" \
      "apt-get install docker.io debootstrap"
  fi
  if ((EUID != 0)); then
    die 5 "no container engine answers for $(id -un); start docker, set DOCKER_HOST, or run as" \
      "root (with apt-get install docker.io debootstrap) and the lab starts an engine of its own"
  fi
  # A unix socket's path has room for 107 characters; containerd's is the longest of ours.
  local longest=$ENGINE_DIR/exec/containerd/containerd-debug.sock
  if ((${#longest} > 100)); then
    die 2 "$LAB_HOME is too long a path for sockets; set SKEP_LAB_HOME to a shorter one"
  fi
}

# After a kill of dockerd its containerd may live on, or stay as a zombie that the next dockerd
# takes for alive and waits for in vain: end the one, forget the other.
end_orphan() {
  local pid file=$ENGINE_DIR/exec/containerd/containerd.pid
  pid=$(cat "$file" 2>/dev/null) || return 0
  if grep -qs "$ENGINE_DIR/exec/containerd" "/proc/$pid/cmdline"; then
    kill "$pid"
    wait_for 20 "the killed engine's containerd to end" gone "$pid"
  fi
  rm -f "$file"
}

# A zombie counts as gone: it has no command line any more.
gone() { ! grep -qs . "/proc/$1/cmdline"; }

stop_private_engine() {
  private_engine_alive || return 0
  local pid
  pid=$(cat "$ENGINE_DIR/dockerd.pid")
  say "stopping the private engine"
  kill "$pid"
  wait_for 60 "the private engine to stop" gone "$pid"
}
