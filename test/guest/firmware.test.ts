// What guests do with packages as firmware has them: each row is one side of a limit.

import { test } from 'uvu';
import * as assert from 'uvu/assert';
import type { GuestName } from '../../grammar/guests.js';
import { OUR_TABLE, QEMU_CREATOR } from '../../grammar/structures.js';
import type { AmlNode } from '../../src/aml/tree.js';
import { machineFacts } from '../../src/firmware/facts.js';
import type { GuestCode } from '../../src/guest/rule.js';
import { subjectOfFirmware } from '../../src/guest/subject.js';
import {
  cpc,
  type Entries,
  judged,
  msr,
  NULL,
  name,
  pack,
  pcc,
  port,
  psd,
  readTable,
  register,
} from '../firmware/packages.js';
import { cases } from '../support/cases.js';
import { codesOf, findingsOf } from './codes.js';

const one = (entries: Entries, revision?: number) => [name('\\C000._CPC', cpc(entries, revision))];

interface Side {
  readonly name: string;
  readonly guest: GuestName;
  readonly code: GuestCode;
  readonly entries: Entries;
  readonly applies: boolean;
  readonly revision?: number;
}

const WINDOWS_PORT = { guest: 'windows11', code: 'guest/windows-port' } as const;
const WINDOWS_MSR = { guest: 'windows11', code: 'guest/windows-fixed-hw' } as const;
const WINDOWS_LEVELS = { guest: 'windows11', code: 'guest/windows-levels' } as const;
const NEXT_REGISTER = { guest: 'linux-next', code: 'guest/next-register' } as const;
const NEXT_INTEGER = { guest: 'linux-next', code: 'guest/next-integer' } as const;
const NEXT_DESIRED = { guest: 'linux-next', code: 'guest/next-desired' } as const;
const NEXT_COUNTERS = { guest: 'linux-next', code: 'guest/next-counters' } as const;
const NEXT_MIN_MAX = { guest: 'linux-next', code: 'guest/next-min-max' } as const;
const NEXT_OVERLAP = { guest: 'linux-next', code: 'guest/next-overlap' } as const;
const LINUX_PORT = { guest: 'linux-6.12', code: 'guest/linux-port' } as const;
const MEMORY_SIZE = { guest: 'linux-6.12', code: 'guest/linux-memory-size' } as const;
const MEMORY_ADDRESS = { guest: 'linux-6.12', code: 'guest/linux-memory-address' } as const;

const RISCV = { guest: 'linux-7.2', code: 'guest/linux-riscv-unreadable' } as const;
const riscv = (desired: bigint) => ({
  perf_limited: msr(0x1000_0000_0000_000dn, 64, 0),
  desired_perf: msr(desired, 64, 0),
});

const memory = (address: bigint, accessSize: number, bitWidth: number, bitOffset = 0) =>
  register({ spaceId: 0, address, accessSize, bitWidth, bitOffset });
const portBits = (bitOffset: number, bitWidth: number) =>
  register({ spaceId: 1, address: 0x5f0n, accessSize: 1, bitWidth, bitOffset });

/** Nothing of AMD's in FFixedHW. */
const NO_MSRS: Entries = {
  highest_perf: 166n,
  nominal_perf: 131n,
  lowest_nonlinear_perf: 40n,
  lowest_perf: 15n,
  min_perf: NULL,
  max_perf: NULL,
  reference_counter: NULL,
  delivered_counter: NULL,
  enable: NULL,
  energy_perf_preference: NULL,
};

