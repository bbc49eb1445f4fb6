#!/usr/bin/env bash
# Unpacks files of Debian packages for another architecture. Nothing is installed, and apt's own settings stay as they are:
# apt-get gets a state of its own.
#
#   test/unpack-foreign.sh CACHE ARCHITECTURE SUITE FILE=PATTERN...
#
# SUITE is a release of Debian, or `own` for those of this system. FILE is made below CACHE from the newest package that
# matches the pattern; SERIES in it becomes the kernel's. A kernel gets the module of its driver and the name of its package
# beside it. `tree=PACKAGE` unpacks all of a package into CACHE/tree.
set -euo pipefail

mkdir -p "$1"
CACHE=$(realpath "$1")
readonly CACHE ARCHITECTURE=$2 SUITE=$3
shift 3

say() { printf 'unpack-foreign: %s\n' "$*" >&2; }

# Debian's servers of this system's own sources, for the other architecture.
sources() {
  # shellcheck disable=SC2016 # apt-get expands it
  apt-get indextargets --format '$(LABEL)=$(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    if [[ $SUITE == own ]]; then sed -n 's/^Debian[^=]*=//p'; else sed -n "s/^Debian=\\([^ ]*\\).*/\\1 $SUITE main/p"; fi |
    sed "s,^,deb [arch=$ARCHITECTURE signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ," | sort -u
}

make_state() {
  mkdir -p state/lists/partial cache/archives/partial none
  touch status
  sources >sources.list
  [[ -s sources.list ]] || { say 'apt has no list of Debian packages: run apt-get update'; return 1; }
}

apt() {
  local program=$1
  shift
  "$program" -qq -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts="$PWD/none" \
    -o Dir::Etc::preferences="$PWD/none/preferences" -o Dir::Etc::preferencesparts="$PWD/none" \
    -o Dir::State="$PWD/state" -o Dir::State::status="$PWD/status" -o Dir::Cache="$PWD/cache" \
    -o APT::Architecture=$ARCHITECTURE -o APT::Architectures::=$ARCHITECTURE \
    -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@"
}

newest_package() { apt apt-cache search --names-only "^$1\$" | cut -d' ' -f1 | sort -V | tail -n 1; }

# Only the files that are wanted: the modules of a kernel take 400 MB.
unpack() {
  dpkg-deb --fsys-tarfile "$1" |
    tar -x -C package --wildcards './boot/vmlinu[xz]-*' '*/vmlinu[xz]' '*/cppc_cpufreq.ko*' '*bin/busybox' 2>/dev/null || true
}

# From 6.19 on a kernel's image and its modules are in two packages.
download() {
  rm -rf package ./*.deb
  mkdir package
  apt apt-get download "$1" >&2
  [[ $1 != linux-binary-* ]] || apt apt-get download "${1/binary/modules}" >&2
}

place() {
  local file=$1 package=$2 image made
  image=$(find package -name 'vmlinu[xz]*' -o -name busybox | head -n 1)
  [[ -n $image ]] || { say "$package has no such file"; return 1; }
  file=${file/SERIES/$(sed -E 's/^linux-[a-z]+-([0-9]+\.[0-9]+).*/\1/' <<<"$package")}
  made=$(dirname "made/$file")
  mkdir -p "$made" "$(dirname "$(dirname "$CACHE/$file")")"
  cp "$image" "made/$file"
  find package -name 'cppc_cpufreq.ko*' -exec cp {} "$made/" \;
  echo "$package" >"$made/version"
  rm -rf "$(dirname "$CACHE/$file")"
  mv -T "$made" "$(dirname "$CACHE/$file")"
}

fetch() {
  local file=$1 package deb
  package=$(newest_package "$2")
  [[ -n $package ]] || { say "apt has no package for $ARCHITECTURE that matches $2"; return 1; }
  say "downloading $package for $ARCHITECTURE"
  download "$package"
  if [[ $file == tree ]]; then dpkg -x ./*.deb "$CACHE/tree"; return; fi
  for deb in ./*.deb; do unpack "$deb"; done
  place "$file" "$package"
}

folder=$(mktemp -d "$CACHE/.foreign.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
make_state
apt apt-get update >&2
status=0
for row in "$@"; do fetch "${row%%=*}" "${row#*=}" || status=1; done
exit "$status"
