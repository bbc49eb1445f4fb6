#!/usr/bin/env bash
# Runs a command with the programs of an unpacked row: test/matrix/in-row.sh FOLDER COMMAND…
#
# The tree of the row becomes the root folder. This repository, /tmp, /dev, /proc and /sys stay where they are. That
# takes root, or a kernel that gives every user a namespace of his own.
set -euo pipefail

repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
FOLDER=$(realpath "$1")
shift
readonly FOLDER TREE=$FOLDER/tree

# Only root may mount, so a user becomes root in a namespace, and a user again in another one.
((EUID == 0)) || AS_USER=$EUID exec unshare --user --map-root-user "${BASH_SOURCE[0]}" "$FOLDER" "$@"
if [[ -n ${AS_USER:-} ]]; then enter=(unshare --user --map-user="$AS_USER" --root); else enter=(chroot); fi

# What the command sees of this system; node_modules may be a link to another folder.
shared=("$repository" "$(realpath "$repository/node_modules")" "$FOLDER" "${TMPDIR:-/tmp}" /dev /proc /sys)
for folder in "${shared[@]}"; do [[ -d $TREE$folder ]] || mkdir -p "$TREE$folder"; done

# shellcheck disable=SC2016 # expands in the inner shell
exec unshare --mount bash -c '
  tree=$1 enter=$2; shift 2
  while [[ $1 != -- ]]; do mount --rbind "$1" "$tree$1"; shift; done
  shift
  exec $enter "$tree" "$@"
' bash "$TREE" "${enter[*]}" "${shared[@]}" -- /usr/bin/env -C "$repository" \
  PATH=/usr/local/bin:/usr/bin:/usr/sbin LC_ALL=C.UTF-8 MATRIX_ROW="${FOLDER##*/}" CPPC_ACPI_CACHE="$FOLDER" "$@"