// biome-ignore format: one row a line
const SIDES: readonly Side[] = [
  { name: 'an SBI register', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x1000_0000_0000_0014n) }, applies: false },
  { name: 'past the last SBI register', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x1000_0000_0000_0015n) }, applies: true },
  { name: 'the CSR time', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x2000_0000_0000_0c01n) }, applies: false },
  { name: 'another CSR', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x2000_0000_0000_0c00n) }, applies: true },
  { name: 'type 3', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x3000_0000_0000_0c01n) }, applies: true },
  { name: 'an entry that no driver uses', ...RISCV, entries: { ...NO_MSRS, ...riscv(0x1000_0000_0000_0005n), time_window: msr(0x3000_0000_0000_0009n, 64, 0) }, applies: false },
  { name: 'port 0', ...WINDOWS_PORT, entries: { desired_perf: port(0n, 1) }, applies: true },
  { name: 'port 1', ...WINDOWS_PORT, entries: { desired_perf: port(1n, 1) }, applies: false },
  { name: 'the last port', ...WINDOWS_PORT, entries: { desired_perf: port(0xffffn, 1) }, applies: false },
  { name: 'past the last port', ...WINDOWS_PORT, entries: { desired_perf: port(0x1_0000n, 1) }, applies: true },
  { name: 'a port of no bits', ...WINDOWS_PORT, entries: { desired_perf: port(0x5f0n, 1, 0) }, applies: true },
  { name: 'a port of one bit', ...WINDOWS_PORT, entries: { desired_perf: port(0x5f0n, 1, 1) }, applies: false },
  { name: 'the bits of the access', ...WINDOWS_PORT, entries: { desired_perf: portBits(1, 7) }, applies: false },
  { name: 'a bit past the access', ...WINDOWS_PORT, entries: { desired_perf: portBits(1, 8) }, applies: true },
  { name: 'an MSR read as QWord', ...WINDOWS_MSR, entries: { desired_perf: msr(0x774n, 8, 16, 4) }, applies: false },
  { name: 'an MSR read as DWord', ...WINDOWS_MSR, entries: { desired_perf: msr(0x774n, 8, 16, 3) }, applies: true },
  { name: 'MSR 0', ...WINDOWS_MSR, entries: { desired_perf: msr(0n, 8, 16, 4) }, applies: true },
  { name: 'nominal 0', ...WINDOWS_LEVELS, entries: { nominal_perf: 0n }, applies: true },
  { name: 'nominal 1', ...WINDOWS_LEVELS, entries: { nominal_perf: 1n }, applies: false },
  { name: 'highest as nominal', ...WINDOWS_LEVELS, entries: { highest_perf: 9n, nominal_perf: 9n }, applies: false },
  { name: 'highest below nominal', ...WINDOWS_LEVELS, entries: { highest_perf: 8n, nominal_perf: 9n }, applies: true },
  { name: 'nonlinear as lowest', ...WINDOWS_LEVELS, entries: { lowest_nonlinear_perf: 3n, lowest_perf: 3n }, applies: false },
  { name: 'nonlinear below lowest', ...WINDOWS_LEVELS, entries: { lowest_nonlinear_perf: 2n, lowest_perf: 3n }, applies: true },
  { name: 'a QWord port', ...NEXT_REGISTER, entries: { desired_perf: port(0x5f0n, 4, 64) }, applies: true },
  { name: 'a DWord port', ...NEXT_REGISTER, entries: { desired_perf: port(0x5f0n, 3, 32) }, applies: false },
  { name: 'a port of no bits', ...NEXT_REGISTER, entries: { desired_perf: port(0x5f0n, 1, 0) }, applies: true },
  { name: 'up to the last port', ...NEXT_REGISTER, entries: { desired_perf: port(0xfffen, 2, 16) }, applies: false },
  { name: 'past the last port', ...NEXT_REGISTER, entries: { desired_perf: port(0xffffn, 2, 16) }, applies: true },
  { name: 'a bit past the access', ...NEXT_REGISTER, entries: { highest_perf: portBits(1, 8) }, applies: true },
  { name: 'part of what is read', ...NEXT_REGISTER, entries: { highest_perf: portBits(1, 7) }, applies: false },
  { name: 'part of what is written', ...NEXT_REGISTER, entries: { desired_perf: portBits(1, 7) }, applies: true },
  { name: 'memory at 0', ...NEXT_REGISTER, entries: { desired_perf: memory(0n, 1, 8) }, applies: true },
  { name: 'memory without an access size', ...NEXT_REGISTER, entries: { desired_perf: memory(8n, 0, 24) }, applies: false },
  { name: 'a switch of 1', ...NEXT_INTEGER, entries: { autonomous_selection: 1n }, applies: false },
  { name: 'a switch of 2', ...NEXT_INTEGER, entries: { autonomous_selection: 2n }, applies: true },
  { name: '32 bits', ...NEXT_INTEGER, entries: { highest_perf: 0xffff_ffffn }, applies: false },
  { name: '33 bits', ...NEXT_INTEGER, entries: { highest_perf: 0x1_0000_0000n }, applies: true },
  { name: 'a wraparound time of 64 bits', ...NEXT_INTEGER, entries: { wraparound_time: 0x1_0000_0000n }, applies: false },
  { name: '0 for an optional register', ...NEXT_INTEGER, entries: { min_perf: 0n }, applies: false },
  { name: '1 for an optional register', ...NEXT_INTEGER, entries: { min_perf: 1n }, applies: true },
  { name: '0 for a mandatory register', ...NEXT_INTEGER, entries: { reference_counter: 0n }, applies: true },
  { name: '0 for the desired level', ...NEXT_INTEGER, entries: { desired_perf: 0n }, applies: false },
  { name: 'no desired level, selection on', ...NEXT_DESIRED, entries: { desired_perf: NULL, autonomous_selection: 1n }, applies: false },
  { name: 'no desired level, selection off', ...NEXT_DESIRED, entries: { desired_perf: NULL, autonomous_selection: 0n }, applies: true },
  { name: 'both counters', ...NEXT_COUNTERS, entries: {}, applies: false },
  { name: 'no reference counter', ...NEXT_COUNTERS, entries: { reference_counter: NULL }, applies: true },
  { name: 'an Integer as a counter', ...NEXT_COUNTERS, entries: { delivered_counter: 0n }, applies: true },
  { name: 'both limits', ...NEXT_MIN_MAX, entries: {}, applies: false },
  { name: 'neither limit', ...NEXT_MIN_MAX, entries: { min_perf: NULL, max_perf: NULL }, applies: false },
  { name: 'no min_perf', ...NEXT_MIN_MAX, entries: { min_perf: NULL }, applies: true },
  { name: 'no max_perf', ...NEXT_MIN_MAX, entries: { max_perf: NULL }, applies: true },
  { name: 'one port twice', ...NEXT_OVERLAP, entries: { min_perf: port(0x5f0n, 1), max_perf: port(0x5f0n, 1) }, applies: true },
  { name: 'two ports', ...NEXT_OVERLAP, entries: { min_perf: port(0x5f0n, 1), max_perf: port(0x5f1n, 1) }, applies: false },
  { name: 'bits of one MSR twice', ...NEXT_OVERLAP, entries: { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 8, 0) }, applies: false },
  { name: 'no access size', ...LINUX_PORT, entries: { desired_perf: port(0x5f0n, 0) }, applies: true },
  { name: 'access of a byte', ...LINUX_PORT, entries: { desired_perf: port(0x5f0n, 1) }, applies: false },
  { name: 'access of 32 bits', ...LINUX_PORT, entries: { desired_perf: port(0x5f0n, 3, 32) }, applies: false },
  { name: 'access of 64 bits', ...LINUX_PORT, entries: { desired_perf: port(0x5f0n, 4, 64) }, applies: true },
  { name: 'the last port', ...LINUX_PORT, entries: { desired_perf: port(0xffffn, 1) }, applies: false },
  { name: 'past the last port', ...LINUX_PORT, entries: { desired_perf: port(0x1_0000n, 1) }, applies: true },
  { name: '8 bits, no access size', ...MEMORY_SIZE, entries: { desired_perf: memory(8n, 0, 8) }, applies: false },
  { name: '7 bits, no access size', ...MEMORY_SIZE, entries: { desired_perf: memory(8n, 0, 7) }, applies: true },
  { name: '7 bits of a byte', ...MEMORY_SIZE, entries: { desired_perf: memory(8n, 1, 7) }, applies: false },
  { name: '52 bits', ...MEMORY_ADDRESS, entries: { desired_perf: memory(1n << 51n, 1, 8) }, applies: false },
  { name: '53 bits', ...MEMORY_ADDRESS, entries: { desired_perf: memory(1n << 52n, 1, 8) }, applies: true },
];

