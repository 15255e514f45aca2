# shellcheck shell=bash
# The images. Every name ends in a hash of its recipe, so an existing name is an up-to-date image.
# Here they carry names of our own: only inside the lab is one called postgres:15.

SUITE=${SKEP_LAB_SUITE:-bookworm}
IMAGE_DIR=$LAB_DIR/image
APP_DIR=$(cd "$LAB_DIR/../../.." && pwd)/manifests/examples/django-postgres/app
PUBLISHED_NODE=docker:28-dind
APP_VERSIONS=(1.4.2 1.5.0)

ensure_images() {
  ensure_engine
  name_images
  if images_ready; then return 0; fi
  if registry_answers; then fetch_images; else build_images; fi
  choose_privileges
  bake_seed
  write_state
}

# A recipe is what an image is made of: packages, files, and the functions that treat them
# (declare -f prints those without their comments, so a reworded comment makes nothing anew).
name_images() {
  local packages
  packages=$(node_packages "$SUITE")
  BUSYBOX_IMAGE=skep-lab/busybox:1
  NODE_BASE=skep-lab/node-base:$(recipe "$SUITE" "$packages" slim_tree slim_node_tree)
  NODE_IMAGE=skep-lab/node:$(recipe "$NODE_BASE" "$(cat "$IMAGE_DIR/node-start")" finish_node)
  BASE_IMAGE=skep-lab/base:$(recipe "$APP_PACKAGES" "" slim_tree slim_app_tree)
  POSTGRES_IMAGE=skep-lab/postgres:$(recipe "$BASE_IMAGE" "$(cat "$IMAGE_DIR/postgres-start")" \
    finish_postgres)
  APP_HASH=$(recipe "$BASE_IMAGE" "$(app_files)" finish_app)
  local seed
  seed=$(recipe "$NODE_IMAGE $POSTGRES_IMAGE" "$APP_HASH" make_busybox bake_seed)
  SEED_VOLUME=skep-lab-seed-$seed
  STATE=$LAB_HOME/images-$seed.env
}

# recipe TEXT TEXT FUNCTION...
recipe() {
  { printf '%s\n' "$1" "$2"; shift 2; declare -f "$@"; } | sha256sum | cut -c1-12
}

app_files() { (cd "$APP_DIR" && find . -type f ! -name '*.pyc' | LC_ALL=C sort | xargs cat); }

app_image() { echo "skep-lab/pythonapp:$1-$APP_HASH"; }

# The state file is written last: without it whatever exists is taken for half made.
images_ready() {
  [[ -e $STATE ]] && has_image "$NODE_IMAGE" &&
    dk volume inspect "$SEED_VOLUME" >/dev/null 2>&1
}

has_image() { dk image inspect "$1" >/dev/null 2>&1; }

write_state() {
  cat >"$STATE.new" <<TEXT
SKEP_LAB_HOST=$DOCKER_HOST
SKEP_LAB_NODE_IMAGE=$NODE_IMAGE
SKEP_LAB_SEED_VOLUME=$SEED_VOLUME
SKEP_LAB_PRIVILEGED=$PRIVILEGED
TEXT
  mv "$STATE.new" "$STATE"
}

print_images() { cat "$STATE"; }

# A pull of the smallest image there is, answers the question.
registry_answers() {
  [[ -z ${SKEP_LAB_SUITE:-} ]] && DEADLINE=20 dk pull -q busybox:1 >/dev/null 2>&1
}

fetch_images() {
  say "fetching images from the registry (once)"
  DEADLINE=600 dk pull -q "$PUBLISHED_NODE" >&2
  DEADLINE=600 dk pull -q postgres:15 >&2
  dk tag busybox:1 "$BUSYBOX_IMAGE"
  dk tag postgres:15 "$POSTGRES_IMAGE"
  finish_node "$PUBLISHED_NODE"
  local version
  for version in "${APP_VERSIONS[@]}"; do
    DEADLINE=600 dk build --quiet --build-arg "VERSION=$version" --label "$LABEL=image" \
      --tag "$(app_image "$version")" "$APP_DIR" >&2
  done
}

build_images() {
  check_can_debootstrap
  mkdir -p "$LAB_HOME/work"
  # Both spend half their time on the network, so together they take little longer than one.
  local apps node failed=0
  build_apps 9>&- &
  apps=$!
  build_node 9>&- &
  node=$!
  wait "$apps" || failed=$?
  wait "$node" || failed=$?
  ((failed == 0)) || exit "$failed"
  build_busybox
  rm -rf "$LAB_HOME/work"
}

