# shellcheck shell=bash
# Programs that some tests use, taken out of Debian packages: nothing is installed.

# Prints where promtool is: the machine's own, else the one of Debian's package (once, 20 MB).
ensure_promtool() {
  local own=$LAB_HOME/tools/promtool
  command -v promtool || {
    [[ -x $own ]] || take_out prometheus usr/bin/promtool "$own"
    echo "$own"
  }
}

# take_out PACKAGE FILE TARGET
take_out() {
  local work log=$LAB_HOME/tools/$1.log
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
    die 5 "${2##*/} is not installed, and there is no apt-get to take it out of package $1"
  mkdir -p "${3%/*}"
  work=$(mktemp -d "$LAB_HOME/tools/XXXXXX")
  say "taking ${2##*/} out of Debian's package $1 (once)"
  if ! (cd "$work" && timeout 300 apt-get download "$1" && dpkg-deb -x ./*.deb .) >"$log" 2>&1; then
    tail -n 3 "$log" >&2
    rm -rf "$work"
    die 5 "package $1 cannot be had (apt-get update may help): see $log"
  fi
  mv "$work/$2" "$3"
  rm -rf "$work"
}