cases(
  'guest: limits',
  SIDES.map((side) => ({ ...side, name: `${side.guest}, ${side.code}: ${side.name}` })),
  ({ guest, code, entries, applies, revision }) => {
    assert.is(codesOf(guest, one(entries, revision)).has(code), applies);
  },
);

const QEMU = '\\_SB.CPUS.C000._CPC';
const OTHER = '\\_SB.PR00._CPC';
const FREQUENCIES = { lowest_freq: 400n, nominal_freq: 2000n };
const RANKS = { highest_perf: 9n, nominal_perf: 8n, lowest_nonlinear_perf: 7n, lowest_perf: 1n, ...FREQUENCIES };
const FREQUENCY = 'guest/linux-frequency-missing';

// biome-ignore format: one row a line
const ON_MACHINES: readonly { code: GuestCode; name: string; path: string; entries: Entries; applies: boolean; revision?: number }[] = [
  { code: 'guest/linux-no-pcct', name: 'on QEMU', path: QEMU, entries: { min_perf: pcc(0n, 3) }, applies: true },
  { code: 'guest/linux-no-pcct', name: 'elsewhere', path: OTHER, entries: { min_perf: pcc(0n, 3) }, applies: false },
  { code: 'guest/linux-memory-address', name: '40 bits on QEMU', path: QEMU, entries: { min_perf: memory(1n << 39n, 1, 8) }, applies: false },
  { code: 'guest/linux-memory-address', name: '41 bits on QEMU', path: QEMU, entries: { min_perf: memory(1n << 40n, 1, 8) }, applies: true },
  { code: 'guest/linux-memory-address', name: '41 bits elsewhere', path: OTHER, entries: { min_perf: memory(1n << 40n, 1, 8) }, applies: false },
  { code: 'guest/linux-osc-missing', name: 'on QEMU', path: QEMU, entries: {}, applies: true },
  { code: 'guest/linux-osc-missing', name: 'elsewhere, in tables that may have it', path: OTHER, entries: {}, applies: false },
  { code: 'guest/linux-msr-missing', name: 'on QEMU', path: QEMU, entries: {}, applies: true },
  { code: 'guest/linux-msr-missing', name: 'elsewhere', path: OTHER, entries: {}, applies: false },
];

