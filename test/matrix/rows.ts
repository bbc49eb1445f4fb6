// The systems beside this machine on which tests run: the programs of other Debian releases, a kernel and a Node, which
// unpack.sh unpacks into a folder each.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));
const ROWS_FOLDER = resolve(REPOSITORY, process.env['CPPC_ACPI_CACHE'] ?? '.cache', 'matrix');

interface Foreign {
  readonly architecture: 'arm64' | 'riscv64';
  readonly files: readonly string[];
}

export interface Row {
  readonly name: string;
  /** Whether `make test` runs it. */
  readonly gating: boolean;
  /** Debian suites; apt prefers the last. */
  readonly suites: readonly string[];
  /** The Debian package with the kernel's image, as a pattern; the newest is used. From 6.19 on it is linux-binary-*. */
  readonly kernel: string;
  /** The release of Node. */
  readonly node: number;
  /** More Debian packages than PACKAGES. */
  readonly packages?: readonly string[];
  /** Files of packages for other architectures, as arguments of test/unpack-foreign.sh. */
  readonly foreign?: readonly Foreign[];
  /** More tests than TESTS, as words for run.js. */
  readonly tests?: readonly string[];
}

/** What the tests of every row need: the programs that judge our outputs, and what Node and the tests themselves use. */
const PACKAGES = [
  ...['acpica-tools', 'qemu-system-x86', 'libvirt-clients', 'libvirt-daemon-driver-qemu', 'libxml2-utils'],
  ...[
    'busybox-static',
    'cpio',
    'base-files',
    'bash',
    'coreutils',
    'dash',
    'findutils',
    'grep',
    'sed',
    'mawk',
    'libc-bin',
    'util-linux',
  ],
  ...['libstdc++6', 'libatomic1'],
];

/** Encoding and command line on the row's Node, the tables with its iasl, domains with its libvirt, guests with its QEMU. */
const TESTS = [
  ...['aml/', 'lower/', 'golden', 'firmware/', 'cli/', 'iasl/accept', 'virsh/', 'qemu/'],
  ...['qemu-guest/predictions', 'qemu-guest/machines'],
];

/** Debian 12, with QEMU 7.2, iasl 20200925, libvirt 9.0, Linux 6.1 and 6.12 and Node 20, is the machine of CI itself. */
export const ROWS: readonly Row[] = [
  {
    name: 'debian-13',
    gating: true,
    suites: ['trixie'],
    kernel: 'linux-image-6\\.12\\.[0-9]+\\+deb13-cloud-amd64',
    node: 22,
  },
  {
    name: 'backports',
    gating: true,
    suites: ['trixie', 'trixie-backports'],
    kernel: 'linux-binary-7\\.3\\.[0-9]+\\+deb13-cloud-amd64',
    node: 24,
  },
  {
    name: 'sid',
    gating: false,
    suites: ['sid'],
    kernel: 'linux-binary-[0-9.]+\\+deb[0-9]+-cloud-amd64',
    node: 26,
    packages: ['fwts', 'qemu-system-arm', 'qemu-efi-aarch64', 'qemu-system-riscv', 'qemu-efi-riscv64', 'grub-common'],
    foreign: [
      {
        architecture: 'arm64',
        files: [
          'kernels/aarch64-SERIES/vmlinuz=linux-binary-[0-9.]+\\+deb[0-9]+-arm64',
          'busybox/aarch64/busybox=busybox-static',
        ],
      },
      {
        architecture: 'riscv64',
        files: [
          'kernels/riscv64-SERIES/vmlinuz=linux-binary-[0-9.]+\\+deb[0-9]+-riscv64',
          'busybox/riscv64/busybox=busybox-static',
          'tree=grub-efi-riscv64-bin',
        ],
      },
    ],
    tests: ['fwts/', 'arm-guest/', 'qemu-guest/arm-predictions'],
  },
];

/** Tests of the command line that test other programs than ours, or take long and do not depend on Node's release. */
export const NOT_IN_ROWS = ['cli/completion', 'cli/depfile', 'cli/hostile', 'cli/qemu-fixtures', 'cli/width'];

/** The rows of a word: a name, `gating` or `all`. */
export function rowsOf(word: string): readonly Row[] {
  const rows = ROWS.filter(({ name, gating }) => word === name || word === 'all' || (word === 'gating' && gating));
  if (rows.length > 0) return rows;
  const names = ROWS.map(({ name }) => name).join(', ');
  throw new Error(`no row is named ${word}: write ${names}, gating or all`);
}

export function folderOf({ name }: Row): string {
  return join(ROWS_FOLDER, name);
}

/** The arguments of unpack.sh. */
export function recipeOf(row: Row): string[] {
  return [folderOf(row), row.suites.join(), row.kernel, String(row.node), ...PACKAGES, ...(row.packages ?? [])];
}

/** The arguments of unpack-foreign.sh, once for each architecture. */
export function foreignOf(row: Row): string[][] {
  const suite = row.suites.at(-1) ?? '';
  return (row.foreign ?? []).map(({ architecture, files }) => [folderOf(row), architecture, suite, ...files]);
}

/** The tests of a row, as words for run.js. */
export function testsOf({ tests = [] }: Row): readonly string[] {
  return [...TESTS, ...tests];
}

/** Names and versions of what was unpacked, or undefined where something is missing. */
export function versionsOf(row: Row): readonly string[] | undefined {
  const file = join(folderOf(row), 'versions');
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : undefined;
}
