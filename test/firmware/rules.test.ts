import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { integer } from '../../src/aml/integer.js';
import type { AmlNode, NodeOf } from '../../src/aml/tree.js';
import { NUMBER_RULES } from '../../src/cpc/rules/numbers.js';
import { REGISTERS_RULES, SINGLE_REGISTER_RULES } from '../../src/cpc/rules/registers.js';
import { DOMAIN_RULES } from '../../src/firmware/rules/domains.js';
import { EVALUATION_RULES } from '../../src/firmware/rules/evaluation.js';
import { PROCESSOR_RULES } from '../../src/firmware/rules/processors.js';
import { PSD_RULES } from '../../src/firmware/rules/psd.js';
import { PACKAGE_RULES } from '../../src/firmware/rules/rules.js';
import { cases } from '../support/cases.js';
import {
  cpc,
  descriptor,
  device,
  type Entries,
  msr,
  NULL,
  name,
  pack,
  pcc,
  port,
  problemsOf,
  psd,
  readTable,
} from './packages.js';

interface Change {
  readonly name: string;
  readonly changes: Entries;
  readonly revision?: number;
}

function codesOf(...terms: readonly AmlNode[]): string[] {
  return problemsOf(readTable(terms)).map(({ code }) => code.replace(/^.*\//, ''));
}

const codesOfCpc = (changes: Entries, revision = 3) => codesOf(name('\\C000._CPC', cpc(changes, revision)));

const LEVELS: Entries = { highest_perf: 160n, nominal_perf: 120n, lowest_nonlinear_perf: 50n, lowest_perf: 25n };

const INTEL: Entries = {
  ...LEVELS,
  desired_perf: msr(0x774n, 8, 16),
  min_perf: NULL,
  max_perf: NULL,
  perf_limited: msr(0x777n, 2, 1),
  enable: msr(0x770n, 1, 0),
  energy_perf_preference: msr(0x774n, 8, 24),
};

const NO_CONTROLS: Entries = {
  desired_perf: NULL,
  min_perf: NULL,
  max_perf: NULL,
  perf_limited: NULL,
  enable: NULL,
  energy_perf_preference: NULL,
  lowest_freq: 254n,
  nominal_freq: 825n,
};

/** 26 units are 8.25 MHz, so the constant counter of 1 GHz is 3151 units. */
const ARM: Entries = {
  ...NO_CONTROLS,
  highest_perf: 2600n,
  nominal_perf: 2600n,
  lowest_nonlinear_perf: 800n,
  lowest_perf: 800n,
  reference_counter: msr(1n, 64, 0),
  delivered_counter: msr(0n, 64, 0),
  reference_perf: 3151n,
};

const NO_COUNTERS: Entries = { reference_counter: pcc(0n, 0), delivered_counter: pcc(4n, 0) };

const RISCV: Entries = {
  ...NO_CONTROLS,
  ...LEVELS,
  desired_perf: msr(0x1000_0000_0000_0005n, 64, 0),
  time_window: msr(0x1000_0000_0000_0009n, 64, 0),
  reference_counter: msr(0x2000_0000_0000_0c01n, 64, 0),
  delivered_counter: msr(0x1000_0000_0000_000cn, 64, 0),
  perf_limited: msr(0x1000_0000_0000_000dn, 64, 0),
};

cases<Change>(
  'firmware rules: nothing to report',
  [
    { name: 'revision 2', changes: {}, revision: 2 },
    { name: 'revision 3', changes: {}, revision: 3 },
    { name: 'revision 4', changes: {}, revision: 4 },
    { name: 'no resource priority', changes: { resource_priority: pack() }, revision: 4 },
    { name: 'equal levels', changes: { highest_perf: 9n, nominal_perf: 9n } },
    { name: 'highest 254', changes: { highest_perf: 254n } },
    { name: 'nominal 255 but not highest', changes: { nominal_perf: 255n } },
    { name: 'no frequencies, with MSRs of Intel', changes: { ...INTEL, lowest_freq: 0n, nominal_freq: 0n } },
    { name: 'no lowest frequency, with MSRs of Intel', changes: { ...INTEL, lowest_freq: 0n, nominal_freq: 2600n } },
    { name: 'no frequencies, without MSRs', changes: { ...ARM, lowest_freq: 0n, nominal_freq: 0n } },
    { name: 'the highest MHz', changes: { lowest_freq: 400n, nominal_freq: 100_000n } },
    { name: 'AMU counters and a reference_perf that fits', changes: ARM },
    { name: 'the reference_perf of a slow system counter', changes: { ...ARM, reference_perf: 300n } },
    { name: 'levels past 255 on Arm', changes: { ...ARM, highest_perf: 2600n } },
    { name: 'levels past 255 without registers', changes: { ...ARM, ...NO_COUNTERS, highest_perf: 2600n } },
    { name: 'SBI registers and the CSR time', changes: RISCV },
    { name: 'equal frequencies', changes: { lowest_freq: 400n, nominal_freq: 400n } },
    { name: 'the last port', changes: { highest_perf: port(0xffffn, 1) } },
    { name: 'one PCC subspace', changes: { highest_perf: pcc(0n, 3), nominal_perf: pcc(4n, 3) } },
    { name: 'no perf_limited', changes: { perf_limited: NULL } },
    { name: 'no counters', changes: { reference_counter: NULL, delivered_counter: NULL } },
    { name: 'no desired where autonomous', changes: { desired_perf: NULL } },
    { name: 'perf_limited in another MSR than AMD has', changes: { perf_limited: msr(0x777n, 2, 1) } },
    { name: 'bits behind each other', changes: { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 8, 8) } },
  ],
  ({ changes, revision }) => {
    assert.equal(codesOfCpc(changes, revision), []);
  },
);

cases<Change>(
  'firmware rules: the other side of the boundary',
  [
    { name: 'table-missing', changes: { highest_perf: { term: 'NameString', name: 'HPRF' } } },
    { name: 'revision-1', changes: {}, revision: 1 },
    { name: 'level-order', changes: { highest_perf: 9n, nominal_perf: 10n } },
    { name: 'highest-255', changes: { highest_perf: 255n } },
    { name: 'level-past-255', changes: { highest_perf: 256n } },
    { name: 'level-zero', changes: { lowest_perf: 0n } },
    { name: 'frequency-order', changes: { lowest_freq: 401n, nominal_freq: 400n } },
    { name: 'frequency-order', changes: { lowest_freq: 2401n, nominal_freq: 2400n } },
    { name: 'frequency-zero', changes: { lowest_freq: 400n, nominal_freq: 0n } },
    { name: 'frequency-zero', changes: { lowest_freq: 0n, nominal_freq: 400n } },
    { name: 'frequency-zero', changes: { lowest_freq: 0n, nominal_freq: 0n } },
    { name: 'frequency-zero', changes: { ...INTEL, lowest_freq: 400n, nominal_freq: 0n } },
    { name: 'frequency-unit', changes: { lowest_freq: 40n, nominal_freq: 100_001n } },
    { name: 'frequency-unit', changes: { lowest_freq: 400_000n, nominal_freq: 3600n } },
    { name: 'amu-reference-perf', changes: { ...ARM, reference_perf: 1000n } },
    { name: 'amu-reference-perf', changes: { ...ARM, reference_perf: 0n } },
    { name: 'amu-reference-perf', changes: { ...ARM, reference_perf: NULL } },
    { name: 'amu-counter', changes: { ...ARM, delivered_counter: msr(2n, 64, 0) } },
    { name: 'riscv-form', changes: { ...RISCV, desired_perf: msr(0x1000_0000_0000_0005n, 32, 0) } },
    { name: 'riscv-form', changes: { ...RISCV, desired_perf: msr(0x1000_0000_0000_0005n, 64, 8) } },
    { name: 'riscv-form', changes: { ...RISCV, desired_perf: msr(0x1000_0000_0000_0005n, 64, 0, 3) } },
    { name: 'riscv-type', changes: { ...RISCV, desired_perf: msr(0xe8n, 64, 0) } },
    { name: 'riscv-type', changes: { ...ARM, ...NO_COUNTERS, perf_limited: msr(0x3000_0000_0000_0005n, 64, 0) } },
    { name: 'riscv-sbi-register', changes: { ...RISCV, desired_perf: msr(0x1000_0000_0000_0015n, 64, 0) } },
    { name: 'riscv-other-register', changes: { ...RISCV, desired_perf: msr(0x1000_0000_0000_0006n, 64, 0) } },
    { name: 'riscv-reserved-bits', changes: { ...RISCV, desired_perf: msr(0x1000_0001_0000_0005n, 64, 0) } },
    { name: 'riscv-csr', changes: { ...RISCV, reference_counter: msr(0x2000_0000_0000_0c00n, 64, 0) } },
    { name: 'io-port-too-high', changes: { highest_perf: port(0xffffn, 2, 16) } },
    { name: 'io-access-undefined', changes: { highest_perf: port(0x481n, 0) } },
    { name: 'subspaces-differ', changes: { highest_perf: pcc(0n, 3), nominal_perf: pcc(4n, 4) } },
    { name: 'pcc-width', changes: { highest_perf: pcc(0n, 3, 24) } },
    { name: 'mandatory-entry-missing', changes: { reference_counter: NULL } },
    { name: 'mandatory-entry-missing', changes: { delivered_counter: NULL } },
    { name: 'desired-missing', changes: { desired_perf: NULL, autonomous_selection: NULL } },
    { name: 'switch-value', changes: { autonomous_selection: 2n } },
    { name: 'fixed-hw-access', changes: { enable: msr(0xc00102b1n, 1, 0, 3) } },
    { name: 'register-past-access-size', changes: { energy_perf_preference: msr(0xc00102b3n, 8, 57) } },
    { name: 'registers-overlap', changes: { min_perf: msr(0x774n, 8, 0), max_perf: msr(0x774n, 8, 7) } },
    { name: 'perf-limited-msr', changes: { perf_limited: msr(0xc00102b2n, 2, 0) } },
    { name: 'perf-limited-bits', changes: { perf_limited: msr(0x777n, 1, 2) } },
    { name: 'integer-not-register', changes: { ospm_nominal_perf: 0n }, revision: 4 },
    { name: 'integer-not-register', changes: { guaranteed_perf: 0n } },
    { name: 'integer-not-register', changes: { time_window: 0n } },
    { name: 'element-type', changes: { time_window: pack() } },
    { name: 'resource-priority-flat', changes: { resource_priority: descriptor() }, revision: 4 },
    { name: 'priority-count', changes: { resource_priority: pack(descriptor(1n)) }, revision: 4 },
    { name: 'resource-priority-type', changes: { resource_priority: 0n }, revision: 4 },
  ],
  ({ name: code, changes, revision }) => {
    assert.equal(codesOfCpc(changes, revision), [code]);
  },
);

cases<Change & { readonly later: boolean }>(
  'firmware rules: an Integer in place of a register, which a later Linux may refuse',
  [
    { name: '0 for an optional entry', changes: { time_window: 0n }, later: false },
    { name: '1 for it', changes: { time_window: 1n }, later: true },
    { name: '0 for desired_perf', changes: { desired_perf: 0n }, later: false },
    { name: '0 for a mandatory entry', changes: { perf_limited: 0n }, later: true },
  ],
  ({ changes, later }) => {
    const found = problemsOf(readTable([name('\\C000._CPC', cpc(changes))]));
    const help = found.find(({ code }) => code === 'cpc/integer-not-register')?.help ?? '';
    assert.match(help, 'Linux up to 7.3 accepts the Integer');
    assert.is(help.includes('kernels after 7.3 may refuse the whole _CPC'), later);
  },
);

test('firmware rules: Linux reads past the end only where it accepts NumEntries', () => {
  const help = (elements: readonly bigint[], count: number) => {
    const all = cpc({}).elements;
    const found = problemsOf(readTable([name('\\C000._CPC', pack(...elements, ...all.slice(2, count)))]));
    return found.find(({ code }) => code === 'firmware/num-entries')?.help ?? '';
  };
  assert.match(help([23n, 3n], 21), 'Linux up to 7.3 reads past the end');
  assert.match(help([24n, 3n], 23), 'NumEntries counts every element');
  assert.match(help([21n, 2n], 23), 'NumEntries counts every element');
});

test('firmware rules: the elements of a revision that is not published have no rules', () => {
  const { elements } = cpc({ ospm_nominal_perf: 7n, resource_priority: 0n }, 4);
  const revision5 = pack(26n, 5n, ...elements.slice(2), 4700n);
  assert.equal(codesOf(name('\\C000._CPC', revision5)), ['revision-unknown']);
});

test('firmware rules: an element has its own bytes as its place', () => {
  const [problem] = problemsOf(readTable([name('\\C000._CPC', cpc({ autonomous_selection: 2n }))]));
  const place = problem?.place;
  assert.ok(place && 'offset' in place);
  assert.is(place.length, 2);
});

test('firmware rules: reports a problem of many packages once', () => {
  const wrong = cpc({ highest_perf: 255n });
  const problems = problemsOf(
    readTable([...['\\C000', '\\C001', '\\C002'].map((path) => name(`${path}._CPC`, wrong))]),
  );
  assert.equal(
    problems.map(({ message }) => message.split(': ')[0]),
    ['\\C000._CPC and 2 more'],
  );
});

test('firmware rules: groups packages with the same value, and reports different values separately', () => {
  const [a, b, c] = [
    cpc({ autonomous_selection: 2n }),
    cpc({ autonomous_selection: 2n, nominal_freq: 5n }),
    cpc({ autonomous_selection: 3n }),
  ];
  const codes = codesOf(name('\\C000._CPC', a), name('\\C001._CPC', b), name('\\C002._CPC', c));
  assert.equal(codes, ['switch-value', 'switch-value']);
});

test('firmware rules: judges the values that code writes, not those before', () => {
  const index: NodeOf<'DefIndex'> = {
    term: 'DefIndex',
    object: { term: 'NameString', name: 'CPC3' },
    index: integer(5),
    target: { term: 'NullName' },
  };
  const processor = (value: AmlNode): AmlNode => {
    const store: AmlNode = { term: 'DefStore', source: value, target: index };
    const back: AmlNode = { term: 'DefReturn', object: { term: 'NameString', name: 'CPC3' } };
    const method: AmlNode = { term: 'DefMethod', name: '_CPC', methodFlags: 0, terms: [store, back] };
    return device('\\C000', name('CPC3', cpc({ lowest_perf: 0n })), method);
  };
  assert.equal(codesOf(processor(integer(1))), []);
  assert.equal(codesOf(processor({ term: 'NameString', name: 'LOWP' })), ['table-missing']);
  assert.equal(codesOf(processor(integer(0))), ['level-zero']);
});

cases(
  'firmware rules: _PSD',
  [
    { name: 'one of one', values: [[5n, 0n, 0n, 0xfen, 1n]], codes: [] },
    {
      name: 'two of two',
      values: [
        [5n, 0n, 7n, 0xfcn, 2n],
        [5n, 0n, 7n, 0xfcn, 2n],
      ],
      codes: [],
    },
    {
      name: 'two domains',
      values: [
        [5n, 0n, 0n, 0xfcn, 1n],
        [5n, 0n, 1n, 0xfdn, 1n],
      ],
      codes: [],
    },
    { name: 'coordination', values: [[5n, 0n, 0n, 0xfbn, 1n]], codes: ['psd-coord-type'] },
    { name: 'revision', values: [[5n, 1n, 0n, 0xfen, 1n]], codes: ['psd-revision'] },
    { name: 'count', values: [[6n, 0n, 0n, 0xfen, 1n]], codes: ['psd-num-entries'] },
    { name: 'four', values: [[5n, 0n, 0n, 0xfen]], codes: ['psd-elements'] },
    { name: 'no processors', values: [[5n, 0n, 0n, 0xfen, 0n]], codes: ['psd-no-processors'] },
    { name: 'one is elsewhere', values: [[5n, 0n, 0n, 0xfen, 2n]], codes: ['psd-member-count'] },
    {
      name: 'types',
      values: [
        [5n, 0n, 0n, 0xfen, 2n],
        [5n, 0n, 0n, 0xfdn, 2n],
      ],
      codes: ['psd-domain-differs'],
    },
    {
      name: 'counts',
      values: [
        [5n, 0n, 0n, 0xfen, 3n],
        [5n, 0n, 0n, 0xfen, 4n],
      ],
      codes: ['psd-domain-differs'],
    },
  ],
  ({ values, codes }) => {
    const terms = values.map((one, i) => device(`\\C00${i}`, name('_PSD', psd(...one))));
    const problems = problemsOf(readTable(terms, 'DSDT'));
    assert.equal(
      problems.map(({ code }) => code.replace('firmware/', '')),
      codes,
    );
  },
);

test('firmware rules: a _PSD that code chooses is not a member of a domain', () => {
  const give = (...values: readonly bigint[]): AmlNode => ({ term: 'DefReturn', object: psd(...values) });
  const terms = [give(5n, 0n, 0n, 0xfen, 2n), give(5n, 0n, 0n, 0xfcn, 2n)];
  assert.equal(codesOf({ term: 'DefMethod', name: '\\C000._PSD', methodFlags: 0, terms }), []);
});

cases(
  'firmware rules: processors without _CPC',
  [
    { name: 'none has one', terms: [device('\\C000'), device('\\C001')], codes: [] },
    { name: 'all', terms: [device('\\C000', name('_CPC', cpc()))], codes: [] },
    { name: 'one', terms: [device('\\C000', name('_CPC', cpc())), device('\\C001')], codes: ['processor-without-cpc'] },
    {
      name: 'one that may not be there',
      terms: [device('\\C000', name('_CPC', cpc())), device('\\C001', name('_STA', integer(0)))],
      codes: [],
    },
    {
      name: 'in a scope elsewhere',
      terms: [device('\\C000', name('_CPC', cpc())), device('\\C001'), name('\\C001._CPC', cpc())],
      codes: [],
    },
  ],
  ({ terms, codes }) => {
    assert.equal(codesOf(...terms), codes);
  },
);

/** F1 and L1 need evaluation, L9 _OSC; E1 and E7 are about what edk2 writes, X1 and X5 about what Xen is handed. */
const NOT_CHECKED = ['E1', 'E7', 'F1', 'L1', 'L9', 'X1', 'X5'];
const CHECKS = { F: 16, L: 17, E: 7, X: 5, A: 2 };

test('firmware rules: every check that fwts, Linux, edk2, Xen and ACPICA have is a rule, or cannot be one', () => {
  const rules = [
    ...PACKAGE_RULES,
    ...NUMBER_RULES,
    ...SINGLE_REGISTER_RULES,
    ...REGISTERS_RULES,
    ...PSD_RULES,
    ...DOMAIN_RULES,
    ...EVALUATION_RULES,
    ...PROCESSOR_RULES,
  ];
  const covered = new Set(rules.flatMap(({ origins }): readonly string[] => origins));
  const known = Object.entries(CHECKS).flatMap(([who, count]) =>
    Array.from({ length: count }, (_, i) => who + (i + 1)),
  );
  assert.equal(known.filter((one) => !covered.has(one)).sort(), NOT_CHECKED);
  assert.equal(
    [...covered].filter((one) => !known.includes(one) || NOT_CHECKED.includes(one)),
    [],
  );
});

test.run();