cases(
  'guest: what Linux asks of the machine',
  ON_MACHINES.map((row) => ({ ...row, name: `${row.code}: ${row.name}` })),
  ({ code, path, entries, applies, revision }) => {
    assert.is(codesOf('linux-6.12', [name(path, cpc(entries, revision))]).has(code), applies);
  },
);

/** Paths of machine virt, which real firmware has, too. */
const VIRT = '\\_SB.C000._CPC';
const NOTHING = { ...NO_MSRS, desired_perf: NULL, perf_limited: NULL };
const SBI = { ...NOTHING, desired_perf: msr(0x1000_0000_0000_0005n, 64, 0) };
const CSR = { ...NOTHING, reference_counter: msr(0x2000_0000_0000_0c01n, 64, 0) };
const AMU = { ...NOTHING, delivered_counter: msr(0n, 64, 0) };

// biome-ignore format: one row a line
const ORIGINS: readonly { name: string; entries: Entries; creatorId: string; virtual: boolean }[] = [
  { name: 'a port', entries: { ...NOTHING, desired_perf: port(0x5f0n, 1) }, creatorId: 'INTL', virtual: true },
  { name: 'the CSR time', entries: CSR, creatorId: 'INTL', virtual: true },
  { name: 'a register of the SBI', entries: SBI, creatorId: 'INTL', virtual: false },
  { name: 'a register of the SBI, beside tables of QEMU', entries: SBI, creatorId: QEMU_CREATOR, virtual: true },
  { name: 'a register of the SBI, made by us', entries: SBI, creatorId: OUR_TABLE.creatorId, virtual: true },
  { name: 'a counter of the AMU', entries: AMU, creatorId: 'INTL', virtual: false },
  { name: 'PCC', entries: { ...NOTHING, desired_perf: pcc(0n, 0) }, creatorId: 'AMPE', virtual: false },
];

