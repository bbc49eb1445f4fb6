// The rooms of the code: their purposes and what they may import. `test/architecture.test.ts` checks the imports against
// this table and writes it into ARCHITECTURE.md.

import { basename, dirname } from 'node:path';

export interface Room {
  /** 0 imports nothing but types and data; a room imports only lower levels. */
  readonly level: number;
  readonly purpose: string;
  /** Rooms that its files may import, besides its own. */
  readonly imports: readonly string[];
  /** Modules of Node that its files may import; without them a room runs in a browser. */
  readonly node?: readonly string[];
}

/** Every folder of `src` that has files, and the two files beside them; `*` is everything. */
// biome-ignore format: a room a line
export const ROOMS: Readonly<Record<string, Room>> = {
  grammar: { level: 0, purpose: 'numbers and words of ACPI, Linux, QEMU, libvirt and the spec file, as data', imports: [] },
  diagnostics: { level: 0, purpose: 'what is reported to the user: places, words, rendering', imports: ['grammar', 'diagnostics/catalog', 'diagnostics/catalog/audit', 'diagnostics/catalog/cpc', 'diagnostics/catalog/guest', 'diagnostics/catalog/host', 'diagnostics/catalog/observe'] },
  'diagnostics/catalog': { level: 0, purpose: 'every diagnostic: severity, source, message, help', imports: ['grammar', 'diagnostics'] },
  'diagnostics/catalog/cpc': { level: 0, purpose: 'the diagnostics about any _CPC', imports: ['grammar', 'diagnostics', 'diagnostics/catalog'] },
  'diagnostics/catalog/guest': { level: 0, purpose: 'the diagnostics about guests', imports: ['grammar', 'diagnostics', 'diagnostics/catalog'] },
  'diagnostics/catalog/audit': { level: 0, purpose: 'the diagnostics about existing VMs', imports: ['grammar', 'diagnostics', 'diagnostics/catalog'] },
  'diagnostics/catalog/host': { level: 0, purpose: 'the diagnostics about hosts and pins', imports: ['grammar', 'diagnostics', 'diagnostics/catalog'] },
  'diagnostics/catalog/observe': { level: 0, purpose: 'the diagnostics about reports of running guests', imports: ['grammar', 'diagnostics', 'diagnostics/catalog'] },
  versions: { level: 0, purpose: 'which of two releases came first, and the guests of names', imports: ['grammar'] },
  scratch: { level: 0, purpose: 'running other programs: folders, limits, signals; looking at files of others', imports: [], node: ['*'] },
  xml: { level: 0, purpose: 'writing and escaping XML', imports: [] },
  aml: { level: 1, purpose: 'tree ⇄ bytes; knows nothing of CPPC', imports: ['grammar', 'diagnostics'] },
  spec: { level: 2, purpose: 'TOML text ⇄ Spec: shapes, not meaning', imports: ['grammar', 'diagnostics', 'versions', 'aml'] },
  asl: { level: 2, purpose: 'tree → ASL text', imports: ['grammar', 'diagnostics', 'aml'] },
  cpc: { level: 2, purpose: 'what a table is (IR, packages, registers, _PSD), and the rules of every _CPC', imports: ['grammar', 'diagnostics', 'diagnostics/catalog', 'diagnostics/catalog/guest', 'aml'] },
  objects: { level: 2, purpose: 'ACPI objects as code works with them: conversions, operators, stores, unknown values', imports: ['grammar', 'diagnostics', 'aml'] },
  evaluate: { level: 3, purpose: 'what firmware code does, run as ACPICA runs it: every way, with its conditions', imports: ['grammar', 'aml', 'objects'] },
  hyperv: { level: 3, purpose: 'Hyper-V enlightenments: what follows, what conflicts, QEMU and libvirt words', imports: ['grammar', 'diagnostics', 'versions', 'xml', 'aml', 'spec'] },
  host: { level: 3, purpose: 'sysfs and pins → Spec (what `init` writes)', imports: ['grammar', 'diagnostics', 'versions', 'spec', 'cpc'], node: ['node:fs', 'node:fs/promises', 'node:path'] },
  'host/report': { level: 4, purpose: 'what `host` reports of a host, and what is wrong with it', imports: ['grammar', 'diagnostics', 'versions', 'spec', 'cpc', 'host'] },
  resolve: { level: 3, purpose: 'Spec → CpcTable, with its rules', imports: ['grammar', 'diagnostics', 'aml', 'spec', 'cpc'] },
  lower: { level: 3, purpose: 'CpcTable → tree', imports: ['grammar', 'diagnostics', 'aml', 'cpc'] },
  firmware: { level: 4, purpose: 'tables of any firmware → facts, with their rules', imports: ['grammar', 'diagnostics', 'aml', 'asl', 'cpc', 'objects', 'evaluate'] },
  decompile: { level: 5, purpose: 'facts → Spec', imports: ['grammar', 'diagnostics', 'aml', 'spec', 'cpc', 'evaluate', 'resolve', 'lower', 'firmware'] },
  guest: { level: 5, purpose: 'what each guest accepts, ranks or refuses: rules with releases', imports: ['grammar', 'diagnostics', 'versions', 'aml', 'cpc', 'firmware'] },
  inspect: { level: 5, purpose: 'views of facts: annotated bytes, words, differences', imports: ['grammar', 'diagnostics', 'aml', 'asl', 'cpc', 'firmware'] },
  emit: { level: 5, purpose: 'one file per output format', imports: ['grammar', 'diagnostics', 'versions', 'xml', 'aml', 'asl', 'cpc', 'hyperv', 'lower', 'firmware'], node: ['node:crypto'] },
  iasl: { level: 4, purpose: 'the outside compiler: run it, compare with it', imports: ['grammar', 'diagnostics', 'scratch', 'aml', 'asl'], node: ['node:path'] },
  libvirt: { level: 6, purpose: 'reading and editing a domain: places by a parser, text spliced', imports: ['grammar', 'diagnostics', 'versions', 'xml', 'spec', 'cpc', 'hyperv', 'host', 'emit'] },
  proxmox: { level: 6, purpose: 'reading the configuration of a Proxmox VM; its args line and hookscript', imports: ['grammar', 'diagnostics', 'spec', 'cpc', 'hyperv', 'host', 'emit'] },
  'audit/readers': { level: 7, purpose: 'the configuration of an existing VM, of any kind → one model', imports: ['grammar', 'diagnostics', 'versions', 'cpc', 'hyperv', 'host', 'spec', 'emit', 'libvirt', 'proxmox'] },
  audit: { level: 8, purpose: 'rules of an existing VM, on the model of its configuration', imports: ['grammar', 'diagnostics', 'aml', 'cpc', 'hyperv', 'host', 'spec', 'emit', 'firmware', 'inspect', 'libvirt', 'proxmox', 'audit/readers'] },
  'boot/parts': { level: 5, purpose: 'the files that a guest is made of: kernel, driver, busybox, firmware', imports: ['grammar', 'diagnostics', 'versions', 'scratch', 'cpc'], node: ['*'] },
  boot: { level: 6, purpose: 'a Linux guest in QEMU: plan, run, report, compare', imports: ['grammar', 'diagnostics', 'versions', 'scratch', 'aml', 'spec', 'cpc', 'resolve', 'emit', 'boot/parts'], node: ['*'] },
  'observe/agent': { level: 8, purpose: 'the report of a guest through the QEMU guest agent', imports: ['grammar', 'diagnostics', 'scratch', 'spec', 'boot', 'observe'], node: ['*'] },
  observe: { level: 7, purpose: 'what a running guest reports → whether it took the table', imports: ['grammar', 'diagnostics', 'versions', 'spec', 'cpc', 'boot'] },
  compile: { level: 6, purpose: 'the pipeline from a spec to its tables', imports: ['grammar', 'diagnostics', 'versions', 'aml', 'spec', 'cpc', 'hyperv', 'resolve', 'lower', 'guest', 'emit'] },
  index: { level: 9, purpose: 'the library', imports: ['*'] },
  'cli/terminal': { level: 9, purpose: 'options, report, exit status, colours', imports: ['*'], node: ['*'] },
  'cli/files': { level: 10, purpose: 'reading inputs and writing outputs', imports: ['*'], node: ['*'] },
  'cli/views': { level: 11, purpose: 'what commands print', imports: ['*'], node: ['*'] },
  'cli/views/next': { level: 11, purpose: 'what a guest needs after a command', imports: ['*'], node: ['*'] },
  'cli/completion': { level: 11, purpose: 'scripts by which shells complete command lines', imports: ['*'], node: ['*'] },
  'cli/commands': { level: 12, purpose: 'a folder per command: options.ts, and action.ts, loaded when it runs', imports: ['*'], node: ['*'] },
  'cli/commands/init': { level: 12, purpose: 'the command that writes a spec from a host', imports: ['*'], node: ['*'] },
  'cli/commands/observe': { level: 12, purpose: 'the command about running guests', imports: ['*'], node: ['*'] },
  cli: { level: 13, purpose: 'start, and the tree of commands', imports: ['*'], node: ['*'] },
};

