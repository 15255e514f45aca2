# shellcheck shell=bash
# Swarms of nodes: up, down, status, clean. A node is a container labelled with its lab's name.

# Sets PRIVILEGE_FLAGS: what a container needs to run an engine.
privilege_flags() {
  if [[ $PRIVILEGED = true ]]; then
    PRIVILEGE_FLAGS=(--privileged)
  else
    PRIVILEGE_FLAGS=(--cap-add ALL --cap-drop SYS_RESOURCE --device-cgroup-rule 'a *:* rwm'
      --security-opt seccomp=unconfined --security-opt apparmor=unconfined
      --security-opt systempaths=unconfined)
  fi
}

lab_up() {
  local name=$1 nodes=$2 i
  check_name "$name" "$nodes"
  ensure_images
  # shellcheck disable=SC1090
  . "$STATE"
  PRIVILEGED=$SKEP_LAB_PRIVILEGED
  ensure_network "$name"
  for ((i = 1; i <= nodes; i++)); do ensure_node "$name" "$i"; done
  for ((i = 1; i <= nodes; i++)); do
    wait_for 60 "the engine of node $i" inside "$name" "$i" version
  done
  ensure_swarm "$name" "$nodes"
  echo "export DOCKER_HOST=$(node_host "$name" 1)"
}

check_name() {
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] || die 2 "a lab's name is of a-z, 0-9 and -: $1"
  [[ $2 =~ ^[1-9]$ ]] || die 2 "a lab has 1 to 9 nodes: $2"
}

node_name() { echo "skep-lab-$1-$2"; }

# inside NAME NODE DOCKER-ARGUMENT...
inside() {
  local node
  node=$(node_name "$1" "$2")
  shift 2
  dk exec "$node" docker "$@"
}

# Addresses are fixed, because a manager that comes back under another one is lost to its Swarm;
# that needs a subnet of our choice. Taken ones are refused, so try until one is free.
ensure_network() {
  local network=skep-lab-$1 third
  dk network inspect "$network" >/dev/null 2>&1 && return
  for third in $(shuf --input-range 0-255); do
    if dk network create --label "$LABEL=$1" --subnet "10.213.$third.0/24" "$network" \
      >/dev/null 2>&1; then return; fi
  done
  die 1 "could not make a network for the lab"
}

ensure_node() {
  local node
  node=$(node_name "$1" "$2")
  if ! dk container inspect "$node" >/dev/null 2>&1; then
    create_node "$1" "$2" "$node"
  elif [[ $(dk inspect --format '{{.State.Running}}' "$node") != true ]]; then
    say "starting $node again"
    dk start "$node" >/dev/null
  fi
}

create_node() {
  local subnet
  say "starting $3"
  subnet=$(dk network inspect --format '{{(index .IPAM.Config 0).Subnet}}' "skep-lab-$1")
  privilege_flags
  dk run --detach --init --name "$3" --hostname "$1-$2" --label "$LABEL=$1" \
    --network "skep-lab-$1" --ip "${subnet%0/24}$((10 + $2))" "${PRIVILEGE_FLAGS[@]}" \
    --publish 127.0.0.1::2375 --volume /var/lib/docker \
    --volume "$SKEP_LAB_SEED_VOLUME:/lab/seed:ro" "$SKEP_LAB_NODE_IMAGE" >/dev/null
}

node_host() { echo "tcp://$(dk port "$(node_name "$1" "$2")" 2375/tcp | head -n 1)"; }

node_address() {
  dk inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' \
    "$(node_name "$1" "$2")"
}

ensure_swarm() {
  local name=$1 nodes=$2 i token
  if [[ $(swarm_state "$name" 1) != active ]]; then
    inside "$name" 1 swarm init --advertise-addr "$(node_address "$name" 1)" >/dev/null
  fi
  ((nodes > 1)) || return 0
  token=$(inside "$name" 1 swarm join-token --quiet manager)
  for ((i = 2; i <= nodes; i++)); do
    [[ $(swarm_state "$name" "$i") != active ]] || continue
    inside "$name" "$i" swarm join --token "$token" "$(node_address "$name" 1):2377" >/dev/null
  done
}

swarm_state() { inside "$1" "$2" info --format '{{.Swarm.LocalNodeState}}'; }

# remove_labelled LABEL-FILTER: containers first, for they hold the rest.
remove_labelled() {
  local ids
  mapfile -t ids < <(dk ps --all --quiet --filter "label=$1")
  ((${#ids[@]} == 0)) || dk rm --force --volumes "${ids[@]}" >/dev/null
  mapfile -t ids < <(dk network ls --quiet --filter "label=$1")
  ((${#ids[@]} == 0)) || dk network rm "${ids[@]}" >/dev/null
}

lab_down() {
  find_engine || die 0 "no engine runs, so no lab does"
  remove_labelled "$LABEL=$1"
}

# The Swarms go with it: their nodes would not come back under a new engine.
lab_stop() {
  private_engine_alive || return 0
  export DOCKER_HOST=unix://$ENGINE_SOCKET
  remove_labelled "$LABEL"
  stop_private_engine
}

lab_status() {
  find_engine || die 0 "no engine runs, so no lab does (\`lab up\` starts one)"
  echo "engine  $DOCKER_HOST"
  name_images
  if images_ready; then
    echo "images  ready ($NODE_IMAGE)"
  else
    echo "images  not made yet (\`lab images\`)"
  fi
  dk ps --all --filter "label=$LABEL" \
    --format "lab     {{.Label \"$LABEL\"}}  {{.Names}}  {{.Status}}  {{.Ports}}"
}

lab_clean() {
  if find_engine; then
    remove_labelled "$LABEL"
    clean_images_and_volumes
  fi
  stop_private_engine
  say "removing $LAB_HOME"
  unmount_below "$LAB_HOME"
  rm -rf --one-file-system -- "$LAB_HOME"
}

# A killed engine leaves mounts, the deepest of which must go first.
unmount_below() {
  local mounted
  while read -r mounted; do
    if [[ $mounted = "$1"/* ]]; then umount "$mounted"; fi
  done < <(awk '{ print $2 }' /proc/self/mounts | sort --reverse)
}

# Names go, not images: what was pulled may be in use elsewhere under its own name.
clean_images_and_volumes() {
  local names
  mapfile -t names < <(dk volume ls --quiet --filter "label=$LABEL")
  ((${#names[@]} == 0)) || dk volume rm "${names[@]}" >/dev/null
  mapfile -t names < <(dk image ls --format '{{.Repository}}:{{.Tag}}' 'skep-lab/*')
  ((${#names[@]} == 0)) || dk rmi --force "${names[@]}" >/dev/null
}