cases('guest: whether a table with the paths of machine virt is of a virtual machine', ORIGINS, (row) => {
  const { header, terms } = readTable([name(VIRT, cpc(row.entries))]);
  const tables = [{ header: { ...header, creatorId: row.creatorId }, terms }];
  assert.is(subjectOfFirmware(tables, machineFacts(tables)).virtual, row.virtual);
});

cases(
  'guest: what Windows 11 needs on a hypervisor',
  [
    { name: 'on QEMU', path: QEMU, reported: true },
    { name: 'elsewhere', path: OTHER, reported: false },
  ],
  ({ path, reported }) => {
    const terms = [name(path, cpc()), name('\\_SB.PR01._CPC', cpc({ lowest_perf: 2n }))];
    assert.is(codesOf('windows11', terms).has('guest/windows11-registry'), reported);
  },
);

test('guest: which of the two limits is there, and which is missing', () => {
  const factsOf = (entries: Entries) =>
    findingsOf('linux-next', one(entries))
      .filter(({ code }) => code === 'guest/next-min-max')
      .map(({ facts, at }) => ({ ...facts, entry: at.entry }));
  assert.equal(factsOf({ min_perf: NULL }), [{ given: 'max_perf', missing: 'min_perf', entry: 'min_perf' }]);
  assert.equal(factsOf({ max_perf: NULL }), [{ given: 'min_perf', missing: 'max_perf', entry: 'max_perf' }]);
});

const OSC = name('\\_SB._OSC', { term: 'Integer', value: 0n });

cases(
  'guest: the frequencies that amd-pstate asks for',
  [
    { name: 'both', entries: {}, missing: false },
    { name: 'a nominal one of 0', entries: { nominal_freq: 0n }, missing: true },
    { name: 'a lowest one of 0', entries: { lowest_freq: 0n }, missing: true },
    { name: 'a lowest one of 1', entries: { lowest_freq: 1n }, missing: false },
    { name: 'NULL', entries: { lowest_freq: NULL }, missing: true },
    { name: 'none in revision 2', entries: {}, revision: 2, missing: true },
  ] as readonly { name: string; entries: Entries; missing: boolean; revision?: number }[],
  ({ entries, missing, revision }) => {
    const terms = [OSC, name(QEMU, cpc({ ...RANKS, ...entries }, revision))];
    assert.is(codesOf('linux-6.16', terms).has(FREQUENCY), missing);
  },
);

cases(
  'guest: a frequency of 0 in real firmware keeps amd-pstate from loading',
  [
    { name: 'both', entries: {}, unranked: false },
    { name: 'a nominal one of 0', entries: { nominal_freq: 0n }, unranked: true },
    { name: "neither, with AMD's registers", entries: { nominal_freq: 0n, lowest_freq: 0n }, unranked: true },
  ] as readonly { name: string; entries: Entries; unranked: boolean }[],
  ({ entries, unranked }) => {
    assert.is(codesOf('linux-7.3', [OSC, name(OTHER, cpc({ ...RANKS, ...entries }))]).has(FREQUENCY), unranked);
    assert.not.ok(codesOf('linux-6.8', [OSC, name(OTHER, cpc({ ...RANKS, ...entries }))]).has(FREQUENCY));
  },
);

