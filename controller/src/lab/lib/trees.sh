# shellcheck shell=bash
# Root file systems made from Debian packages, for machines that reach no image registry.

NODE_PACKAGES=docker.io,docker-registry,iptables,ca-certificates,iproute2,busybox-static
APP_PACKAGES=postgresql-15,python3-django,python3-psycopg2

# In newer suites the docker command is a package of its own.
node_packages() {
  case $1 in
    bookworm) echo "$NODE_PACKAGES" ;;
    *) echo "$NODE_PACKAGES,docker-cli" ;;
  esac
}

check_can_debootstrap() {
  command -v debootstrap >/dev/null ||
    die 5 "no image registry answers and debootstrap is not installed: apt-get install debootstrap"
  ((EUID == 0)) ||
    die 5 "no image registry answers, and making images from Debian packages needs root"
}

# make_tree SUITE PACKAGES FOLDER
make_tree() {
  local log=$3.log mirror=()
  [[ -z ${SKEP_LAB_MIRROR:-} ]] || mirror=("$SKEP_LAB_MIRROR")
  rm -rf "$3"
  # A folder of packages for each suite and tree: two debootstraps in one trip over each other.
  local debs
  debs=$LAB_HOME/debs/$1-$(basename "$3")
  mkdir -p "$debs"
  if ! timeout 900 debootstrap --variant=minbase --cache-dir="$debs" --include="$2" \
    "$1" "$3" "${mirror[@]}" >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    die 1 "debootstrap failed: see $log"
  fi
  slim_tree "$3"
}

slim_tree() {
  (
    cd "$1"
    rm -rf usr/share/{doc,man,info,bash-completion,lintian,common-licenses} \
      usr/share/locale/* usr/share/i18n/locales var/cache/* var/lib/apt/lists/* var/log/*
    mkdir -p var/cache/apt/archives/partial
  )
}

# What only packaging or debugging needs; dockerd, containerd, shim v2, runc and docker stay.
slim_node_tree() {
  rm -f "$1"/usr/bin/{ctr,dnet,containerd-stress,containerd-shim,containerd-shim-runc-v1}
}

# PostgreSQL runs without its just-in-time compiler (a third of the tree), and needs Perl only
# for Debian's wrappers; the cluster that its package makes is not ours.
slim_app_tree() {
  (
    cd "$1"
    rm -rf usr/lib/x86_64-linux-gnu/lib{LLVM,z3}* usr/lib/llvm* usr/lib/postgresql/15/lib/llvmjit* \
      usr/lib/postgresql/15/lib/bitcode usr/share/perl/* usr/lib/*/perl/* \
      var/lib/postgresql/15 etc/postgresql/15 \
      usr/lib/python3/dist-packages/django/conf/locale/*/LC_MESSAGES \
      usr/lib/python3/dist-packages/django/contrib/*/locale
    ln -sf python3 usr/bin/python
  )
}

# make_busybox PROGRAM FOLDER: one static program and its names.
make_busybox() {
  local applet
  rm -rf "$2"
  mkdir -p "$2"/{bin,etc,proc,dev,sys,root,tmp,var}
  cp "$1" "$2/bin/busybox"
  for applet in $("$1" --list); do
    [[ $applet = busybox ]] || ln -sf busybox "$2/bin/$applet"
  done
  echo 'root:x:0:0:root:/root:/bin/sh' >"$2/etc/passwd"
}

# import_tree FOLDER IMAGE CHANGE...: device files and the like come from the engine.
import_tree() {
  local tree=$1 image=$2 change changes=()
  shift 2
  for change in "LABEL $LABEL=image" "$@"; do changes+=(--change "$change"); done
  tar -C "$tree" --numeric-owner --exclude='./dev/*' --exclude='./proc/*' --exclude='./sys/*' \
    -c . | DEADLINE=300 dk import "${changes[@]}" - "$image" >/dev/null
}

# add_layer BASE SOURCE DESTINATION IMAGE CHANGE...: a COPY on top of an image. No builder is
# needed, and images with the same base share it. STOP_SIGNAL is no CHANGE to older engines.
add_layer() {
  local base=$1 source=$2 to=$3 image=$4 container change changes=()
  shift 4
  for change in "LABEL $LABEL=image" "$@"; do changes+=(--change "$change"); done
  container=$(dk create --network none --stop-signal "${STOP_SIGNAL:-SIGTERM}" "$base" true)
  dk cp "$source" "$container:$to"
  DEADLINE=300 dk commit "${changes[@]}" "$container" "$image" >/dev/null
  dk rm "$container" >/dev/null
}
