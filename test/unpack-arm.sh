#!/usr/bin/env bash
# Unpacks files of Debian packages for another architecture. Nothing is installed, and apt's own settings stay as they are:
# apt-get gets a state of its own with the suites of this system.
#
#   test/unpack-arm.sh CACHE FILE=PATTERN...
#
# FILE is made below CACHE from the newest package that matches the pattern. A kernel gets the module of its driver and the
# name of its package beside it.
set -euo pipefail

readonly ARCHITECTURE=arm64
mkdir -p "$1"
CACHE=$(realpath "$1")
readonly CACHE
shift

say() { printf 'unpack-arm: %s\n' "$*" >&2; }

# The suites of Debian that this system has, for the other architecture.
make_state() {
  mkdir -p state/lists/partial cache/archives/partial none
  touch status
  # shellcheck disable=SC2016 # apt-get expands it
  apt-get indextargets --format '$(LABEL)=deb [arch='$ARCHITECTURE' signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(REPO_URI) $(CODENAME) $(COMPONENT)' 'Created-By: Packages' |
    sed -n 's/^Debian[^=]*=//p' | sort -u >sources.list
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
    tar -x -C package --wildcards --wildcards-match-slash './boot/vmlinuz-*' '*/cppc_cpufreq.ko*' '*bin/busybox' 2>/dev/null || true
}

fetch() {
  local file=$1 package made
  package=$(newest_package "$2")
  [[ -n $package ]] || { say "apt has no package for $ARCHITECTURE that matches $2"; return 1; }
  say "downloading $package for $ARCHITECTURE"
  rm -rf package ./*.deb
  mkdir package
  apt apt-get download "$package" >&2
  unpack ./*.deb
  made=$(dirname "made/$file")
  mkdir -p "$made"
  cp "$(compgen -G 'package/boot/vmlinuz-*' || compgen -G 'package/bin/busybox' || compgen -G 'package/usr/bin/busybox')" "made/$file"
  find package -name 'cppc_cpufreq.ko*' -exec cp {} "$made/" \;
  echo "$package" >"$made/version"
  mkdir -p "$(dirname "$(dirname "$CACHE/$file")")"
  rm -rf "$(dirname "$CACHE/$file")"
  mv -T "$made" "$(dirname "$CACHE/$file")"
}

folder=$(mktemp -d "$CACHE/.arm.XXXXXX")
trap 'rm -rf "$folder"' EXIT
cd "$folder"
make_state
apt apt-get update >&2
status=0
for row in "$@"; do fetch "${row%%=*}" "${row#*=}" || status=1; done
exit "$status"