cases(
  'guest: of two definitions the first one counts',
  [
    { name: 'the first is right', levels: [1n, 0n], zero: false },
    { name: 'the second is right', levels: [0n, 1n], zero: true },
  ],
  ({ levels: [first = 0n, second = 0n], zero }) => {
    const terms = [first, second].map((lowest) => name('\\C000._CPC', cpc({ lowest_perf: lowest })));
    assert.is(codesOf('linux-6.12', terms).has('guest/linux-level-zero'), zero);
  },
);

const levels = (highest: bigint) => cpc({ highest_perf: highest, nominal_perf: 100n });
const inDomain = (domain: bigint) => psd(5n, 0n, domain, 0xfen, 2n);

cases(
  'guest: Windows wants equal levels in a domain',
  [
    { name: 'one domain', domains: [7n, 7n], refused: true },
    { name: 'two domains', domains: [7n, 8n], refused: false },
    { name: 'no _PSD at all', domains: [undefined, undefined], refused: true },
    { name: 'only the first has a _PSD', domains: [7n, undefined], refused: false },
    { name: 'only the second has a _PSD', domains: [undefined, 7n], refused: false },
    { name: 'a third has a _PSD, two have none', domains: [undefined, undefined, 7n], refused: false },
  ],
  ({ domains, refused }) => {
    const terms = domains.flatMap((domain, i) => [
      name(`\\C00${i}._CPC`, levels(BigInt(200 + i))),
      ...(domain === undefined ? [] : [name(`\\C00${i}._PSD`, inDomain(domain))]),
    ]);
    assert.is(codesOf('windows11', terms).has('guest/windows-siblings'), refused);
  },
);

/** A processor whose code returns one of two packages. */
const either = (...highest: readonly bigint[]): AmlNode => ({
  term: 'DefMethod',
  name: '\\C001._CPC',
  methodFlags: 0,
  terms: highest.map((one, i): AmlNode => {
    return {
      term: 'DefIf',
      predicate: { term: 'NameString', name: `MOD${i}` },
      terms: [{ term: 'DefReturn', object: levels(one) }],
    };
  }),
});

cases(
  'guest: Windows may meet any of the packages that code returns',
  [
    { name: 'the second is equal', packages: [201n, 200n], refused: false },
    { name: 'the first is equal', packages: [200n, 201n], refused: false },
    { name: 'none is equal', packages: [201n, 202n], refused: true },
  ],
  ({ packages, refused }) => {
    const terms = [name('\\C000._CPC', levels(200n)), either(...packages)];
    assert.is(codesOf('windows11', terms).has('guest/windows-siblings'), refused);
  },
);

/** A revision that is not published, with this number of elements. */
function later(count: number): AmlNode[] {
  const { elements } = cpc({ resource_priority: pack() }, 4);
  const values = [...elements.slice(2), ...Array.from({ length: count - 25 }, () => NULL)];
  return [name('\\C000._CPC', pack(BigInt(count), 5n, ...values))];
}

cases(
  'a revision that is not published',
  [
    { name: 'of which 6.12 reads 23 elements', guest: 'linux-6.12', count: 25, code: 'guest/linux-later-revision' },
    { name: 'with too few elements for 7.2', guest: 'linux-7.2', count: 25, code: 'guest/linux-count' },
    { name: 'of which 7.2 reads 25 elements', guest: 'linux-7.2', count: 26, code: 'guest/linux-later-revision' },
  ] as const,
  ({ guest, count, code }) => {
    assert.equal(codesOf(guest, later(count)), new Set([code]));
    assert.equal(judged(guest, readTable(later(count))).because, [code]);
  },
);

test.run();