/** Folders of `src` whose folders are rooms of their own. */
const HAVE_ROOMS = ['cli', 'diagnostics'];

/** `src/cpc/ir.ts` is in room cpc, `src/cli/views/columns.ts` in cli/views, `src/compile.ts` in compile. */
export function roomOf(file: string): string {
  const folders = dirname(file).split('/');
  if (folders[0] !== 'src') return folders[0] ?? '';
  if (folders.length === 1) return basename(file, '.ts');
  const deep = folders.slice(1, 4).join('/');
  if (deep in ROOMS) return deep;
  return folders.slice(1, HAVE_ROOMS.includes(folders[1] ?? '') ? 3 : 2).join('/');
}

/** Folders of `test` that are not named for a room of `src`. */
// biome-ignore format: a folder a line
export const OTHER_TEST_FOLDERS: Readonly<Record<string, string>> = {
  'arm-guest': 'more Linux guests of Arm than a run has time for, in a row of the matrix',
  attacks: 'attacks by hostile folders, names, texts and sizes, a row each',
  deploy: 'the hooks and scripts of deploy/',
  docs: 'the documents show what the program prints',
  fuzz: 'random and damaged input for every reader',
  fwts: 'the Firmware Test Suite judges the tables, in a row of the matrix',
  grammar: 'the tables of grammar/',
  laws: 'laws over random trees and specs, which hold across rooms',
  library: 'src/index.ts, as another program imports it',
  matrix: 'programs of other Debian releases, on which tests run, too',
  package: 'what npm and Debian install',
  qemu: 'QEMU starts with the devices and words of the outputs',
  'qemu-guest': 'Linux guests in QEMU read the tables',
  release: 'the generated files of a release',
  runner: 'the runner of the tests',
  'shared-tables': 'tables of real firmware, which are beside this repository',
  standalone: 'the executable with Node inside does what the npm program does, also where nothing else is',
  support: 'what several tests use',
  virsh: 'libvirt accepts the edited domains',
};

/** Rooms that are one file of `src`, with the tests that cover them. */
export const TESTED_ELSEWHERE: Readonly<Record<string, string>> = {
  objects: 'evaluate',
  compile: 'golden.test.ts',
  index: 'library',
};