build_node() {
  if has_image "$NODE_IMAGE"; then return 0; fi
  if ! has_image "$NODE_BASE"; then
    say "making the node image from Debian packages ($SUITE; once, about a minute)"
    local tree=$LAB_HOME/work/node
    make_tree "$SUITE" "$(node_packages "$SUITE")" "$tree"
    slim_node_tree "$tree"
    import_tree "$tree" "$NODE_BASE"
  fi
  finish_node "$NODE_BASE"
}

# PREFER_OFFLINE: a node takes an image it has, instead of asking a registry for the newest.
finish_node() {
  add_layer "$1" "$IMAGE_DIR" /lab "$NODE_IMAGE" 'ENTRYPOINT ["/lab/node-start"]' 'CMD []' \
    'ENV DOCKER_SERVICE_PREFER_OFFLINE_IMAGE=1' 'VOLUME /var/lib/docker'
}

# The node has the static busybox; the host's, if any, may need libraries.
build_busybox() {
  if has_image "$BUSYBOX_IMAGE"; then return 0; fi
  local node
  node=$(dk create --network none "$NODE_IMAGE")
  dk cp "$node:/bin/busybox" "$LAB_HOME/work/busybox-static"
  dk rm --volumes "$node" >/dev/null
  make_busybox "$LAB_HOME/work/busybox-static" "$LAB_HOME/work/busybox"
  import_tree "$LAB_HOME/work/busybox" "$BUSYBOX_IMAGE" 'CMD ["sh"]'
}

build_apps() {
  if ! has_image "$BASE_IMAGE"; then
    say "making the example's images from Debian packages (once, about two minutes)"
    local tree=$LAB_HOME/work/app
    make_tree bookworm "$APP_PACKAGES" "$tree"
    slim_app_tree "$tree"
    import_tree "$tree" "$BASE_IMAGE"
  fi
  has_image "$POSTGRES_IMAGE" || finish_postgres
  local version
  for version in "${APP_VERSIONS[@]}"; do
    has_image "$(app_image "$version")" || finish_app "$version"
  done
}

# SIGINT is PostgreSQL's quick shutdown; SIGTERM would wait for its clients to leave.
finish_postgres() {
  STOP_SIGNAL=SIGINT add_layer "$BASE_IMAGE" "$IMAGE_DIR/postgres-start" /usr/local/bin/ \
    "$POSTGRES_IMAGE" 'ENTRYPOINT ["postgres-start"]' 'CMD ["postgres"]' 'EXPOSE 5432' \
    'ENV PGDATA=/var/lib/postgresql/data' 'VOLUME /var/lib/postgresql/data' \
    'ENV PATH=/usr/local/bin:/usr/lib/postgresql/15/bin:/usr/sbin:/usr/bin:/sbin:/bin'
}

finish_app() {
  add_layer "$BASE_IMAGE" "$APP_DIR" / "$(app_image "$1")" \
    'WORKDIR /app' 'USER nobody' 'CMD ["python", "manage.py", "serve"]' 'EXPOSE 3000' \
    'ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1' "ENV APP_VERSION=$1"
}

# Where --privileged is refused (a machine without CAP_SYS_RESOURCE), nearly all of it is not.
choose_privileges() {
  PRIVILEGED=false
  if DEADLINE=30 dk run --rm --privileged --network none "$BUSYBOX_IMAGE" true 2>/dev/null; then
    PRIVILEGED=true
  fi
}

# Loads all images into a real node once and keeps that node's store for all later ones.
bake_seed() {
  say "loading the images into the nodes' common store (once)"
  local node=skep-lab-bake versions=() version
  dk rm --force --volumes "$node" >/dev/null 2>&1 || true
  dk volume rm --force "$SEED_VOLUME" >/dev/null 2>&1 || true
  dk volume create --label "$LABEL=seed" "$SEED_VOLUME" >/dev/null
  privilege_flags
  dk run --detach --name "$node" --label "$LABEL=bake" --network none "${PRIVILEGE_FLAGS[@]}" \
    --volume "$SEED_VOLUME:/var/lib/docker" "$NODE_IMAGE" >/dev/null
  wait_for 60 "the engine of $node" dk exec "$node" docker version
  for version in "${APP_VERSIONS[@]}"; do versions+=("$(app_image "$version")"); done
  DEADLINE=300 dk save "$BUSYBOX_IMAGE" "$POSTGRES_IMAGE" "${versions[@]}" |
    DEADLINE=300 dk exec --interactive "$node" docker load --quiet >/dev/null
  rename_inside "$node" "$POSTGRES_IMAGE" postgres:15
  for version in "${APP_VERSIONS[@]}"; do
    rename_inside "$node" "$(app_image "$version")" "skep-example/pythonapp:$version"
  done
  dk stop -t 30 "$node" >/dev/null
  dk rm "$node" >/dev/null
}

rename_inside() {
  dk exec "$1" docker tag "$2" "$3"
  dk exec "$1" docker rmi "$2" >/dev/null
}
